import type { Way, WayOn } from '../messages.ts';
import { element } from './dom.ts';

/** The ways on from a refusal as buttons; the first is the likeliest. */
export function wayButtons(ways: readonly Way[], choose: (way: WayOn) => void): HTMLElement {
  return element(
    'div',
    { class: 'ways', attributes: { role: 'group', 'aria-label': 'Ways on' } },
    ...ways.map(({ way, label, title }, index) =>
      element(
        'button',
        {
          class: index === 0 ? 'button' : 'button secondary',
          attributes: { type: 'button', title },
          on: { click: () => choose(way) },
        },
        label,
      ),
    ),
  );
}

/** What a screen reader says of them. */
export function spokenWays(ways: readonly Way[]): string {
  return ways.length === 0 ? '' : ` Choose from: ${ways.map(({ label }) => label).join(', ')}.`;
}
