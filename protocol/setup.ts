import * as z from 'zod';
import type { Message } from './message.ts';

/**
 * client → daemon, when the user has typed a key: what the provider says to it. Asks for its list of models,
 * which costs nothing. The key is neither stored nor put in force.
 */
export const checkKey = {
  method: 'lenscap/checkKey',
  params: z.object({ apiKey: z.string().min(1) }),
  result: z.object({
    /** `unchecked`: whether it is right could not be found out. */
    verdict: z.enum(['accepted', 'refused', 'unchecked']),
    /** A sentence about it, without the key. */
    message: z.string(),
  }),
} satisfies Message;
export type KeyVerdict = z.infer<typeof checkKey.result>;

/** Where servers on a user's own machine are, unless the user has put them elsewhere. */
export const usualServers: readonly { readonly name: string; readonly baseUrl: string }[] = [
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
];

/** client → daemon, when the user wants it: which of these addresses of this machine answer with a list of models. */
export const findServers = {
  method: 'lenscap/findServers',
  params: z.object({ baseUrls: z.array(z.string()).max(20) }),
  result: z.object({ servers: z.array(z.object({ baseUrl: z.string(), models: z.array(z.string()) })) }),
} satisfies Message;
export type FoundServer = z.infer<typeof findServers.result>['servers'][number];

/** What a check is about; they are shown in this order. */
export const CheckArea = z.enum(['answers', 'pictures', 'sound', 'storage', 'versions']);
export type CheckArea = z.infer<typeof CheckArea>;

/** Something Lenscap needs, and how it fares. Free of secrets, and of the user's name in paths. */
export const Check = z.object({
  area: CheckArea,
  name: z.string(),
  /** Something that is merely not there, and need not be, is no fault. */
  ok: z.boolean(),
  /** What was found. */
  detail: z.string(),
  /** How to mend it, or to have more of it; null where there is nothing to do. */
  mend: z.string().nullable(),
});
export type Check = z.infer<typeof Check>;

/**
 * client → daemon, for "Check Setup": looks at all Lenscap needs. The provider, and the server on this machine,
 * are asked for their lists of models.
 */
export const checkSetup = {
  method: 'lenscap/checkSetup',
  params: z.object({}).prefault({}),
  result: z.object({ checks: z.array(Check) }),
} satisfies Message;

/**
 * client → daemon, after each start and change of key or settings: whether a question could be answered by
 * somebody. Asks nobody.
 */
export const whoAnswers = {
  method: 'lenscap/whoAnswers',
  params: z.object({}).prefault({}),
  result: z.object({ provider: z.boolean(), localServer: z.boolean() }),
} satisfies Message;
