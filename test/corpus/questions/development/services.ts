// What runs somewhere else, in a browser: a machine in a cloud, a trace, a board of charts, a run of tasks, queues.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';

/** A console's page: a dark bar, a list of links, and the contents. */
function consolePage(scene: Scene, product: string, links: readonly string[], contents: string): string {
  const { theme, ui } = scene.look;
  const rows = links.map(
    (name, at) =>
      `<div style="padding:5px 18px;${at === 1 ? `color:${theme.accent};font-weight:bold` : ''}">${name}</div>`,
  );
  const dots = [0, 1, 2].map(
    (at) =>
      `<span style="width:15px;height:15px;border-radius:${at * 4}px;background:#fff;opacity:.7"></span>`,
  );
  return `${pageStyle(scene)}<div style="font:13px/1.5 '${ui}'"><div style="display:flex;gap:14px;align-items:center;padding:8px 16px;background:#16202c;color:#fff"><svg width="24" height="18" viewBox="0 0 24 18"><path d="M6 16a5 5 0 0 1 0-10 7 7 0 0 1 13 2 4 4 0 0 1 0 8z" fill="#ff9a2e"/></svg><b>${product}</b><span style="flex:1;max-width:420px;padding:3px 12px;background:#0b1118;border:1px solid #50637a;border-radius:6px;color:#9db0c5">Search [Alt+S]</span><span style="margin-left:auto;display:flex;gap:9px">${dots.join('')}</span> eu-central-3 ▾ &nbsp; ops-readonly ▾</div><div style="display:flex"><div class="raised" style="width:190px;flex:none;min-height:96vh;padding-top:12px">${rows.join('')}</div><div style="flex:1;min-width:0;padding:12px 20px">${contents}</div></div></div>`;
}

const FACTS = [
  ['Instance ID', 'i-07be41c09d2f8aa13'],
  ['State', '● Running'],
  ['Status check', '⚠ 1/2 checks passed'],
  ['Private IPv4', '10.20.4.118'],
  ['Type', 'm7.large (2 vCPU, 8 GiB)'],
  ['Zone', 'eu-central-3b'],
  ['Subnet', 'subnet-0aa1 (no route to igw-6d0c)'],
  ['Image', 'debian-13-arm64-20260901'],
  ['Launched', '2026-11-21 09:14 UTC'],
] as const;

/** A machine in a cloud: the list above, its facts and the rules of its firewall below. */
export const cloudInstance: Layout = {
  name: 'cloud-instance',
  html(scene) {
    const { theme } = scene.look;
    const facts = FACTS.map(
      ([name, value]) =>
        `<div style="padding:5px 0"><span class="muted">${name}</span><br><span style="${value.startsWith('⚠') ? 'color:#d9822b' : ''}">${value}</span></div>`,
    );
    const cell = (text: string) =>
      `<td style="padding:4px 14px 4px 0;border-top:1px solid ${theme.border}">${text}</td>`;
    const rules = [
      ['Inbound', 'TCP', '443', '0.0.0.0/0', 'allow'],
      ['Inbound', 'TCP', '22', '198.51.100.0/28', 'allow'],
      ['Outbound', 'All', 'All', '10.20.0.0/16', 'allow'],
      ['Outbound', 'All', 'All', '0.0.0.0/0', 'deny (rule 200)'],
    ].map((cells) => `<tr>${cells.map(cell).join('')}</tr>`);
    return consolePage(
      scene,
      'Nimbus',
      [
        'Dashboard',
        'Instances',
        'Templates',
        'Images',
        'Volumes',
        'Snapshots',
        'Firewalls',
        'Load balancers',
      ],
      `<span class="muted">Compute › Instances › print-worker-2</span><div style="display:flex;align-items:center;gap:10px;margin:4px 0 8px"><b style="font-size:20px">print-worker-2</b><span class="bordered" style="margin-left:auto;padding:3px 12px;border-radius:14px">Connect</span><span class="bordered" style="padding:3px 12px;border-radius:14px">Actions ▾</span></div>
      <div style="background:#d9822b22;border-left:4px solid #d9822b;padding:7px 12px">Instance reachability check failed at 2026-11-21 16:02 UTC: no answer to ARP requests.</div>
      <div style="display:grid;grid-template-columns:repeat(3,1fr);margin:8px 0" class="bordered"><div style="grid-column:1/4;padding:6px 14px;border-bottom:1px solid ${theme.border}"><b>Details</b> &nbsp; <span class="muted">Status &nbsp; Monitoring &nbsp; Storage &nbsp; Tags</span></div>${facts.map((fact) => `<div style="padding:0 14px">${fact}</div>`).join('')}</div>
      <b>Network rules</b><table style="width:100%"><tr>${['Direction', 'Protocol', 'Port', 'Range', 'Action'].map((name) => `<th style="text-align:left">${name}</th>`).join('')}</tr>${rules.join('')}</table>`,
    );
  },
};

const SPANS = [
  [0, 'web', 'POST /orders', 0, 100, '1.84 s'],
  [1, 'auth', 'check token', 1, 4, '71 ms'],
  [1, 'orders', 'create', 6, 92, '1.69 s'],
  [2, 'pricing', 'quote', 8, 17, '309 ms'],
  [3, 'pricing-db', 'SELECT tariff', 9, 14, '262 ms'],
  [2, 'orders-db', 'INSERT order_line', 27, 3, '52 ms'],
  [2, 'orders-db', 'INSERT order_line', 31, 3, '55 ms'],
  [2, 'orders-db', 'INSERT order_line', 35, 3, '49 ms'],
  [2, 'ledger', 'reserve', 40, 55, '1.01 s'],
  [3, 'ledger', 'wait for lock', 41, 46, '846 ms'],
  [3, 'ledger-db', 'UPDATE account', 88, 6, '110 ms'],
] as const;

/** A trace: the spans of one request one under the other, each where it ran, and the tags of one that failed. */
export const traceView: Layout = {
  name: 'trace-view',
  html(scene) {
    const { theme, ui, mono } = scene.look;
    const hues: Record<string, number> = { web: 200, auth: 280, orders: 150, pricing: 30, ledger: 350 };
    const rows = SPANS.map(([depth, service, name, from, length, time], at) => {
      const colour = `hsl(${hues[service.split('-')[0] ?? ''] ?? 90} 60% 52%)`;
      return `<div style="display:flex;border-bottom:1px solid ${theme.border};${at === 10 ? `background:${theme.raised}` : ''}"><div style="width:270px;flex:none;padding:3px 8px 3px ${depth * 18 + 10}px;white-space:nowrap"><span style="border-left:4px solid ${colour};padding-left:6px"><b>${service}</b> <span class="muted">${name}</span></span>${at === 10 ? ' <span style="background:#d1242f;color:#fff;border-radius:50%;padding:0 6px">!</span>' : ''}</div><div style="flex:1;position:relative;margin-right:70px"><span style="position:absolute;top:6px;left:${from}%;width:${length}%;height:12px;border-radius:3px;background:${colour}"></span><span class="muted" style="position:absolute;top:3px;left:${from + length}%;padding-left:6px;white-space:nowrap;font-size:11px">${time}</span></div></div>`;
    });
    const marks = ['0 ms', '460 ms', '920 ms', '1.38 s', '1.84 s'].map(
      (name) => `<span style="flex:1">${name}</span>`,
    );
    return `${pageStyle(scene)}<div style="font:13px/1.5 '${ui}'"><div class="raised" style="padding:9px 14px"><b>web: POST /orders</b> <span class="muted mono">5b8aa5a</span> &nbsp; Duration <b>1.84 s</b> &nbsp; Services <b>7</b> &nbsp; Depth <b>4</b> &nbsp; Total spans <b>11</b></div><div style="display:flex;font-size:11px;padding:3px 0"><span style="width:280px">Service &amp; operation</span>${marks.join('')}</div>${rows.join('')}
      <div style="margin:0 20px;padding:8px 14px;border-top:3px solid #d1242f" class="raised"><b>UPDATE account</b> <span class="muted">ledger-db · start 1.62 s · duration 110 ms</span><div style="font:12px/1.6 '${mono}'">db.statement = UPDATE account SET held = held + $1 WHERE id = $2<br>error = true<br>db.error = could not serialize access due to concurrent update (40001)<br>retry.count = 0</div></div></div>`;
  },
};

/** Charts of a service in a grid, as dashboards have them: lines, a stack, a heat map, a gauge, big numbers. */
export const chartGrid: Layout = {
  name: 'chart-grid',
  html(scene) {
    const { ui } = scene.look;
    const walk = (base: number, jump: (at: number) => number) =>
      Array.from(
        { length: 60 },
        (_, at) => `${at * 5},${100 - base - scene.random.below(9) - jump(at)}`,
      ).join(' ');
    const fall = 30 + scene.random.below(20);
    const lines = (...each: readonly [string, string][]) =>
      `<svg viewBox="0 0 300 104" preserveAspectRatio="none" style="width:100%;height:calc(100% - 40px)">${[25, 50, 75].map((y) => `<path d="M0 ${y}H300" stroke="#333a44"/>`).join('')}${each.map(([points, colour]) => `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.6" vector-effect="non-scaling-stroke"/>`).join('')}</svg>`;
    const stack = [0, 1, 2].map(
      (layer) =>
        `<path d="M0 104${Array.from({ length: 31 }, (_, at) => `L${at * 10} ${92 - (3 - layer) * 19 - scene.random.below(8)}`).join('')}L300 104z" fill="${['#8f5bd6', '#3274d9', '#37872d'][layer]}" opacity=".85"/>`,
    );
    const heat = Array.from(
      { length: 240 },
      (_, at) =>
        `<rect x="${(at % 30) * 10}" y="${Math.floor(at / 30) * 13}" width="9.4" height="12.4" fill="hsl(${30 - Math.floor(at / 30) * 3} 90% ${12 + scene.random.below(10) * (at > 120 ? 5 : 2)}%)"/>`,
    );
    const panel = (name: string, body: string, style = '') =>
      `<div style="background:#181b1f;border:1px solid #2b2f36;border-radius:3px;padding:6px 10px;min-height:0;min-width:0;${style}"><div style="font-weight:bold;font-size:12px">${name}</div>${body}</div>`;
    const legend = (...names: readonly [string, string][]) =>
      `<div style="font-size:11px;color:#9fa7b3">${names.map(([name, colour]) => `<span style="display:inline-block;width:14px;height:3px;vertical-align:4px;background:${colour}"></span> ${name}`).join(' &nbsp; ')}</div>`;
    const big = (value: string, colour: string) =>
      `<div style="display:grid;place-items:center;height:calc(100% - 20px);font-size:40px;color:${colour}">${value}</div>`;
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:flex;flex-direction:column;background:#0f1114;color:#d5d9e0;font:13px/1.5 '${ui}'"><div style="padding:8px 14px;background:#181b1f">▦ &nbsp; Home › Services › <b>ingest</b><span style="float:right">Last 6 hours ▾ &nbsp; ⟳ 30s</span></div><div style="flex:1;min-height:0;display:grid;gap:8px;padding:8px;grid-template:1fr 2fr 2fr/repeat(4,1fr)">
      ${panel('Up', big('3 / 4', '#ff9830'))}${panel('Lag', big('18.2 k', '#f2495c'))}${panel('Heap', '<svg viewBox="0 0 120 66" style="width:100%;height:calc(100% - 20px)"><path d="M15 60a45 45 0 0 1 90 0" stroke="#333" stroke-width="12" fill="none"/><path d="M15 60a45 45 0 0 1 78-31" stroke="#ff9830" stroke-width="12" fill="none"/></svg>')}${panel('Errors', big('0.4 %', '#73bf69'))}
      ${panel('Messages in and out', lines([walk(60, () => 0), '#73bf69'], [walk(58, (at) => (at > fall ? -34 : 0)), '#f2cc0c']) + legend(['in', '#73bf69'], ['out', '#f2cc0c']), 'grid-column:span 2')}${panel('Memory by node', `<svg viewBox="0 0 300 104" preserveAspectRatio="none" style="width:100%;height:calc(100% - 40px)">${stack.join('')}</svg>${legend(['a', '#8f5bd6'], ['b', '#3274d9'], ['c', '#37872d'])}`, 'grid-column:span 2')}
      ${panel('Write latency', `<svg viewBox="0 0 300 104" preserveAspectRatio="none" style="width:100%;height:calc(100% - 24px)">${heat.join('')}</svg>`, 'grid-column:span 2')}${panel('Compactions', lines([walk(20, (at) => (at % 13 === 5 ? 55 : 0)), '#5794f2']) + legend(['running', '#5794f2']))}${panel('Open files', lines([walk(5, (at) => at * 1.3), '#ff9830']) + legend(['fds', '#ff9830']))}</div></div>`;
  },
};

/** Tasks of a nightly run as boxes with arrows; how each went is in its colour. */
export const taskRun: Layout = {
  name: 'task-run',
  html(scene) {
    const { theme, ui } = scene.look;
    const states = {
      done: '#2e9e5b',
      failed: '#d64545',
      blocked: '#e0912f',
      running: '#7ccf3a',
      idle: '#a9b2bd',
    };
    const tasks: readonly (readonly [string, number, number, keyof typeof states])[] = [
      ['fetch_weather', 20, 60, 'done'],
      ['fetch_prices', 20, 170, 'done'],
      ['fetch_meters', 20, 280, 'failed'],
      ['clean_weather', 240, 60, 'done'],
      ['join_prices', 240, 170, 'running'],
      ['clean_meters', 240, 280, 'blocked'],
      ['forecast', 460, 110, 'idle'],
      ['settle', 460, 240, 'blocked'],
      ['publish', 680, 110, 'idle'],
      ['archive', 680, 280, 'blocked'],
    ];
    const links = [
      [0, 3],
      [1, 4],
      [2, 5],
      [3, 6],
      [4, 6],
      [4, 7],
      [5, 7],
      [6, 8],
      [7, 8],
      [7, 9],
    ] as const;
    const arrows = links.map(([from, to]) => {
      const [, x1 = 0, y1 = 0] = tasks[from] ?? [];
      const [, x2 = 0, y2 = 0] = tasks[to] ?? [];
      return `<path d="M${x1 + 150} ${y1 + 22}C${x1 + 190} ${y1 + 22} ${x2 - 40} ${y2 + 22} ${x2 - 3} ${y2 + 22}" fill="none" stroke="${theme.muted}" stroke-width="1.6" marker-end="url(#tip)"/>`;
    });
    const boxes = tasks.map(
      ([name, x, y, state]) =>
        `<rect x="${x}" y="${y}" width="150" height="44" rx="6" fill="${theme.raised}" stroke="${states[state]}" stroke-width="3"/><rect x="${x + 10}" y="${y + 15}" width="14" height="14" rx="3" fill="${states[state]}"/><text x="${x + 34}" y="${y + 27}" fill="${theme.text}">${name}</text>`,
    );
    const history = Array.from({ length: 26 }, (_, at) => {
      const state = scene.random.pick(['done', 'done', 'done', 'failed', 'blocked'] as const);
      return `<rect x="${20 + at * 14}" y="${32 - scene.random.below(20)}" width="9" height="30" fill="${states[state]}"/>`;
    });
    return `${pageStyle(scene)}<div class="raised" style="padding:8px 16px;font:13px '${ui}'"><b>nightly_settlement</b> <span class="muted">2026-11-20, 22:00 UTC · Graph · Grid · Code</span></div><svg viewBox="0 -10 850 400" style="display:block;width:100vw;height:calc(100vh - 40px)" font-family="'${ui}'" font-size="13"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0l8 4-8 4z" fill="${theme.muted}"/></marker></defs><g transform="translate(0 -10) scale(.8)">${history.join('')}</g>${arrows.join('')}${boxes.join('')}</svg>`;
  },
};

const QUEUES = [
  ['invoices.render', 'classic', 'D', 'running', '4', '0', '4', '12.0/s', '12.0/s'],
  ['mail.outgoing', 'quorum', 'D', 'running', '118,204', '0', '118,204', '41.2/s', '0.00/s'],
  ['mail.outgoing.dead', 'quorum', 'D', 'idle', '2,311', '0', '2,311', '0.00/s', '0.00/s'],
  ['stock.sync', 'quorum', 'D DLX', 'running', '57', '32', '89', '7.4/s', '7.2/s'],
  ['webhook.retry', 'classic', 'D TTL', 'flow', '906', '250', '1,156', '88.0/s', '61.4/s'],
] as const;

/** The queues of a broker, with how many messages wait in each and how fast they go. */
export const queueList: Layout = {
  name: 'queue-list',
  html(scene) {
    const { ui } = scene.look;
    const cell = (text: string, at: number) =>
      `<td style="padding:4px 12px;border:1px solid #ccc;${at > 3 ? 'text-align:right' : ''}">${at === 3 ? `<span style="display:inline-block;width:9px;height:9px;background:${{ running: '#98f898', idle: '#ddd', flow: '#f6d86b' }[text] ?? '#ddd'}"></span> ` : ''}${escapeHtml(text)}</td>`;
    const rows = QUEUES.map(
      (cells, at) => `<tr style="background:${at % 2 ? '#f4f4f4' : '#fff'}">${cells.map(cell).join('')}</tr>`,
    );
    const tabs = ['Overview', 'Connections', 'Channels', 'Exchanges', 'Queues', 'Admin'].map(
      (name, at) =>
        `<span style="padding:6px 14px;border-radius:6px 6px 0 0;${at === 4 ? 'background:#f60;color:#fff' : 'background:#eee'}">${name}</span>`,
    );
    return `${pageStyle(scene)}<div style="background:#fff;color:#333;min-height:100vh;padding:12px 20px;font:13px/1.5 '${ui}'"><span style="float:right;color:#888">Refreshed 17:20:31 · every 5 s · cluster <b>broker@moss</b></span><b style="font-size:22px;color:#f60">▚ Burrow</b> <span style="color:#888">4.1.4 &nbsp; Erlang 27.3</span><div style="display:flex;gap:5px;margin:10px 0 14px;border-bottom:2px solid #f60">${tabs.join('')}</div><div style="font-size:20px">Queues</div><div style="margin:6px 0">▾ All queues (5) &nbsp; Filter: <span style="border:1px solid #aaa;padding:1px 60px 1px 6px">/^(inv|mail|st|web)/</span></div>
      <table style="font-size:12px"><tr>${['Name', 'Type', 'Features', 'State', 'Ready', 'Unacked', 'Total', 'incoming', 'deliver / get'].map((name) => `<th style="padding:4px 12px;border:1px solid #ccc;background:#fafafa">${name}</th>`).join('')}</tr>${rows.join('')}</table><div style="margin-top:14px">▾ <b>mail.outgoing</b> · Consumers (0) <span style="color:#c00">… no consumers …</span><br>Last consumer: 10.42.7.3:51114, cancelled 16:37:02 (consumer_timeout 1800000 ms)</div></div>`;
  },
};
