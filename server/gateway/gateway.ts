import type OpenAI from 'openai';
import type { ProviderError } from '../../protocol/errors.ts';
import type { SentRequest } from '../../protocol/sent.ts';
import type { Usage } from '../../protocol/usage.ts';
import { type Advice, readAdvice } from './advice.ts';
import type { ChatRequest } from './chat.ts';
import { chatExchange } from './chat-exchange.ts';
import { isFormat, isKnownEnd } from './chunk.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Exchange, Piece } from './exchange.ts';
import { type ListedModel, listModels } from './model-list.ts';
import type { Network } from './network.ts';
import { neverConnected, proxyRefusal } from './never-connected.ts';
import { isLoopback, type Provider } from './provider.ts';
import { type TranscriptionRequest, transcriptionExchange } from './transcription.ts';
import { type Bark, heardBy, Watchdog } from './watchdog.ts';

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
  /** The provider's word if it is a known one, or `cancelled`, `interrupted` (it broke off midway), `failed` (nothing came). */
  finishReason: string;
  /** As the provider counted in the end; undefined if it did not say, or what it said is no count. */
  usage: Usage | undefined;
  /** Of sound, where the provider counts its length instead of tokens. */
  seconds?: number | undefined;
  /** How the provider says it handled the request, which its price depends on; null if it does not say. */
  serviceTier: string | null;
  /** Whether the provider may have started to work, and so to charge. */
  mayBeCharged: boolean;
  error: ProviderError | undefined;
  /** What its headers say about the next request; missing where there was no response. */
  advice?: Advice;
  firstDeltaMs: number | null;
  totalMs: number;
}

export interface StreamHooks {
  signal: AbortSignal;
  /** Called with each piece of the answer as it comes. */
  onDelta(text: string): void;
  /** When the first piece has to be there, in milliseconds since 1970. */
  firstDeltaBy?: number;
  /** Called when there is no connection after a second. */
  onNoConnection?(): void;
}

/** The longest that nothing at all comes of a stream. */
export const SILENCE_MS = 30_000;

/** Who waits for a connection is told so after this. */
const CONNECTED_WITHIN_MS = 1_000;

/** Servers on this machine may have to load their model first. */
export const LOCAL_SILENCE_MS = 180_000;

/** After the end of an answer only its count is waited for. */
const COUNT_WITHIN_MS = 5_000;

/** Who can be reached says so within this: a name server that is dead takes five seconds of it. */
const REACHED_WITHIN_MS = 15_000;

/** Who was refused a model may be given it: it is asked for again after this time. */
const LACKING_MS = 3_600_000;

/** Servers on this machine list their models at once; a provider may take longer. */
const LIST_AT_ONCE_MS = 1_000;
const LIST_WITHIN_MS = 15_000;

export interface GatewayOptions {
  clock?: Clock;
  /** The way to the provider; undefined: straight there. */
  network?: Network | undefined;
  /** How long nothing may come before the answer begins, in milliseconds. */
  silenceMs?: number;
  /** Is given every request as it goes onto the wire, where its body is words. */
  onSent?: (request: SentRequest) => void;
}

/** Sends questions to one provider and streams the answers back. */
export class Gateway {
  readonly provider: Provider;
  readonly #clock: Clock;
  readonly #network: Network | undefined;
  readonly #silenceMs: number;
  readonly #onSent: GatewayOptions['onSent'];
  /** Who waits for bytes, by our id of the request. */
  readonly #watched = new Map<string, Watchdog>();
  /** What is to be done when a request goes onto its connection, by our id of it. */
  readonly #connecting = new Map<string, () => void>();
  /** Requests that went onto one, by our id. */
  readonly #sent = new Set<string>();
  /** Models that the provider said it does not have, or not for this key, and when it did. */
  readonly #lacking = new Map<string, number>();
  #client: Promise<OpenAI> | undefined;

  constructor(
    provider: Provider,
    { clock = systemClock, network, silenceMs = SILENCE_MS, onSent }: GatewayOptions = {},
  ) {
    this.provider = provider;
    this.#silenceMs = silenceMs;
    this.#clock = clock;
    this.#network = network;
    this.#onSent = onSent;
  }

  /** Loads the SDK ahead of the first question. */
  async warmUp(): Promise<void> {
    await Promise.all([this.#connect(), this.#network?.warmUp()]);
  }

  /** The first model the server lists; undefined where it lists none, or does not answer at once. */
  async firstModel(): Promise<string | undefined> {
    try {
      return (await this.listModels(LIST_AT_ONCE_MS))[0]?.id;
    } catch {
      return undefined;
    }
  }

  /** What the provider says that it has. Costs nothing. @throws ProviderError */
  async listModels(timeoutMs = LIST_WITHIN_MS): Promise<ListedModel[]> {
    return listModels(await this.#connect(), this.provider, timeoutMs);
  }

  /** Whether anybody is there at the provider's address. Sends no key, and nothing that costs. */
  async isReachable(): Promise<boolean> {
    try {
      const { baseURL } = await this.#connect();
      const signal = AbortSignal.timeout(REACHED_WITHIN_MS);
      const response = await this.#fetch(baseURL, { method: 'HEAD', signal });
      await response.body?.cancel();
      // Whatever it says of this address, or of looking at it; a proxy that reaches nobody says 502 or 504.
      return response.status <= 501;
    } catch {
      return false;
    }
  }

  /**
   * Makes one request, without retries: each attempt is held for and booked on
   * its own. Needs the proof that money was set aside for it.
   */
  async stream(_hold: Held, request: ChatRequest, hooks: StreamHooks): Promise<Outcome> {
    const outcome = await this.#exchange(chatExchange(request, this.provider), hooks);
    if (outcome.error?.code === 'no-such-model') this.#lacking.set(request.model, this.#clock.now());
    else if (outcome.firstDeltaMs !== null) this.#lacking.delete(request.model);
    return outcome;
  }

  /** Whether the provider said within the last hour that it does not have a model, or not for this key. */
  lacks(model: string): boolean {
    const at = this.#lacking.get(model);
    return at !== undefined && this.#clock.now() - at < LACKING_MS;
  }

  /** The same for a sound: its words. */
  transcribe(_hold: Held, request: TranscriptionRequest, hooks: StreamHooks): Promise<Outcome> {
    return this.#exchange(transcriptionExchange(request), hooks);
  }

  async #exchange(exchange: Exchange, hooks: StreamHooks): Promise<Outcome> {
    const { requestId } = exchange;
    const startedAt = performance.now();
    const outcome: Outcome = {
      text: '',
      status: 0,
      requestId,
      finishReason: '',
      usage: undefined,
      serviceTier: null,
      mayBeCharged: false,
      error: undefined,
      firstDeltaMs: null,
      totalMs: 0,
    };
    let isUnderstood = false;
    let bark: Bark | undefined;
    let watchdog: Watchdog | undefined;
    let cause: unknown;
    const givingUp = new AbortController();
    try {
      const client = await this.#connect();
      hooks.signal.throwIfAborted();
      watchdog = new Watchdog(
        this.#clock,
        {
          silenceMs: this.#silenceMs + exchange.extraMs,
          firstWordBy: hooks.firstDeltaBy ?? Number.POSITIVE_INFINITY,
        },
        (why) => {
          bark = why;
          givingUp.abort();
        },
      );
      this.#watched.set(requestId, watchdog);
      if (this.#network)
        this.#connecting.set(
          requestId,
          this.#clock.later(CONNECTED_WITHIN_MS, () => hooks.onNoConnection?.()),
        );
      outcome.mayBeCharged = true;
      const { response, ...begun } = await exchange.open(client, {
        signal: AbortSignal.any([hooks.signal, givingUp.signal]),
        headers: { 'X-Client-Request-Id': requestId },
      });
      outcome.status = response.status;
      outcome.requestId = begun.requestId ?? requestId;
      outcome.advice = readAdvice(response.headers, this.#clock.now());
      // A page that a proxy put in the way: its bytes may go on for long, and say nothing.
      if (response.headers.get('content-type')?.startsWith('text/html')) {
        givingUp.abort();
        throw new NotUnderstoodError();
      }
      for await (const piece of begun.pieces) {
        watchdog.told();
        if (!isUnderstood) watchdog.allow(SILENCE_MS);
        isUnderstood = true;
        const { delta, finishReason } = piece;
        take(outcome, piece);
        if (finishReason !== undefined) watchdog.ended(COUNT_WITHIN_MS);
        if (delta === '') continue;
        outcome.firstDeltaMs ??= performance.now() - startedAt;
        watchdog.spoke();
        hooks.onDelta(delta);
      }
      if (outcome.finishReason === '')
        throw isUnderstood ? new Error('The stream ended early.') : new NotUnderstoodError();
    } catch (error) {
      // Once the provider has said why the answer ended, only its count can still be lost.
      if (outcome.finishReason === '') {
        outcome.usage = undefined;
        cause = bark
          ? new BarkError(bark)
          : isFormat(error) && !isUnderstood
            ? new NotUnderstoodError(error)
            : error;
      }
    } finally {
      watchdog?.stop();
      this.#watched.delete(requestId);
      this.#stopWaiting(requestId);
    }
    // Blanks are no words.
    if (outcome.text.trim() === '') outcome.text = '';
    if (exchange.kind === 'chat') cause ??= lieOf(outcome);
    if (cause !== undefined && !hooks.signal.aborted) await this.#fail(outcome, exchange, cause);
    if (!this.#sent.delete(requestId)) outcome.mayBeCharged = false;
    if (hooks.signal.aborted) outcome.finishReason = 'cancelled';
    outcome.totalMs = performance.now() - startedAt;
    return outcome;
  }

  async #fail(outcome: Outcome, exchange: Exchange, cause: unknown): Promise<void> {
    const { APIConnectionError, APIError } = await import('openai');
    const { empty, endedEarly, gaveUp, inWordsOf, isUntrusted, notUnderstood, toProviderError } =
      await import('./provider-errors.ts');
    const { provider } = this;
    const error =
      cause instanceof BarkError
        ? gaveUp(cause.bark, cause, provider)
        : cause instanceof NotUnderstoodError
          ? notUnderstood(exchange.kind, cause, provider)
          : cause instanceof EarlyEndError
            ? endedEarly(cause.finishReason, cause, provider)
            : cause instanceof EmptyError
              ? empty(outcome.finishReason, cause, provider)
              : toProviderError(cause, provider);
    outcome.error = inWordsOf(exchange, error);
    if (cause instanceof APIError && cause.status !== undefined) {
      outcome.status = cause.status;
      if (cause.headers) outcome.advice = readAdvice(cause.headers, this.#clock.now());
      outcome.requestId = cause.requestID ?? outcome.requestId;
      // A request that was rejected is not charged for; one that a proxy lost sight of may be.
      outcome.mayBeCharged = TIMED_OUT.has(cause.status);
    }
    if (cause instanceof APIConnectionError && isUntrusted(cause)) outcome.mayBeCharged = false;
    // An answer without a word has ended in good order, and was counted so.
    if (!(cause instanceof EmptyError)) outcome.finishReason = outcome.text === '' ? 'failed' : 'interrupted';
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
          fetch: (input, init) => this.#fetch(input, init),
        }),
    );
    return this.#client;
  }

  #stopWaiting(requestId: string): void {
    this.#connecting.get(requestId)?.();
    this.#connecting.delete(requestId);
  }

  /** Fetches by the way there is, and tells whoever waits for this request of every byte. */
  async #fetch(input: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
    const id = new Headers(init?.headers).get('x-client-request-id') ?? '';
    if (id !== '' && typeof init?.body === 'string') {
      // Without what some put into an address: a user, a key.
      const { origin, pathname } = new URL(input instanceof Request ? input.url : String(input));
      const at = new Date(this.#clock.now()).toISOString();
      this.#onSent?.({ id, at, url: `${origin}${pathname}`, body: init.body });
    }
    // What is to stay on this machine is not sent on to where its server points.
    const way = isLoopback(this.provider) ? { ...init, redirect: 'manual' as const } : init;
    const watchdog = this.#watched.get(id);
    const onSending = () => {
      if (watchdog) this.#sent.add(id);
      this.#stopWaiting(id);
    };
    // Whether a connection to this machine stands is not told: only an error says that none did.
    if (!this.#network) onSending();
    const response = await (this.#network?.fetch(input, way, onSending) ?? fetch(input, way)).catch(
      (error: unknown) => {
        // What went onto a connection of the network no code of an error takes back, only a proxy that passed nothing on.
        const isUnsent = this.#network ? proxyRefusal(error) !== undefined : neverConnected(error);
        if (isUnsent) this.#sent.delete(id);
        throw error;
      },
    );
    watchdog?.heard();
    if (!watchdog || !response.body) return response;
    return new Response(heardBy(watchdog, response.body), response);
  }
}

/** Adds to an outcome what a piece of the response says. */
function take(outcome: Outcome, piece: Piece): void {
  // Some servers count in every chunk: what they counted before the end is not the last count.
  if (piece.finishReason !== undefined) outcome.usage = undefined;
  outcome.usage = piece.usage ?? outcome.usage;
  outcome.seconds = piece.seconds ?? outcome.seconds;
  outcome.serviceTier = piece.serviceTier ?? outcome.serviceTier;
  outcome.finishReason = piece.finishReason ?? outcome.finishReason;
  outcome.text = piece.text ?? outcome.text + piece.delta;
}

/** What an answer that was ended lacks all the same; undefined if nothing. */
function lieOf({ text, finishReason }: Outcome): Error | undefined {
  if (!isKnownEnd(finishReason)) return new EarlyEndError(finishReason);
  // That a filter took all of it is an answer, too.
  return text === '' && finishReason !== 'content_filter' ? new EmptyError() : undefined;
}

/** The watchdog gave the request up. */
class BarkError extends Error {
  readonly bark: Bark;

  constructor(bark: Bark) {
    super(`The request was given up: ${bark}.`);
    this.bark = bark;
  }
}

/** The answer was ended, with a word for it that no whole answer ends with: `error`, and what else there may be. */
class EarlyEndError extends Error {
  readonly finishReason: string;

  constructor(finishReason: string) {
    super(`The answer ended with ${finishReason}.`);
    this.finishReason = finishReason;
  }
}

/** The answer was ended before its first word. */
class EmptyError extends Error {
  constructor() {
    super('The answer has no words.');
  }
}

/** What came is no answer in this protocol: a web page, another API. */
class NotUnderstoodError extends Error {
  constructor(cause?: unknown) {
    super('The response is not in the protocol of the request.', { cause });
  }
}

/** Statuses by which servers in between say that they did not wait for the answer (524 is Cloudflare's). */
const TIMED_OUT = new Set([408, 504, 524]);
