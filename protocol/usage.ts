import * as z from 'zod';
import { NanoUsd } from './nano-usd.ts';

/**
 * Tokens as the provider counted them (or, if it did not, as estimated).
 * `cachedInput`, `cacheWrite`, `image` and `audio` are parts of `input`;
 * `reasoning` and `audioOutput` are parts of `output`.
 */
export const Usage = z.object({
  input: z.int(),
  cachedInput: z.int(),
  cacheWrite: z.int(),
  image: z.int(),
  audio: z.int(),
  output: z.int(),
  reasoning: z.int(),
  audioOutput: z.int(),
});
export type Usage = z.infer<typeof Usage>;

export const NO_USAGE: Usage = {
  input: 0,
  cachedInput: 0,
  cacheWrite: 0,
  image: 0,
  audio: 0,
  output: 0,
  reasoning: 0,
  audioOutput: 0,
};

/** What an answer would have cost more, by what made it cheaper. */
export const Saved = z.object({
  /** Words instead of pictures, a cheaper model, or an answer from this machine. */
  routing: NanoUsd,
  /** An answer that was already there. */
  cache: NanoUsd,
  /** Pictures that were scaled down or cropped. */
  scaling: NanoUsd,
});
export type Saved = z.infer<typeof Saved>;

export const NOTHING_SAVED: Saved = { routing: 0, cache: 0, scaling: 0 };
