// Pieces that many layouts are put together from.
import highlight from 'highlight.js';
import { escapeHtml, type Scene } from './scene.ts';

/** The style every page begins with. */
export function pageStyle({ look: { theme, mono, ui, px } }: Scene): string {
  return `<style>
    * { box-sizing: border-box; }
    body { margin: 0; background: ${theme.background}; color: ${theme.text}; font: ${px}px/1.5 '${ui}', sans-serif; font-variant-ligatures: none; }
    .mono, code, pre { font-family: '${mono}', monospace; font-size: ${px}px; font-variant-ligatures: none; }
    pre { margin: 0; }
    .muted { color: ${theme.muted}; }
    .raised { background: ${theme.raised}; }
    .bordered { border: 1px solid ${theme.border}; }
    .button { display: inline-block; padding: 4px 12px; border-radius: 3px; background: ${theme.accent}; color: ${theme.onAccent}; }
    table { border-collapse: collapse; }
    .line { white-space: pre-wrap; word-break: break-all; min-height: 1.45em; line-height: 1.45; }
    .hljs-keyword, .hljs-built_in, .hljs-literal, .hljs-meta, .hljs-section { color: ${theme.keyword}; }
    .hljs-string, .hljs-addition { color: ${theme.string}; }
    .hljs-comment, .hljs-quote { color: ${theme.comment}; }
    .hljs-title, .hljs-name { color: ${theme.title}; }
    .hljs-attr, .hljs-variable, .hljs-attribute, .hljs-property { color: ${theme.attribute}; }
    .hljs-number, .hljs-symbol, .hljs-bullet, .hljs-deletion { color: ${theme.number}; }
  </style>`;
}

/** Source text in colours, a piece of HTML for each of its lines. */
export function highlightLines(source: string, language: string): string[] {
  const html = language === 'plain' ? escapeHtml(source) : highlight.highlight(source, { language }).value;
  let open: string[] = [];
  return html.split('\n').map((line) => {
    const before = open.join('');
    for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
      open = tag === '</span>' ? open.slice(0, -1) : [...open, tag];
    }
    return before + line + '</span>'.repeat(open.length);
  });
}

export interface EditorContents {
  file: string;
  language: string;
  source: string;
  /** What the side bar lists. */
  files: readonly string[];
  firstLine?: number;
}

/** A code editor's window with its side bar, tabs, line numbers and status bar. */
export function editor(
  scene: Scene,
  { file, language, source, files, firstLine = 1 }: EditorContents,
): string {
  const { theme, px, mono } = scene.look;
  const lines = highlightLines(source, language).map(
    (line, index) =>
      `<div class="line"><span style="display:inline-block;width:4ch;margin-right:2ch;text-align:right;color:${theme.muted}">${firstLine + index}</span>${line}</div>`,
  );
  const entries = files.map(
    (name) => `<div style="padding-left:${name.search(/\S/) * 8 + 12}px">${name.trim()}</div>`,
  );
  return `${pageStyle(scene)}
    <div class="raised" style="position:absolute;left:0;top:0;bottom:22px;width:220px;font:13px/22px '${scene.look.ui}'">
      <div style="padding:8px 12px;font-size:11px" class="muted">EXPLORER</div>${entries.join('')}</div>
    <div style="position:absolute;left:220px;top:0;right:0;bottom:22px;overflow:hidden">
      <div class="raised" style="height:35px;font:13px/35px '${scene.look.ui}'"><span style="display:inline-block;padding:0 14px;background:${theme.background}">${file} ×</span><span class="muted" style="padding:0 14px">${files.at(-1)?.trim()}</span></div>
      <div style="font:${px}px/1.45 '${mono}',monospace">${lines.join('')}</div></div>
    <div style="position:absolute;left:0;right:0;bottom:0;height:22px;padding:0 10px;background:${theme.accent};color:${theme.onAccent};font:12px/22px '${scene.look.ui}'">main* &nbsp; 0 errors, 2 warnings &nbsp;&nbsp; Ln 14, Col 22 &nbsp; Spaces: 2 &nbsp; UTF-8 &nbsp; LF</div>`;
}

/** A terminal's contents; lines that begin with `$ ` get a coloured prompt. */
export function terminal(scene: Scene, lines: readonly string[], prompt: string): string {
  const { theme, mono, px } = scene.look;
  const rows = lines.map((line) => {
    const text = line.startsWith('$ ')
      ? `<span style="color:${theme.keyword}">${escapeHtml(prompt)}</span> ${escapeHtml(line)}`
      : escapeHtml(line);
    return `<div class="line">${text}</div>`;
  });
  return `${pageStyle(scene)}<div style="padding:8px;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}</div>`;
}

/** Rows and columns; the first row is the heading. Cells are plain text. */
export function table(rows: readonly (readonly string[])[], cellStyle: string): string {
  const [head = [], ...body] = rows;
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag} style="text-align:left;${cellStyle}">${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${row(head, 'th')}${body.map((cells) => row(cells, 'td')).join('')}</table>`;
}
