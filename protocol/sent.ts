import * as z from 'zod';
import type { Message } from './message.ts';

/** A request as it went to a provider. Its headers, and with them the key, are not in it. */
export const SentRequest = z.object({
  /** Ours: `Attempt.id`. */
  id: z.string(),
  at: z.iso.datetime(),
  /** Where it went. */
  url: z.string(),
  /** The body, to the letter: JSON of Chat Completions. */
  body: z.string(),
});
export type SentRequest = z.infer<typeof SentRequest>;

/**
 * client → daemon: what was really sent for an answer. The daemon remembers a
 * bounded number of requests, in memory alone; those it has forgotten are missing.
 */
export const sentRequests = {
  method: 'lenscap/sentRequests',
  params: z.object({ ids: z.array(z.string()).max(100) }),
  result: z.object({ requests: z.array(SentRequest) }),
} satisfies Message;

/**
 * client → daemon: texts with placeholders where they have secrets, for what a client keeps on disk. Secrets are
 * looked for even where `lenscap.privacy.mode` is off.
 */
export const mask = {
  method: 'lenscap/mask',
  params: z.object({
    texts: z.array(z.string().max(1_000_000)).max(100),
    /** As in a question: the same secret has the same placeholder. */
    conversation: z.string().min(1).max(100).optional(),
    /** They are transcripts. */
    spoken: z.boolean().optional(),
  }),
  result: z.object({ texts: z.array(z.string()) }),
} satisfies Message;
