import * as z from 'zod';
import type { Usage } from '../../protocol/usage.ts';

/** A count, by its form alone. Whether it can be true is judged where what was asked is known. */
const Tokens = z.int().nonnegative();

/** What is read of a chunk. The SDK's types are a promise nobody checks: servers differ, and some lie. */
const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  service_tier: z.string().nullish().catch(undefined),
  usage: z
    .object({
      prompt_tokens: Tokens,
      completion_tokens: Tokens,
      prompt_tokens_details: z
        .object({
          cached_tokens: Tokens.nullish(),
          cache_write_tokens: Tokens.nullish(),
          image_tokens: Tokens.nullish(),
          audio_tokens: Tokens.nullish(),
        })
        .nullish(),
      completion_tokens_details: z
        .object({ reasoning_tokens: Tokens.nullish(), audio_tokens: Tokens.nullish() })
        .nullish(),
    })
    .nullish()
    // Usage that makes no sense is no usage: the row becomes an estimate.
    .catch(undefined),
});

/** Ends of answers, as servers of other descent than OpenAI's name them. */
const SAME_END: Readonly<Record<string, string>> = {
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  end_turn: 'stop',
  max_tokens: 'length',
  model_length: 'length',
};

/** Ends that are known: a whole answer, or one of which is said what it lacks. Tools are not offered to anybody. */
const KNOWN_ENDS = new Set(['stop', 'length', 'content_filter']);

/** Whether it is known what an answer is like that ended so. Anything else is no end of a whole answer. */
export function isKnownEnd(finishReason: string): boolean {
  return KNOWN_ENDS.has(finishReason);
}

/** What one chunk of a streamed answer says; undefined where it says nothing of it. */
export interface ChunkContent {
  /** The words in it, often none. */
  delta: string;
  /** In OpenAI's words, where they mean the same. */
  finishReason: string | undefined;
  serviceTier: string | undefined;
  usage: Usage | undefined;
}

/**
 * Reads a chunk of Chat Completions.
 * @throws ZodError if it is none.
 */
export function readChunk(raw: unknown): ChunkContent {
  const { choices, usage, service_tier } = Chunk.parse(raw);
  const [choice] = choices;
  const end = choice?.finish_reason || undefined;
  const input = usage?.prompt_tokens_details;
  const output = usage?.completion_tokens_details;
  return {
    // A refusal is an answer, and says why.
    delta: choice?.delta?.content ?? choice?.delta?.refusal ?? '',
    finishReason: end && (SAME_END[end] ?? end),
    serviceTier: service_tier || undefined,
    usage: usage
      ? {
          input: usage.prompt_tokens,
          cachedInput: input?.cached_tokens ?? 0,
          cacheWrite: input?.cache_write_tokens ?? 0,
          image: input?.image_tokens ?? 0,
          audio: input?.audio_tokens ?? 0,
          output: usage.completion_tokens,
          reasoning: output?.reasoning_tokens ?? 0,
          audioOutput: output?.audio_tokens ?? 0,
        }
      : undefined,
  };
}

/** Whether an error says that what came is not JSON, or JSON of another shape. */
export function isFormat(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError;
}
