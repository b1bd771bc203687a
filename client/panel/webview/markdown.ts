import createDOMPurify from 'dompurify';
import { element, icon } from './dom.ts';
import { renderHtml } from './render.ts';

const purify = createDOMPurify(window);

/**
 * A model's answer as nodes. The words come from a stranger: HTML in them is
 * text, pictures are their alternative text, links lead to the web or nowhere,
 * and what the renderer made is sanitized once more before it becomes nodes.
 */
export function renderMarkdown(text: string, copy: (code: string) => void): Node[] {
  const fragment = purify.sanitize(renderHtml(text), {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: [
      ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li'],
      ...['strong', 'em', 's', 'a', 'code', 'pre', 'span', 'div'],
      ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    ALLOWED_ATTR: ['href', 'class', 'start'],
    ALLOWED_URI_REGEXP: /^https?:\/\//i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
  for (const link of fragment.querySelectorAll('a')) {
    // Where a link leads is shown before it is followed.
    link.title = link.href;
    link.rel = 'noreferrer noopener';
  }
  for (const table of fragment.querySelectorAll('table')) {
    const scroller = element('div', {
      class: 'table',
      attributes: { tabindex: 0, role: 'region', 'aria-label': 'Table' },
    });
    table.replaceWith(scroller);
    scroller.append(table);
  }
  for (const block of fragment.querySelectorAll('pre')) decorateCode(block, copy);
  return [...fragment.childNodes];
}

function decorateCode(block: HTMLPreElement, copy: (code: string) => void): void {
  const code = block.querySelector('code');
  const language = /(?:^|\s)language-([\w+#.-]+)/.exec(code?.className ?? '')?.[1];
  const frame = element('div', { class: 'code-block' });
  block.replaceWith(frame);
  block.tabIndex = 0;
  const button = element(
    'button',
    {
      class: 'icon-button',
      attributes: { type: 'button', title: 'Copy Code', 'aria-label': 'Copy Code' },
      on: { click: () => copy(code?.textContent ?? '') },
    },
    icon('copy'),
  );
  frame.append(element('div', { class: 'code-bar' }, element('span', {}, language ?? 'text'), button), block);
}
