import * as z from 'zod';
import { MediaFile } from './attach.ts';

/** The commands of `workspace/executeCommand`, for LSP clients that know no `lenscap/*` methods. */
export const commands = ['lenscap.explain', 'lenscap.quote', 'lenscap.sanitize', 'lenscap.spend'] as const;

/** The one argument of `lenscap.explain`, `lenscap.quote` and `lenscap.sanitize`. */
export const CommandArgument = z.object({
  attachments: z.array(MediaFile).default([]),
  prompt: z.string().max(200_000).default(''),
  /** The user has agreed to send these pictures although they are not safe. */
  allowUnsafe: z.boolean().default(false),
});
