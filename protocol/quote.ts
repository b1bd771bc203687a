import { z } from 'zod';
import { AttachmentId } from './attach.ts';
import type { Message } from './message.ts';
import { NanoUsd } from './money.ts';
import { Route } from './route.ts';
import { BudgetState } from './spend.ts';

/** A question: what it is about, in which words, and how the user wants it answered, if they said. */
export const Question = z.object({
  attachments: z.array(AttachmentId).default([]),
  /** Empty means "explain what this shows". */
  prompt: z.string().max(200_000).default(''),
  /** Instead of the route Lenscap would take. */
  route: Route.optional(),
  /** Instead of the model Lenscap would take. */
  model: z.string().min(1).optional(),
});
export type Question = z.infer<typeof Question>;

/** What a question would cost, before anything is sent. Token counts of the input, by kind. */
export const Quote = z.object({
  route: Route,
  model: z.string(),
  reason: z.string(),
  tokens: z.object({ text: z.int(), image: z.int(), audio: z.int(), maxOutput: z.int() }),
  expectedNanoUsd: NanoUsd,
  maxNanoUsd: NanoUsd,
  budgets: z.array(BudgetState),
});
export type Quote = z.infer<typeof Quote>;

/** client → daemon, while composing. Fails as `budget` if the price is unknown. */
export const quote = {
  method: 'lenscap/quote',
  params: Question,
  result: Quote,
} satisfies Message;
