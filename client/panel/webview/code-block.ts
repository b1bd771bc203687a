import * as l10n from '@vscode/l10n';
import { element, iconButton } from './dom.ts';

export interface CodeActions {
  readonly copyText: (text: string) => void;
  readonly insertCode: (code: string) => void;
  /** Shows it as a change. @param before the words before it, which may say where it belongs */
  readonly applyCode: (code: string, info: string, before: string) => void;
}

/** The most characters before a block of code that are looked through for the file it belongs to. */
const MAX_BEFORE = 1_000;

/**
 * Puts code into a frame with what can be done with it.
 * @param info what stands after its fence: the language, and often a file
 */
export function codeFrame(block: HTMLPreElement, info: string, actions: CodeActions): HTMLElement {
  const code = (): string => block.textContent ?? '';
  const [language = '', ...about] = info.split(/\s+/);
  // Fences call it that, in every language.
  const shown = info || 'text';
  // It scrolls, and so it is reached by keys, and says what it is.
  block.tabIndex = 0;
  block.setAttribute('role', 'group');
  block.setAttribute('aria-label', shown);
  const frame = element('div', { class: 'code-block' });
  frame.append(
    element(
      'div',
      { class: 'code-bar' },
      element('span', { class: 'code-info', attributes: { title: info || undefined } }, shown),
      element(
        'span',
        {
          class: 'code-actions',
          attributes: { role: 'group', 'aria-label': l10n.t('Code, {0}', language || shown) },
        },
        iconButton('copy', l10n.t('Copy Code'), () => actions.copyText(code())),
        iconButton('insert', l10n.t('Insert Code at Cursor'), () => actions.insertCode(code())),
        iconButton('diff', l10n.t('Apply as a Change…'), () =>
          actions.applyCode(code(), [language, ...about].join(' '), wordsBefore(frame)),
        ),
      ),
    ),
    block,
  );
  return frame;
}

/** The end of what an answer says before one of its blocks. */
function wordsBefore(frame: HTMLElement): string {
  const answer = frame.closest('.answer');
  if (!answer) return '';
  const range = document.createRange();
  range.setStart(answer, 0);
  range.setEndBefore(frame);
  return range.toString().slice(-MAX_BEFORE);
}
