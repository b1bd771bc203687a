import * as z from 'zod';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Question, SentPicture } from './quote.ts';
import { Route } from './route.ts';
import { Certainty } from './spend.ts';
import { Saved, Usage } from './usage.ts';

/** One request that was made of a provider for this answer. */
export const Attempt = z.object({
  /** Ours: names it for `lenscap/sentRequests`. */
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  /** HTTP status; 0 if there was none. */
  status: z.int(),
  costNanoUsd: NanoUsd,
});
export type Attempt = z.infer<typeof Attempt>;

export const Explanation = z.object({
  text: z.string(),
  /** The same with placeholders where secrets were put back: for what a client keeps on disk. */
  masked: z.string(),
  route: Route,
  model: z.string(),
  reason: z.string(),
  /** The provider's word (`stop`, `length`, …), or `cancelled`, or `interrupted` where the stream broke off. */
  finishReason: z.string(),
  usage: Usage,
  costNanoUsd: NanoUsd,
  certainty: Certainty,
  /** Missing in answers that an earlier version kept. */
  saved: Saved.optional(),
  cache: z.enum(['hit', 'miss', 'off']),
  requestId: z.string(),
  attempts: z.array(Attempt),
  /** The pictures that were sent. */
  sent: z.array(SentPicture),
  timings: z.object({ attachMs: z.number(), firstDeltaMs: z.number().nullable(), totalMs: z.number() }),
  /** Sentences for the foot of the answer: what was shortened, replaced, cut off. */
  notices: z.array(z.string()),
  /** Set where it was answered here only because nobody could be reached: asked with `queueOffline`, it would wait. */
  isOffline: z.literal(true).optional(),
});
export type Explanation = z.infer<typeof Explanation>;

/** Partial results of `lenscap/explain`, in `$/progress` under the client's `partialResultToken`. */
export const ExplainProgress = z.discriminatedUnion('kind', [
  /** Once, before the first delta: what was chosen and why. */
  z.object({ kind: z.literal('route'), route: Route, model: z.string(), reason: z.string() }),
  /** What is waited for or was tried instead, a sentence for the foot line: a retry, another model, the queue. */
  z.object({ kind: z.literal('step'), text: z.string() }),
  /** The next piece of the answer, Markdown. */
  z.object({ kind: z.literal('delta'), text: z.string() }),
]);
export type ExplainProgress = z.infer<typeof ExplainProgress>;

/**
 * client → daemon: answer a question. Cancelling (`$/cancelRequest`) stops the
 * provider's request at once; the result then has what came, with
 * `finishReason: "cancelled"` and an estimated cost.
 */
export const explain = {
  method: 'lenscap/explain',
  params: Question.extend({ partialResultToken: z.union([z.string(), z.int()]).optional() }),
  result: Explanation,
} satisfies Message;
