import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element } from './dom.ts';

/** A button with words on it, as VS Code has them. Those that are icons are ours: a long thread has thousands of them. */
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
