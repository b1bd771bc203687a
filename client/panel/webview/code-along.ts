import * as l10n from '@vscode/l10n';
import { plural } from '../../../protocol/language.ts';
import type { CodePlace, ToView } from '../messages.ts';
import { checkbox } from './checkbox.ts';
import { element, icon, patchChildren } from './dom.ts';
import { placeholdersIn } from './sent-text.ts';

type CodeMessage = Extract<ToView, { type: 'code' }>;

export interface CodeActions {
  readonly openCode: (place: CodePlace) => void;
  readonly includeCode: (yes: boolean) => void;
}

/** The places in code that the question being composed names, and the lines of them that go along. */
export class CodeAlongBar {
  readonly root = element('div', {
    class: 'code-along',
    attributes: { role: 'group', 'aria-label': l10n.t('Code the question is about') },
  });
  readonly #actions: CodeActions;
  readonly #links = element('div', { class: 'code-links' });
  readonly #choice = checkbox('', (yes) => this.#actions.includeCode(yes));
  readonly #lines = element('div', { class: 'code-lines' });
  readonly #sent = element('details', {}, element('summary', {}, l10n.t('What goes along')), this.#lines);
  #places = 0;

  constructor(actions: CodeActions) {
    this.#actions = actions;
    this.root.append(this.#links, this.#choice, this.#sent);
    this.root.hidden = true;
  }

  /** @returns what a screen reader should say about it */
  show({ places, wish, offered, includes, sent }: CodeMessage): string | undefined {
    patchChildren(this.#links, placeLinks(places, this.#actions.openCode));
    this.root.hidden = places.length === 0;
    this.#choice.hidden = wish === 'never' || offered === 0;
    this.#choice.checked = includes;
    this.#choice.label = plural(offered, {
      one: l10n.t('Include the lines around 1 place'),
      other: l10n.t('Include the lines around {0} places', offered),
    });
    const wasHidden = this.#sent.hidden;
    this.#sent.hidden = sent.length === 0;
    // Who has just agreed sees to what.
    if (wasHidden && !this.#sent.hidden) this.#sent.open = true;
    patchChildren(this.#lines, sent.flatMap(excerpt));
    const before = this.#places;
    this.#places = places.length;
    return before === 0 && places.length > 0
      ? plural(places.length, {
          one: l10n.t('1 place in your code found.'),
          other: l10n.t('{0} places in your code found.', places.length),
        })
      : undefined;
  }
}

/** Places as links: a click opens the file there. */
export function placeLinks(
  places: readonly (CodePlace & { whyNot?: string | null })[],
  open: (place: CodePlace) => void,
): HTMLElement[] {
  return places.map((place) => {
    const { path, line, whyNot } = place;
    const title = whyNot
      ? l10n.t('Open {0}, line {1} (its lines stay here: {2})', path, line, whyNot)
      : l10n.t('Open {0}, line {1}', path, line);
    return element(
      'button',
      {
        class: 'link-button place',
        attributes: { type: 'button', title },
        on: { click: () => open(place) },
      },
      icon(whyNot ? 'lock' : 'go-to-file'),
      `${path}:${line}`,
    );
  });
}

function excerpt({ path, firstLine, text }: CodeMessage['sent'][number]): HTMLElement[] {
  const what = l10n.t('{0}, from line {1}', path, firstLine);
  return [
    element('h3', {}, what),
    element(
      'pre',
      // It scrolls, and so has to be reached by keys.
      {
        attributes: { tabindex: 0, role: 'region', 'aria-label': l10n.t('{0}, exactly as it is sent', what) },
      },
      ...placeholdersIn(text),
    ),
  ];
}
