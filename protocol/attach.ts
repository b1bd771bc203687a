import { z } from 'zod';
import type { Message } from './message.ts';

export const AttachmentId = z.string().min(1);

/** A rectangle in pixels of the oriented source picture, origin top left. */
export const Box = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Box = z.infer<typeof Box>;

/** Something that was in the file and is not in what would be sent. */
export const Removed = z.object({ kind: z.string(), detail: z.string() });
export type Removed = z.infer<typeof Removed>;

/** A secret that was found, and where. */
export const Finding = z.object({ rule: z.string(), boxes: z.array(Box), confidence: z.number() });
export type Finding = z.infer<typeof Finding>;

/** What is known of a picture after it was made safe. `bytes` counts the file, `sha256` is in hex. */
export const SafeImage = z.object({
  safe: z.boolean(),
  mime: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  source: z.object({ mime: z.string(), width: z.int(), height: z.int(), bytes: z.int() }),
  removed: z.array(Removed),
  findings: z.array(Finding),
  /** Text read from the picture, empty while nothing reads it. */
  text: z.string(),
});
export type SafeImage = z.infer<typeof SafeImage>;

export const Attachment = SafeImage.extend({ id: AttachmentId, name: z.string() });
export type Attachment = z.infer<typeof Attachment>;

/** A file as a client sends it: its name is for people only, its content decides what it is. */
export const MediaFile = z.object({
  name: z.string().min(1).max(255),
  /** The file's bytes in base64. */
  data: z.base64(),
});
export type MediaFile = z.infer<typeof MediaFile>;

/**
 * client → daemon, as soon as the user pasted, dropped or chose a file: the
 * daemon makes it safe while the question is being typed. Later calls name the
 * id. Fails as `unsafe` if the media cannot be made safe.
 */
export const attach = {
  method: 'lenscap/attach',
  params: MediaFile,
  result: Attachment,
} satisfies Message;

/** client → daemon, when an attachment was removed or its question answered. Unknown ids are no error. */
export const detach = {
  method: 'lenscap/detach',
  params: z.object({ id: AttachmentId }),
  result: z.null(),
} satisfies Message;

/** client → daemon, to show what would be sent: the very bytes, base64. */
export const preview = {
  method: 'lenscap/preview',
  params: z.object({ id: AttachmentId }),
  result: z.object({ mime: z.string(), data: z.base64() }),
} satisfies Message;
