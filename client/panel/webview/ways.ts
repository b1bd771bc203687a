import { formatUsd } from '../../../protocol/money.ts';
import type { QuoteLine, ViewMessage, Way, WayOn } from '../messages.ts';
import { button } from './button.ts';
import { element } from './dom.ts';

type Alternative = Extract<QuoteLine, { kind: 'quote' }>['alternatives'][number];

/** The ways on from a refusal as buttons; the first is the likeliest. */
export function wayButtons(ways: readonly Way[], choose: (way: WayOn) => void): HTMLElement {
  return element(
    'div',
    { class: 'ways', attributes: { role: 'group', 'aria-label': 'Ways on' } },
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
    buttons.push(linkButton('Let Lenscap choose', 'By lenscap.routing.policy', () => choose(null)));
  return buttons;
}

/** Another way a question can be answered, with its price. */
export function routeButton(
  { route, model, title, expectedNanoUsd }: Alternative,
  choose: (way: Extract<ViewMessage, { type: 'route' }>['way']) => void,
): HTMLElement {
  const price = expectedNanoUsd === 0 ? 'free' : `about ${formatUsd(expectedNanoUsd)}`;
  return linkButton(`${title} · ${price}`, route === 'local' ? 'Without a model' : `With ${model}`, () =>
    choose({ route, model }),
  );
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
  return ways.length === 0 ? '' : ` Choose from: ${ways.map(({ label }) => label).join(', ')}.`;
}
