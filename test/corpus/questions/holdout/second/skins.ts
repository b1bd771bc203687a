// How the windows of the second part look: each program brings its colours, fonts and density along, as real ones do.
import { escapeHtml } from '../../../scene.ts';

export interface Skin {
  ground: string;
  ink: string;
  panel: string;
  line: string;
  dim: string;
  accent: string;
  ui: string;
  mono: string;
  px: number;
  /** Keywords, strings, names, numbers. */
  syntax: readonly [string, string, string, string];
}

const DARK_SYNTAX = ['#cf8e6d', '#6aab73', '#56a8f5', '#2aacb8'] as const;
const LIGHT_SYNTAX = ['#8250df', '#0a7040', '#953800', '#0550ae'] as const;

export const SKINS = {
  slate: {
    ground: '#1e1f22',
    ink: '#c9ccd3',
    panel: '#2b2d30',
    line: '#43454a',
    dim: '#8a8f98',
    accent: '#3574f0',
    ui: 'Nimbus Sans',
    mono: 'Noto Sans Mono',
    px: 13,
    syntax: DARK_SYNTAX,
  },
  console: {
    ground: '#0c0c0c',
    ink: '#cccccc',
    panel: '#1f1f1f',
    line: '#333333',
    dim: '#8b8b8b',
    accent: '#16a3c4',
    ui: 'Nimbus Sans',
    mono: 'Noto Mono',
    px: 14,
    syntax: DARK_SYNTAX,
  },
  blueShell: {
    ground: '#012456',
    ink: '#eeedf0',
    panel: '#0b3168',
    line: '#28508c',
    dim: '#9fb4d4',
    accent: '#f9f1a5',
    ui: 'Nimbus Sans',
    mono: 'Noto Sans Mono',
    px: 14,
    syntax: DARK_SYNTAX,
  },
  dawn: {
    ground: '#faf4ed',
    ink: '#464261',
    panel: '#f2e9e1',
    line: '#dfdad9',
    dim: '#807c93',
    accent: '#b4637a',
    ui: 'P052',
    mono: 'Fira Code',
    px: 15,
    syntax: ['#286983', '#a85f00', '#b4637a', '#907aa9'],
  },
  office: {
    ground: '#ffffff',
    ink: '#1b1b1b',
    panel: '#ececec',
    line: '#c4c4c4',
    dim: '#5f5f5f',
    accent: '#1a6b3c',
    ui: 'Liberation Sans Narrow',
    mono: 'Nimbus Mono PS',
    px: 14,
    syntax: LIGHT_SYNTAX,
  },
  cloud: {
    ground: '#f2f3f3',
    ink: '#16191f',
    panel: '#ffffff',
    line: '#d5dbdb',
    dim: '#545b64',
    accent: '#b8500a',
    ui: 'Nimbus Sans',
    mono: 'Noto Sans Mono',
    px: 13,
    syntax: LIGHT_SYNTAX,
  },
  metrics: {
    ground: '#111217',
    ink: '#ccccdc',
    panel: '#181b1f',
    line: '#2c3037',
    dim: '#9d9da8',
    accent: '#5794f2',
    ui: 'Nimbus Sans',
    mono: 'Noto Mono',
    px: 13,
    syntax: DARK_SYNTAX,
  },
  forge: {
    ground: '#ffffff',
    ink: '#1f2328',
    panel: '#f6f8fa',
    line: '#d1d9e0',
    dim: '#59636e',
    accent: '#0969da',
    ui: 'Liberation Sans',
    mono: 'Noto Sans Mono',
    px: 14,
    syntax: LIGHT_SYNTAX,
  },
  plum: {
    ground: '#2a2533',
    ink: '#e6e0ee',
    panel: '#1f1b27',
    line: '#453d54',
    dim: '#a196b5',
    accent: '#b58cf0',
    ui: 'URW Gothic',
    mono: 'Fira Code',
    px: 14,
    syntax: DARK_SYNTAX,
  },
  book: {
    ground: '#fffefb',
    ink: '#26231e',
    panel: '#f3efe4',
    line: '#d9d1bd',
    dim: '#6d675a',
    accent: '#0b6e75',
    ui: 'DejaVu Serif',
    mono: 'Noto Mono',
    px: 14,
    syntax: LIGHT_SYNTAX,
  },
} as const satisfies Record<string, Skin>;

/** A page in a skin. Classes: `p` panel, `d` dim, `m` fixed width, `r` row, `c` column, `g` grows, `b` border, `k` button. */
export function page(skin: Skin, body: string): string {
  const [keyword, string, name, number] = skin.syntax;
  return `<style>
    * { box-sizing: border-box; font-variant-ligatures: none; }
    body { margin: 0; height: 100vh; overflow: hidden; background: ${skin.ground}; color: ${skin.ink}; font: ${skin.px}px/1.5 '${skin.ui}', sans-serif; }
    .p { background: ${skin.panel}; } .d { color: ${skin.dim}; } .b { border: 1px solid ${skin.line}; }
    .m { font: ${skin.px}px/1.5 '${skin.mono}', monospace; white-space: pre-wrap; }
    .r { display: flex; } .c { display: flex; flex-direction: column; } .g { flex: 1; min-width: 0; }
    .k { display: inline-block; padding: 4px 12px; border-radius: 4px; background: ${skin.accent}; color: ${skin.ground}; }
    .full { height: 100vh; } .t { border-top: 1px solid ${skin.line}; } .u { border-bottom: 1px solid ${skin.line}; } .e { border-right: 1px solid ${skin.line}; }
    table { border-collapse: collapse; } td, th { text-align: left; padding: 5px 12px; border-bottom: 1px solid ${skin.line}; }
    svg { display: block; } svg text { fill: ${skin.ink}; font-family: '${skin.ui}'; }
    .hljs-keyword, .hljs-built_in, .hljs-literal, .hljs-meta, .hljs-attr, .hljs-section { color: ${keyword}; }
    .hljs-string { color: ${string}; } .hljs-title, .hljs-type, .hljs-attribute { color: ${name}; } .hljs-number, .hljs-symbol { color: ${number}; }
    .hljs-comment { color: ${skin.dim}; }
  </style>${body}`;
}

/** A bar with an address, as browsers have it. */
export function addressBar(address: string): string {
  return `<div class="r p u" style="padding:6px 12px;gap:14px;align-items:center"><span class="d">‹ › ⟳</span><span class="g b" style="border-radius:6px;padding:2px 12px">${escapeHtml(address)}</span><span class="d">⋮</span></div>`;
}

/** Rows of plain cells; `<` and the like are escaped. */
export function rows(cells: readonly (readonly string[])[], tag: 'td' | 'th' = 'td'): string {
  return cells
    .map((row) => `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`)
    .join('');
}

/** A drawing that keeps its shape within the place it has. */
export function svg(width: number, height: number, shapes: string, style = 'width:100%;height:100%'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" style="${style}">${shapes}</svg>`;
}
