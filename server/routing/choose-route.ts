import * as l10n from '@vscode/l10n';
import type { Look } from '../../protocol/attach.ts';
import type { Route } from '../../protocol/route.ts';
import type { Settings } from '../../protocol/settings.ts';
import { type Judgement, judgePicture } from './judge-picture.ts';
import type { PromptFeatures } from './prompt-features.ts';

export type Policy = Settings['routing']['policy'];

/**
 * A way to have a question answered: by the model for pictures, by a cheaper one
 * that looks at pictures which are most likely just text, by the model for text,
 * by the better model but with words only, by a server on this machine with
 * pictures or words, or here without any model.
 */
export type Way = 'vision' | 'glance' | 'text' | 'accurate' | 'server-vision' | 'server-text' | 'local';

/** What a way that could be taken would cost. */
export interface WayPrice {
  expectedNanoUsd: number;
  /** Whether the worst case has room in every budget. */
  fits: boolean;
}

/** All the choice depends on. */
export interface RouteFeatures {
  /** What each picture is like; null where it was not read. */
  looks: readonly (Look | null)[];
  prompt: PromptFeatures;
  policy: Policy;
  /** Somebody waits for the answer. */
  isUrgent: boolean;
  /** The route the user asked for, if they did. */
  wanted: Route | undefined;
  /** Whether anybody can be asked: there is a key, or a server on this machine. */
  hasModels: boolean;
  /** The ways there are, with their prices; none of the provider's without a key, or when nothing may leave. */
  ways: Readonly<Partial<Record<Way, WayPrice>>>;
}

export interface RouteChoice {
  way: Way;
  /** In words the user sees, after "because". */
  reason: string;
}

export const ROUTE_OF: Readonly<Record<Way, Route>> = {
  vision: 'vision',
  glance: 'vision',
  text: 'text',
  accurate: 'text',
  'server-vision': 'vision',
  'server-text': 'text',
  local: 'local',
};

/** So hard a question goes to the better model. */
const HARD = 3;

/**
 * Chooses how a question is answered, and says why. What the user asked for is
 * done. A picture that is text is read and stays here, unless the question is
 * about its looks; where it is not sure that its text is enough, a cheaper model
 * looks at it. The better model is for what is hard or has to be right.
 * What a budget has no room for goes the cheaper way, and says so. A pure
 * function: no clock, no network, no state.
 */
export function chooseRoute(features: RouteFeatures): RouteChoice {
  const { ways, wanted } = features;
  if (!features.hasModels) return { way: 'local', reason: nobody(features) };
  if (wanted === 'local') return { way: 'local', reason: l10n.t('you asked for it') };
  if (wanted) {
    const way = waysOf(wanted, features).find((each) => ways[each]);
    return { way: way ?? 'local', reason: way ? l10n.t('you asked for it') : nobody(features) };
  }
  return affordable(features.looks.length > 0 ? aboutPictures(features) : aboutWords(features), features);
}

function nobody({ policy }: RouteFeatures): string {
  return policy === 'private'
    ? l10n.t('nothing may be sent (lenscap.routing.policy), and no server on this machine is set')
    : l10n.t('no API key is set');
}

/** The ways of a route, the preferred one first. */
function waysOf(route: Route, { policy }: RouteFeatures): Way[] {
  if (route === 'local') return ['local'];
  if (route === 'vision') return ['vision', 'server-vision'];
  if (policy === 'best') return ['accurate', 'text', 'server-text'];
  return policy === 'cheapest' ? ['server-text', 'text'] : ['text', 'server-text'];
}

function aboutPictures(features: RouteFeatures): RouteChoice {
  const { looks, prompt, policy, ways } = features;
  const judged = looks.map((look) => look && judgePicture(look, prompt, policy === 'cheapest'));
  const against = againstText(judged, prompt);
  const vision = waysOf('vision', features).find((way) => ways[way]);
  const text = waysOf('text', features).find((way) => ways[way]);
  const one = looks.length === 1;
  const glance = ways.glance && vision && !isDearer('glance', vision, ways) ? 'glance' : undefined;
  if (glance && policy === 'balanced' && against === undefined && judged.includes('probably-text'))
    return {
      way: glance,
      reason: one
        ? l10n.t('the picture is most likely just text')
        : l10n.t('the pictures are most likely just text'),
    };
  if (text && (policy !== 'best' || !vision) && against === undefined && !isDearer(text, vision, ways)) {
    const reason = one
      ? l10n.t('the picture is text, which was read here')
      : l10n.t('the pictures are text, which was read here');
    return { way: text, reason };
  }
  if (!vision) return { way: text ?? 'local', reason: l10n.t('there is no model that takes pictures') };
  if (glance && policy === 'cheapest')
    return { way: glance, reason: l10n.t('lenscap.routing.policy is cheapest') };
  const reason =
    against ?? (policy === 'best' ? l10n.t('lenscap.routing.policy is best') : l10n.t('it costs no more'));
  return {
    way: vision,
    reason,
  };
}

function aboutPicture(count: number): string {
  return count === 1
    ? l10n.t('the question is about a picture')
    : l10n.t('the question is about {0} pictures', count);
}

/** Why the text alone would not do; undefined if it would. */
function againstText(judged: readonly (Judgement | null)[], prompt: PromptFeatures): string | undefined {
  if (judged.some((each) => each === null || each === 'nothing-read')) return aboutPicture(judged.length);
  if (judged.includes('looks')) return l10n.t('the question is about how something looks');
  if (judged.includes('more-than-text')) return l10n.t('there is more to see than text');
  if (judged.includes('unread')) return l10n.t('the text could not be read well enough');
  if (judged.length > 1 && prompt.compares > 0) return l10n.t('the question compares pictures');
  return undefined;
}

function aboutWords(features: RouteFeatures): RouteChoice {
  const { prompt, policy, isUrgent, ways } = features;
  const usual = waysOf('text', features).find((way) => ways[way]) ?? 'local';
  if (policy === 'best') return { way: usual, reason: l10n.t('lenscap.routing.policy is best') };
  if (policy === 'private') return { way: usual, reason: l10n.t('lenscap.routing.policy is private') };
  if (policy === 'balanced' && ways.accurate && isUrgent) {
    if (prompt.asksForAccuracy) return { way: 'accurate', reason: l10n.t('the answer has to be right') };
    if (prompt.difficulty >= HARD) return { way: 'accurate', reason: l10n.t('the question is a hard one') };
  }
  return { way: usual, reason: l10n.t('the question has no picture') };
}

function isDearer(way: Way, than: Way | undefined, ways: RouteFeatures['ways']): boolean {
  const [one, other] = [ways[way], than && ways[than]];
  return one !== undefined && other !== undefined && one.expectedNanoUsd > other.expectedNanoUsd;
}

/** What is cheaper, where a budget has no room for the choice and has for that. */
function affordable(choice: RouteChoice, { ways, looks }: RouteFeatures): RouteChoice {
  if (ways[choice.way]?.fits !== false) return choice;
  const isReadable = looks.every((look) => look !== null && look.words > 0);
  // What goes as words stays here as a picture, whatever there is room for.
  const glance = ROUTE_OF[choice.way] === 'vision' ? (['glance'] as const) : [];
  const cheaper = ([...glance, 'text', 'server-vision', 'server-text'] as const).find(
    (way) =>
      ways[way]?.fits && !isDearer(way, choice.way, ways) && (isReadable || ROUTE_OF[way] === 'vision'),
  );
  if (!cheaper) return choice;
  const reason =
    choice.way === 'vision' && cheaper !== 'glance'
      ? l10n.t('a budget has no room for looking at a picture')
      : l10n.t('a budget has no room for the better model');
  return { way: cheaper, reason };
}
