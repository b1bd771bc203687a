// What the daemon and the process with the microphone say to each other.
import * as z from 'zod';

/** daemon → microphone */
export const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('list') }),
  z.object({ do: z.literal('record'), device: z.string().optional() }),
  z.object({ do: z.literal('pause') }),
  z.object({ do: z.literal('resume') }),
  z.object({ do: z.literal('stop') }),
]);
export type Command = z.infer<typeof Command>;

/** microphone → daemon */
export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('devices'), names: z.array(z.string()) }),
  /** 16 kHz, one channel. */
  z.object({
    kind: z.literal('samples'),
    samples: z.custom<Int16Array>((value) => value instanceof Int16Array),
  }),
  /** Nothing comes after it. */
  z.object({ kind: z.literal('stopped') }),
  z.object({
    kind: z.literal('failed'),
    why: z.enum(['no-recorder', 'no-microphone', 'unknown-device', 'no-sound']),
    cause: z.string(),
  }),
]);
export type Report = z.infer<typeof Report>;
export type Failed = Extract<Report, { kind: 'failed' }>;
