// Tools of developers with much around the words: colours, bars, badges, small type.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';
import { avatar, icon } from './desks.ts';
import { seriesColour } from './surfaces.ts';

const TABLES = ['customers', 'orders', 'order_lines', 'payments', 'refunds', 'shipments', 'v_open_orders'];
const ORDERS = [
  ['90412', 'Karin Holt', '2026-11-19 08:14', '118.40', 'shipped', null],
  ['90413', 'Luis Prado', '2026-11-19 08:31', '19.90', 'open', 'gift'],
  ['90414', 'Mina Okafor', '2026-11-19 09:02', '2405.00', 'on hold', 'check address'],
  ['90415', 'Jan de Wit', '2026-11-19 09:40', '64.25', 'open', null],
  ['90416', 'Aiko Mori', '2026-11-19 10:11', '7.50', 'refunded', null],
] as const;

/** A client for databases: objects, a query, its result. */
export const databaseClient: Layout = {
  name: 'database-client',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const query = `SELECT o.id, c.name, o.placed_at, o.total, o.state, o.note
FROM orders o JOIN customers c ON c.id = o.customer_id
WHERE o.placed_at >= '2026-11-19'
ORDER BY o.id LIMIT 200;`;
    const cell = `style="padding:3px 10px;border:1px solid ${theme.border};white-space:nowrap"`;
    const rows = ORDERS.map(
      (order, at) =>
        `<tr style="background:${at % 2 ? theme.raised : 'transparent'}"><td ${cell} class="muted">${at + 1}</td>${order.map((value) => (value === null ? `<td ${cell}><i class="muted">NULL</i></td>` : `<td ${cell}>${value}</td>`)).join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div class="raised" style="width:190px;padding:8px;font-size:12px;flex:none">${icon(2, '#d8973c', 14)}shop@replica<div style="padding-left:14px">${icon(3, theme.muted, 14)}public</div>${TABLES.map((name) => `<div style="padding-left:28px;line-height:1.7">${icon(5, seriesColour(name.length), 13)}${name}</div>`).join('')}</div><div style="flex:1;overflow:hidden"><div class="raised" style="padding:6px 10px"><span style="color:#3fa34d">▶</span> Run &nbsp; ${icon(4, theme.muted)}History &nbsp; ${icon(0, theme.muted)}Export</div><div style="padding:8px;font:${px}px/1.5 '${mono}',monospace;border-bottom:3px solid ${theme.border}">${highlightLines(query, 'sql').join('<br>')}</div><table style="font:12px '${mono}',monospace"><tr class="raised"><td ${cell}></td>${['id', 'name', 'placed_at', 'total', 'state', 'note'].map((name) => `<td ${cell}><b>${name}</b></td>`).join('')}</tr>${rows.join('')}</table><div class="muted" style="padding:8px;font-size:12px">5 rows in 412 ms. Warning: seq scan on orders, the index ix_orders_placed is invalid</div></div></div>`;
  },
};

const REVIEWED = [
  [' ', 'func (s *Store) Expire(now time.Time) int {'],
  ['-', '\tfor key, entry := range s.entries {'],
  ['-', '\t\tif entry.until.Before(now) { delete(s.entries, key) }'],
  ['+', '\ts.mu.Lock()'],
  ['+', '\tfor key, entry := range s.entries {'],
  ['+', '\t\tif entry.until.Before(now) { s.drop(key) }'],
  ['?', 'drop() takes s.mu as well, so this deadlocks on the first expired entry. Use dropLocked()?'],
  ['+', '\t}'],
  ['+', '\ts.mu.Unlock()'],
  [' ', '\treturn len(s.entries)'],
  [' ', '}'],
] as const;

/** A change under review, with a remark between its lines. */
export const reviewPage: Layout = {
  name: 'review-page',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const tint = { ' ': 'transparent', '+': '#2ea04333', '-': '#f8514933' };
    const lines = REVIEWED.map(([sign, line], at) =>
      sign === '?'
        ? `<div class="bordered" style="display:flex;gap:10px;margin:8px 50px;padding:10px;border-radius:6px;font:${px}px '${scene.look.ui}'">${avatar('RT', 28, 1)}<div><b>rtamm</b> <span class="muted">2 hours ago</span><div>${line}</div><span class="muted">Reply… &nbsp; Resolve conversation</span></div></div>`
        : `<div style="display:flex;background:${tint[sign]};font:${px}px/1.5 '${mono}',monospace"><span class="muted" style="width:46px;text-align:right;padding-right:12px">${at + 88}</span><span style="white-space:pre;tab-size:4">${sign} ${highlightLines(line, 'go').join('')}</span></div>`,
    );
    const files = ['store/expire.go', 'store/expire_test.go', 'store/store.go', 'CHANGES.md'];
    return `${pageStyle(scene)}<div style="padding:12px 18px;border-bottom:1px solid ${theme.border}"><span style="font-size:${px + 6}px">Lock the store while it expires</span> <span class="muted">#318</span><div style="margin-top:6px"><span style="background:#1f883d;color:#fff;border-radius:14px;padding:3px 12px">Open</span> <span class="muted">oleksiy wants to merge 2 commits into main from expire-lock</span></div></div><div style="display:flex"><div style="width:200px;padding:12px;flex:none">${files.map((name, at) => `<div style="padding:3px 0;font-size:12px">${icon(5, theme.muted, 14)}${name}<span style="float:right;width:9px;height:9px;margin-top:6px;border:1px solid ${at % 2 ? '#3fa34d' : '#c98a1b'}"></span></div>`).join('')}</div><div class="bordered" style="flex:1;margin:12px;border-radius:6px"><div class="raised" style="padding:7px 12px"><span class="mono">store/expire.go</span> <span style="color:#3fa34d">+6</span> <span style="color:#f85149">−2</span></div>${lines.join('')}</div></div>`;
  },
};

const LAYERS = [
  ['a3ed95caeb02', 'Already exists', 100],
  ['1f7a0b7c6e31', 'Pull complete', 100],
  ['98c2d14e0f7a', 'Extracting', 71],
  ['5be3407a11cd', 'Downloading', 34],
  ['c07f44e1b920', 'Retrying in 8 seconds', 2],
] as const;

/** A shell with a prompt of coloured segments, and bars of progress. */
export const pulling: Layout = {
  name: 'pulling',
  html(scene) {
    const { mono, px } = scene.look;
    const prompt = (folder: string, command: string) =>
      `<div style="margin-top:8px"><span style="background:#3465a4;color:#fff;padding:1px 10px">${folder}</span><span style="background:#4e9a06;color:#000;padding:1px 10px">⎇ release/2.9 ±</span><span style="background:#75507b;color:#fff;padding:1px 10px">node 24</span> ${command}</div>`;
    const layers = LAYERS.map(
      ([id, state, done]) =>
        `<div style="white-space:pre">${id}: ${state.padEnd(22)} <span style="display:inline-block;width:240px;height:${px - 3}px;background:#333;vertical-align:-1px"><span style="display:block;width:${done}%;height:100%;background:#4e9a06"></span></span> ${done}%</div>`,
    );
    return `${pageStyle(scene)}<body style="background:#16181d;color:#d8dbe2"><div style="padding:6px 12px;background:#2b2e36;font-size:12px">${['#ff5f57', '#febc2e', '#28c840'].map((colour) => `<span style="display:inline-block;width:12px;height:12px;border-radius:50%;background:${colour};margin-right:7px;vertical-align:-1px"></span>`).join('')} deploy — zsh — 120×40</div><div style="padding:10px;font:${px}px/1.6 '${mono}',monospace">${prompt('~/deploy', 'docker compose pull edge')}<div>2.9.1: Pulling from harbour/edge</div>${layers.join('')}<div style="color:#ef5350">error pulling image configuration: download failed after attempts=6: x509: certificate has expired or is not yet valid</div>${prompt('~/deploy', 'timedatectl | head -2')}<div style="white-space:pre">               Local time: Fri 2019-03-08 04:11:52 UTC</div><div style="white-space:pre">System clock synchronized: no</div>${prompt('~/deploy', '▊')}</div></body>`;
  },
};

const SERVICES = ['edge', 'search', 'billing', 'mailer', 'thumbnails'] as const;
const EVENTS = [
  'billing: charge ch_81 declined: card_velocity_exceeded',
  'search: index "products" is 14,204 documents behind',
  'edge: upstream search took 2,113 ms',
  'mailer: template "winter" has no subject for locale pt-BR',
  'billing: webhook invoice.paid arrived twice, second ignored',
  'thumbnails: sharp: Input file has corrupt header',
] as const;

/** Services with their rates as little lines, above what they wrote. */
export const sparkLogs: Layout = {
  name: 'spark-logs',
  html(scene) {
    const { theme, mono } = scene.look;
    const sparks = SERVICES.map((name, at) => {
      let height = 20;
      const points = Array.from({ length: 30 }, (_, x) => {
        height = Math.max(4, Math.min(36, height + scene.random.below(13) - 6 - (at === 1 ? 1 : 0)));
        return `${x * 5},${height}`;
      });
      return `<div class="bordered" style="flex:1;padding:8px;border-radius:5px"><div style="font-size:11px" class="muted">${name}</div><b>${120 + at * 57}</b>/s<svg width="100%" height="40" viewBox="0 0 150 40" preserveAspectRatio="none"><polyline points="${points.join(' ')}" fill="none" stroke="${seriesColour(at)}" stroke-width="2"/></svg></div>`;
    });
    const lines = EVENTS.map(
      (event, at) =>
        `<div style="padding:2px 12px;border-left:4px solid ${['#e5484d', '#f5a524', '#3b82f6'][at % 3]};margin-bottom:3px">12:0${at}:${17 + at * 6}.40${at} ${escapeHtml(event)}</div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;gap:10px;padding:12px">${sparks.join('')}</div><div class="raised" style="padding:6px 12px;font-size:12px">${icon(3, theme.muted, 13)}level ≥ warning &nbsp;&nbsp; last 10 minutes &nbsp;&nbsp; live</div><div style="padding:8px 12px;font:12px/1.6 '${mono}',monospace">${lines.join('')}</div>`;
  },
};

const ROUTES = [
  ['GET', '/carts/{id}'],
  ['POST', '/carts'],
  ['PATCH', '/carts/{id}/lines'],
  ['DELETE', '/carts/{id}'],
  ['POST', '/checkout'],
] as const;
const METHOD_COLOURS = { GET: '#2e9e5b', POST: '#c88719', PATCH: '#7a5ad6', DELETE: '#cf3f4f' };

/** A client for HTTP interfaces: requests at the side, an answer below. */
export const requestClient: Layout = {
  name: 'request-client',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const answer = `{
  "type": "https://shop.example/problems/stale-cart",
  "title": "The cart has changed since it was read",
  "status": 412,
  "expected": "W/\\"17\\"",
  "actual": "W/\\"19\\"",
  "hint": "Send If-Match with the newest ETag"
}`;
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div style="width:54px;background:#26282d;padding:12px 15px">${[0, 1, 2, 3, 4].map((at) => `<div style="margin-bottom:18px">${icon(at, '#9aa0aa', 22)}</div>`).join('')}</div><div class="raised" style="width:220px;padding:10px"><b>Shop API</b>${ROUTES.map(([method, path]) => `<div style="padding:5px 0;font-size:12px"><span style="display:inline-block;width:54px;font:700 10px sans-serif;color:${METHOD_COLOURS[method]}">${method}</span>${path}</div>`).join('')}</div><div style="flex:1;padding:12px"><div class="bordered" style="display:flex;border-radius:5px"><span style="padding:7px 12px;color:${METHOD_COLOURS.POST}"><b>POST</b></span><span style="flex:1;padding:7px">{{base}}/checkout</span><span style="background:#e8590c;color:#fff;padding:7px 22px">Send</span></div><div style="padding:10px 0;border-bottom:1px solid ${theme.border}">Params &nbsp; Authorization &nbsp; <span style="border-bottom:2px solid #e8590c">Headers</span> (9) &nbsp; Body &nbsp; Scripts</div><div style="padding:8px 0;font-size:12px"><span style="background:#cf3f4f33;color:#cf3f4f;padding:2px 8px;border-radius:3px">412 Precondition Failed</span> <span class="muted">&nbsp; 86 ms &nbsp; 1.2 KB</span></div><div style="font:${px}px/1.5 '${mono}',monospace">${highlightLines(
      answer,
      'json',
    )
      .map(
        (line, at) =>
          `<div style="white-space:pre"><span class="muted" style="display:inline-block;width:34px">${at + 1}</span>${line}</div>`,
      )
      .join('')}</div></div></div>`;
  },
};

/** Cells of a notebook; the last one failed. */
export const notebookFailure: Layout = {
  name: 'notebook-failure',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const cell = (count: string, source: string, output: string) =>
      `<div style="display:flex;margin:10px 20px"><span style="width:64px;color:#3f7fbf;font:${px}px '${mono}',monospace">[${count}]:</span><div style="flex:1"><div class="raised bordered" style="padding:8px;font:${px}px/1.5 '${mono}',monospace;white-space:pre">${highlightLines(source, 'python').join('<br>')}</div><div style="padding:8px;font:${px}px/1.5 '${mono}',monospace">${output}</div></div></div>`;
    const error = `<div style="background:#fdd;color:#222;padding:8px;white-space:pre"><span style="color:#b00">KeyError</span>                                  Traceback (most recent call last)
Cell <span style="color:#080">In[7], line 2</span>
      1 weekly = sales.resample('W').sum()
<span style="color:#080">----&gt; 2</span> weekly['net'] = weekly['gross'] / (1 + weekly['vat_rate'])
<span style="color:#b00">KeyError</span>: 'vat_rate'</div>`;
    return `${pageStyle(scene)}<div class="raised" style="padding:7px 14px;font-size:13px"><span style="color:#e46e2e">●</span> sales-report.ipynb &nbsp; File &nbsp; Edit &nbsp; View &nbsp; Run &nbsp; Kernel &nbsp; Help</div><div style="padding:5px 14px;border-bottom:1px solid ${theme.border}">${[0, 1, 2, 3, 4, 5].map((at) => icon(at, theme.muted, 18)).join('')} Code &nbsp;&nbsp; Python 3 (ipykernel) ○</div>${cell('5', "import pandas as pd\nsales = pd.read_parquet('sales.parquet').set_index('day')", '')}${cell('6', 'sales.columns', "Index(['gross', 'vat', 'currency', 'shop'], dtype='object')")}${cell('7', "weekly = sales.resample('W').sum()\nweekly['net'] = weekly['gross'] / (1 + weekly['vat_rate'])", error)}`;
  },
};
