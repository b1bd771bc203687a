import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../protocol/explain.ts';
import type { Quote } from '../../protocol/quote.ts';
import { NO_USAGE } from '../../protocol/usage.ts';
import type { PictureAttachment } from '../attachments.ts';
import { askingWays, type Comparison } from '../changes.ts';
import { comparisonSentences } from '../comparison-sentences.ts';
import type { Way, WayOn } from './messages.ts';

/** The routes that ways to ask about changes stand for. */
const ROUTES: Partial<Record<WayOn, 'text' | 'vision'>> = {
  'ask-changes-as-text': 'text',
  'ask-changes-as-picture': 'vision',
};

/** The route a way asks on; undefined if it is another kind of way. */
export function routeOfWay(way: WayOn): 'text' | 'vision' | undefined {
  return ROUTES[way];
}

/** What was found in comparing two pictures, as an answer. @param totalMs how long it took */
export function foundHere(
  found: Comparison,
  pictures: readonly PictureAttachment[],
  totalMs: number,
): Explanation {
  const text = comparisonSentences(found).join(' ');
  const unsafe = pictures.find(({ sendable }) => !sendable);
  return {
    text,
    masked: text,
    route: 'local',
    model: '',
    reason: l10n.t('differences are found here first'),
    finishReason: 'stop',
    usage: NO_USAGE,
    costNanoUsd: 0,
    certainty: 'free',
    cache: 'off',
    requestId: '',
    attempts: [],
    sent: [],
    timings: { attachMs: 0, firstDeltaMs: null, totalMs },
    notices:
      unsafe && found.places.length > 0
        ? [
            l10n.t(
              '“{0}” may still show a secret. To ask what changed, edit the question and choose “Send anyway” first.',
              unsafe.name,
            ),
          ]
        : [],
  };
}

/** The ways to ask a model about them, with their prices. */
export function offerToAsk(quoted: Quote | undefined): Way[] {
  return askingWays(quoted).flatMap(({ route, label, price, description, detail }) => {
    if (route !== 'text' && route !== 'vision') return [];
    const title = detail === undefined ? description : `${description}. ${detail}`;
    const way = route === 'text' ? 'ask-changes-as-text' : 'ask-changes-as-picture';
    return [{ way, label: `${label} · ${price}`, title }];
  });
}
