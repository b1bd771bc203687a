// A provider for journeys of people: @copilotkit/aimock, which checks requests as OpenAI does
// and streams answers that are defined by the question. For misbehaviour see raw-provider.ts.
import { LLMock } from '@copilotkit/aimock';
import { imagesIn } from './chat-request.ts';

/** The key that a daemon has for the provider of a test. */
export const KEY = ['not', 'a', 'real', 'key'].join('-');

/** The environment of a daemon that asks the provider at this address. */
export function providerEnvironment({ baseUrl }: { readonly baseUrl: string }) {
  return { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: KEY };
}

export interface AnswerOptions {
  /** Characters a chunk; a handful by default, so that an answer visibly streams. */
  readonly chunkSize?: number;
  /**
   * Milliseconds between chunks, none before the first. With a great pause the second never
   * comes within a test: a cancelled answer then has exactly the first.
   */
  readonly pauseMs?: number;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** As gpt-4o-transcribe and its like count: what was heard, in tokens. */
export interface TranscriptionUsage {
  readonly audioTokens: number;
  readonly textTokens: number;
  readonly outputTokens: number;
}

/** A question that was answered. */
export interface AnsweredRequest {
  readonly model: string;
  /** The request's JSON, whole (the journal of aimock cuts off at 64 KB). */
  readonly body: unknown;
  /** The pictures in it, as files. */
  readonly images: readonly Buffer[];
}

export interface Provider {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  /** Defines what is answered to questions whose text contains, or matches, `question`. */
  answer(question: string | RegExp, text: string, options?: AnswerOptions): void;
  /** Defines what every sound says, and what was counted for it. */
  say(text: string, usage: TranscriptionUsage, options?: Pick<AnswerOptions, 'chunkSize' | 'pauseMs'>): void;
  /** The questions answered so far, oldest first. */
  requests(): readonly AnsweredRequest[];
  /** How many requests came in, answered or not. */
  received(): number;
  stop(): Promise<void>;
}

/** Starts the provider on a free loopback port. Questions without an answer get 404. */
export async function startProvider(): Promise<Provider> {
  const mock = await LLMock.create({ host: '127.0.0.1', port: 0, logLevel: 'silent' });
  const answered: AnsweredRequest[] = [];
  let stopping: Promise<void> | undefined;
  return {
    baseUrl: `${mock.url}/v1`,
    answer(question, text, { chunkSize = 8, pauseMs = 0, usage } = {}) {
      mock.onMessage(
        question,
        (body) => {
          answered.push({ model: body.model, body, images: imagesIn(body) });
          return { content: text, ...(usage ? { usage } : {}) };
        },
        { chunkSize, recordedTimings: timings(Math.ceil(text.length / chunkSize), pauseMs) },
      );
    },
    say(text, { audioTokens, textTokens, outputTokens }, { chunkSize = 8, pauseMs = 0 } = {}) {
      const input = audioTokens + textTokens;
      mock.addFixture({
        match: { endpoint: 'transcription' },
        response: {
          transcription: {
            text,
            usage: {
              type: 'tokens',
              input_tokens: input,
              input_token_details: { audio_tokens: audioTokens, text_tokens: textTokens },
              output_tokens: outputTokens,
              total_tokens: input + outputTokens,
            },
          },
        },
        chunkSize,
        latency: pauseMs,
      });
    },
    requests: () => answered,
    received: () => mock.getRequests().length,
    stop() {
      // A test may do it first, to be without a network.
      stopping ??= mock.stop();
      return stopping;
    },
  };
}

/** The first frame has the role alone, the last the reason why the answer ended. */
function timings(chunks: number, pauseMs: number) {
  const interChunkDelaysMs = [0, ...Array<number>(chunks).fill(pauseMs)];
  return { ttftMs: 0, interChunkDelaysMs, totalDurationMs: chunks * pauseMs };
}
