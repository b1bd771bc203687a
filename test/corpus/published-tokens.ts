import type { Detail } from '../../server/catalogue/image-tokens.ts';

/** A count of tokens that a provider has published, and what it is the count of. */
export interface PublishedCount {
  model: string;
  messages: readonly string[];
  picture?: { width: number; height: number; detail: Detail };
  /** Of the whole input for messages, of the picture alone for pictures. */
  tokens: number;
}

/** OpenAI's guide "Images and vision" and its pricing page, as of 2026-11. */
const PICTURES = (
  [
    ['gpt-4o', 'low', 4096, 8192, 85],
    ['gpt-4o', 'high', 1024, 1024, 765],
    ['gpt-4o', 'high', 2048, 4096, 1105],
    ['gpt-5.4-mini', 'high', 1024, 1024, 1229],
    ['gpt-5.4-mini', 'high', 2048, 2048, 3000],
  ] as const
).map(
  ([model, detail, width, height, tokens]): PublishedCount => ({
    model,
    messages: [],
    picture: { width, height, detail },
    tokens,
  }),
);

/**
 * OpenAI's cookbook, "How to count tokens with tiktoken": "124 prompt tokens
 * counted by the OpenAI API". Four of its messages have a name, which takes
 * its tokens and one: 14 together. Lenscap's messages have none.
 */
const COOKBOOK = ['gpt-4o', 'gpt-4o-mini'].map(
  (model): PublishedCount => ({
    model,
    messages: [
      'You are a helpful, pattern-following assistant that translates corporate jargon into plain English.',
      'New synergies will help drive top-line growth.',
      'Things working well together will increase revenue.',
      "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
      "Let's talk later when we're less busy about how to do better.",
      "This late pivot means we don't have time to boil the ocean for the client deliverable.",
    ],
    tokens: 124 - 14,
  }),
);

export const PUBLISHED_COUNTS: readonly PublishedCount[] = [...PICTURES, ...COOKBOOK];
