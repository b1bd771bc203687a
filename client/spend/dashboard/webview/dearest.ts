import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../../../protocol/money.ts';
import type { SpendRow } from '../../../../protocol/spend.ts';
import { element, iconButton } from '../../../panel/webview/dom.ts';
import { table } from './table.ts';
import { certaintyName, formatInstant, workspaceName } from './wording.ts';

/** The most expensive questions of the range, with the id to ask the provider about each. */
export class Dearest {
  readonly root: HTMLElement;
  readonly #table = element('div', {
    class: 'table',
    attributes: { tabindex: 0, role: 'region', 'aria-label': l10n.t('Most expensive questions, table') },
  });
  readonly #copy: (text: string) => void;

  constructor(copy: (text: string) => void) {
    this.#copy = copy;
    this.root = element(
      'section',
      { class: 'plot wide', attributes: { 'aria-labelledby': 'dearest' } },
      element(
        'div',
        { class: 'heading' },
        element('h2', { attributes: { id: 'dearest' } }, l10n.t('Most Expensive Questions')),
      ),
      this.#table,
    );
  }

  show(rows: readonly SpendRow[]): void {
    // Who stands on a button while rows change, stands on the same one afterwards.
    const { activeElement } = document;
    const focused = this.#table.contains(activeElement) ? activeElement?.getAttribute('data-row') : undefined;
    this.#table.replaceChildren(
      table({
        caption: l10n.t('The most expensive questions'),
        columns: [
          l10n.t('Time'),
          l10n.t('Workspace'),
          l10n.t('Model'),
          l10n.t('Certainty'),
          l10n.t('Request Id'),
          l10n.t('Cost'),
        ],
        rows: rows.map((row) => [
          element('time', { attributes: { datetime: row.at } }, formatInstant(row.at)),
          workspaceName({ workspace: row.workspace, isRest: false }),
          row.model,
          certaintyName(row.certainty),
          this.#requestId(row),
          formatUsd(row.costNanoUsd),
        ]),
        words: 5,
      }),
    );
    if (focused) this.#table.querySelector<HTMLElement>(`[data-row="${CSS.escape(focused)}"]`)?.focus();
  }

  #requestId({ id, requestId }: SpendRow): HTMLElement {
    const button = iconButton('copy', l10n.t('Copy the request id {0}', requestId), () =>
      this.#copy(requestId),
    );
    button.dataset['row'] = String(id);
    return element('span', { class: 'request-id' }, element('code', {}, requestId), button);
  }
}
