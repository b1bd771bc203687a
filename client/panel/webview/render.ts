import MarkdownIt from 'markdown-it';
import { highlight } from './highlight.ts';

const markdown = new MarkdownIt({ html: false, linkify: true, highlight });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = (url) => /^https?:\/\//i.test(url);
// A picture would be fetched from wherever the answer says: its alternative text stands for it.
markdown.renderer.rules['image'] = (tokens, index, options, env, renderer) => {
  const children = tokens[index]?.children ?? [];
  return markdown.utils.escapeHtml(renderer.renderInlineAsText(children, options, env));
};
// Inline styles are forbidden by the page's policy; classes do the same.
for (const rule of ['th_open', 'td_open'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    const align = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1];
    if (token && align) token.attrs = [['class', `align-${align}`]];
    return renderer.renderToken(tokens, index, options);
  };
}

/** Markdown as HTML in which nothing of the text is markup, and no address is fetched. */
export function renderHtml(text: string): string {
  return markdown.render(text);
}

/** What stands after the fence of each block of code, in their order. */
export function codeInfos(text: string): string[] {
  return markdown
    .parse(text, {})
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ info }) => info.trim());
}
