// What surrounds the contents of a window: title bars, a browser's tabs and address, drawings' canvases.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Scene } from '../../scene.ts';

/** Colours of series and shapes, told apart on light and dark alike. */
export const SERIES = ['#3b82f6', '#ef4444', '#10b981', '#f59e0b', '#8b5cf6', '#14b8a6', '#ec4899'] as const;

const LIGHTS = ['#ff5f57', '#febc2e', '#28c840']
  .map(
    (colour) =>
      `<i style="display:inline-block;width:12px;height:12px;border-radius:6px;margin-right:8px;background:${colour}"></i>`,
  )
  .join('');

/** As editors and terminals are set up at first; a `font` of an element would turn ligatures on again. */
const NO_LIGATURES = '<style>* { font-variant-ligatures: none !important; }</style>';

/** A window with a title bar; the body has the rest of the page. */
export function desktopWindow(scene: Scene, title: string, body: string): string {
  const { theme, ui } = scene.look;
  return `${pageStyle(scene)}${NO_LIGATURES}<div style="display:flex;flex-direction:column;height:100vh">
    <div class="raised" style="height:34px;padding:9px 12px;border-bottom:1px solid ${theme.border};font:13px/16px '${ui}';position:relative;flex:none">${LIGHTS}
      <span style="position:absolute;left:0;right:0;text-align:center">${escapeHtml(title)}</span></div>
    <div style="flex:1;overflow:hidden;position:relative">${body}</div></div>`;
}

export interface BrowserPage {
  title: string;
  address: string;
  body: string;
}

/** A browser's window: its tabs, its address bar, and a page. */
export function browser(scene: Scene, { title, address, body }: BrowserPage): string {
  const { theme, ui } = scene.look;
  return `${pageStyle(scene)}${NO_LIGATURES}<div style="display:flex;flex-direction:column;height:100vh">
    <div style="flex:none;background:${theme.border};padding:8px 10px 0;font:12px/28px '${ui}'">
      <span style="display:inline-block;background:${theme.raised};border-radius:8px 8px 0 0;padding:0 16px">${escapeHtml(title)} &nbsp; ×</span>
      <span style="padding:0 14px">+</span></div>
    <div class="raised" style="flex:none;padding:6px 12px;border-bottom:1px solid ${theme.border};font:13px/24px '${ui}'">
      <span class="muted">← → ↻</span>
      <span style="display:inline-block;margin-left:12px;padding:0 14px;width:70%;border-radius:12px;background:${theme.background}">${escapeHtml(address)}</span></div>
    <div style="flex:1;overflow:hidden;position:relative">${body}</div></div>`;
}

/** An SVG drawn on a board of this size, shown as large as its place allows. */
export function drawing(scene: Scene, width: number, height: number, shapes: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" style="position:absolute;inset:0;width:100%;height:100%;font-family:'${scene.look.ui}',sans-serif">${shapes}</svg>`;
}

export interface LabelStyle {
  size?: number;
  fill: string;
  anchor?: 'start' | 'middle' | 'end';
  weight?: number;
}

/** A word or two on a drawing, from its base line. */
export function label(
  x: number,
  y: number,
  text: string,
  { size = 14, fill, anchor = 'start', weight = 400 }: LabelStyle,
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escapeHtml(text)}</text>`;
}

const EARLIER: readonly (readonly string[])[] = [
  ['$ ls', 'CHANGES.md  LICENSE  Makefile  README.md  docs  scripts  src  tests  tools'],
  [
    '$ git log --oneline -4',
    '9d20c1e Spell names of harbours as the pilots do',
    '41bb7f0 Remove the old importer',
    'e07a3c5 Docs: how to run it without a network',
    '77f1d92 Say which file could not be read',
  ],
  ['$ uptime', ' 14:22:51 up 12 days,  3:40,  2 users,  load average: 0.41, 0.38, 0.35'],
  ['$ du -sh .cache build', '412M    .cache', '88M     build'],
  [
    '$ git fetch',
    'remote: Enumerating objects: 41, done.',
    'remote: Total 27 (delta 14), reused 22 (delta 11)',
    'Unpacking objects: 100% (27/27), 5.31 KiB, done.',
  ],
  [
    '$ ping -c 2 gateway.example',
    '64 bytes from gateway.example: icmp_seq=1 ttl=63 time=0.482 ms',
    '64 bytes from gateway.example: icmp_seq=2 ttl=63 time=0.455 ms',
    '2 packets transmitted, 2 received, 0% packet loss',
  ],
  ['$ wc -l src/*', '   210 src/main', '   148 src/read', '    96 src/write', '   454 total'],
  ['$ history | tail -3', '  811  cd ..', '  812  clear', '  813  history | tail -3'],
];

interface Terminal {
  title: string;
  prompt: string;
  /** Those beginning with `$ ` come after the prompt. */
  lines: readonly string[];
  /** Whether a program has the whole window: nothing stands above. */
  isFull?: boolean;
}

/** A terminal's window: what was run last at its foot, and above it as much as fits of what was run before. */
export function terminalWindow(scene: Scene, { title, prompt, lines, isFull = false }: Terminal): string {
  const { theme, mono, px } = scene.look;
  const colourOf = (line: string) => {
    if (/^(npm error|error|fatal|FAIL|panic|E )/.test(line)) return theme.keyword;
    if (/^(warning|hint|WARN|Note)/.test(line)) return theme.attribute;
    return theme.text;
  };
  const from = scene.random.below(EARLIER.length);
  const turned = [...EARLIER.slice(from), ...EARLIER.slice(0, from)];
  const earlier = isFull ? [] : [...turned, ...turned].flat();
  const rows = [...earlier, ...lines].map((line) =>
    line.startsWith('$ ')
      ? `<div class="line"><b style="color:${theme.string}">${escapeHtml(prompt)}</b> ${escapeHtml(line.slice(2))}</div>`
      : `<div class="line" style="color:${colourOf(line)}">${escapeHtml(line)}</div>`,
  );
  const end = `<div class="line"><b style="color:${theme.string}">${escapeHtml(prompt)}</b> <span style="background:${theme.text}">&nbsp;</span></div>`;
  const place = isFull ? 'top:0' : 'bottom:0';
  return desktopWindow(
    scene,
    title,
    `<div style="position:absolute;left:0;right:0;${place};padding:10px 12px;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}${end}</div>`,
  );
}
