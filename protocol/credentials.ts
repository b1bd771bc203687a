import * as z from 'zod';
import type { Message } from './message.ts';

/**
 * client → daemon, after `initialized` and whenever the user changed the key:
 * the key from the editor's own secret store. null clears it; the daemon then
 * looks in the OS keychain and in `OPENAI_API_KEY`. Never traced or logged.
 */
export const setCredentials = {
  method: 'lenscap/setCredentials',
  params: z.object({ apiKey: z.string().min(1).nullable() }),
  result: z.null(),
} satisfies Message;
