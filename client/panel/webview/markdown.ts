import * as l10n from '@vscode/l10n';
import { type CodeActions, codeFrame } from './code-block.ts';
import { element } from './dom.ts';
import { later } from './loading.ts';

/**
 * A model's answer as nodes. The words come from a stranger: HTML in them is
 * text, pictures are their alternative text, links lead to the web or nowhere,
 * and what the renderer made is sanitized once more before it becomes nodes.
 */
export function renderMarkdown(text: string, actions: CodeActions): Node[] {
  const { codeInfos, renderHtml, sanitize } = later();
  const fragment = sanitize(renderHtml(text));
  for (const link of fragment.querySelectorAll('a')) {
    // Where a link leads is shown before it is followed.
    link.title = link.href;
    link.rel = 'noreferrer noopener';
  }
  for (const table of fragment.querySelectorAll('table')) {
    const scroller = element('div', {
      class: 'table',
      // No landmark: an answer may have several.
      attributes: { tabindex: 0, role: 'group', 'aria-label': l10n.t('Table') },
    });
    table.replaceWith(scroller);
    scroller.append(table);
  }
  const blocks = fragment.querySelectorAll('pre');
  const infos = blocks.length > 0 ? codeInfos(text) : [];
  for (const [index, block] of blocks.entries()) {
    const place = document.createComment('');
    block.replaceWith(place);
    place.replaceWith(codeFrame(block, infos[index] ?? '', actions));
  }
  return [...fragment.childNodes];
}
