import * as l10n from '@vscode/l10n';
import { element } from './dom.ts';

/**
 * Makes links of words that name places in files, wherever they stand in a
 * part of an answer: not in links, and not in blocks of code, which are to be
 * copied.
 */
export function linkPlaces(part: Element, places: readonly string[], open: (words: string) => void): void {
  const forms = places.map(formOf);
  // Long code has thousands of words that each look their way: it is passed over as one.
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof Element && node.matches('a, pre, button')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) texts.push(node);
  }
  for (const text of texts) linkIn(text, forms, open);
}

interface Form {
  /** As the answer has it, with Markdown's own characters. */
  readonly words: string;
  /** As it stands in one text; where a part of it is code, that part. */
  readonly shown: string;
  /** What has to follow the code. */
  readonly after: string;
}

/** `src/a.ts`, line 4 becomes two nodes: the code, which is what is linked, and the rest. */
function formOf(words: string): Form {
  const [shown = words, after = ''] = words.split('`', 2);
  return { words, shown, after };
}

function linkIn(text: Text, forms: readonly Form[], open: (words: string) => void): void {
  const { data } = text;
  const found = forms
    .map((form) => ({ ...form, at: indexOf(data, form.shown) }))
    .filter(({ at, after }) => at >= 0 && followsCode(text, after))
    // The first one, and of several there the longest.
    .sort((one, other) => one.at - other.at || other.words.length - one.words.length)[0];
  if (!found) return;
  const { at, shown, words } = found;
  const rest = text.splitText(at);
  const after = rest.splitText(shown.length);
  rest.replaceWith(
    element(
      'button',
      {
        class: 'link-button place',
        attributes: { type: 'button', title: l10n.t('Open {0}', words.replaceAll('`', '')) },
        on: { click: () => open(words) },
      },
      shown,
    ),
  );
  linkIn(after, forms, open);
}

function followsCode(text: Text, after: string): boolean {
  if (after === '') return true;
  return (
    text.parentElement?.tagName === 'CODE' &&
    (text.parentElement.nextSibling?.textContent ?? '').startsWith(after)
  );
}

/** Where words stand as words of their own. */
function indexOf(text: string, words: string): number {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + words.length]];
    if (!/[\w/\\]/.test(before) && !/[\w/\\]/.test(after)) return at;
  }
  return -1;
}
