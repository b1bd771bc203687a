import * as z from 'zod';

/**
 * `local` sends nothing; `text` sends words only; `vision` sends the safe pictures; `audio` sends sound, to be
 * transcribed or answered.
 */
export const Route = z.enum(['local', 'text', 'vision', 'audio']);
export type Route = z.infer<typeof Route>;
