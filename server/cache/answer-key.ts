import { sha256 } from '../storage/sha256.ts';

/** Words, a picture or a sound of a message, as they are sent. */
export type KeyPart =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mime: string; data: Buffer; detail: string }
  | { kind: 'sound'; wav: Buffer };

/** All that an answer depends on. */
export interface AnswerFeatures {
  /** Version of the template that makes messages of a question. */
  promptVersion: string;
  /** The provider's base URL; empty for the one that is asked unless another is named. */
  baseUrl: string;
  route: string;
  model: string;
  /** Question, template and context, with placeholders where secrets were. */
  messages: readonly { role: string; parts: readonly KeyPart[] }[];
  maxOutputTokens: number;
  reasoningEffort: string | undefined;
}

/**
 * Names an answer by what it is an answer to: SHA-256, in hex. Two questions
 * have the same key only if the provider would be sent the same, byte by byte;
 * that they are alike is never enough.
 *
 * A secret counts as its placeholder. The provider sees no more of it either,
 * so its answer is as good for another secret in the same place: the originals
 * that are put back are those of the conversation that asks. The same secret
 * under another placeholder (a later one of a long conversation) is another key.
 */
export function answerKey(features: AnswerFeatures): string {
  const { promptVersion, baseUrl, route, model, messages, maxOutputTokens, reasoningEffort } = features;
  // Lists in a fixed order, and JSON's quotes around every string: no two features can be written alike.
  const canonical = JSON.stringify([
    'answer/1',
    promptVersion,
    baseUrl,
    route,
    model,
    maxOutputTokens,
    reasoningEffort ?? null,
    messages.map(({ role, parts }) => [role, parts.map(canonicalPart)]),
  ]);
  return sha256(canonical);
}

function canonicalPart(part: KeyPart): string[] {
  if (part.kind === 'sound') return ['sound', digestOf(part.wav)];
  return part.kind === 'text' ? ['text', part.text] : ['image', part.mime, part.detail, digestOf(part.data)];
}

/** Pictures are looked up often, while a question is typed, and never change. */
const digests = new WeakMap<Buffer, string>();

function digestOf(data: Buffer): string {
  const known = digests.get(data);
  if (known !== undefined) return known;
  const digest = sha256(data);
  digests.set(data, digest);
  return digest;
}
