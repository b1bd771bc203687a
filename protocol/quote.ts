import * as z from 'zod';
import { AttachmentId } from './attach.ts';
import { CodeExcerpt, CodeExcerpts, CodeFrame } from './code.ts';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Route } from './route.ts';
import { BudgetState } from './spend.ts';

/** What a question that was spoken is answered with. `note` is Markdown: a summary, tasks, references to code. */
export const SpokenForm = z.enum(['answer', 'note', 'dictation']);
export type SpokenForm = z.infer<typeof SpokenForm>;

/**
 * What a question is answered with, each by instructions of its own: beside those of `SpokenForm` the `code` that a
 * picture shows (bare, without a fence; Markdown where the question's `language` is that), the `alt-text` of a picture
 * (a plain sentence), an `issue` (a report in Markdown: title, steps, expected, actual, environment), and the
 * `changes` between two pictures, sent as what `lenscap/compare` cut out of them.
 */
export const AnswerForm = z.enum([...SpokenForm.options, 'code', 'alt-text', 'issue', 'changes']);
export type AnswerForm = z.infer<typeof AnswerForm>;

/** A question: what it is about, in which words, and how the user wants it answered, if they said. */
export const Question = z.object({
  attachments: z.array(AttachmentId).default([]),
  /** Empty means "explain what this shows". */
  prompt: z.string().max(200_000).default(''),
  /** Instead of the route Lenscap would take. */
  route: Route.optional(),
  /** Instead of the model Lenscap would take. */
  model: z.string().min(1).optional(),
  /**
   * Questions of one conversation share it, a client's own choice: the same
   * secret has the same placeholder in all of them, and what was asked and
   * answered before goes along.
   */
  conversation: z.string().min(1).max(100).optional(),
  /** The client's name for this question in its conversation. */
  turn: z.string().min(1).max(100).optional(),
  /** Only what was said before this one goes along: where a question is asked again. */
  before: z.string().min(1).max(100).optional(),
  /** Attachments the user has agreed to send although they are not safe. */
  allowUnsafe: z.array(AttachmentId).optional(),
  /**
   * What the user agreed this one question may cost at most, although a budget
   * has no room for it. Recorded in the ledger.
   */
  allowNanoUsd: NanoUsd.nonnegative().optional(),
  /** Asks anew even if the answer is kept. */
  fresh: z.boolean().optional(),
  /** `background` waits behind questions that somebody looks at. */
  priority: z.enum(['interactive', 'background']).optional(),
  /** Where nobody can be reached, keeps the question until somebody can: see `queue.ts`. */
  queueOffline: z.boolean().optional(),
  /** The prompt is a transcript: numbers and addresses in it may be spelled out. */
  spoken: z.boolean().optional(),
  /** What is wanted: an answer, a note (summary, tasks, code) of what was said, or what was said as one would write it. */
  form: AnswerForm.optional(),
  /** Of the document the answer is written into, as LSP names languages: `typescript`. Only `code` asks for it. */
  language: z
    .string()
    .regex(/^[\w.+#-]{1,40}$/)
    .optional(),
  /** A sound that is sent itself, on the route `audio`: nothing in it can be blacked out. */
  sound: AttachmentId.optional(),
  /** Lines of the user's own code around places that the question names. Only what the user agreed to. */
  code: CodeExcerpts.optional(),
  /** The SHA-256 the user was shown, by attachment: what has another one by now is not sent. */
  expected: z.record(AttachmentId, z.string()).optional(),
});
export type Question = z.infer<typeof Question>;

/** A secret in the words of a question, as it is sent: `⟦github-token-1⟧`. */
export const Placeholder = z.object({
  placeholder: z.string(),
  rule: z.string(),
  title: z.string(),
  /** SHA-256 of the value in hex, for `lenscap.privacy.allow`. */
  valueHash: z.string(),
});
export type Placeholder = z.infer<typeof Placeholder>;

/** A picture as a question sends it. */
export const SentPicture = z.object({
  id: AttachmentId,
  mime: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  /** In hex, of the file. */
  sha256: z.string(),
});
export type SentPicture = z.infer<typeof SentPicture>;

/** What a question would cost, before anything is sent. Token counts of the input, by kind. */
export const Quote = z.object({
  route: Route,
  model: z.string(),
  reason: z.string(),
  /** Ways the user could take instead with one click, and what they would cost. */
  alternatives: z.array(
    z.object({
      route: Route,
      model: z.string(),
      /** As a button says it: "Look at the picture". */
      title: z.string(),
      expectedNanoUsd: NanoUsd,
    }),
  ),
  /** Whether the answer is there already: then nothing is sent, and it costs nothing. */
  isCached: z.boolean(),
  tokens: z.object({
    text: z.int(),
    image: z.int(),
    audio: z.int(),
    /** What the answer usually takes: by the user's own answers of this kind, once there are some. */
    expectedOutput: z.int(),
    maxOutput: z.int(),
  }),
  expectedNanoUsd: NanoUsd,
  maxNanoUsd: NanoUsd,
  budgets: z.array(BudgetState),
  /** The secrets in the question's words that are replaced before it is sent. */
  placeholders: z.array(Placeholder),
  /** The pictures that are sent; none on routes that send words only. */
  sent: z.array(SentPicture),
  /** What is sent instead of pictures: the text that was read in each, exactly as it goes, with placeholders. */
  texts: z.array(z.object({ id: AttachmentId, text: z.string() })),
  /** The places in code that the question's words and pictures name: the user's own before those of packages. */
  frames: z.array(CodeFrame),
  /** The lines of code that go along, exactly as they are sent: with their numbers, and with placeholders. */
  code: z.array(
    CodeExcerpt.pick({ path: true, firstLine: true }).extend({
      text: z.string(),
      placeholders: z.array(Placeholder),
    }),
  ),
  /**
   * What it adds to the expected cost that pictures were cropped or kept more pixels, so that their text stays
   * legible, and why; less than zero where it saves. null where pictures are only scaled down.
   */
  legibility: z.object({ reason: z.string(), extraNanoUsd: NanoUsd }).nullable(),
  /** The question's words with placeholders, as they are sent. */
  maskedPrompt: z.string(),
  /** What of the conversation goes along, and is in the price: earlier questions with their answers. */
  earlier: z.object({ turns: z.int(), leftOut: z.int() }),
});
export type Quote = z.infer<typeof Quote>;

/** client → daemon, while composing. Fails as `budget` if the price is unknown. */
export const quote = {
  method: 'lenscap/quote',
  params: Question,
  result: Quote,
} satisfies Message;
