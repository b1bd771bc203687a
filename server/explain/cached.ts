import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import { ProviderError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { Question } from '../../protocol/quote.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import { answerKey } from '../cache/answer-key.ts';
import type { Asking } from '../cache/answers.ts';
import type { Handed, HandedAnswer } from '../cache/handed.ts';
import type { Running } from '../cache/in-flight.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import { sha256 } from '../storage/sha256.ts';
import type { Answer, Answers, ExplainHooks, Found } from './answers.ts';
import type { ExplainContext, Plan, Sending } from './plan.ts';
import { PROMPT_VERSION } from './prompt.ts';

type Context = Pick<ExplainContext, 'answers' | 'ledger' | 'workspace' | 'settings' | 'gateway'>;

/** Of who is asked, and what they are sent, what an answer depends on. */
interface Asked extends Pick<Sending, 'provider' | 'route' | 'messages' | 'sent'> {
  model: Pick<Sending['model'], 'name' | 'reasoningEffort'>;
}

/** Of a plan, what names an answer for people, and who might give it. */
interface Planned {
  placeholders: Placeholders;
  quote: Pick<Plan['quote'], 'route' | 'model' | 'expectedNanoUsd'>;
  /** Who is asked in turn. */
  candidates: readonly (Pick<Sending, 'provider' | 'route'> & { model: Pick<Sending['model'], 'name'> })[];
}

/**
 * Asks, unless the answer is kept, or is coming for the same question: then it
 * is shown at once, or as it comes, and booked as free.
 * Here, and nowhere else, an answer gets the originals of its placeholders
 * back: those of the conversation that asks.
 * @param ask speaks the provider's words; whoever asks the same meanwhile hears them, too
 * @throws what `ask` throws
 */
export async function askOnce(
  question: Question,
  planned: Planned,
  sending: Asked,
  context: Context,
  hooks: ExplainHooks,
  ask: (hooks: ExplainHooks) => Promise<Answer>,
): Promise<Answer & Pick<Explanation, 'cache' | 'masked'>> {
  const { answers } = context;
  const shown = new Shown(planned.placeholders, hooks);
  const alone = { signal: hooks.signal, onProgress: (progress: ExplainProgress) => shown.take(progress) };
  if (!answers) return { ...shown.end(await ask(alone)), cache: 'off' };
  const asked = answers.cache.isOn ? 'miss' : 'off';
  const key = keyOf(sending, context);
  if (question.fresh) {
    const answer = await ask(alone);
    await keep(key, answer, sending, answers);
    return { ...shown.end(answer), cache: asked };
  }
  const priority = question.priority ?? 'interactive';
  const share = whoShares(key, priority, question, planned, context);
  const found = await answers.coming.join(share, alone, (running) =>
    find({ key, share, priority }, sending, answers, running, ask),
  );
  if (found?.result.kind === 'asked' && found.isFirst)
    return { ...shown.end(found.result.answer), cache: asked };
  const answer = shown.end(freeAnswer(found?.result, sending, shown));
  await bookShared(answer, savedBy(found?.result), planned, context, shown.elapsedMs());
  return { ...answer, cache: found ? 'hit' : asked };
}

/** Whether a question's answer is kept, so that nothing would be sent. */
export async function isKept(
  question: Question,
  { sending }: { sending: Asked | undefined },
  context: Context,
): Promise<boolean> {
  if (!sending || question.fresh || !context.answers) return false;
  return (await context.answers.cache.get(keyOf(sending, context))) !== undefined;
}

function keyOf({ model, route, messages, provider }: Asked, context: Context): string {
  return answerKey({
    promptVersion: PROMPT_VERSION,
    baseUrl:
      provider === 'local' ? context.settings.routing.localServer : (context.gateway?.provider.baseUrl ?? ''),
    route,
    model: model.name,
    messages,
    maxOutputTokens: context.settings.answer.maxOutputTokens,
    reasoningEffort: model.reasoningEffort,
  });
}

/**
 * Only questions share whatever comes that would also wait and be refused alike, and be answered by the same in turn
 * with the same key.
 */
function whoShares(
  key: string,
  priority: string,
  { allowNanoUsd }: Question,
  { candidates }: Planned,
  { gateway }: Context,
): string {
  const features = JSON.stringify([
    key,
    allowNanoUsd ?? null,
    priority,
    candidates.map(({ provider, route, model }) => [provider, route, model.name]),
    gateway?.provider.apiKey ?? null,
  ]);
  return sha256(features);
}

/**
 * Failures that whoever asks the same with the same key is told, too. All others are of the way there, which is a
 * window's own: its network and proxy, its pauses, how long it waits.
 */
const SAID_BY_PROVIDERS = new Set([
  'invalid-key',
  'forbidden',
  'no-such-model',
  'request-too-large',
  'rejected',
  'rate-limited',
  'provider-quota',
  'provider-down',
  'stream-error',
  'empty-answer',
]);

async function find(
  asking: Asking,
  sending: Asked,
  answers: Answers,
  { signal, report }: Running<ExplainProgress>,
  ask: (hooks: ExplainHooks) => Promise<Answer>,
): Promise<Found> {
  const turn = await answers.cache.turn(asking, signal, () =>
    report({
      kind: 'step',
      text: l10n.t('The same question is being asked elsewhere; its answer comes here, too.'),
    }),
  );
  if (turn.kind === 'failed') {
    const { code, message, hint } = turn.failure;
    throw new ProviderError(code, message, hint);
  }
  if (turn.kind !== 'mine') {
    for (const text of lines(turn.answer.text)) report({ kind: 'delta', text });
    return turn;
  }
  let handed: Handed | undefined;
  try {
    const answer = await ask({ signal, onProgress: report });
    await keep(asking.key, answer, sending, answers);
    handed = { answer: toHanded(answer) };
    return { kind: 'asked', answer };
  } catch (error) {
    // What a budget or the ledger refuses, or fails on the way, is this window's own: another one asks for itself.
    if (error instanceof ProviderError && SAID_BY_PROVIDERS.has(error.code))
      handed = { failure: error.toFailure() };
    throw error;
  } finally {
    // Who was stopped did not find out what others wait for.
    turn.release(signal.aborted ? undefined : handed);
  }
}

function toHanded({ text, finishReason, route, model, costNanoUsd, notices }: Answer): HandedAnswer {
  return { text, finishReason, route, model, costNanoUsd, notices };
}

/** Only what is whole is kept, and only as the answer of whom the key names. */
async function keep(key: string, answer: Answer, asked: Asked, { cache }: Answers): Promise<void> {
  const { text, finishReason, costNanoUsd, route, model, sent } = answer;
  const isWhole = finishReason === 'stop' && text !== '';
  const isAsPlanned =
    route === asked.route && model === asked.model.name && isDeepStrictEqual(sent, asked.sent);
  if (isWhole && isAsPlanned) await cache.put(key, { text, costNanoUsd });
}

/** A text in the pieces it is shown in. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n+|[^\n]+/g) ?? [];
}

function savedBy(found: Found | undefined): number {
  if (!found) return 0;
  const isWhole = found.kind === 'kept' || found.answer.finishReason === 'stop';
  return isWhole ? found.answer.costNanoUsd : 0;
}

/** What somebody gets for whom nothing was sent. @param found undefined for who stopped while others go on */
function freeAnswer(found: Found | undefined, asked: Asked, shown: Shown): Answer {
  const free = {
    route: asked.route,
    model: asked.model.name,
    sent: [],
    usage: NO_USAGE,
    costNanoUsd: 0,
    certainty: 'free' as const,
    saved: { ...NOTHING_SAVED, cache: savedBy(found) },
    requestId: randomUUID(),
    attempts: [],
    firstDeltaMs: shown.firstDeltaMs,
  };
  if (!found) return { ...free, text: shown.masked, finishReason: 'cancelled', notices: [] };
  const saved = savedBy(found);
  const notice = whenceOf(found, saved);
  if (found.kind === 'kept')
    return { ...free, text: found.answer.text, finishReason: 'stop', notices: [notice] };
  const { text, finishReason, notices, route, model } = found.answer;
  // What else there is to say of a whole answer is about money, and said to who paid.
  const rest = finishReason === 'stop' ? [] : notices;
  return { ...free, text, finishReason, route, model, notices: [...rest, notice] };
}

/** Where an answer came from that cost nothing, a sentence. */
function whenceOf({ kind }: Found, savedNanoUsd: number): string {
  const isKept = kind === 'kept';
  const saved = formatUsd(savedNanoUsd);
  if (savedNanoUsd === 0)
    return isKept ? l10n.t('From the cache.') : l10n.t('Answered together with the same question.');
  return isKept
    ? l10n.t('From the cache, saved {0}.', saved)
    : l10n.t('Answered together with the same question, saved {0}.', saved);
}

async function bookShared(
  { requestId, finishReason, firstDeltaMs }: Answer,
  savedNanoUsd: number,
  { quote }: Planned,
  { ledger, workspace }: Context,
  totalMs: number,
): Promise<void> {
  const { route, model, expectedNanoUsd } = quote;
  await ledger.bookFree(
    { questionId: randomUUID(), workspace, route, model, expectedNanoUsd },
    {
      provider: 'cache',
      requestId,
      certainty: 'free',
      costNanoUsd: 0,
      attempt: 1,
      status: 0,
      finishReason,
      serviceTier: null,
      usage: NO_USAGE,
      saved: { ...NOTHING_SAVED, cache: savedNanoUsd },
      firstDeltaMs,
      totalMs,
    },
  );
}

/** What one of those who share an answer sees of it. */
class Shown {
  /** What came so far, with placeholders. */
  masked = '';
  firstDeltaMs: number | null = null;
  readonly #startedAt = performance.now();
  readonly #placeholders: Placeholders;
  readonly #restorer: ReturnType<Placeholders['restorer']>;
  readonly #hooks: ExplainHooks;

  constructor(placeholders: Placeholders, hooks: ExplainHooks) {
    this.#placeholders = placeholders;
    this.#restorer = placeholders.restorer();
    this.#hooks = hooks;
  }

  take(progress: ExplainProgress): void {
    if (progress.kind !== 'delta') {
      this.#hooks.onProgress(progress);
      return;
    }
    this.firstDeltaMs ??= this.elapsedMs();
    this.masked += progress.text;
    this.#show(this.#restorer.push(progress.text));
  }

  /** Shows the rest. @returns the answer as the user has it */
  end<A extends Answer>(answer: A): A & { masked: string } {
    this.#show(this.#restorer.end());
    const { text: masked } = answer;
    return {
      ...answer,
      text: this.#placeholders.restore(masked),
      masked,
      firstDeltaMs: this.firstDeltaMs,
    };
  }

  elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  #show(text: string): void {
    if (text !== '') this.#hooks.onProgress({ kind: 'delta', text });
  }
}
