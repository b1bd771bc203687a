import type {} from '@vscode-elements/elements/dist/vscode-button/index.js';
import type {} from '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { element } from './dom.ts';

/** A button with words on it, as VS Code has them. Those that are icons are ours: see `iconButton`. */
export function button(
  label: string,
  click: () => void,
  { isSecondary = false, title }: { isSecondary?: boolean; title?: string } = {},
): HTMLElement {
  return element(
    'vscode-button',
    { class: 'button', attributes: { secondary: isSecondary, title }, on: { click } },
    label,
  );
}

/** A quiet button with an icon and words, as VS Code has them in toolbars; `title` is its tooltip. */
export function quietButton(
  icon: string,
  label: string,
  click: () => void,
  title?: string,
): HTMLElementTagNameMap['vscode-toolbar-button'] {
  return element(
    'vscode-toolbar-button',
    { class: 'quiet-button', attributes: { icon, title }, on: { click } },
    element('span', {}, label),
  );
}
