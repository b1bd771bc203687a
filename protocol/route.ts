import * as z from 'zod';

/** `local` sends nothing; `text` sends words only; `vision` sends the safe pictures. */
export const Route = z.enum(['local', 'text', 'vision']);
export type Route = z.infer<typeof Route>;
