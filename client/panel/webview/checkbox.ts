import type {} from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { type Child, element } from './dom.ts';

export type Checkbox = HTMLElementTagNameMap['vscode-checkbox'];

/**
 * A checkbox as VS Code has them.
 * @param words what stands beside it; it is also its name for screen readers
 */
export function checkbox(
  words: string | readonly Child[],
  change: (isChecked: boolean) => void,
  { class: classes, isChecked = false }: { class?: string; isChecked?: boolean } = {},
): Checkbox {
  const isText = typeof words === 'string';
  const box: Checkbox = element(
    'vscode-checkbox',
    {
      ...(classes !== undefined && { class: classes }),
      attributes: { checked: isChecked, label: isText ? words : undefined },
      on: { change: () => change(box.checked) },
    },
    ...(isText ? [] : words),
  );
  return box;
}

/** Gives something the focus: an element of VS Code's can take it only once it is drawn. */
export function focusWhenDrawn(target: HTMLElement): void {
  target.focus();
  if ('updateComplete' in target && target.updateComplete instanceof Promise)
    void target.updateComplete.then(() => target.focus());
}
