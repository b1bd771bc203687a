// A browser's tools for developers: requests with bars of time, a report with frames, styles beside a page.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, rows, SKINS, svg } from './skins.ts';

const REQUESTS = [
  ['bakery', '200', 'document', '14.1 kB', 0, 8],
  ['shell.css', '200', 'stylesheet', '6.2 kB', 9, 6],
  ['vendor.js', '200', 'script', '1.9 MB', 9, 44],
  ['app.js', '200', 'script', '212 kB', 53, 9],
  ['fonts.woff2', '404', 'font', '0 B', 15, 3],
  ['loaves?day=mon', '504', 'fetch', '0.3 kB', 62, 30],
  ['hero.avif', '200', 'avif', '88 kB', 62, 7],
  ['beacon', '(blocked)', 'ping', '0 B', 93, 2],
] as const;

/** Requests in a table; when each began and how long it took is a bar without a figure. */
const requestBars: Layout = {
  name: 'request-bars',
  html: () =>
    page(
      { ...SKINS.forge, px: 12, ui: 'Nimbus Sans' },
      `<div class="c full"><div class="p u r" style="padding:6px 12px;gap:18px"><span>Elements</span><span>Console</span><span>Sources</span><b style="color:#0969da;border-bottom:2px solid">Network</b><span>Performance</span><span>Memory</span></div>
      <div class="u r" style="padding:4px 12px;gap:16px"><span style="color:#cf222e">⏺</span><span>Preserve log</span><span>Disable cache</span><span>No throttling ▾</span></div>
      <table style="width:100%">${rows([['Name', 'Status', 'Type', 'Size', 'Waterfall']], 'th')}${REQUESTS.map(([name, status, type, size, from, length]) => `<tr style="${/^(4|5|\()/.test(status) ? 'color:#cf222e' : ''}"><td>${escapeHtml(name)}</td><td>${status}</td><td>${type}</td><td>${size}</td><td style="width:45%"><i style="display:block;height:10px;margin-left:${from}%;width:${length}%;background:${type === 'script' ? '#d9a300' : '#2f8fd0'}"></i></td></tr>`).join('')}</table>
      <div class="g"></div><div class="p t" style="padding:4px 12px">8 requests &nbsp; 2.2 MB transferred &nbsp; DOMContentLoaded: 1.94 s</div></div>`,
    ),
};

const pageReport: Layout = {
  name: 'page-report',
  html() {
    const frame = (index: number) => {
      const blocks = [
        index > 1 ? '<rect x="6" y="8" width="88" height="16" fill="#37474f"/>' : '',
        index > 3 ? '<rect x="6" y="32" width="88" height="58" fill="#c58b4e"/>' : '',
        index > 3 ? '<rect x="6" y="98" width="60" height="8" fill="#999"/>' : '',
        index > 5
          ? '<rect x="6" y="74" width="88" height="44" fill="#37474f"/><rect x="20" y="88" width="60" height="12" fill="#fff"/>'
          : '',
      ];
      return `<g transform="translate(${index * 116 + 8} 4)"><rect width="100" height="126" fill="#fff" stroke="#999"/>${blocks.join('')}</g>`;
    };
    const score = (name: string, value: number, colour: string) =>
      `<div style="text-align:center;width:150px"><div style="width:74px;height:74px;margin:0 auto;border-radius:50%;border:6px solid ${colour};font:700 24px/62px 'Noto Mono'">${value}</div>${name}</div>`;
    return page(
      SKINS.office,
      `<div class="c full" style="padding:16px 26px">
      <div class="r" style="justify-content:center">${score('Performance', 54, '#d97706')}${score('Accessibility', 91, '#15803d')}${score('Best practices', 83, '#d97706')}${score('SEO', 100, '#15803d')}</div>
      <div style="height:150px;margin:14px 0">${svg(940, 136, Array.from({ length: 8 }, (_, index) => frame(index)).join(''))}</div>
      <table>${rows([['Metric', 'Value']], 'th')}${rows([
        ['First Contentful Paint', '1.9 s'],
        ['Largest Contentful Paint', '5.6 s'],
        ['Cumulative Layout Shift', '0.31'],
      ])}</table>
      <b style="margin-top:14px">Opportunities</b><table>${rows([
        ['Reduce unused JavaScript', '1,480 ms'],
        ['Properly size images', '610 ms'],
        ['Eliminate render-blocking resources', '240 ms'],
      ])}</table></div>`,
    );
  },
};

const stylesPane: Layout = {
  name: 'styles-pane',
  html() {
    const rule = (name: string, where: string, lines: readonly string[]) =>
      `<div class="u" style="padding:6px 12px"><div class="r"><b>${escapeHtml(name)}</b> {<span class="g"></span><span class="d">${where}</span></div>${lines.map((line) => `<div style="padding-left:2ch${line.startsWith('~') ? ';text-decoration:line-through;opacity:.6' : ''}">${escapeHtml(line.replace('~', ''))}</div>`).join('')}}</div>`;
    return page(
      SKINS.plum,
      `<div class="c full">${addressBar('localhost:5174/signup')}<div class="r g" style="min-height:0"><div class="g" style="background:#f7f3ea;color:#333;position:relative"><div style="position:absolute;left:12%;right:8%;top:12%;height:60%;background:#e7dcc5;border-radius:14px;padding:26px"><div style="font-size:1.7em">Join the seed library</div><p>Swap seeds with people nearby.</p><span style="position:absolute;left:34%;top:58%;padding:10px 26px;border-radius:8px;background:#c9c2b4;color:#fff">Sign up</span></div></div>
      <div class="m e p" style="width:44%;font-size:13px">${rule('element.style', '', [])}${rule('.hero .cta', 'hero.css:41', ['background: #c9c2b4 !important;', 'margin-left: 22%;', 'transition: background 120ms;'])}${rule('.cta', 'buttons.css:8', ['~background: #2f6f4f;', 'border-radius: 8px;', 'padding: 10px 26px;'])}${rule('a:any-link', 'user agent stylesheet', ['~color: -webkit-link;', 'cursor: pointer;'])}</div></div></div>`,
    );
  },
};

export const browserToolItems: readonly QuestionItem[] = [
  {
    kind: 'devtools',
    layout: requestBars,
    prompt: 'what failed to load?',
    needs: 'text',
    answer: ['loaves?day=mon', '504', 'fonts.woff2'],
    size: 'part',
  },
  {
    kind: 'devtools',
    layout: requestBars,
    prompt: 'waterfall: what is everything waiting for?',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'devtools',
    layout: pageReport,
    prompt: 'hva er det største vi kan spare',
    needs: 'text',
    answer: ['Reduce unused JavaScript', '1,480 ms'],
    size: 'tall',
  },
  {
    kind: 'devtools',
    layout: pageReport,
    prompt: 'the filmstrip, what jumps in late and covers what?',
    needs: 'picture',
    size: 'tall',
  },
  {
    kind: 'devtools',
    layout: stylesPane,
    prompt: 'my green is ignored. who wins?',
    needs: 'text',
    answer: ['background: #c9c2b4 !important', 'hero.css:41'],
    size: 'laptop',
  },
  {
    kind: 'devtools',
    layout: stylesPane,
    prompt: 'does the button line up with the heading or is it off? how does it look overall',
    needs: 'picture',
    size: 'wide',
  },
];
