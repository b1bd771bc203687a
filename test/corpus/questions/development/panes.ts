// Text whose place matters: panes side by side, tables, differences, a debugger.
import { highlightLines, pageStyle, table } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { page } from './surfaces.ts';

function pane({ look: { px, mono } }: Scene, lines: string, style = ''): string {
  const rows = lines.split('\n').map((line) => `<div class="line">${escapeHtml(line)}</div>`);
  return `<div style="flex:1;min-width:0;padding:8px 10px;font:${px}px/1.45 '${mono}',monospace;${style}">${rows.join('')}</div>`;
}

/** Two shells side by side: the client fails, and the server says why. */
export const splitTerminal: Layout = {
  name: 'split-terminal',
  html(scene) {
    const { theme } = scene.look;
    const client = `$ curl -i :4300/api/cart
HTTP/1.1 500 Internal Server Error
content-type: text/plain

something went wrong
$ `;
    const server = `$ node server.js
listening on 4300
GET /api/cart
TypeError: carts.find is not a function
    at getCart (cart.js:17:22)
    at handle (router.js:52:10)
GET /api/cart 500 4 ms`;
    return `${pageStyle(scene)}<div style="display:flex;height:100vh">${pane(scene, client)}${pane(scene, server, `border-left:1px solid ${theme.border}`)}</div>`;
  },
};

function side(scene: Scene, rows: readonly (readonly [number | '', string, string])[]): string {
  const { theme, px, mono } = scene.look;
  const ground = { '-': '#e5484d33', '+': '#3fae5a33', ' ': 'transparent' };
  const lines = rows.map(([number, sign, code]) => {
    const background = sign === '-' || sign === '+' ? ground[sign] : ground[' '];
    const [html] = highlightLines(code, 'typescript');
    return `<div class="line" style="background:${background};padding:0 8px"><span style="display:inline-block;width:4ch;color:${theme.muted}">${number}</span>${sign} ${html}</div>`;
  });
  return `<div style="flex:1;min-width:0;font:${px}px/1.45 '${mono}',monospace;border:1px solid ${theme.border}">${lines.join('')}</div>`;
}

/** A change under review, before and after side by side. */
export const splitDiff: Layout = {
  name: 'split-diff',
  html: (scene) =>
    page(
      scene,
      'Round totals once #482',
      `<div class="raised bordered" style="padding:6px 10px">src/cart/total.ts</div><div style="display:flex">
      ${side(scene, [
        [38, ' ', 'export function total(cart: Cart) {'],
        [39, '-', '  let sum = 0;'],
        [40, '-', '  for (const item of cart) sum += round(item.price);'],
        [41, '-', '  return sum;'],
        [42, ' ', '}'],
      ])}
      ${side(scene, [
        [38, ' ', 'export function total(cart: Cart) {'],
        [39, '+', '  const prices = cart.map(priceOf);'],
        [40, '+', '  return round(sumOf(prices));'],
        ['', ' ', ''],
        [41, ' ', '}'],
      ])}</div>
      <div class="bordered" style="padding:8px 12px;margin-top:10px"><b>Ruth</b> <span class="muted">commented on line 40</span><br>
      This changes the invoice of carts with half cents. Did accounting agree?</div>`,
      1500,
    ),
};

/** A change as `git diff` prints it. */
export const plainDiff: Layout = {
  name: 'plain-diff',
  html(scene) {
    const { theme, px, mono } = scene.look;
    const lines = `diff --git a/deploy/compose.yaml b/deploy/compose.yaml
index 4b1d2f0..9c0e7aa 100644
--- a/deploy/compose.yaml
+++ b/deploy/compose.yaml
@@ -11,9 +11,9 @@ services:
   queue:
-    image: rabbitmq:3.13
+    image: rabbitmq:4.1
     restart: unless-stopped
     healthcheck:
-      interval: 30s
+      interval: 5s
       retries: 3
   search:`.split('\n');
    const colour = (line: string) =>
      line.startsWith('-') ? '#e5484d' : line.startsWith('+') ? '#3fae5a' : theme.text;
    const rows = lines.map(
      (line) => `<div class="line" style="color:${colour(line)}">${escapeHtml(line)}</div>`,
    );
    return `${pageStyle(scene)}<div style="padding:10px;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}</div>`;
  },
};

/** A query and its result in a database client. */
export const queryResult: Layout = {
  name: 'query-result',
  html(scene) {
    const [query] = [
      `SELECT c.name, count(*) AS orders, sum(o.total) AS revenue\nFROM orders o JOIN customers c ON c.id = o.customer_id\nWHERE o.placed_at >= '2026-07-01'\nGROUP BY c.name ORDER BY revenue DESC LIMIT 8;`,
    ];
    const rows = [
      ['name', 'orders', 'revenue'],
      ['Nordlys Bakery', '412', '18,204.50'],
      ['Papirfabrikken', '96', '15,877.00'],
      ['Kaffe & Co', '388', '12,031.25'],
      ['Studio Elm', '41', '9,960.00'],
      ['Havn Seafood', '127', '8,415.80'],
      ['Green Thumb', '203', '7,002.10'],
      ['Tårn Books', '88', '[null]'],
      ['Little Wheel', '64', '3,118.00'],
    ];
    return `${pageStyle(scene)}<div class="mono" style="padding:10px">
      <div>${highlightLines(query ?? '', 'sql')
        .map((line) => `<div class="line">${line}</div>`)
        .join('')}</div>
      <div class="raised" style="padding:4px 8px;margin:10px 0">Result 1 &nbsp; 8 rows &nbsp; ${20 + scene.random.below(60)} ms</div>
      ${table(rows, `padding:3px 28px 3px 6px;border:1px solid ${scene.look.theme.border}`)}</div>`;
  },
};

/** What a planner says about a slow query. */
export const queryPlan: Layout = {
  name: 'query-plan',
  html(scene) {
    const lines = `shop=# EXPLAIN ANALYZE SELECT * FROM orders WHERE customer_ref = 'K-20417';
                                                QUERY PLAN
-----------------------------------------------------------------------------------------------
 Seq Scan on orders  (cost=0.00..48211.00 rows=12 width=96) (actual time=3.1..912.4 rows=9)
   Filter: (customer_ref = 'K-20417'::text)
   Rows Removed by Filter: 1999991
 Planning Time: 0.112 ms
 Execution Time: 912.466 ms
(5 rows)

shop=# \\d orders
 Column       | Type                     | Nullable
--------------+--------------------------+----------
 id           | bigint                   | not null
 customer_ref | text                     |
 placed_at    | timestamp with time zone | not null
 total        | numeric(10,2)            |
Indexes:
    "orders_pkey" PRIMARY KEY, btree (id)`;
    return `${pageStyle(scene)}${pane(scene, lines)}`;
  },
};

/** Cells with letters and numbers around them. */
export const spreadsheet: Layout = {
  name: 'spreadsheet',
  html(scene) {
    const { border, raised } = scene.look.theme;
    const rows = [
      ['Item', 'Supplier', 'In stock', 'Reorder at', 'Next delivery'],
      ['Oak board 2 m', 'Skog AS', '184', '60', '3 December'],
      ['Brass hinge', 'Metallco', '12', '40', '28 November'],
      ['Linen cord', 'Vev & Tråd', '950', '200', 'none'],
      ['Wood glue 1 l', 'Skog AS', '37', '30', '3 December'],
      ['Felt pad', 'Filt Fabrikk', '0', '100', '15 January'],
      ['Steel screw 40', 'Metallco', '8,400', '2,000', 'none'],
    ];
    const cell = `border:1px solid ${border};padding:3px 14px 3px 6px;white-space:nowrap`;
    const letters = ['', 'A', 'B', 'C', 'D', 'E'].map(
      (letter) => `<th style="${cell};background:${raised};font-weight:normal">${letter}</th>`,
    );
    const body = rows.map(
      (cells, index) =>
        `<tr><td style="${cell};background:${raised}">${index + 1}</td>${cells.map((text) => `<td style="${cell};${index === 0 ? 'font-weight:bold' : ''}">${escapeHtml(text)}</td>`).join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="padding:6px 10px" class="raised">File &nbsp; Edit &nbsp; View &nbsp; Insert &nbsp; Format &nbsp; Data</div>
      <div style="padding:6px 10px">C6 &nbsp; | &nbsp; 0</div><table><tr>${letters.join('')}</tr>${body.join('')}</table>`;
  },
};
