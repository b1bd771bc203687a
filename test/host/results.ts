import * as z from 'zod';

/** What became of one test inside the extension host. */
export const HostResult = z.object({
  title: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  durationMs: z.number(),
  /** The error's stack, where it failed. */
  error: z.string().optional(),
});
export type HostResult = z.infer<typeof HostResult>;
