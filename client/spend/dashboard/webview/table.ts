import { element } from '../../../panel/webview/dom.ts';

export type Cell = string | Node;

export interface TableContent {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
  readonly foot?: readonly Cell[];
  /** How many columns from the left are words; the others are figures. */
  readonly words?: number;
}

/** A table with named rows and columns. */
export function table({ caption, columns, rows, foot, words = 1 }: TableContent): HTMLTableElement {
  const kind = (index: number): { class?: string } => (index < words ? {} : { class: 'figure' });
  const row = (cells: readonly Cell[]): HTMLTableRowElement =>
    element(
      'tr',
      {},
      ...cells.map((cell, index) =>
        index === 0
          ? element('th', { attributes: { scope: 'row' } }, cell)
          : element('td', kind(index), cell),
      ),
    );
  return element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map((name, index) =>
          element('th', { ...kind(index), attributes: { scope: 'col' } }, name),
        ),
      ),
    ),
    element('tbody', {}, ...rows.map(row)),
    foot && element('tfoot', {}, row(foot)),
  );
}
