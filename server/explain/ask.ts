import { randomUUID } from 'node:crypto';
import type { Question } from '../../protocol/quote.ts';
import type { Gateway, Outcome, StreamHooks } from '../gateway/gateway.ts';
import type { Candidate } from '../gateway/resilience.ts';
import { charge } from '../ledger/charge.ts';
import type { Booking } from '../ledger/entries.ts';
import type { Settled } from '../ledger/holds.ts';
import type { Answer, ExplainHooks } from './answers.ts';
import { spendNotices } from './notices.ts';
import { book, estimateSoFar } from './outcome.ts';
import type { ExplainContext, Plan, Sending } from './plan.ts';
import { expectedOfPictures } from './pricing.ts';
import { halve } from './smaller.ts';

/** What of a plan it takes. */
type Wished = Pick<Plan, 'pictures' | 'candidates'> & { quote: Pick<Plan['quote'], 'placeholders'> };

/** Somebody to ask, as the way to them knows them. */
interface Wanted extends Candidate {
  gateway: Gateway;
  sending: Sending;
}

/** One request that was made, and booked. */
interface Made {
  /** The model that was asked. */
  asked: string;
  outcome: Outcome;
  booking: Booking;
  notice: string | undefined;
  settled: Settled;
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
  const startedAt = performance.now();
  const made: Made[] = [];
  let firstDeltaMs: number | null = null;
  const { candidate, result } = await context.resilience.run(candidatesOf(planned, context), {
    signal: hooks.signal,
    urgency: question.priority ?? 'interactive',
    async attempt({ gateway, sending }, number, firstDeltaBy) {
      const stream = {
        signal: hooks.signal,
        firstDeltaBy,
        onDelta(text: string) {
          firstDeltaMs ??= performance.now() - startedAt;
          hooks.onProgress({ kind: 'delta', text });
        },
      };
      const spent = made.reduce((sum, { booking }) => sum + booking.costNanoUsd, 0);
      const allowNanoUsd =
        question.allowNanoUsd === undefined ? undefined : Math.max(0, question.allowNanoUsd - spent);
      const one = await request(
        { gateway, sending, number, questionId, allowNanoUsd },
        question,
        planned,
        context,
        stream,
      );
      made.push(one);
      return one;
    },
    async smaller(wanted) {
      const sending = await halve(wanted.sending);
      return sending && { ...wanted, sending };
    },
    onStep(text, kind) {
      if (kind !== 'wait') steps.push(text);
      hooks.onProgress({ kind: 'step', text });
    },
  });
  const { sending } = candidate;
  const { outcome, booking } = result;
  const settled = { passed: made.flatMap((each) => each.settled.passed) };
  return {
    text: outcome.text,
    route: sending.route,
    model: sending.model.name,
    sent: sending.sent,
    finishReason: outcome.finishReason,
    usage: booking.usage,
    costNanoUsd: made.reduce((sum, each) => sum + each.booking.costNanoUsd, 0),
    certainty: made.every((each) => each.booking.certainty === 'exact') ? 'exact' : 'estimated',
    requestId: booking.requestId,
    attempts: made.map(({ asked, booking: { provider, status, costNanoUsd } }) => ({
      provider,
      model: asked,
      status,
      costNanoUsd,
    })),
    notices: [
      ...hidden(planned.quote.placeholders.length),
      ...steps,
      ...endNotices(outcome),
      ...made.flatMap(({ notice }) => notice ?? []),
      // An answer that is there and paid for is not lost because a notice cannot be read.
      ...(await spendNotices(settled, sending, context).catch(() => [])),
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
    const { tokens, maxNanoUsd } = sending;
    return {
      gateway,
      sending,
      provider: gateway.provider,
      model: sending.model.name,
      tokens: tokens.text + tokens.image + tokens.audio + tokens.maxOutput,
      maxNanoUsd,
    };
  });
}

interface Request {
  gateway: Gateway;
  sending: Sending;
  number: number;
  questionId: string;
  allowNanoUsd: number | undefined;
}

/** One request: hold the worst case, send, settle by what came of it. */
async function request(
  { gateway, sending, number, questionId, allowNanoUsd }: Request,
  question: Question,
  { pictures }: Wished,
  context: ExplainContext,
  stream: StreamHooks,
): Promise<Made> {
  const requestId = randomUUID();
  const { model, route, tokens, expectedNanoUsd, maxNanoUsd } = sending;
  const instead = sending.sent.length > 0 ? 0 : await expectedOfPictures(question.prompt, pictures, context);
  let streamed = '';
  const hooks: StreamHooks = {
    ...stream,
    onDelta(text) {
      streamed += text;
      stream.onDelta(text);
    },
  };
  const { value, settled } = await charge(
    context.ledger,
    {
      requestId,
      questionId,
      workspace: context.workspace,
      route,
      model: model.name,
      expectedNanoUsd,
      maxNanoUsd,
      accruedNanoUsd: estimateSoFar(sending, sending, ''),
      allowNanoUsd,
    },
    () => estimateSoFar(sending, sending, streamed),
    async (hold) => {
      const outcome = await gateway.stream(
        hold,
        {
          requestId,
          model: model.name,
          messages: sending.messages,
          maxOutputTokens: tokens.maxOutput,
          reasoningEffort: model.reasoningEffort,
        },
        hooks,
      );
      const { booking, notice } = await book(outcome, sending, sending, gateway.provider.name, instead);
      const numbered = { ...booking, attempt: number };
      return { value: { outcome, booking: numbered, notice }, booking: numbered };
    },
  );
  return { ...value, asked: model.name, settled };
}

/** What the user has to know of the way an answer ended. */
function endNotices({ error, finishReason }: Outcome): string[] {
  if (error) return [`${error.message} What came until then is kept.`];
  if (finishReason === 'length')
    return ['The answer was cut off at the limit on its length (lenscap.answer.maxOutputTokens).'];
  if (finishReason === 'content_filter') return ["The provider's content filter ended the answer."];
  return [];
}

function hidden(secrets: number): string[] {
  if (secrets === 0) return [];
  return [
    secrets === 1
      ? 'A secret in the question was replaced before it was sent.'
      : `${secrets} secrets in the question were replaced before it was sent.`,
  ];
}
