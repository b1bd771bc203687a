import { z } from 'zod';
import { Removed } from './attach.ts';
import type { Message } from './message.ts';

/**
 * daemon → client, to look at a picture a document links to: the client reads
 * it, because the workspace may be on another machine. Only sent to a client
 * with the capability `readFile`. null if there is no such file, or a larger one.
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
