// What the layouts of this half are drawn on.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';

const RED = '#e5484d';
const YELLOW = '#c99a2e';
const GREEN = '#3fae5a';

/** A terminal: lines as they are, in the colours tools give them. */
export function shell(name: string, lines: (scene: Scene) => string, prompt = 'dev@station:~/shop'): Layout {
  return {
    name,
    html(scene) {
      const { theme, px, mono } = scene.look;
      const rows = lines(scene)
        .split('\n')
        .map((line) => {
          if (line.startsWith('$ '))
            return `<div class="line"><span style="color:${theme.keyword}">${prompt}</span> ${escapeHtml(line)}</div>`;
          return `<div class="line" style="color:${colourOf(line) ?? theme.text}">${escapeHtml(line)}</div>`;
        });
      return `${pageStyle(scene)}<div style="padding:8px 10px;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}</div>`;
    },
  };
}

function colourOf(line: string): string | undefined {
  if (/^\s*(✗|✕|×|E |npm error|error|ERROR|FAIL|fatal)/.test(line) || / ERROR /.test(line)) return RED;
  if (/^\s*(warn|WARN|npm warn|hint)/i.test(line) || / WARN /.test(line)) return YELLOW;
  return /^\s*(✓|✔|PASS|ok )/.test(line) ? GREEN : undefined;
}

/** A web page with a bar at its top, its contents in a column. */
export function page(scene: Scene, title: string, contents: string, width = 860): string {
  const links = ['Overview', 'Activity', 'Settings'].map((name) => `<span class="muted">${name}</span>`);
  return `${pageStyle(scene)}
    <div class="raised" style="display:flex;gap:22px;padding:10px 24px;border-bottom:1px solid ${scene.look.theme.border}"><b>${title}</b>${links.join('')}</div>
    <div style="max-width:${width}px;padding:14px 24px">${contents}</div>`;
}

/** A drawing of a size of its own, as large as the window allows. */
export function drawing(scene: Scene, width: number, height: number, shapes: string, caption = ''): string {
  const { theme, ui } = scene.look;
  const heading = caption === '' ? '' : `<div style="padding:14px 20px 0;font-weight:bold">${caption}</div>`;
  return `${pageStyle(scene)}${heading}<svg viewBox="0 0 ${width} ${height}" style="display:block;width:100vw;height:calc(100vh - ${heading === '' ? 0 : 48}px)" font-family="'${ui}',sans-serif" font-size="14" fill="${theme.text}">${shapes}</svg>`;
}

/** Text in a drawing. */
export function label(x: number, y: number, text: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeHtml(text)}</text>`;
}

/** Colours of series, for charts and drawings. */
export const SERIES = ['#4c8dd6', '#e0803a', '#4fae6b', '#c94f5d', '#9370c4', '#b58b3c'] as const;

export function seriesColour(index: number): string {
  return SERIES[index % SERIES.length] ?? SERIES[0];
}
