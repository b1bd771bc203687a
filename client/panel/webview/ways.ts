import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../../protocol/money.ts';
import type { QuoteLine, ViewMessage, Way, WayOn } from '../messages.ts';
import { button } from './button.ts';
import { element } from './dom.ts';

type Alternative = Extract<QuoteLine, { kind: 'quote' }>['alternatives'][number];

/** The ways on from a refusal as buttons; the first is the likeliest. */
export function wayButtons(ways: readonly Way[], choose: (way: WayOn) => void): HTMLElement {
  return element(
    'div',
    { class: 'ways', attributes: { role: 'group', 'aria-label': l10n.t('Ways on') } },
    ...ways.map(({ way, label, title }, index) =>
      button(label, () => choose(way), { isSecondary: index > 0, title }),
    ),
  );
}

/** The other ways a question can be answered, each with its price, and the way back to Lenscap's choice. */
export function routeButtons(
  { alternatives, isChosen }: Extract<QuoteLine, { kind: 'quote' }>,
  choose: (way: Extract<ViewMessage, { type: 'route' }>['way']) => void,
): HTMLElement[] {
  const buttons = alternatives.map((way) => routeButton(way, choose));
  if (isChosen)
    buttons.push(
      linkButton(l10n.t('Let Lenscap choose'), l10n.t('By lenscap.routing.policy'), () => choose(null)),
    );
  return buttons;
}

/** Another way a question can be answered, with its price. */
export function routeButton(
  { route, model, title, expectedNanoUsd }: Alternative,
  choose: (way: Extract<ViewMessage, { type: 'route' }>['way']) => void,
): HTMLElement {
  const price = expectedNanoUsd === 0 ? l10n.t('free') : l10n.t('about {0}', formatUsd(expectedNanoUsd));
  const by = route === 'local' ? l10n.t('Without a model') : l10n.t('With {0}', model);
  return linkButton(`${title} · ${price}`, by, () => choose({ route, model }));
}

function linkButton(label: string, title: string, click: () => void): HTMLElement {
  return element(
    'button',
    { class: 'link-button', attributes: { type: 'button', title }, on: { click } },
    label,
  );
}

/** What a screen reader says of them. */
export function spokenWays(ways: readonly Way[]): string {
  return ways.length === 0
    ? ''
    : ` ${l10n.t('Choose from: {0}.', ways.map(({ label }) => label).join(', '))}`;
}
