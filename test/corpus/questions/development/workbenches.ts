// Whole windows of tools, with all that stands around the words that matter: icons, trees, minimaps, buttons.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { seriesColour } from './surfaces.ts';

const GLYPHS = [
  'M4 4h10l6 6v10H4z',
  'M10 4a6 6 0 1 0 .01 0M15 15l6 6',
  'M6 3v18M6 8c0 6 12 2 12 10M18 5v3',
  'M8 5l11 7-11 7z',
  'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
];

/** Strokes without words, as in the bars at the side of tools. */
export function glyphs(scene: Scene, size: number, style: string): string {
  const { muted } = scene.look.theme;
  return GLYPHS.map(
    (path) =>
      `<svg width="${size}" height="${size}" viewBox="0 0 24 24" style="${style}" fill="none" stroke="${muted}" stroke-width="1.8"><path d="${path}"/></svg>`,
  ).join('');
}

/** Lines of code as an editor numbers them. */
function numbered(scene: Scene, source: string, language: string, first: number): string {
  const { px, mono, theme } = scene.look;
  const lines = highlightLines(source, language).map(
    (line, index) =>
      `<div class="line"><span style="display:inline-block;width:4ch;margin-right:2ch;text-align:right;color:${theme.muted}">${first + index}</span>${line}</div>`,
  );
  return `<div style="font:${px}px/1.45 '${mono}',monospace">${lines.join('')}</div>`;
}

/** The code again, too small to read. */
function minimap(source: string): string {
  const rows = source.split('\n').map((line, index) => {
    const indent = line.search(/\S|$/);
    return `<div style="height:2px;margin:1px 0 1px ${indent}px;width:${Math.min(70, line.trim().length)}px;background:${seriesColour(index)};opacity:.6"></div>`;
  });
  return rows.join('').repeat(4);
}

const TREE = [
  ['v', 'src', 0],
  ['v', 'orders', 1],
  ['ts', 'invoice.ts', 2],
  ['ts', 'invoice.spec.ts', 2],
  ['ts', 'shipping.ts', 2],
  ['>', 'payments', 1],
  ['>', 'mail', 1],
  ['{}', 'package.json', 0],
  ['#', 'theme.css', 0],
  ['i', 'README.md', 0],
] as const;

const INVOICE = `import { round } from '../money';
import type { Line } from './line';

export function totalOf(lines: Line[], taxRate: number) {
  let net = 0;
  for (const line of lines) {
    net += line.price * line.count;
  }
  const tax = net * taxRate / 100;
  return { net, tax, gross: round(net + tax) };
}

export function isOverdue(invoice: Invoice, today: Date) {
  return invoice.dueOn < today && !invoice.paidOn;
}`;

const FAILED_RUN = `$ npx vitest run invoice
 FAIL  src/orders/invoice.spec.ts > adds the tax of each line
AssertionError: expected 118.79 to be 118.8
 - Expected  118.8
 + Received  118.79
 > src/orders/invoice.spec.ts:21:25
 Tests  1 failed | 6 passed (7)
$ `;

/** A whole editor: bar of icons, tree, tabs, minimap, terminal, status bar. */
export const workbench: Layout = {
  name: 'workbench',
  html(scene) {
    const { theme, ui, mono, px } = scene.look;
    const tree = TREE.map(
      ([icon, name, depth], index) =>
        `<div style="padding-left:${10 + depth * 14}px;${index === 2 ? `background:${theme.border}` : ''}"><span style="display:inline-block;width:20px;font-size:10px;color:${seriesColour(index)}">${escapeHtml(icon)}</span>${name}</div>`,
    );
    const run = FAILED_RUN.split('\n').map(
      (line) =>
        `<div class="line" style="color:${/FAIL|Received/.test(line) ? '#e5484d' : theme.text}">${escapeHtml(line)}</div>`,
    );
    return `${pageStyle(scene)}<div style="position:absolute;inset:0 0 22px 0;display:flex;font:13px/22px '${ui}'">
      <div class="raised" style="width:48px;padding-top:6px;border-right:1px solid ${theme.border}">${glyphs(scene, 26, 'display:block;margin:10px auto')}</div>
      <div class="raised" style="width:200px"><div class="muted" style="padding:6px 12px;font-size:11px">EXPLORER: SHOP</div>${tree.join('')}</div>
      <div style="flex:1;min-width:0;position:relative"><div class="raised"><span style="display:inline-block;padding:6px 14px;background:${theme.background};border-top:1px solid ${theme.accent}">invoice.ts</span> <span class="muted" style="padding:0 14px">invoice.spec.ts</span> <span class="muted">shipping.ts</span></div>
      ${numbered(scene, INVOICE, 'typescript', 1)}<div style="position:absolute;right:6px;top:40px;width:80px">${minimap(INVOICE)}</div>
      <div style="position:absolute;left:0;right:0;bottom:0;height:220px;background:${theme.background};border-top:1px solid ${theme.border}"><div style="padding:2px 14px;font-size:11px" class="muted">PROBLEMS &nbsp; OUTPUT &nbsp; <u>TERMINAL</u> &nbsp; PORTS</div><div style="padding:0 14px;font:${px}px/1.45 '${mono}',monospace">${run.join('')}</div></div></div></div>
      <div style="position:absolute;left:0;right:0;bottom:0;height:22px;padding:0 10px;background:${theme.accent};color:${theme.onAccent};font:12px/22px '${ui}'">tax-per-line* &nbsp; 0 errors, 0 warnings &nbsp; Ln 9, Col 30 &nbsp; UTF-8 &nbsp; LF</div>`;
  },
};

const REPLY = `{
  "error": {
    "type": "card_declined",
    "decline_code": "insufficient_funds",
    "message": "Your card was declined.",
    "charge": "ch_example_81"
  },
  "livemode": false
}`;

/** A client for APIs: what was sent at the top, what came at the bottom, saved requests at the side. */
export const apiClient: Layout = {
  name: 'api-client',
  html(scene) {
    const { theme, ui } = scene.look;
    const saved = (
      [
        ['GET', 'List customers'],
        ['POST', 'Create customer'],
        ['POST', 'Charge a card'],
        ['GET', 'List refunds'],
        ['DEL', 'Remove a card'],
      ] as const
    ).map(
      ([method, name], index) =>
        `<div style="padding:6px 12px"><b style="color:${seriesColour(index)};font-size:10px;display:inline-block;width:42px">${method}</b>${name}</div>`,
    );
    const tabs = ['Params', 'Authorization', 'Headers (8)', 'Body', 'Scripts', 'Settings'];
    return `${pageStyle(scene)}<div style="display:flex;height:100vh;font:13px/20px '${ui}'"><div class="raised" style="width:210px;border-right:1px solid ${theme.border}"><div style="padding:8px 12px"><b>Payments</b></div>${saved.join('')}</div>
      <div style="flex:1;min-width:0;padding:12px"><div style="display:flex;gap:8px"><span class="bordered" style="flex:1;padding:6px 10px;border-radius:4px"><b style="color:#e0803a">POST</b> &nbsp; https://api.example.com/v1/charges</span><span class="button" style="padding:6px 22px">Send</span></div>
      <div style="padding:10px 0" class="muted">${tabs.join(' &nbsp; ')}</div>${numbered(scene, '{ "amount": 4900, "currency": "eur",\n  "customer": "cus_example_7" }', 'json', 1)}
      <div style="margin-top:14px;border-top:1px solid ${theme.border};padding:8px 0">Body &nbsp; Cookies &nbsp; Headers (12) &nbsp;&nbsp; <span style="background:#c2413b;color:#fff;padding:2px 8px;border-radius:3px">402 Payment Required</span> <span class="muted">318 ms &nbsp; 612 B</span></div>${numbered(scene, REPLY, 'json', 1)}</div></div>`;
  },
};

const CELLS = [
  [
    '[3]',
    "orders = pd.read_csv('orders.csv', parse_dates=['placed_at'])\norders.groupby('country')['total'].describe()",
    [
      ['country', 'count', 'mean', 'std', 'max'],
      ['DE', '4120', '61.37', '40.2', '512.0'],
      ['NO', '1877', '88.04', '51.9', '730.5'],
      ['SE', '1402', '74.66', '47.3', '644.0'],
      ['DK', '968', '70.15', '39.8', '401.2'],
    ],
  ],
  ['[4]', "orders.merge(rates, on='currency', how='left', validate='m:1')", undefined],
] as const;

/** A notebook: cells with code, a table, a traceback. */
export const notebook: Layout = {
  name: 'notebook',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const cells = CELLS.map(([count, code, rows]) => {
      const output = rows
        ? `<table class="mono" style="margin:8px 0">${rows.map((row, at) => `<tr style="background:${at % 2 ? theme.raised : 'transparent'}">${row.map((cell) => `<td style="padding:3px 16px;text-align:right">${cell}</td>`).join('')}</tr>`).join('')}</table>`
        : `<pre style="background:#e5484d22;padding:8px;margin:8px 0">MergeError                                Traceback (most recent call last)
Cell In[4], line 1
----&gt; 1 orders.merge(rates, on='currency', how='left', validate='m:1')

MergeError: Merge keys are not unique in right dataset; not a many-to-one merge</pre>`;
      return `<div style="display:flex;padding:6px 14px"><span class="muted mono" style="width:60px">${count}:</span><div style="flex:1"><div class="raised bordered" style="padding:6px 10px;font:${px}px/1.45 '${mono}',monospace">${highlightLines(code, 'python').join('<br>')}</div>${output}</div></div>`;
    });
    return `${pageStyle(scene)}<div class="raised" style="padding:8px 14px;border-bottom:1px solid ${theme.border}"><b>revenue.ipynb</b> &nbsp; File &nbsp; Edit &nbsp; View &nbsp; Run &nbsp; Kernel &nbsp; Help ${glyphs(scene, 18, 'margin-left:14px;vertical-align:middle')}</div>${cells.join('')}`;
  },
};

const OURS = 'const retries = settings.retries ?? 5;';
const THEIRS = 'const retries = Number(env.MAX_RETRIES || 3);';

/** A conflict, its two sides on grounds of their own colour. */
export const conflict: Layout = {
  name: 'conflict',
  html(scene) {
    const { theme, ui } = scene.look;
    const block = (ground: string, code: string) =>
      `<div style="background:${ground}">${numbered(scene, code, 'typescript', 41)}</div>`;
    return `${pageStyle(scene)}<div class="raised" style="padding:8px 14px;font:13px '${ui}'">client.ts <span class="muted">(Working Tree) &nbsp; 1 conflict</span></div>
      ${numbered(scene, "import { settings } from './settings';\n\nexport async function send(request: Request) {", 'typescript', 37)}
      <div style="font:11px '${ui}';padding:2px 40px" class="muted">Accept Current Change | Accept Incoming Change | Accept Both Changes | Compare Changes</div>
      ${block('#2f9e4455', `<<<<<<< HEAD (Current Change)\n  ${OURS}`)}${block(theme.background, '=======')}${block('#2b6cb055', `  ${THEIRS}\n>>>>>>> release/2.14 (Incoming Change)`)}
      ${numbered(scene, '  return attempt(request, retries);\n}', 'typescript', 46)}
      <div style="position:absolute;right:30px;bottom:30px"><span class="button">Resolve in Merge Editor</span></div>`;
  },
};
