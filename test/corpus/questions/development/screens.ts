// Screens of all sorts: phones, error pages, sheets, packages, dialogs over a picture, very small type.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';
import { avatar, icon } from './desks.ts';
import { seriesColour } from './surfaces.ts';

/** An app in an emulator, beside the log of the device. */
export const emulator: Layout = {
  name: 'emulator',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const log = `11:20:31.004 I ActivityManager: Start proc 8812:example.shop
11:20:31.611 D Cart: restoring 2 lines
11:20:31.640 E AndroidRuntime: FATAL EXCEPTION: main
11:20:31.640 E AndroidRuntime: java.lang.IllegalArgumentException:
    No enum constant example.shop.Size.XXL
11:20:31.640 E AndroidRuntime:   at example.shop.Cart.restore(Cart.kt:57)
11:20:31.702 W ActivityTaskManager: Force finishing activity`;
    const tabs = [2, 1, 0, 4].map((at) => icon(at, '#555', 22)).join('');
    return `${pageStyle(scene)}<div style="display:flex;gap:20px;padding:16px"><div style="width:270px;height:540px;flex:none;background:#111;border-radius:34px;padding:12px"><div style="background:#fafafa;color:#222;height:100%;border-radius:24px;overflow:hidden;position:relative;font:13px sans-serif"><div style="padding:6px 16px;font-size:11px">11:20 <span style="float:right">▂▄▆ 84%</span></div><div style="background:#00796b;color:#fff;padding:12px 16px;font-size:17px">Cart</div><div style="background:#0006;position:absolute;inset:0"></div><div style="position:absolute;left:22px;right:22px;top:190px;background:#fff;border-radius:6px;padding:18px;box-shadow:0 4px 12px #0008">Shop keeps stopping<div style="color:#00796b;text-align:right;margin-top:18px">CLOSE APP</div></div><div style="position:absolute;bottom:10px;left:24px;display:flex;gap:22px">${tabs}</div></div></div><div style="flex:1"><div class="raised" style="padding:6px 10px">${icon(3, theme.muted)}Logcat &nbsp; <span class="muted">package:mine level:debug</span></div>${log
      .split('\n')
      .map(
        (line) =>
          `<div style="font:${px}px/1.6 '${mono}',monospace;white-space:pre-wrap;color:${/ E |enum/.test(line) ? '#e5484d' : / W /.test(line) ? '#c98a1b' : theme.text}">${escapeHtml(line)}</div>`,
      )
      .join('')}</div></div>`;
  },
};

/** What a site shows when it fails: a drawing and a few words. */
export const brokenSite: Layout = {
  name: 'broken-site',
  html(scene) {
    const { theme, px } = scene.look;
    return `${pageStyle(scene)}<div style="padding:12px 30px;border-bottom:1px solid ${theme.border}">${icon(2, theme.accent, 22)}<b>Harbour</b> <span style="float:right" class="muted">Prices &nbsp; Docs &nbsp; Sign in</span></div><div style="display:flex;gap:50px;padding:70px 60px;align-items:center"><svg width="240" height="220" viewBox="0 0 240 220"><ellipse cx="120" cy="190" rx="105" ry="18" fill="${theme.raised}"/><path d="M40 150c30-24 130-24 160 0l-16 34H58z" fill="#b8563e"/><path d="M118 30v118M118 34l58 84h-58z" stroke="#7a5a3a" stroke-width="6" fill="#efe3c8"/><path d="M10 176c20-12 36 12 56 0s36 12 56 0 36 12 56 0 36 12 52 0" stroke="#3b82c4" stroke-width="5" fill="none"/></svg><div style="max-width:430px"><div style="font-size:${px * 3}px;line-height:1.1">502</div><div style="font-size:${px + 8}px">The page cannot be loaded</div><p>Our edge in Frankfurt got no answer from checkout-v2 within 30 seconds. Your card was not charged.</p><p class="muted mono">Request 5f0c-77aa-19d2<br>2026-11-20 21:44 UTC</p><span class="button">Try again</span></div></div>`;
  },
};

const BUDGET = [
  ['', 'Q1', 'Q2', 'Q3', 'Q4', 'Sum'],
  ['Hosting', '4,210', '4,388', '5,102', '6,940', '20,640'],
  ['Licences', '1,800', '1,800', '2,150', '2,150', '7,900'],
  ['Contractors', '12,000', '9,500', '0', '14,250', '35,750'],
  ['Travel', '610', '2,044', '388', '#VALUE!', '#VALUE!'],
  ['Total', '18,620', '17,732', '7,640', '#VALUE!', '#VALUE!'],
] as const;

/** A sheet whose cells have colours by their value. */
export const budgetSheet: Layout = {
  name: 'budget-sheet',
  html(scene) {
    const { theme } = scene.look;
    const cell = `border:1px solid ${theme.border};padding:3px 9px;min-width:92px;font-size:13px`;
    const rows = BUDGET.map(
      (row, at) =>
        `<tr><td style="${cell};min-width:36px;text-align:center" class="raised">${at + 1}</td>${row
          .map((value, column) => {
            const amount = Number(value.replace(',', ''));
            const colour =
              column === 0 || at === 0 || Number.isNaN(amount)
                ? ''
                : amount > 10_000
                  ? 'background:#e06666;color:#111'
                  : amount > 4_000
                    ? 'background:#ffd966;color:#111'
                    : 'background:#93c47d;color:#111';
            return `<td style="${cell};${colour};text-align:${column ? 'right' : 'left'};${at === 4 && column === 4 ? 'outline:2px solid #1a73e8' : ''}">${value}</td>`;
          })
          .join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="padding:8px 12px">${icon(5, '#0f9d58', 22)}Budget 2026 &nbsp;<span class="muted">File Edit View Insert Format Data</span></div><div class="raised" style="padding:6px 12px">${[0, 1, 2, 3, 4, 5].map((at) => icon(at, theme.muted, 17)).join('')}<b>B</b> &nbsp; <i>I</i> &nbsp; <s>S</s></div><div style="padding:4px 12px;border-bottom:1px solid ${theme.border}">E5 &nbsp; <i>fx</i> &nbsp; =SUM(Trips!C2:C40)+"n/a"</div><table><tr class="raised"><td style="${cell};min-width:36px"></td>${[...'ABCDEF'].map((name) => `<td style="${cell};text-align:center">${name}</td>`).join('')}</tr>${rows.join('')}</table>`;
  },
};

/** A package on its registry's site. */
export const packagePage: Layout = {
  name: 'package-page',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const badge = (left: string, right: string, colour: string) =>
      `<span style="font:11px sans-serif;color:#fff;margin-right:6px"><span style="background:#555;padding:2px 6px;border-radius:3px 0 0 3px">${left}</span><span style="background:${colour};padding:2px 6px;border-radius:0 3px 3px 0">${right}</span></span>`;
    const points = Array.from({ length: 40 }, (_, x) => `${x * 6},${40 - (x * 0.5 + scene.random.below(9))}`);
    return `${pageStyle(scene)}<div style="padding:10px 26px;border-bottom:1px solid ${theme.border}">${icon(1, '#cb3837', 22)}<span class="bordered muted" style="display:inline-block;width:420px;padding:5px 10px">Search packages</span></div><div style="display:flex;gap:36px;padding:16px 26px"><div style="flex:1"><div style="font-size:${px + 10}px">tiny-lease</div><div class="muted">4.0.1 · Public · Published 3 days ago</div><div style="margin:12px 0;display:flex;gap:4px">${['Readme', 'Code', '2 Dependencies', '61 Dependents', '38 Versions'].map((name, at) => `<span style="padding:7px 16px;border-bottom:3px solid ${seriesColour(at)}">${name}</span>`).join('')}</div>${badge('build', 'passing', '#4c1')}${badge('coverage', '97%', '#97ca00')}${badge('types', 'included', '#007ec6')}<p>Leases on files, for processes of one machine.</p><p><b>Breaking in 4.0:</b> <code>acquire()</code> no longer waits. Use <code>acquireWithin(ms)</code>, which rejects with <code>LeaseTimeout</code>.</p><div class="raised" style="padding:12px;font:${px}px/1.5 '${mono}',monospace">${highlightLines("import { acquireWithin } from 'tiny-lease';\nconst lease = await acquireWithin(2_000);\ntry { await work(); } finally { await lease.release(); }", 'typescript').join('<br>')}</div></div><div style="width:260px"><b class="muted">Install</b><div class="bordered mono" style="padding:8px;border-radius:4px;margin:6px 0 14px">npm i tiny-lease</div><b class="muted">Weekly downloads</b><div style="display:flex;align-items:flex-end;gap:10px"><span style="font-size:${px + 5}px">48,112</span><svg width="150" height="40" viewBox="0 0 240 44"><polyline points="${points.join(' ')}" fill="#8956ff33" stroke="#8956ff" stroke-width="3"/></svg></div><hr style="border:0;border-top:1px solid ${theme.border}"><b class="muted">License</b><div>ISC</div><b class="muted">Collaborators</b><div style="display:flex;gap:6px;margin-top:6px">${avatar('N', 36, 3)}${avatar('O', 36, 4)}</div></div></div>`;
  },
};

/** A system's dialog over a wallpaper with hills. */
export const diskDialog: Layout = {
  name: 'disk-dialog',
  html(scene) {
    const { px } = scene.look;
    return `${pageStyle(scene)}<div style="height:100vh;background:radial-gradient(circle at 70% 20%,#ffe9b0 0 6%,transparent 7%),linear-gradient(#35589b,#c98aa0 55%,#e8b27a 62%,#2e4b3c 63%,#16281f);position:relative"><div style="position:absolute;left:50%;top:46%;transform:translate(-50%,-50%);width:520px;background:#f4f4f6;color:#1b1b1f;border-radius:10px;box-shadow:0 12px 40px #000a;overflow:hidden"><div style="padding:9px 14px;background:#e2e2e8;text-align:center">Disk Utility</div><div style="display:flex;gap:18px;padding:20px"><svg width="56" height="56" viewBox="0 0 24 24"><path d="M12 2l11 20H1z" fill="#f5b81f"/><path d="M12 9v6M12 18v1" stroke="#222" stroke-width="2.4"/></svg><div><b style="font-size:${px + 2}px">"BACKUP2" could not be unmounted</b><p>The volume is used by process mds_stores (PID 411). Quit the process or eject by force; files that are being written may be lost.</p><p style="color:#777">Error −69888</p></div></div><div style="text-align:right;padding:0 20px 18px"><span style="border:1px solid #bbb;border-radius:6px;padding:5px 16px">Force Eject</span> <span style="background:#0a67e6;color:#fff;border-radius:6px;padding:5px 22px">OK</span></div></div></div>`;
  },
};

/** A log in the smallest type that people set. */
export const denseLog: Layout = {
  name: 'dense-log',
  html(scene) {
    const { theme, mono } = scene.look;
    const parts = ['wal', 'compact', 'raft', 'http', 'snap'];
    const rows = Array.from({ length: 46 }, (_, at) => {
      const part = parts[(at * 7) % parts.length] ?? '';
      const text =
        at === 29
          ? 'ERR raft: leader stepped down: fsync took 4.81s, limit 2s (device dm-3)'
          : `inf ${part}: segment ${1000 + at * 13} kept, ${scene.random.below(900) + 100} entries, term ${40 + (at >> 4)}`;
      return `<div style="white-space:pre;color:${at === 29 ? '#e5484d' : theme.text}"><span class="muted">06:1${Math.floor(at / 10)}:${10 + at}.${100 + at * 9}</span> ${text}</div>`;
    });
    return `${pageStyle(scene)}<div style="padding:4px 8px;font:11px/1.25 '${mono}',monospace">${rows.join('')}</div>`;
  },
};

const MATRIX = [
  ['', 'Node 22', 'Node 24', 'Node 25'],
  ['Ubuntu 24.04', 'passed', 'passed', 'passed'],
  ['Debian 12', 'passed', 'passed', 'flaky'],
  ['macOS 15', 'passed', 'failed', 'failed'],
  ['Windows 2025', 'failed', 'passed', 'skipped'],
] as const;

/** What passed where: words in coloured cells. */
export const matrixPage: Layout = {
  name: 'matrix-page',
  html(scene) {
    const { theme, px } = scene.look;
    const colours: Record<string, string> = {
      passed: '#2e9e5b',
      failed: '#cf3f4f',
      flaky: '#c88719',
      skipped: '#7d8590',
    };
    const rows = MATRIX.map(
      (row) =>
        `<tr>${row.map((cell) => `<td style="padding:4px"><div style="padding:9px 18px;border-radius:5px;${cell in colours ? `background:${colours[cell]};color:#fff` : 'font-weight:bold'}">${cell}</div></td>`).join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div class="raised" style="width:64px;padding:14px 20px">${[0, 1, 2, 3, 4, 5].map((at) => `<div style="margin-bottom:18px">${icon(at, theme.muted, 24)}</div>`).join('')}</div><div style="padding:18px 26px"><div style="font-size:${px + 8}px">Compatibility</div><div class="muted">Run 7712 · triggered by renovate · 14 min 8 s</div><table style="margin:14px 0">${rows.join('')}</table><div style="border-left:4px solid #cf3f4f;padding:8px 14px" class="raised"><b>macOS 15, Node 24</b><br><span class="mono">dyld: Symbol not found: _SecTrustCopyCertificateChain</span></div></div></div>`;
  },
};

/** Pages of documentation: chapters, a warning in colour, a table of options. */
export const manualPage: Layout = {
  name: 'manual-page',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const chapters = [
      'Introduction',
      'Installation',
      'Configuration',
      'Retention',
      'Replication',
      'Upgrading',
      'Glossary',
    ].map(
      (name, at) =>
        `<div style="padding:4px 18px;${at === 3 ? `border-left:3px solid ${theme.accent};color:${theme.accent}` : ''}">${name}</div>`,
    );
    const options = [
      ['keep_for', '30d', 'Age after which segments are deleted'],
      ['keep_bytes', '-1', 'Size of a topic beyond which the oldest go first'],
      ['sweep_every', '5m', 'How often the sweeper runs; 0 turns it off'],
    ].map(
      (row) =>
        `<tr>${row.map((cell, at) => `<td style="padding:6px 12px;border-bottom:1px solid ${theme.border};${at < 2 ? `font-family:'${mono}',monospace` : ''}">${cell}</td>`).join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="background:linear-gradient(90deg,#4338ca,#7c3aed);color:#fff;padding:12px 22px">${icon(1, '#fff', 20)}<b>Brooklog</b> <span style="opacity:.8">v3.2 ▾</span><span style="float:right;border:1px solid #fff8;border-radius:14px;padding:2px 14px">${icon(4, '#fff', 14)}Search ⌘K</span></div><div style="display:flex"><div style="width:190px;padding:14px 0;flex:none" class="raised">${chapters.join('')}</div><div style="padding:16px 30px;max-width:720px"><div style="font-size:${px + 12}px">Retention</div><p>Topics are kept in segments. The sweeper deletes whole segments only, so up to one segment more than asked for is on disk.</p><div style="background:#f59e0b22;border-left:5px solid #f59e0b;padding:10px 16px;border-radius:4px"><b>⚠ Compacted topics</b><br>With <code>cleanup = compact</code> the options below are ignored until version 3.3.</div><table style="margin:14px 0">${options.join('')}</table><p>Changes apply without a restart.</p></div></div>`;
  },
};
