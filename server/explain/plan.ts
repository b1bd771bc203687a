import * as l10n from '@vscode/l10n';
import { LenscapError, UsageError } from '../../protocol/errors.ts';
import type { Question, Quote } from '../../protocol/quote.ts';
import { MAX_ATTACHMENTS } from '../media/limits.ts';
import { chainOf, fallbacksOf } from '../routing/chain.ts';
import { chooseRoute, ROUTE_OF } from '../routing/choose-route.ts';
import { chooseModel } from '../routing/estimate.ts';
import { type PromptFeatures, readPrompt } from '../routing/prompt-features.ts';
import { bytesWithinBase64, type StoredAttachment } from './attachments.ts';
import { describeCode, framesIn, refuseCode } from './code.ts';
import type { ExplainContext, Plan } from './context.ts';
import { type History, historyFor, NO_HISTORY, picturesOf } from './history.ts';
import { planSound } from './plan-sound.ts';
import { FREE, priceLegibility, priceMessages, type QuestionPricing, sizesOf } from './pricing.ts';
import { say } from './say.ts';
import { type PricedSending, type Sayable, type Sending, tryToPrepare } from './sending.ts';
import { alternativesTo, findWays, isPriced, pricesOf, withTextBehind } from './ways.ts';

export type { ExplainContext, Plan, Sending };

/**
 * Chooses route and model and prices the result.
 * @throws UsageError for an impossible wish, BudgetError for an unknown price.
 */
export async function plan(question: Question, context: ExplainContext): Promise<Plan> {
  if (question.sound !== undefined) return planSound(question, question.sound, context);
  if (question.route === 'audio') throw noSound();
  const { settings } = context;
  refuseCode(question, settings);
  const pictures = await context.attachments.forQuestion(
    question.attachments,
    bytesWithinBase64(settings.image.maxPayloadBytes),
  );
  const placeholders = context.placeholders(question.conversation);
  const said = {
    ...(await say(question, pictures, placeholders, context.detector)),
    history: historyOf(question, pictures, context),
  };
  const past = picturesOf(said.history);
  refuseEmpty(question, said);
  const frames = framesIn(question, pictures);
  const { ways, typicalOutputTokens } = await findWays(question, said, context);
  const prices = await pricesOf(ways, question, context);
  const { way, reason } = chooseRoute({
    looks: [...past, ...pictures].map(({ safe }) => safe.image.look),
    prompt: featuresOf(question),
    policy: settings.routing.policy,
    isUrgent: question.priority !== 'background',
    // What a picture looks like is not in its words.
    wanted: question.route ?? (question.form === 'alt-text' ? 'vision' : undefined),
    hasModels: hasModels(context),
    ways: prices,
  });
  const route = ROUTE_OF[way];
  const alternatives = alternativesTo(way, ways, said);
  const chosen = ways.get(way);
  if (chosen instanceof LenscapError) throw chosen;
  if (!chosen) {
    refuseFormless(question, pictures);
    const quote = { ...FREE, reason, alternatives, frames, maskedPrompt: said.prompt };
    const nothing = { notices: [], sending: undefined, candidates: [], leaving: [] };
    return { pictures, quote, placeholders, saying: sayingOf(said), ...nothing };
  }
  const sending = way === 'glance' ? withTextBehind(chosen, ways, prices) : chosen;
  const pricing = { ...context, typicalOutputTokens };
  const candidates = settings.routing.fallback ? await withFallbacks(sending, said, pricing) : [sending];
  const { model, messages, tokens, expectedNanoUsd, maxNanoUsd, sent } = sending;
  const legibility = await priceLegibility(
    route === 'vision' ? pictures : [],
    chosen.expectedNanoUsd,
    (sizes) => priceMessages(model, messages, [...sizesOf(past), ...sizes], pricing),
  );
  return {
    pictures,
    quote: {
      route,
      model: model.name,
      reason,
      alternatives,
      isCached: false,
      tokens,
      expectedNanoUsd,
      maxNanoUsd,
      placeholders: said.placeholders,
      sent,
      texts: route === 'text' ? textsOf(said) : [],
      frames,
      code: describeCode(said.code),
      legibility,
      maskedPrompt: said.prompt,
      earlier: { turns: said.history.turns.length, leftOut: said.history.leftOut },
    },
    notices: noticesOf(sending, said),
    saying: sayingOf(said),
    placeholders,
    sending,
    candidates,
    leaving: candidates.some((each) => each.route === 'vision' || said.texts.length > 0) ? pictures : [],
  };
}

/**
 * What of the conversation goes along with a question that is to be answered. One without words is about its own
 * pictures; one that has its own takes along only words. Others take earlier pictures, as far as there is room.
 */
export function historyOf(
  question: Question,
  pictures: readonly StoredAttachment[],
  { turns, settings }: Pick<ExplainContext, 'turns' | 'settings'>,
): History {
  if (!turns || question.prompt.trim() === '' || (question.form ?? 'answer') !== 'answer') return NO_HISTORY;
  return historyFor(turns(question), {
    mode: settings.privacy.mode,
    pictures: pictures.length > 0 ? 0 : MAX_ATTACHMENTS,
    bytes: bytesWithinBase64(settings.image.maxPayloadBytes),
  });
}

/** What later questions may send again: not what the user agreed to send once although it was not safe. */
function sayingOf({ prompt, pictures, texts, code }: Sayable): Plan['saying'] {
  const isSafe = pictures.every(({ safe }) => safe.image.safe);
  return { prompt, pictures: isSafe ? pictures : [], texts: isSafe ? texts : [], code };
}

/** Whether anybody can be asked at all. */
function hasModels({ settings, gateway, localServer }: ExplainContext): boolean {
  return localServer !== undefined || (gateway !== undefined && settings.routing.policy !== 'private');
}

/** Who is asked, and after them who can answer instead. */
async function withFallbacks(
  first: Sending,
  said: Sayable,
  context: ExplainContext & QuestionPricing,
): Promise<Sending[]> {
  const { settings, catalogue, ledger, gateway, localServer } = context;
  const day = ledger.today();
  const others = fallbacksOf({
    first: candidateOf(first),
    policy: settings.routing.policy,
    catalogue,
    day,
    hasMain: gateway !== undefined,
    textModel: settings.models.text || chooseModel(catalogue, 'text', day, undefined).model.name,
    localModel: localServer?.model,
    hasText: said.texts.length > 0,
  });
  const prepared: PricedSending[] = [];
  for (const other of others) {
    const sending = await tryToPrepare(other, said, context);
    // They are Lenscap's choice, whoever chose the first.
    if (isPriced(sending)) prepared.push({ ...sending, isDefault: true });
  }
  const priced = [first, ...prepared].map((sending) => ({
    sending,
    ...candidateOf(sending),
    expectedNanoUsd: sending.expectedNanoUsd,
    maxNanoUsd: sending.maxNanoUsd,
  }));
  const [choice, ...rest] = priced;
  return choice ? chainOf(choice, rest).map(({ sending }) => sending) : [first];
}

/** What was read in each picture, as it is sent. */
function textsOf({ pictures, texts }: Sayable): Quote['texts'] {
  return pictures.flatMap(({ id }, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ id, text }];
  });
}

function candidateOf({ provider, route, model }: Sending) {
  return { provider, route, model: model.name };
}

function noticesOf({ notice, route }: PricedSending, { pictures, texts }: Sayable): string[] {
  const notices = notice === undefined ? [] : [notice];
  if (route === 'vision' || pictures.length === 0) return notices;
  return [...notices, notSent(pictures.length === 1, texts.length > 0)];
}

function notSent(isOne: boolean, hasText: boolean): string {
  if (hasText)
    return isOne
      ? l10n.t('The picture was not sent, only its text.')
      : l10n.t('The pictures were not sent, only their text.');
  return isOne ? l10n.t('The picture was not sent.') : l10n.t('The pictures were not sent.');
}

/** What a question's words tell, and what the form of its answer does. */
function featuresOf({ prompt, form }: Question): PromptFeatures {
  const features = readPrompt(prompt);
  // Code and tables are words, whatever is asked of them.
  if (form === 'code') return { ...features, reads: features.reads + 1 };
  // What compares is done already: each place goes as words where its difference is in the words.
  return form === 'changes' ? { ...features, compares: 0 } : features;
}

/** @throws UsageError where only a model could give what is wanted. Code is what was read here, if something was. */
function refuseFormless({ form = 'answer' }: Question, pictures: readonly StoredAttachment[]): void {
  if (form === 'answer') return;
  if (form === 'code') {
    if (pictures.some(({ safe }) => safe.image.text.trim() !== '')) return;
    throw new UsageError(
      'nothing-read',
      l10n.t('No text could be read in the picture, and there is no model to look at it.'),
      l10n.t('Set a key with "Lenscap: Set API Key", or take a sharper picture.'),
    );
  }
  throw new UsageError(
    'nobody-writes',
    l10n.t('There is no model to write it down.'),
    l10n.t('Set a key with "Lenscap: Set API Key", or name a server in lenscap.routing.localServer.'),
  );
}

function noSound(): UsageError {
  return new UsageError(
    'route-without-sound',
    l10n.t('The audio route sends a sound, and there is none.'),
    l10n.t('Record a voice note first, or choose another route.'),
  );
}

/** @throws UsageError if there is nothing to answer, or nothing that the route asked for would send. */
function refuseEmpty({ prompt, route }: Question, { pictures, texts }: Sayable): void {
  if (prompt.trim() !== '' || texts.length > 0) return;
  if (pictures.length === 0) {
    throw new UsageError(
      'empty-question',
      l10n.t('There is no question and no picture.'),
      l10n.t('Type a question or paste a screenshot.'),
    );
  }
  if (route === 'text') {
    throw new UsageError(
      'empty-question',
      l10n.t('The text route sends words only, and there are none.'),
      l10n.t('Type a question, or choose another route.'),
    );
  }
}
