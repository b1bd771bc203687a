import type OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ProviderError } from '../../protocol/errors.ts';
import type { Usage } from '../../protocol/usage.ts';
import { isFormat, readChunk } from './chunk.ts';
import type { Provider } from './provider.ts';

/** One part of a message: words, or a safe picture. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mime: string; data: Buffer; detail: 'low' | 'high' };

export interface ChatMessage {
  role: 'system' | 'user';
  parts: Part[];
}

export interface ChatRequest {
  /** Our id, sent along so that even a request that timed out can be traced. */
  requestId: string;
  model: string;
  messages: ChatMessage[];
  maxOutputTokens: number;
  reasoningEffort?: string | undefined;
}

/** Proof that money was set aside, as the ledger gives it. */
export interface Held {
  readonly holdId: string;
}

/** What came of a request. A failure is a value: it has to be booked like any other outcome. */
export interface Outcome {
  text: string;
  /** HTTP status, 0 if there was no response. */
  status: number;
  /** The provider's id for the request, or ours. */
  requestId: string;
  /** The provider's word, or `cancelled`, `interrupted` (it broke off midway), `failed` (nothing came). */
  finishReason: string;
  /** As the provider counted in the end; undefined if it did not say, or what it said is no count. */
  usage: Usage | undefined;
  /** How the provider says it handled the request, which its price depends on; null if it does not say. */
  serviceTier: string | null;
  /** Whether the provider may have started to work, and so to charge. */
  mayBeCharged: boolean;
  error: ProviderError | undefined;
  firstDeltaMs: number | null;
  totalMs: number;
}

export interface StreamHooks {
  signal: AbortSignal;
  /** Called with each piece of the answer as it comes. */
  onDelta(text: string): void;
}

/** Sends questions to one provider and streams the answers back. */
export class Gateway {
  readonly provider: Provider;
  #client: Promise<OpenAI> | undefined;

  constructor(provider: Provider) {
    this.provider = provider;
  }

  /** Loads the SDK ahead of the first question. */
  async warmUp(): Promise<void> {
    await this.#connect();
  }

  /**
   * Makes one request, without retries: each attempt is held for and booked on
   * its own. Needs the proof that money was set aside for it.
   */
  async stream(_hold: Held, request: ChatRequest, hooks: StreamHooks): Promise<Outcome> {
    const startedAt = performance.now();
    const outcome: Outcome = {
      text: '',
      status: 0,
      requestId: request.requestId,
      finishReason: '',
      usage: undefined,
      serviceTier: null,
      mayBeCharged: false,
      error: undefined,
      firstDeltaMs: null,
      totalMs: 0,
    };
    let isUnderstood = false;
    try {
      const client = await this.#connect();
      hooks.signal.throwIfAborted();
      outcome.mayBeCharged = true;
      const { data, response, request_id } = await client.chat.completions
        .create(toBody(request, this.provider), {
          signal: hooks.signal,
          headers: { 'X-Client-Request-Id': request.requestId },
        })
        .withResponse();
      outcome.status = response.status;
      outcome.requestId = request_id ?? request.requestId;
      for await (const chunk of data) {
        const { delta, ...said } = readChunk(chunk);
        isUnderstood = true;
        // Some servers count in every chunk: what they counted before the end is not the last count.
        if (said.finishReason !== undefined) outcome.usage = undefined;
        outcome.usage = said.usage ?? outcome.usage;
        outcome.serviceTier = said.serviceTier ?? outcome.serviceTier;
        outcome.finishReason = said.finishReason ?? outcome.finishReason;
        if (delta === '') continue;
        outcome.firstDeltaMs ??= performance.now() - startedAt;
        outcome.text += delta;
        hooks.onDelta(delta);
      }
      if (outcome.finishReason === '')
        await this.#end(
          outcome,
          hooks,
          isUnderstood ? new Error('The stream ended early.') : new NotChatError(),
        );
    } catch (error) {
      // Once the provider has said why the answer ended, only its count can still be lost.
      if (outcome.finishReason === '')
        await this.#end(outcome, hooks, isFormat(error) && !isUnderstood ? new NotChatError(error) : error);
    }
    if (hooks.signal.aborted) outcome.finishReason = 'cancelled';
    outcome.totalMs = performance.now() - startedAt;
    return outcome;
  }

  /** Ends an answer that the provider did not end. */
  async #end(outcome: Outcome, { signal }: StreamHooks, cause: unknown): Promise<void> {
    outcome.usage = undefined;
    if (!signal.aborted) await this.#fail(outcome, cause);
  }

  async #fail(outcome: Outcome, cause: unknown): Promise<void> {
    const { APIConnectionError, APIError } = await import('openai');
    const { notChat, toProviderError } = await import('./provider-errors.ts');
    outcome.error =
      cause instanceof NotChatError ? notChat(cause, this.provider) : toProviderError(cause, this.provider);
    if (cause instanceof APIError && cause.status !== undefined) {
      outcome.status = cause.status;
      outcome.requestId = cause.requestID ?? outcome.requestId;
      // A request that was rejected is not charged for; one that a proxy lost sight of may be.
      outcome.mayBeCharged = TIMED_OUT.has(cause.status);
    }
    if (cause instanceof APIConnectionError && neverConnected(cause)) outcome.mayBeCharged = false;
    outcome.finishReason = outcome.text === '' ? 'failed' : 'interrupted';
  }

  #connect(): Promise<OpenAI> {
    this.#client ??= import('openai').then(
      ({ default: OpenAI }) =>
        new OpenAI({
          apiKey: this.provider.apiKey,
          baseURL: this.provider.baseUrl,
          // Every attempt is one row in the ledger: the SDK must not make any of its own.
          maxRetries: 0,
          // Its log could carry headers and bodies.
          logLevel: 'off',
        }),
    );
    return this.#client;
  }
}

/** What came is no answer in this protocol: a web page, another API. */
class NotChatError extends Error {
  constructor(cause?: unknown) {
    super('The response is no stream of Chat Completions.', { cause });
  }
}

/** Statuses by which servers in between say that they did not wait for the answer (524 is Cloudflare's). */
const TIMED_OUT = new Set([408, 504, 524]);

/** Network errors before a connection stood: nothing was received by anyone. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverConnected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && NEVER_CONNECTED.has(cause.code)) return true;
    if (cause instanceof AggregateError && cause.errors.every(neverConnected)) return true;
  }
  return false;
}

function toBody(request: ChatRequest, provider: Provider): OpenAI.ChatCompletionCreateParamsStreaming {
  const body: OpenAI.ChatCompletionCreateParamsStreaming = {
    model: request.model,
    messages: request.messages.map(toParam),
    stream: true,
    // Without it no usage comes, and nothing could be booked as exact.
    stream_options: { include_usage: true },
  };
  if (!provider.isOpenAi) return { ...body, max_tokens: request.maxOutputTokens };
  body.max_completion_tokens = request.maxOutputTokens;
  // Otherwise the tier set for the project counts, which can cost twice what was quoted.
  body.service_tier = 'default';
  if (isReasoningEffort(request.reasoningEffort)) body.reasoning_effort = request.reasoningEffort;
  return body;
}

function isReasoningEffort(value: string | undefined): value is 'none' | 'low' | 'medium' | 'high' {
  return value === 'none' || value === 'low' || value === 'medium' || value === 'high';
}

function toParam({ role, parts }: ChatMessage): ChatCompletionMessageParam {
  if (role === 'system') {
    return { role, content: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') };
  }
  const [first, ...rest] = parts;
  // A string is what every server understands; a list only those that take pictures.
  if (first?.kind === 'text' && rest.length === 0) return { role, content: first.text };
  return {
    role,
    content: parts.map((part) =>
      part.kind === 'text'
        ? { type: 'text' as const, text: part.text }
        : {
            type: 'image_url' as const,
            image_url: {
              url: `data:${part.mime};base64,${part.data.toString('base64')}`,
              detail: part.detail,
            },
          },
    ),
  };
}
