import * as l10n from '@vscode/l10n';
import type { Question } from '../../protocol/quote.ts';
import type { Outcome } from '../gateway/gateway.ts';
import type { Answer, ExplainHooks } from './answers.ts';
import { NOTE_SCHEMA } from './note.ts';
import { spendNotices } from './notices.ts';
import { book, estimateSoFar } from './outcome.ts';
import { askPaid, type Payee } from './paid.ts';
import type { ExplainContext, Plan, Sending } from './plan.ts';
import { expectedOfPictures } from './pricing.ts';
import { whatStillFits } from './smaller.ts';

/** What of a plan it takes. */
type Wished = Pick<Plan, 'pictures' | 'candidates'> & { quote: Pick<Plan['quote'], 'placeholders'> };

/** Somebody to ask, with what they would be sent. */
interface Wanted extends Payee {
  sending: Sending;
}

/**
 * Asks the plan's candidates until one answers, each request held for and booked on its own.
 * Words are shown and returned as they come, with placeholders.
 * @param steps gets what was tried on the way, a sentence each, also when nobody answered
 * @throws ProviderError, BudgetError, LocalError
 */
export async function ask(
  question: Question,
  planned: Wished,
  questionId: string,
  steps: string[],
  context: ExplainContext,
  hooks: ExplainHooks,
): Promise<Answer> {
  const candidates = candidatesOf(planned, context);
  const sparesLooking = ({ sent, isGlance }: Sending) => sent.length === 0 || isGlance;
  const isSpared = candidates.some(({ sending }) => sparesLooking(sending));
  const instead = isSpared ? await expectedOfPictures(question.prompt, planned.pictures, context) : 0;
  const paid = await askPaid(
    candidates,
    {
      signal: hooks.signal,
      urgency: question.priority ?? 'interactive',
      questionId,
      allowNanoUsd: question.allowNanoUsd,
      send: ({ gateway, sending }, hold, requestId, stream) =>
        gateway.stream(
          hold,
          {
            requestId,
            model: sending.model.name,
            messages: sending.messages,
            maxOutputTokens: sending.tokens.maxOutput,
            reasoningEffort: sending.model.reasoningEffort,
            schema: sending.form === 'note' ? { name: 'note', schema: NOTE_SCHEMA } : undefined,
          },
          stream,
        ),
      book: ({ gateway, sending }, outcome) =>
        book(outcome, sending, sending, gateway.provider.name, sparesLooking(sending) ? instead : 0),
      accrued: ({ sending }, streamed) => estimateSoFar(sending, sending, streamed),
      async smaller(wanted, refused) {
        const tooLarge = refused.map((each) => each.sending);
        const sending = await whatStillFits(wanted.sending, tooLarge);
        return sending && { ...wanted, sending };
      },
      onDelta: (text) => hooks.onProgress({ kind: 'delta', text }),
      onStep(text, kind) {
        if (kind !== 'wait') steps.push(text);
        hooks.onProgress({ kind: 'step', text });
      },
    },
    context,
  );
  const { outcome, booking, costNanoUsd, certainty, attempts, firstDeltaMs } = paid;
  const { sending } = paid.candidate;
  return {
    text: outcome.text,
    route: sending.route,
    model: sending.model.name,
    sent: sending.sent,
    finishReason: outcome.finishReason,
    usage: booking.usage,
    costNanoUsd,
    certainty,
    saved: booking.saved,
    requestId: booking.requestId,
    attempts,
    notices: [
      ...hidden(planned.quote.placeholders.length),
      ...steps,
      ...endNotices(outcome),
      ...paid.notices,
      // An answer that is there and paid for is not lost because a notice cannot be read.
      ...(await spendNotices(paid.settled, sending, context).catch(() => [])),
    ],
    firstDeltaMs,
  };
}

function candidatesOf(
  { candidates }: Wished,
  { gateway: main, localServer, settings }: ExplainContext,
): Wanted[] {
  const chain = settings.routing.fallback ? candidates : candidates.slice(0, 1);
  return chain.map((sending) => {
    const gateway = sending.provider === 'local' ? localServer?.gateway : main;
    if (!gateway) throw new Error(`A plan that asks ${sending.provider} has its gateway.`);
    const { route, tokens, expectedNanoUsd, maxNanoUsd } = sending;
    return {
      gateway,
      sending,
      route,
      provider: gateway.provider,
      model: sending.model.name,
      tokens: tokens.text + tokens.image + tokens.audio + tokens.maxOutput,
      expectedNanoUsd,
      maxNanoUsd,
    };
  });
}

/** What the user has to know of the way an answer ended. */
function endNotices({ error, finishReason }: Outcome): string[] {
  if (error) return [l10n.t('{0} What came until then is kept.', error.message)];
  if (finishReason === 'length')
    return [l10n.t('The answer was cut off at the limit on its length (lenscap.answer.maxOutputTokens).')];
  if (finishReason === 'content_filter') return [l10n.t("The provider's content filter ended the answer.")];
  return [];
}

function hidden(secrets: number): string[] {
  if (secrets === 0) return [];
  return [
    secrets === 1
      ? l10n.t('A secret in the question was replaced before it was sent.')
      : l10n.t('{0} secrets in the question were replaced before it was sent.', secrets),
  ];
}
