import * as l10n from '@vscode/l10n';
import type { QuoteLine, ViewMessage } from '../messages.ts';
import { element } from './dom.ts';
import { routeButton } from './ways.ts';

export interface SentTextActions {
  /** Has the question answered another way. */
  readonly route: (way: Extract<ViewMessage, { type: 'route' }>['way']) => void;
}

/** What stands for a secret: `⟦github-token-1⟧`. */
const PLACEHOLDER = /(⟦[^⟦⟧\n]{1,80}⟧)/;

/** The text that is sent instead of a picture, to the letter, and the button that sends the picture; nothing where it goes itself. */
export function sentText(
  name: string,
  quote: QuoteLine,
  text: string | undefined,
  { route }: SentTextActions,
): Node[] {
  if (text === undefined || quote.kind !== 'quote') return [];
  const looks = quote.alternatives.filter((each) => each.route === 'vision');
  return [
    element(
      'div',
      { class: 'sent-text-head' },
      element('h3', {}, l10n.t('Sent as text')),
      ...looks.map((way) => routeButton(way, route)),
    ),
    element(
      'pre',
      // It scrolls, and so has to be reached by keys.
      {
        attributes: {
          tabindex: 0,
          role: 'region',
          'aria-label': l10n.t('Text of {0}, exactly as it is sent', name),
        },
      },
      ...placeholdersIn(text),
    ),
    element(
      'p',
      { class: 'small' },
      l10n.t('Of this picture only the text is sent. The pixels stay on this machine.'),
    ),
  ];
}

/** A text that is sent, with what stands for secrets in it marked. */
export function placeholdersIn(text: string): (string | HTMLElement)[] {
  return text
    .split(PLACEHOLDER)
    .map((part, index) =>
      index % 2 === 0
        ? part
        : element(
            'span',
            { class: 'placeholder', attributes: { title: l10n.t('Stands for a secret') } },
            part,
          ),
    );
}
