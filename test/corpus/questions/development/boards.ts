// What runs, and how well: logs under a chart, requests, jobs, processes, packages.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';
import { seriesColour } from './surfaces.ts';
import { glyphs } from './workbenches.ts';

const LOGGED = [
  ['10:41:07.118', 'info', 'gateway', 'GET /api/stock 200 18 ms'],
  ['10:41:07.204', 'error', 'inventory', 'connect ECONNREFUSED 10.0.4.17:6379'],
  ['10:41:07.209', 'warn', 'inventory', 'cache is down, reading from the database'],
  ['10:41:07.871', 'info', 'gateway', 'GET /api/stock 200 692 ms'],
  ['10:41:08.003', 'error', 'inventory', 'pool exhausted: 50 of 50 connections are in use'],
  ['10:41:08.004', 'error', 'gateway', 'GET /api/stock 503 2 ms'],
  ['10:41:08.517', 'info', 'mailer', 'sent 14 of 14'],
  ['10:41:09.120', 'info', 'gateway', 'GET /health 200 1 ms'],
] as const;

/** A board of logs: how many there were over time, and the lines. */
export const logBoard: Layout = {
  name: 'log-board',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const bars = Array.from(
      { length: 60 },
      () =>
        `<span style="flex:1;background:${seriesColour(scene.random.below(2))};height:${10 + scene.random.below(60)}px"></span>`,
    );
    const colours = { info: '#2b8a9e', warn: '#b3872b', error: '#c2413b' };
    const rows = LOGGED.map(
      ([at, level, service, text]) =>
        `<div style="display:flex;gap:12px;padding:3px 14px;border-bottom:1px solid ${theme.border}"><span class="muted">${at}</span><span style="width:54px;text-align:center;border-radius:3px;color:#fff;background:${colours[level]}">${level}</span><span style="width:100px;color:${theme.keyword}">${service}</span><span>${text}</span></div>`,
    );
    return `${pageStyle(scene)}<div class="raised" style="display:flex;gap:12px;padding:8px 14px"><span class="bordered mono" style="flex:1;padding:4px 10px">service:(gateway OR inventory) -level:debug</span><span class="bordered" style="padding:4px 10px">Last 15 minutes</span><span class="button">Search</span></div>
      <div style="display:flex;align-items:flex-end;gap:3px;height:84px;padding:6px 14px">${bars.join('')}</div><div class="muted" style="padding:4px 14px">8 of 1,204 lines</div><div style="font:${px}px/1.45 '${mono}',monospace">${rows.join('')}</div>`;
  },
};

const REQUESTS = [
  ['checkout', '200', 'document', '6.1 kB', '84 ms', 0, 12],
  ['app.4f1c.js', '200', 'script', '212 kB', '120 ms', 12, 18],
  ['theme.css', '200', 'stylesheet', '31 kB', '64 ms', 12, 9],
  ['session', '401', 'fetch', '0.4 kB', '38 ms', 32, 6],
  ['cart', '200', 'fetch', '2.2 kB', '71 ms', 38, 9],
  ['shipping-rates', '504', 'fetch', '0.6 kB', '30.01 s', 40, 58],
  ['hero.avif', '304', 'avif', '0.2 kB', '12 ms', 20, 4],
] as const;

/** A browser's list of requests, with when each ran. */
export const requests: Layout = {
  name: 'requests',
  html(scene) {
    const { theme, ui } = scene.look;
    const head = ['Name', 'Status', 'Type', 'Size', 'Time'].map(
      (name) => `<th style="text-align:left;padding:4px 14px">${name}</th>`,
    );
    const rows = REQUESTS.map(
      ([name, status, type, size, time, from, length], at) =>
        `<tr style="background:${at % 2 ? theme.raised : 'transparent'};color:${Number(status) >= 400 ? '#e5484d' : theme.text}">${[name, status, type, size, time].map((cell) => `<td style="padding:4px 14px">${cell}</td>`).join('')}<td style="width:34%"><div style="margin-left:${from}%;width:${length}%;height:9px;background:${seriesColour(at)}"></div></td></tr>`,
    );
    return `${pageStyle(scene)}<div style="font:12px '${ui}'"><div class="raised" style="padding:7px 12px">Elements &nbsp; Console &nbsp; Sources &nbsp; <b>Network</b> &nbsp; Performance &nbsp; Memory</div><div style="padding:6px 12px;border-bottom:1px solid ${theme.border}"><span style="display:inline-block;width:11px;height:11px;border-radius:50%;background:#e5484d"></span> ${glyphs(scene, 15, 'margin:0 6px;vertical-align:-3px')} <span class="muted">Preserve log &nbsp; Disable cache &nbsp; No throttling</span></div>
      <table style="width:100%"><tr>${head.join('')}<th style="text-align:left">Waterfall</th></tr>${rows.join('')}</table><div class="raised" style="position:absolute;left:0;right:0;bottom:0;padding:6px 12px">7 requests &nbsp; 252 kB transferred &nbsp; Finish: 30.4 s &nbsp; DOMContentLoaded: 214 ms</div></div>`;
  },
};

const STEPS = [
  ['ok', 'Set up job', '2s'],
  ['ok', 'Check out', '1s'],
  ['ok', 'Install dependencies', '41s'],
  ['failed', 'Run migrations', '6s'],
  ['skipped', 'Run tests', '0s'],
  ['skipped', 'Upload coverage', '0s'],
] as const;

/** A pipeline's page: jobs at the side, the steps of one, and what the failed one wrote. */
export const pipelinePage: Layout = {
  name: 'pipeline-page',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const colours = { ok: '#2f9e44', failed: '#c2413b', skipped: theme.muted };
    const mark = (state: keyof typeof colours) => {
      const path = { ok: 'M5 10l3 3 6-6', failed: 'M6 6l8 8M14 6l-8 8', skipped: 'M6 14l8-8' }[state];
      return `<svg width="18" height="18" viewBox="0 0 20 20" style="vertical-align:-4px;margin-right:9px"><circle cx="10" cy="10" r="9" fill="${colours[state]}"/><path d="${path}" stroke="#fff" stroke-width="2" fill="none"/></svg>`;
    };
    const log = `Run npm run migrate
Applying 0031_add_vat_id.sql
Applying 0032_split_address.sql
Error: column "street" of relation "address" already exists
    at Parser.parseErrorMessage (pg-protocol/src/parser.ts:369)
Process completed with exit code 1.`;
    const steps = STEPS.map(([state, name, time]) => {
      const row = `<div style="padding:6px 12px">${mark(state)}${name}<span class="muted" style="float:right">${time}</span></div>`;
      const lines = log
        .split('\n')
        .map(
          (line, at) =>
            `<div class="line"><span class="muted" style="display:inline-block;width:4ch">${at + 1}</span><span${line.startsWith('Error') ? ' style="color:#e5484d"' : ''}>${escapeHtml(line)}</span></div>`,
        );
      return state === 'failed'
        ? `${row}<div class="raised" style="padding:6px 34px;font:${px}px '${mono}',monospace">${lines.join('')}</div>`
        : row;
    });
    const jobs = (['ok', 'failed', 'ok'] as const).map(
      (state, at) =>
        `<div style="padding:6px 14px">${mark(state)}${['lint', 'integration', 'e2e'][at]}</div>`,
    );
    return `${pageStyle(scene)}<div style="padding:12px 18px;border-bottom:1px solid ${theme.border}"><b>${mark('failed')}Store the VAT number #1884</b><br><span class="muted">nightly.yml &nbsp; on: pull_request</span></div><div style="display:flex"><div style="width:180px">${jobs.join('')}</div><div class="bordered" style="flex:1;margin:12px;border-radius:6px"><div style="padding:10px 12px;border-bottom:1px solid ${theme.border}"><b>integration</b> <span class="muted">failed 12 minutes ago in 58s</span></div>${steps.join('')}</div></div>`;
  },
};

const PROCESSES = [
  ['4127', 'dev', '97.4', '41.8', '18:22.07', 'node --max-old-space-size=8192 indexer.js'],
  ['988', 'postgres', '12.1', '6.3', '4:10.55', 'postgres: writer'],
  ['2210', 'dev', '3.0', '2.2', '0:41.90', 'code --type=renderer'],
  ['1', 'root', '0.0', '0.1', '0:03.12', '/sbin/init'],
  ['3301', 'dev', '0.7', '1.4', '0:12.48', 'esbuild --service'],
] as const;

/** Processes in a terminal, under bars of how busy the machine is. */
export const processes: Layout = {
  name: 'processes',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const meters = ['1', '2', '3', '4', 'Mem', 'Swp'].map((name, at) => {
      const full = [38, 9, 14, 7, 33, 2][at] ?? 0;
      const bar = `<span style="color:#3fae5a">${'|'.repeat(full)}</span>${' '.repeat(40 - full)}`;
      return `<div style="white-space:pre">${name.padStart(5)}[${bar}<span class="muted">${at < 4 ? `${(full * 2.5).toFixed(1)}%` : `${full}.2G/39.1G`}</span>]</div>`;
    });
    const rows = PROCESSES.map(
      (cells, at) =>
        `<div style="white-space:pre;${at === 0 ? `background:${theme.accent};color:${theme.onAccent}` : ''}">${cells.map((cell, column) => (column === 5 ? ` ${cell}` : cell.padStart([6, 10, 7, 7, 11][column] ?? 0))).join('')}</div>`,
    );
    return `${pageStyle(scene)}<div style="padding:8px;font:${px}px/1.45 '${mono}',monospace">${meters.join('')}<br><div style="white-space:pre;background:#3fae5a;color:#000">   PID      USER   CPU%   MEM%      TIME+ Command                         </div>${rows.join('')}<br><span class="muted">F1</span>Help <span class="muted">F3</span>Search <span class="muted">F6</span>SortBy <span class="muted">F9</span>Kill <span class="muted">F10</span>Quit</div>`;
  },
};

/** What a package manager found, in a table of line characters, under a prompt of coloured blocks. */
export const auditTable: Layout = {
  name: 'audit-table',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const prompt = ['~/shop', 'main', 'v24.3'].map(
      (text, at) => `<span style="background:${seriesColour(at)};color:#111;padding:1px 10px">${text}</span>`,
    );
    const rule = (left: string, middle: string, right: string) =>
      `${left}${[22, 11, 11, 11].map((width) => '─'.repeat(width)).join(middle)}${right}`;
    const row = (...cells: readonly string[]) =>
      `│${cells.map((cell, at) => ` ${cell}`.padEnd([22, 11, 11, 11][at] ?? 0)).join('│')}│`;
    const lines = [
      rule('┌', '┬', '┐'),
      row('Package', 'Current', 'Wanted', 'Latest'),
      rule('├', '┼', '┤'),
      row('fast-csv', '4.3.6', '4.3.6', '5.0.2'),
      row('image-size', '1.0.2', '1.2.1', '2.0.2'),
      row('pg (dev)', '8.11.3', '8.16.0', '8.16.0'),
      row('undici', '5.28.2', '5.29.0', '7.16.0'),
      rule('└', '┴', '┘'),
    ];
    return `${pageStyle(scene)}<div style="padding:10px;font:${px}px/1.3 '${mono}',monospace"><div>${prompt.join('')} pnpm outdated</div><pre style="line-height:1.2">${lines.join('\n')}</pre><br><div>${prompt.join('')} pnpm audit</div><div style="color:#e5484d">image-size  high  Denial of service by a crafted picture</div><div class="line">Vulnerable versions  &lt;1.2.1</div><div class="line">Patched versions  &gt;=1.2.1</div><div class="line">Paths  .&gt;theme-kit&gt;image-size</div><div style="color:${theme.muted}">1 vulnerability found. Severity: 1 high</div></div>`;
  },
};
