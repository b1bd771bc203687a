import { randomUUID } from 'node:crypto';
import { UnsafeMediaError, UsageError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Question } from '../../protocol/quote.ts';
import type { PrivacyMode } from '../../protocol/settings.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { StreamHooks } from '../gateway/gateway.ts';
import { charge } from '../ledger/charge.ts';
import type { EntryHead } from '../ledger/entries.ts';
import { answerLocally } from './local.ts';
import { spendNotices } from './notices.ts';
import { book, estimateSoFar } from './outcome.ts';
import { type ExplainContext, expectedOfPictures, type Plan, plan, type Sending } from './plan.ts';

export interface ExplainHooks {
  signal: AbortSignal;
  onProgress(progress: ExplainProgress): void;
}

/**
 * The journey of one question: plan (pictures, route, price) → hold the worst
 * case → send → stream the answer → settle by what the provider counted.
 * When cancelled, returns what came, with an estimated cost.
 * @throws UsageError, UnsafeMediaError, BudgetError (nothing was sent), ProviderError (no answer came),
 *   LocalError (the ledger cannot be written)
 */
export async function explain(
  question: Question,
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Explanation> {
  const startedAt = performance.now();
  const planned = await plan(question, context);
  refuseUnsafe(planned, question.allowUnsafe ?? [], context.settings.privacy.mode);
  refuseChanged(planned, question.expected ?? {});
  const { route, model, reason, sent } = planned.quote;
  hooks.onProgress({ kind: 'route', route, model, reason });
  const { firstDeltaMs, ...answer } = planned.sending
    ? await ask(question, planned, planned.sending, context, hooks)
    : await stayLocal(question, planned, context, hooks);
  const attachMs = planned.pictures.reduce((sum, picture) => sum + picture.attachMs, 0);
  return {
    route,
    model,
    reason,
    cache: 'off',
    sent,
    ...answer,
    notices: [...planned.notices, ...answer.notices],
    timings: { attachMs, firstDeltaMs, totalMs: performance.now() - startedAt },
  };
}

const STRICTNESS: Record<PrivacyMode, number> = { off: 0, standard: 1, strict: 2 };

/** @throws UnsafeMediaError for a picture that is not safe to send and that the user did not agree to. */
function refuseUnsafe({ pictures, quote }: Plan, allowed: readonly string[], mode: PrivacyMode): void {
  if (quote.sent.length === 0) return;
  for (const { id, name, safe } of pictures) {
    if (allowed.includes(id)) continue;
    if (STRICTNESS[safe.image.mode] < STRICTNESS[mode]) {
      throw new UnsafeMediaError(
        'looked-at-less',
        `“${name}” was attached when lenscap.privacy.mode was ${safe.image.mode}; now it is ${mode}.`,
        'Remove it and paste it again.',
      );
    }
    if (safe.image.safe) continue;
    throw new UnsafeMediaError(
      'unsafe-attachment',
      `“${name}” was not sent: ${safe.image.doubts.join(' ')}`,
      'Look at its preview, paint over what is secret, and send it anyway only if you are sure.',
    );
  }
}

/** @throws UsageError for a picture that would be sent otherwise than the user was shown it. */
function refuseChanged({ pictures, quote }: Plan, expected: Readonly<Record<string, string>>): void {
  for (const { id, sha256 } of quote.sent) {
    if ((expected[id] ?? sha256) === sha256) continue;
    const name = pictures.find((picture) => picture.id === id)?.name;
    throw new UsageError(
      'preview-changed',
      `“${name}” was not sent: it is no longer as it was shown.`,
      'Look at the picture again, then send the question again.',
    );
  }
}

type Answer = Pick<
  Explanation,
  'text' | 'finishReason' | 'usage' | 'costNanoUsd' | 'certainty' | 'requestId' | 'attempts' | 'notices'
> & { firstDeltaMs: number | null };

async function ask(
  question: Question,
  planned: Plan,
  sending: Sending,
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Answer> {
  const { gateway, ledger } = context;
  if (!gateway) throw new Error('A plan that sends has a gateway.');
  const startedAt = performance.now();
  const requestId = randomUUID();
  const request = {
    requestId,
    model: sending.model.name,
    messages: sending.messages,
    maxOutputTokens: planned.quote.tokens.maxOutput,
    reasoningEffort: sending.model.reasoningEffort,
  };
  const held = {
    requestId,
    ...headOf(planned, context),
    maxNanoUsd: planned.quote.maxNanoUsd,
    accruedNanoUsd: estimateSoFar(sending, planned.quote, ''),
    allowNanoUsd: question.allowNanoUsd,
  };
  const instead =
    planned.quote.sent.length > 0 ? 0 : await expectedOfPictures(question.prompt, planned.pictures, context);
  let firstDeltaMs: number | null = null;
  let streamed = '';
  const restorer = planned.placeholders.restorer();
  const show = (text: string) => {
    if (text !== '') hooks.onProgress({ kind: 'delta', text });
  };
  const stream: StreamHooks = {
    signal: hooks.signal,
    onDelta(text) {
      firstDeltaMs ??= performance.now() - startedAt;
      streamed += text;
      show(restorer.push(text));
    },
  };
  const { value, settled } = await charge(
    ledger,
    held,
    () => estimateSoFar(sending, planned.quote, streamed),
    async (hold) => {
      const outcome = await gateway.stream(hold, request, stream);
      const booked = await book(outcome, sending, planned.quote, gateway.provider.name, instead);
      return { value: { outcome, ...booked }, booking: booked.booking };
    },
  );
  const { outcome, booking, notice } = value;
  if (outcome.error && outcome.text === '') throw outcome.error;
  show(restorer.end());
  const notices = hidden(planned.quote.placeholders.length);
  if (outcome.error) notices.push(`${outcome.error.message} What came until then is kept.`);
  if (outcome.finishReason === 'length') {
    notices.push('The answer was cut off at the limit on its length (lenscap.answer.maxOutputTokens).');
  }
  if (outcome.finishReason === 'content_filter')
    notices.push("The provider's content filter ended the answer.");
  if (notice !== undefined) notices.push(notice);
  // An answer that is there and paid for is not lost because a notice cannot be read.
  notices.push(...(await spendNotices(settled, sending, context).catch(() => [])));
  return {
    text: planned.placeholders.restore(outcome.text),
    finishReason: outcome.finishReason,
    usage: booking.usage,
    costNanoUsd: booking.costNanoUsd,
    certainty: booking.certainty,
    requestId: booking.requestId,
    attempts: [
      {
        provider: booking.provider,
        model: sending.model.name,
        status: booking.status,
        costNanoUsd: booking.costNanoUsd,
      },
    ],
    notices,
    firstDeltaMs,
  };
}

/** What each row of a question is booked under. */
function headOf({ quote }: Plan, { workspace }: ExplainContext): EntryHead {
  const { route, model, expectedNanoUsd } = quote;
  return { questionId: randomUUID(), workspace, route, model, expectedNanoUsd };
}

function hidden(secrets: number): string[] {
  if (secrets === 0) return [];
  return [
    secrets === 1
      ? 'A secret in the question was replaced before it was sent.'
      : `${secrets} secrets in the question were replaced before it was sent.`,
  ];
}

async function stayLocal(
  question: Question,
  planned: Plan,
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Answer> {
  const startedAt = performance.now();
  const requestId = randomUUID();
  const text = await answerLocally(question.prompt, planned.pictures, context);
  const firstDeltaMs = performance.now() - startedAt;
  hooks.onProgress({ kind: 'delta', text });
  await context.ledger.bookFree(headOf(planned, context), {
    provider: 'local',
    requestId,
    certainty: 'free',
    costNanoUsd: 0,
    attempt: 1,
    status: 0,
    finishReason: 'stop',
    serviceTier: null,
    usage: NO_USAGE,
    saved: {
      ...NOTHING_SAVED,
      routing: await expectedOfPictures(question.prompt, planned.pictures, context),
    },
    firstDeltaMs,
    totalMs: firstDeltaMs,
  });
  return {
    text,
    finishReason: 'stop',
    usage: NO_USAGE,
    costNanoUsd: 0,
    certainty: 'free',
    requestId,
    attempts: [],
    notices: [],
    firstDeltaMs,
  };
}
