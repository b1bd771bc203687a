import * as z from 'zod';
import { Removed } from './attach.ts';
import type { Message } from './message.ts';

/** How the names of pictures end that a link in a document may be looked at for. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'bmp'] as const;

/**
 * daemon → client, to look at a picture a document links to: the client reads
 * it, because the workspace may be on another machine. Only sent to a client
 * with the capability `readFile`. null if there is no such file in the
 * workspace, or a larger one.
 */
export const readFile = {
  method: 'lenscap/readFile',
  params: z.object({ uri: z.string(), maxBytes: z.int() }),
  result: z.object({ data: z.base64() }).nullable(),
} satisfies Message;

/** client → daemon: the same picture in the same format and size, with nothing but its pixels. */
export const stripMetadata = {
  method: 'lenscap/stripMetadata',
  params: z.object({ data: z.base64() }),
  result: z.object({ mime: z.string(), data: z.base64(), removed: z.array(Removed) }),
} satisfies Message;

/** As LSP has it: a line, and UTF-16 units into it, both from 0. */
const Position = z.object({ line: z.int().nonnegative(), character: z.int().nonnegative() });
const Range = z.object({ start: Position, end: Position });

/** A picture a document links to. The one argument of the commands of its code actions. */
export const ImageLink = z.object({
  /** URI of the document. */
  document: z.string(),
  /** URI of the picture, in the workspace. */
  image: z.string(),
  /**
   * What to replace for another alt text: the range by `before`, the text as
   * its language wants it escaped, and `after`. It is more than the text where
   * the text is also a reference's name, or there is none yet.
   */
  alt: z.object({
    range: Range,
    before: z.string(),
    after: z.string(),
    language: z.enum(['markdown', 'html']),
  }),
});
export type ImageLink = z.infer<typeof ImageLink>;

/** client → daemon: the link to a picture at a place in an open document; null if there is none. */
export const imageLinkAt = {
  method: 'lenscap/imageLinkAt',
  params: z.object({ document: z.string(), position: Position }),
  result: ImageLink.nullable(),
} satisfies Message;

/** The commands of code actions. The client has them: they change files, or ask the user. */
export const imageLinkCommands = {
  strip: 'lenscap.stripMetadata',
  explain: 'lenscap.explainImageLink',
  writeAltText: 'lenscap.writeAltText',
} as const;
