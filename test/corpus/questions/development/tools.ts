// What editors and browsers say about code: problems, a debugger, a console.
import { editor } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { FILES } from './editors.ts';

const PROBLEMS = [
  [
    'error',
    "Property 'totl' does not exist on type 'Cart'. Did you mean 'total'?",
    'ts(2551)',
    '[Ln 18, Col 15]',
  ],
  ['error', "Cannot find name 'formatPrice'.", 'ts(2304)', '[Ln 22, Col 10]'],
  ['warning', "'shipping' is declared but its value is never read.", 'ts(6133)', '[Ln 7, Col 9]'],
] as const;

const CART = `import type { Cart } from './types';

const currency = 'EUR';

export function summary(cart: Cart): string {
  const items = cart.items.length;
  const shipping = cart.shipping;
  const price = cart.totl;
  return \`\${items} items, \${formatPrice(price)} \${currency}\`;
}`;

/** An editor with squiggles and the list of its problems below. */
export const problems: Layout = {
  name: 'problems',
  html(scene) {
    const { theme, ui } = scene.look;
    const rows = PROBLEMS.map(
      ([severity, text, code, where]) =>
        `<div style="padding:2px 20px"><span style="color:${severity === 'error' ? '#e5484d' : '#c99a2e'}">●</span> ${escapeHtml(text)} <span class="muted">${code} ${where}</span></div>`,
    );
    const underlined = withSquiggles(
      editor(scene, {
        file: 'summary.ts',
        language: 'typescript',
        source: CART,
        files: FILES,
        firstLine: 11,
      }),
    );
    return `${underlined}<div style="position:absolute;left:220px;right:0;bottom:22px;height:150px;background:${theme.background};border-top:1px solid ${theme.border};font:13px/22px '${ui}'">
      <div style="padding:4px 20px"><b>PROBLEMS</b> &nbsp; 3 &nbsp;&nbsp; <span class="muted">OUTPUT &nbsp; DEBUG CONSOLE &nbsp; TERMINAL</span></div>${rows.join('')}</div>`;
  },
};

function withSquiggles(html: string): string {
  return html.replaceAll(
    /\b(totl|formatPrice)\b/g,
    '<span style="text-decoration:underline wavy #e5484d">$1</span>',
  );
}

/** A debugger that has stopped: the values are beside the code. */
export const debuggerStopped: Layout = {
  name: 'debugger-stopped',
  html(scene: Scene) {
    const { theme, ui, mono, px } = scene.look;
    const source = `export function discount(cart: Cart, code: string) {
  const rule = rules.find((each) => each.code === code);
  if (rule === undefined) return 0;
  const base = cart.total - cart.shipping;
  return base * rule.percent;
}`;
    const values = [
      'v Local',
      '  base: 120',
      "  code: 'AUTUMN'",
      '  v rule: Object',
      "      code: 'AUTUMN'",
      '      percent: 15',
      '  v cart: Cart',
      '      shipping: 4.9',
      '      total: 124.9',
      'v Call Stack',
      '  discount   discount.ts 35:10',
      '  checkout   checkout.ts 88:21',
    ].map((line) => `<div class="line" style="padding-left:12px">${escapeHtml(line)}</div>`);
    return `${editor(scene, { file: 'discount.ts', language: 'typescript', source, files: FILES, firstLine: 31 })}
      <div class="raised" style="position:absolute;right:0;top:35px;bottom:22px;width:330px;border-left:1px solid ${theme.border};font:${px}px/1.45 '${mono}',monospace">
      <div style="padding:6px 12px;font:11px '${ui}'" class="muted">RUN AND DEBUG: PAUSED ON BREAKPOINT</div>${values.join('')}</div>`;
  },
};

/** A browser's developer tools with what a page wrote to the console. */
export const browserConsole: Layout = {
  name: 'browser-console',
  html(scene) {
    const { theme, ui, mono, px } = scene.look;
    const entries = [
      ['info', '[vite] connected.', 'client:733'],
      ['info', `GET /api/cart 200 in ${20 + scene.random.below(50)} ms`, 'api.ts:14'],
      [
        'error',
        "Access to fetch at 'https://pay.example.com/v1/intents' from origin 'https://shop.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        'checkout:1',
      ],
      ['error', 'POST https://pay.example.com/v1/intents net::ERR_FAILED 200 (OK)', 'pay.ts:31'],
      ['error', 'Uncaught (in promise) TypeError: Failed to fetch', 'pay.ts:31'],
      ['warning', 'Images loaded lazily and replaced with placeholders.', 'checkout:1'],
    ].map(([level, text = '', where]) => {
      const ground = level === 'error' ? '#e5484d22' : level === 'warning' ? '#c99a2e22' : 'transparent';
      return `<div style="display:flex;gap:20px;padding:3px 12px;border-bottom:1px solid ${theme.border};background:${ground}"><span style="flex:1">${escapeHtml(text)}</span><span class="muted">${where}</span></div>`;
    });
    return `<div class="raised" style="padding:6px 12px;font:13px '${ui}'">Elements &nbsp; <b>Console</b> &nbsp; Sources &nbsp; Network &nbsp; Performance &nbsp; Application</div>
      <style>body { margin: 0; background: ${theme.background}; color: ${theme.text}; } .raised { background: ${theme.raised}; } .muted { color: ${theme.muted}; }</style>
      <div style="font:${px}px/1.5 '${mono}',monospace">${entries.join('')}</div>`;
  },
};
