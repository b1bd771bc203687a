import * as z from 'zod';
import { SafeImage } from '../../protocol/attach.ts';
import { NanoUsd } from '../../protocol/money.ts';
import { PrivacyMode } from '../../protocol/settings.ts';

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
  /** Lines of code that go along, with placeholders; missing in questions of an earlier version. */
  code: z.array(z.object({ path: z.string(), firstLine: z.int(), text: z.string() })).default([]),
});
export type KeptQuestion = z.infer<typeof KeptQuestion>;

/** A picture that was made safe, as a file; what was read in it has the question's placeholders. */
export const KeptPicture = z.object({
  id: z.string(),
  name: z.string(),
  image: SafeImage,
  data: z.base64(),
});
export type KeptPicture = z.infer<typeof KeptPicture>;
