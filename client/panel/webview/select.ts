import type {} from '@vscode-elements/elements/dist/vscode-option/index.js';
import type {} from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { element } from './dom.ts';

export type Select = HTMLElementTagNameMap['vscode-single-select'];
export type Option = HTMLElementTagNameMap['vscode-option'];

/**
 * A list to choose one of, as VS Code has them.
 * @param label what a screen reader says that it is
 */
export function select(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  change: (value: string) => void,
): Select {
  const list: Select = element(
    'vscode-single-select',
    { attributes: { label }, on: { change: () => change(list.value) } },
    ...options.map(option),
  );
  // Escape closes an open list, and is nobody else's: elsewhere it stops an answer, or a recording.
  list.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !list.open) return;
      event.stopPropagation();
      list.open = false;
    },
    { capture: true },
  );
  return list;
}

export function option([value, text]: readonly [value: string, text: string]): Option {
  return element('vscode-option', { attributes: { value } }, text);
}
