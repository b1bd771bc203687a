import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { ProviderError, UnsafeMediaError, UsageError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import type { Question } from '../../protocol/quote.ts';
import type { PrivacyMode } from '../../protocol/settings.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { Answer, ExplainHooks } from './answers.ts';
import { ask } from './ask.ts';
import { BareWriter, readCode, readNotWritten } from './bare-code.ts';
import { askOnce } from './cached.ts';
import { answerLocally } from './local.ts';
import { NoteWriter } from './note.ts';
import { type ExplainContext, type Plan, plan, type Sending } from './plan.ts';
import { refuseUnsafeSound } from './plan-sound.ts';
import { expectedOfPictures } from './pricing.ts';
import { type Rewriter, rewriteAnswer } from './rewrite.ts';
import { maskPrompt } from './say.ts';
import { STRICTNESS } from './strictness.ts';

/**
 * The journey of one question: plan (pictures, route, price) → ask whoever can
 * be asked: hold the worst case → send → stream the answer → settle by what the provider counted.
 * When cancelled, returns what came, with an estimated cost.
 * @param decided the plan, if it was made already
 * @throws UsageError, UnsafeMediaError, BudgetError (nothing was sent), ProviderError (no answer came),
 *   LocalError (the ledger cannot be written)
 */
export async function explain(
  question: Question,
  context: ExplainContext,
  hooks: ExplainHooks,
  decided?: Plan,
): Promise<Explanation> {
  const startedAt = performance.now();
  const planned = decided ?? (await plan(question, context));
  const allowed = question.allowUnsafe ?? [];
  const { mode } = context.settings.privacy;
  refuseUnsafe(planned, allowed, mode);
  if (planned.sound) refuseUnsafeSound(planned.sound, allowed, mode);
  refuseChanged(planned, question.expected ?? {});
  const { route, model, reason } = planned.quote;
  hooks.onProgress({ kind: 'route', route, model, reason });
  const { firstDeltaMs, ...answer } = planned.sending
    ? await askOrStay(question, planned, planned.sending, context, hooks)
    : await stayLocal(question, planned, randomUUID(), context, hooks);
  if (answer.route !== 'local' && answer.masked !== '')
    context.remember?.(question, { ...planned.saying, mode, answer: answer.masked });
  const attachMs = planned.pictures.reduce((sum, picture) => sum + picture.attachMs, 0);
  return {
    reason,
    ...answer,
    notices: [...planned.notices, ...answer.notices],
    timings: { attachMs, firstDeltaMs, totalMs: performance.now() - startedAt },
  };
}

/** @throws UnsafeMediaError for a picture that is not safe to send and that the user did not agree to. */
function refuseUnsafe({ leaving }: Plan, allowed: readonly string[], mode: PrivacyMode): void {
  for (const { id, name, safe } of leaving) {
    if (allowed.includes(id)) continue;
    if (STRICTNESS[safe.image.mode] < STRICTNESS[mode]) {
      throw new UnsafeMediaError(
        'looked-at-less',
        l10n.t(
          '“{0}” was attached when lenscap.privacy.mode was {1}; now it is {2}.',
          name,
          safe.image.mode,
          mode,
        ),
        l10n.t('Remove it and paste it again.'),
      );
    }
    if (safe.image.safe) continue;
    throw new UnsafeMediaError(
      'unsafe-attachment',
      l10n.t('“{0}” was not sent: {1}', name, safe.image.doubts.join(' ')),
      l10n.t('Look at its preview, paint over what is secret, and send it anyway only if you are sure.'),
    );
  }
}

/** @throws UsageError for a picture that would be sent, or whose words would be, otherwise than the user was shown it. */
function refuseChanged({ leaving }: Plan, expected: Readonly<Record<string, string>>): void {
  for (const { id, name, safe } of leaving) {
    if ((expected[id] ?? safe.image.sha256) === safe.image.sha256) continue;
    throw new UsageError(
      'preview-changed',
      l10n.t('“{0}” was not sent: it is no longer as it was shown.', name),
      l10n.t('Look at the picture again, then send the question again.'),
    );
  }
}

/** Failures of the way there: the same question will be answered when the network is back. */
const OFFLINE = new Set(['unreachable', 'provider-paused']);

/** Whether a question that failed so may wait for the network. */
export function isOffline(error: unknown): error is ProviderError {
  return error instanceof ProviderError && OFFLINE.has(error.code);
}

/** Failures that nobody here can mend: what can be said without a model is better than nothing. */
const TROUBLE_ELSEWHERE = new Set([
  'unreachable',
  'provider-down',
  'provider-paused',
  'provider-quota',
  'rate-limited',
  'busy',
  'stalled',
  'too-late',
  'broken-stream',
  'stream-error',
  'empty-answer',
]);

/** What the journey adds to its plan. */
type Told = Answer & Pick<Explanation, 'cache' | 'isOffline' | 'masked'>;

/** Asks whoever can be asked; where nobody answers, says what can be said here. */
async function askOrStay(
  question: Question,
  planned: Plan,
  sending: Sending,
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Told> {
  const questionId = randomUUID();
  const steps: string[] = [];
  try {
    return await askOnce(question, planned, sending, context, hooks, (shared) => {
      const asking = (own: ExplainHooks) => ask(question, planned, questionId, steps, context, own);
      const rewriter = rewriterFor(question, sending);
      return rewriter ? rewriteAnswer(rewriter, shared, asking) : asking(shared);
    });
  } catch (error) {
    const hasText = planned.pictures.some(({ safe }) => safe.image.text !== '');
    const mayStay =
      context.settings.routing.fallback &&
      !context.waits &&
      question.route === undefined &&
      (sending.form === 'answer' || sending.form === 'code') &&
      hasText &&
      !(question.queueOffline && isOffline(error));
    if (!(error instanceof ProviderError) || !TROUBLE_ELSEWHERE.has(error.code) || !mayStay) throw error;
    const text = l10n.t('{0} This is what can be said without it.', error.message);
    hooks.onProgress({ kind: 'step', text });
    const answer = await stayLocal(question, planned, questionId, context, hooks, error.message);
    return {
      ...answer,
      notices: [...steps, text, ...answer.notices],
      ...(isOffline(error) && { isOffline: true }),
    };
  }
}

/** Notes come as JSON; what goes into a file comes without a fence of the model's around it. */
function rewriterFor({ form, language = '' }: Question, sending: Sending): Rewriter | undefined {
  if (sending.form === 'note') return new NoteWriter();
  if (form === 'code') return new BareWriter(language);
  return form === 'issue' || form === 'changes' ? new BareWriter('markdown') : undefined;
}

/** @param trouble why nobody else answers, a sentence; undefined where nobody was to be asked */
async function stayLocal(
  question: Question,
  planned: Plan,
  questionId: string,
  context: ExplainContext,
  hooks: ExplainHooks,
  trouble?: string,
): Promise<Told> {
  const startedAt = performance.now();
  const requestId = randomUUID();
  const text =
    question.form === 'code'
      ? readCode(planned.pictures, question.language)
      : await answerLocally(question, planned.pictures, planned.quote.frames, context, trouble);
  const firstDeltaMs = performance.now() - startedAt;
  hooks.onProgress({ kind: 'delta', text });
  const head = {
    questionId,
    workspace: context.workspace,
    route: 'local',
    model: 'local',
    expectedNanoUsd: 0,
  } as const;
  // What could not be had was not saved.
  const routing =
    trouble === undefined ? await expectedOfPictures(question.prompt, planned.pictures, context) : 0;
  const saved = { ...NOTHING_SAVED, routing };
  await context.ledger.bookFree(head, {
    provider: 'local',
    requestId,
    certainty: 'free',
    costNanoUsd: 0,
    attempt: 1,
    status: 0,
    finishReason: 'stop',
    serviceTier: null,
    usage: NO_USAGE,
    saved,
    firstDeltaMs,
    totalMs: firstDeltaMs,
  });
  return {
    text,
    masked: await maskAnswer(text, question, context),
    route: 'local',
    model: 'local',
    sent: [],
    finishReason: 'stop',
    usage: NO_USAGE,
    costNanoUsd: 0,
    certainty: 'free',
    saved,
    requestId,
    attempts: [],
    notices: question.form === 'code' ? [readNotWritten()] : [],
    firstDeltaMs,
    cache: 'off',
  };
}

/** What is said on this machine has words from the question's pictures, which nobody looked through for being sent. */
async function maskAnswer(
  text: string,
  { conversation }: Question,
  { detector, placeholders }: ExplainContext,
): Promise<string> {
  return (await maskPrompt({ prompt: text }, placeholders(conversation), detector)).text;
}
