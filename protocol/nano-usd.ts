import * as z from 'zod';

/** Nano-dollars: an integer, 10⁻⁹ US dollars. $2.50 per million tokens is 2,500 of them a token. */
export const NanoUsd = z.int();
