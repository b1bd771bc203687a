import * as l10n from '@vscode/l10n';
import { LenscapError } from '../../protocol/errors.ts';
import type { Question, Quote } from '../../protocol/quote.ts';
import type { BudgetState } from '../../protocol/spend.ts';
import { ROUTE_OF, type Way, type WayPrice } from '../routing/choose-route.ts';
import { picturesOf } from './history.ts';
import type { Pricing } from './pricing.ts';
import { type Asked, modelOf, type PricedSending, type Sayable, tryToPrepare } from './sending.ts';

/** What ways depend on beside the question. */
export interface WaysContext extends Pricing {
  workspace: string;
  gateway: { provider: { hasAllModels?: boolean }; lacks(model: string): boolean } | undefined;
  localServer?: { model: string } | undefined;
}

/** Ways a question could go, each with what would be sent, or why it cannot be. */
export type Ways = ReadonlyMap<Way, PricedSending | LenscapError>;

export interface FoundWays {
  ways: Ways;
  /** What an answer to the question usually takes, in tokens: all ways are priced with it. */
  typicalOutputTokens: number | undefined;
}

/** The model is told by the question, the settings, or the catalogue; in this order. */
function askedBy(question: Question, said: Sayable, context: WaysContext): Map<Way, Asked> {
  const { settings, gateway, localServer } = context;
  const { policy } = settings.routing;
  const { model } = question;
  // A model that was named goes with the route that was.
  const forRoute = (route: 'text' | 'vision') =>
    model === undefined || (question.route ?? route) !== route || model === usual(route, context)
      ? settings.models[route]
      : model;
  const past = said.history.turns.filter(({ pictures }) => pictures.length > 0);
  const hasPictures = said.pictures.length > 0 || past.length > 0;
  // Those of earlier questions as well: words stand for all pictures, or for none.
  const isRead =
    (said.pictures.length === 0 || said.texts.length > 0) && past.every(({ texts }) => texts.length > 0);
  const hasWords = said.prompt.trim() !== '' || said.texts.length > 0;
  const ways = new Map<Way, Asked>();
  const mayVision = hasPictures || question.route === 'vision';
  // Words alone, where there is a picture: only those that stand for it, unless the user wants it so.
  const mayText = hasWords && (!hasPictures || isRead || question.route === 'text');
  if (gateway && policy !== 'private' && (model === undefined || model !== localServer?.model)) {
    if (mayVision) {
      ways.set('vision', { provider: 'main', route: 'vision', model: forRoute('vision') });
      if (model === undefined && mayGlance(context))
        ways.set('glance', {
          provider: 'main',
          route: 'vision',
          model: settings.models.glance,
          role: 'glance',
        });
    }
    if (mayText) {
      ways.set('text', { provider: 'main', route: 'text', model: forRoute('text') });
      if (model === undefined && settings.models.text === '')
        ways.set('accurate', {
          provider: 'main',
          route: 'text',
          model: settings.models.vision,
          role: 'vision',
        });
    }
  }
  if (localServer && (model === undefined || model === localServer.model || policy === 'private')) {
    const local = { provider: 'local', model: localServer.model } as const;
    if (mayVision) ways.set('server-vision', { ...local, route: 'vision' });
    if (mayText) ways.set('server-text', { ...local, route: 'text' });
  }
  return ways;
}

/** Whether there is a model for a glance: one that was named, or the catalogue's where it is sure to be there. */
function mayGlance({ settings, gateway, catalogue, ledger }: WaysContext): boolean {
  const { models, routing, privacy } = settings;
  // Strict is who wants no more to leave than has to.
  if (routing.policy === 'best' || privacy.mode === 'strict') return false;
  if (models.glance !== '') return true;
  if (models.vision !== '' || gateway?.provider.hasAllModels !== true) return false;
  // A key may not be for all of them: the provider says so once.
  return !gateway.lacks(catalogue.defaultFor('glance', ledger.today()).model.name);
}

/** The model a route asks as long as nobody names another. */
function usual(route: 'text' | 'vision', { settings, catalogue, ledger }: WaysContext): string {
  return settings.models[route] || catalogue.defaultFor(route, ledger.today()).model.name;
}

/** The ways there are for a question, priced alike. */
export async function findWays(question: Question, said: Sayable, context: WaysContext): Promise<FoundWays> {
  const asked = askedBy(question, said, context);
  // Whatever was asked for: the price on a button is the price after its click.
  const usualWays = askedBy({ ...question, route: undefined, model: undefined }, said, context);
  const typicalOutputTokens = await typicalOutput([...usualWays.values(), ...asked.values()], context);
  const ways = new Map<Way, PricedSending | LenscapError>();
  for (const [way, each] of asked)
    ways.set(way, await tryToPrepare(each, said, { ...context, typicalOutputTokens }));
  // Once the default models are shut down, one may have taken the place of both.
  if (isSameModel(ways.get('text'), ways.get('accurate'))) ways.delete('accurate');
  const glance = ways.get('glance');
  if (isPriced(glance) && isSameModel(glance, ways.get('vision')))
    ways.set('glance', { ...glance, isGlance: false });
  // Nobody asked for it: the others will do. One that was named and cannot be asked is told of.
  if (glance && !isPriced(glance) && context.settings.models.glance === '') ways.delete('glance');
  return { ways, typicalOutputTokens };
}

/** How much dearer than a glance the text may be that stands in for it. */
const STAND_IN_FACTOR = 2;

/**
 * A glance at the price of its text where that is a little dearer: then the text may stand in for it at no higher
 * price than was shown.
 */
export function withTextBehind(
  glance: PricedSending,
  ways: Ways,
  prices: Partial<Record<Way, WayPrice>>,
): PricedSending {
  const [text, vision] = [ways.get('text'), ways.get('vision')];
  if (!isPriced(text) || prices.text?.fits !== true) return glance;
  const expectedNanoUsd = Math.max(glance.expectedNanoUsd, text.expectedNanoUsd);
  const maxNanoUsd = Math.max(glance.maxNanoUsd, text.maxNanoUsd);
  const isNear =
    expectedNanoUsd <= STAND_IN_FACTOR * glance.expectedNanoUsd &&
    maxNanoUsd <= STAND_IN_FACTOR * glance.maxNanoUsd;
  const isDearer =
    isPriced(vision) && (expectedNanoUsd > vision.expectedNanoUsd || maxNanoUsd > vision.maxNanoUsd);
  return isNear && !isDearer ? { ...glance, expectedNanoUsd, maxNanoUsd } : glance;
}

function isSameModel(one: PricedSending | LenscapError | undefined, other: typeof one): boolean {
  return isPriced(one) && isPriced(other) && one.model.name === other.model.name;
}

/**
 * How long an answer to a question usually is: by the answers of the first way that had enough of them. With
 * pictures, that is looking at them. How long it is depends on the question, not on who answers it.
 */
async function typicalOutput(ways: Iterable<Asked>, context: WaysContext): Promise<number | undefined> {
  const seen = new Set<string>();
  for (const asked of ways) {
    const model = nameOf(asked, context);
    const key = `${asked.route} ${model}`;
    if (model === undefined || seen.has(key)) continue;
    seen.add(key);
    const typical = await context.ledger.typicalOutput(asked.route, model);
    if (typical !== undefined) return typical;
  }
  return undefined;
}

/** The model's name; undefined where it cannot be asked. */
function nameOf(asked: Asked, context: WaysContext): string | undefined {
  try {
    return modelOf(asked, context).model.name;
  } catch (error) {
    if (error instanceof LenscapError) return undefined;
    throw error;
  }
}

/** What the choice between ways depends on. One that cannot be priced is chosen as if it were free, and then says why not. */
export async function pricesOf(
  ways: Ways,
  { allowNanoUsd }: Question,
  { ledger, workspace }: WaysContext,
): Promise<Partial<Record<Way, WayPrice>>> {
  const prices: Partial<Record<Way, WayPrice>> = {};
  const models = new Set([...ways.values()].flatMap((each) => (isPriced(each) ? each.model.name : [])));
  // Asked for once: a quote is wanted with every key that the user types.
  const budgets = models.size === 0 ? [] : await ledger.budgets({ workspace, model: [...models] });
  for (const [way, sending] of ways) {
    if (!isPriced(sending)) {
      prices[way] = { expectedNanoUsd: 0, fits: true };
      continue;
    }
    const { expectedNanoUsd, maxNanoUsd, model } = sending;
    const fits = allowNanoUsd !== undefined || maxNanoUsd <= roomFor(model.name, workspace, budgets);
    prices[way] = { expectedNanoUsd, fits };
  }
  return prices;
}

/** What the tightest budget has left for a question to a model. */
function roomFor(model: string, workspace: string, budgets: readonly BudgetState[]): number {
  const subjects = { all: '', workspace, model };
  const rooms = budgets.flatMap(
    ({ scope, subject, capNanoUsd, spentNanoUsd, heldNanoUsd, allowedNanoUsd }) =>
      capNanoUsd === null || subject !== subjects[scope]
        ? []
        : [capNanoUsd - (spentNanoUsd + heldNanoUsd - allowedNanoUsd)],
  );
  return Math.min(...rooms);
}

/** The other ways a user can choose with one click, as the buttons say it. */
export function alternativesTo(chosen: Way, ways: Ways, said: Sayable): Quote['alternatives'] {
  const pictures = [...picturesOf(said.history), ...said.pictures];
  const texts = [...said.history.turns, said].flatMap((each) => each.texts);
  const alternatives: Quote['alternatives'] = [];
  for (const [way, sending] of ways) {
    const title = titleOf(way, sending, { chosen, pictures: pictures.length, texts: texts.length });
    if (way === chosen || title === undefined || !isPriced(sending)) continue;
    // Once the default model is shut down, what takes its place may be who glances.
    if (way === 'vision' && chosen === 'glance' && isSameModel(sending, ways.get(chosen))) continue;
    // The better model is offered for words; with a picture, looking at it is what is better.
    if (way === 'accurate' && pictures.length > 0) continue;
    const { model, expectedNanoUsd } = sending;
    alternatives.push({ route: ROUTE_OF[way], model: model.name, title, expectedNanoUsd });
  }
  if (chosen !== 'local' && pictures.length > 0)
    alternatives.push({
      route: 'local',
      model: 'local',
      title: l10n.t('Answer on this machine'),
      expectedNanoUsd: 0,
    });
  return alternatives;
}

function titleOf(
  way: Way,
  sending: PricedSending | LenscapError,
  { chosen, pictures, texts }: { chosen: Way; pictures: number; texts: number },
): string | undefined {
  // A glance is Lenscap's choice where words might do; who wants a picture looked at wants it looked at well.
  if (!isPriced(sending) || way === 'glance') return undefined;
  const { model } = sending;
  if (way === 'vision' && chosen === 'glance') return l10n.t('Ask {0}', model.name);
  if (way === 'vision')
    return pictures === 1 ? l10n.t('Look at the picture') : l10n.t('Look at the pictures');
  if (way === 'server-text' || way === 'server-vision') return l10n.t('Ask {0} on this machine', model.name);
  if (pictures === 0) return l10n.t('Ask {0}', model.name);
  if (texts === 0) return undefined;
  return pictures === 1 ? l10n.t('Send only its text') : l10n.t('Send only their text');
}

export function isPriced(sending: PricedSending | LenscapError | undefined): sending is PricedSending {
  return sending !== undefined && !(sending instanceof LenscapError);
}
