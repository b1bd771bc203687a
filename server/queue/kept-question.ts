import * as z from 'zod';
import { SafeImage } from '../../protocol/attach.ts';
import { NanoUsd } from '../../protocol/nano-usd.ts';
import { PrivacyMode } from '../../protocol/settings.ts';

/** Lines of code that go along, with placeholders. */
const KeptCode = z.array(z.object({ path: z.string(), firstLine: z.int(), text: z.string() })).default([]);

/** What was said before a question, and goes along with it: with placeholders. */
const KeptTurn = z.object({
  mode: PrivacyMode,
  prompt: z.string(),
  answer: z.string(),
  /** What was read in its pictures, as it was sent. */
  texts: z.array(z.string()),
  code: KeptCode,
});

/** A question as it would be sent, and what the user agreed to. No secret is in it: words have placeholders. */
export const KeptQuestion = z.object({
  id: z.string(),
  queuedAt: z.string(),
  workspace: z.string(),
  prompt: z.string(),
  /** Names of its pictures. */
  pictures: z.array(z.string()),
  /** Whether there is a placeholder in its words. */
  hasSecrets: z.boolean(),
  /** How closely its words were looked at. */
  privacy: PrivacyMode,
  /** Whom it was meant for. */
  baseUrl: z.string(),
  route: z.enum(['text', 'vision']),
  model: z.string(),
  reason: z.string(),
  expectedNanoUsd: NanoUsd,
  maxNanoUsd: NanoUsd,
  /** What the user agreed to: see `Question`. */
  allowUnsafe: z.array(z.string()),
  allowNanoUsd: NanoUsd.optional(),
  fresh: z.boolean(),
  /** Missing in questions of an earlier version. */
  code: KeptCode,
  /** Of its conversation, what goes along, oldest first; missing in questions of an earlier version. */
  history: z.array(KeptTurn).default([]),
  /** The conversation it is part of, as long as its window lives, and the client's name for it there. */
  conversation: z.string().optional(),
  turn: z.string().optional(),
});
export type KeptQuestion = z.infer<typeof KeptQuestion>;

/** A picture that was made safe, as a file; what was read in it has the question's placeholders. */
export const KeptPicture = z.object({
  /** Of which of the earlier turns it is, from 0; missing where it is the question's own. */
  turn: z.int().nonnegative().optional(),
  id: z.string(),
  name: z.string(),
  image: SafeImage,
  data: z.base64(),
});
export type KeptPicture = z.infer<typeof KeptPicture>;
