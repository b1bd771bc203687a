// Terminals: programs that fill one with frames and bars, and commands under prompts of two lines.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';

const CYAN = '#35b8c9';
const RED = '#e5534b';
const GREEN = '#57ab5a';
const AMBER = '#d4a72c';
const PINK = '#d670b5';

/** A terminal's window with its title bar; the contents are HTML that keeps its spaces. */
function terminalWindow(scene: Scene, title: string, contents: string, lineHeight = 1.35): string {
  const { theme, mono, ui, px } = scene.look;
  const lights = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour) =>
      `<span style="width:12px;height:12px;margin-right:8px;border-radius:50%;background:${colour}"></span>`,
  );
  return `${pageStyle(scene)}<div style="display:flex;align-items:center;height:30px;padding:0 12px;background:${theme.raised};font:12px '${ui}';color:${theme.muted}">${lights.join('')}<span style="flex:1;text-align:center">${title}</span></div>
    <pre style="padding:6px 10px;font:${px}px/${lineHeight} '${mono}',monospace">${contents}</pre>`;
}

function inColour(text: string, colour: string): string {
  return `<span style="color:${colour}">${escapeHtml(text)}</span>`;
}

const PODS = [
  ['shop', 'basket-7c4d9f8b66-2xk9l', '2/2', 'Running', '0', '84', '211', '10.42.3.18', 'node-c', '6d3h'],
  [
    'shop',
    'checkout-6f9d7b5c44-hw8tz',
    '1/2',
    'CrashLoopBackOff',
    '37',
    '0',
    '0',
    '10.42.1.77',
    'node-a',
    '3h12m',
  ],
  ['shop', 'checkout-6f9d7b5c44-qp4vd', '2/2', 'Running', '1', '112', '498', '10.42.2.40', 'node-b', '3h12m'],
  ['shop', 'mailer-5b8c6d7f9d-9lmzr', '1/1', 'Running', '0', '3', '61', '10.42.2.41', 'node-b', '21d'],
  ['shop', 'reports-29387520-tq7wn', '0/1', 'Completed', '0', '0', '0', '10.42.3.90', 'node-c', '44m'],
  ['shop', 'search-0', '1/1', 'Running', '0', '640', '3804', '10.42.1.12', 'node-a', '21d'],
  ['shop', 'thumbnails-84c77d4b5-mm2kx', '0/1', 'ImagePullBackOff', '0', '0', '0', 'n/a', 'node-c', '9m51s'],
] as const;
const POD_WIDTHS = [11, 28, 6, 17, 9, 5, 6, 12, 8, 6];

/** The pods of a cluster in a program with frames, hints of keys and a breadcrumb. */
export const podList: Layout = {
  name: 'pod-list',
  html(scene) {
    const facts = [
      ['Context', 'prod-eu'],
      ['Cluster', 'prod-eu-1'],
      ['K8s Rev', 'v1.33.4'],
      ['CPU', '41%'],
      ['MEM', '78%(+)'],
    ];
    const keys = ['<0> all', '<1> shop', '<d> Describe', '<l> Logs', '<p> Logs Previous'];
    const head = facts.map(
      ([name = '', value = ''], at) =>
        ` ${inColour(`${name}:`.padEnd(9), AMBER)} ${value.padEnd(22)} ${inColour(keys[at] ?? '', PINK)}`,
    );
    const rule = (text: string) => inColour(text, CYAN);
    const row = (cells: readonly string[]) =>
      cells.map((cell, at) => cell.padEnd(POD_WIDTHS[at] ?? 8)).join('');
    const names = [
      'NAMESPACE↑',
      'NAME',
      'READY',
      'STATUS',
      'RESTARTS',
      'CPU',
      'MEM',
      'IP',
      'NODE',
      'AGE',
    ] as const;
    const rows = PODS.map((pod, at) => {
      const colour = pod[3].includes('BackOff')
        ? RED
        : pod[3] === 'Completed'
          ? scene.look.theme.muted
          : CYAN;
      const chosen = at === 1 ? `background:${RED};color:#111` : `color:${colour}`;
      return `${rule('│')}<span style="${chosen}">${escapeHtml(row(pod))}</span>${rule('│')}`;
    });
    const width = POD_WIDTHS.reduce((sum, each) => sum + each, 0);
    const title = ' Pods(shop)[7] ';
    const left = Math.floor((width - title.length) / 2);
    const top = `┌${'─'.repeat(left)}${title}${'─'.repeat(width - title.length - left)}┐`;
    return terminalWindow(
      scene,
      'k — ssh ops@bastion',
      `${head.join('\n')}\n\n${rule(top)}\n${rule('│')}<b>${row(names)}</b>${rule('│')}\n${rows.join('\n')}\n${rule(`└${'─'.repeat(width)}┘`)}\n <span style="background:${AMBER};color:#111"> &lt;pods&gt; </span> <span style="background:${CYAN};color:#111"> &lt;shop&gt; </span>`,
    );
  },
};

/** A package manager that finds no version for everybody, under a prompt with symbols. */
export const peerConflict: Layout = {
  name: 'peer-conflict',
  html(scene) {
    const { theme } = scene.look;
    const prompt = `${inColour('╭─', theme.muted)}${inColour(' ~/work/atlas-admin', CYAN)} ${inColour('on', theme.muted)} ${inColour('⎇ chore/react-19', PINK)} ${inColour('[!2 ?1]', RED)} ${inColour('via', theme.muted)} ${inColour('⬢ v22.11.0', GREEN)}\n${inColour('╰─❯', theme.muted)} `;
    const error = inColour('npm error', RED);
    const lines = [
      `${error} ${inColour('code', theme.muted)} ERESOLVE`,
      `${error} ERESOLVE unable to resolve dependency tree`,
      error,
      `${error} While resolving: ${inColour('atlas-admin@4.0.0-rc.2', AMBER)}`,
      `${error} Found: ${inColour('react@19.2.0', AMBER)}`,
      `${error} node_modules/react`,
      `${error}   react@"19.2.0" from the root project`,
      error,
      `${error} Could not resolve dependency:`,
      `${error} peer react@"^17.0.0 || ~18.2" from ${inColour('grid-of-days@6.4.1', AMBER)}`,
      `${error} node_modules/grid-of-days`,
      `${error}   grid-of-days@"^6.4.1" from the root project`,
      error,
      `${error} Fix the upstream dependency conflict, or retry`,
      `${error} this command with --force or --legacy-peer-deps`,
    ];
    return terminalWindow(
      scene,
      'zsh — atlas-admin',
      `${prompt}npm i react@19 react-dom@19\n${lines.join('\n')}\n\n${prompt}<span style="background:${theme.text}">&nbsp;</span>`,
    );
  },
};

const HISTORY = [
  ['*', '', 'e41c09b', '(HEAD -> main, origin/main)', 'Merge branch hotfix/vat-rounding', '2 h', 'Ines'],
  ['|\\', '', '', '', '', '', ''],
  ['| *', '', '7a90d12', '(hotfix/vat-rounding)', 'Round once per invoice, not per line', '3 h', 'Tomasz'],
  ['* |', '', '58f3bb0', '', 'Remove the flag newCheckout and the old page', '5 h', 'Wen'],
  ['* |', '', '0c2d4e8', '', 'Bump undici from 6.19.2 to 6.21.1', '6 h', 'bot'],
  ['|/', '', '', '', '', '', ''],
  ['*', '', 'b8817fa', '(tag: v3.9.0)', 'Release 3.9.0', '1 d', 'Ines'],
  ['*', '', '93e6a71', '', 'Merge branch feature/gift-cards', '1 d', 'Wen'],
  ['|\\', '', '', '', '', '', ''],
  ['| *', '', 'd20fe55', '', 'Gift cards expire after three years', '2 d', 'Amara'],
  ['| *', '', '4be8c3a', '', 'wip', '4 d', 'Amara'],
  ['| | *', '', 'f6091c7', '(origin/spike/wasm-tax)', 'Try the tax rules in WASM', '4 d', 'Tomasz'],
  ['| |/', '', '', '', '', '', ''],
  ['|/|', '', '', '', '', '', ''],
  ['*', '', '1d7735e', '', 'Write the tax rules down as a table', '5 d', 'Tomasz'],
] as const;

/** The history of a repository with its branches as coloured lines at the left. */
export const historyGraph: Layout = {
  name: 'history-graph',
  html(scene) {
    const { theme } = scene.look;
    const lanes = [RED, GREEN, AMBER];
    const rows = HISTORY.map(([graph, , hash, refs, subject, age, who]) => {
      const lines = [...graph.padEnd(6)].map((char, at) =>
        char === '*' ? '*' : inColour(char, lanes[Math.floor(at / 2)] ?? CYAN),
      );
      if (hash === '') return lines.join('');
      const names = refs === '' ? '' : ` ${inColour(refs, PINK)}`;
      return `${lines.join('')} ${inColour(hash, AMBER)} -${names} ${escapeHtml(subject)} ${inColour(`(${age} ago)`, GREEN)} ${inColour(`<${who}>`, CYAN)}`;
    });
    return terminalWindow(
      scene,
      'git lg',
      `${inColour('➜', GREEN)}  ${inColour('billing', CYAN)} ${inColour('git:(', theme.muted)}${inColour('main', RED)}${inColour(')', theme.muted)} git lg\n${rows.join('\n')}\n${inColour(':', theme.muted)}<span style="background:${theme.text}">&nbsp;</span>`,
    );
  },
};

const FRAMES = [
  ['[1] Status', ['✓ billing → main ↑3↓1']],
  ['[2] Files', [' M src/ledger/post.ts', 'MM src/ledger/round.ts', '?? notes.txt']],
  ['[3] Local branches', ['  * main ↑3↓1', '2d  feature/refund-api ✓', '9d  spike/duckdb']],
  [
    '[4] Commits',
    ['c0ffe11 IS ○ Post in one transaction', '9b1d3f0 IS ○ Name the accounts', 'a77e2c4 TK ○ Fix lint'],
  ],
  ['[5] Stash', ['0: WIP on main: try pg advisory locks']],
] as const;

/** Git in panels: files, branches and commits at the left, what is staged at the right. */
export const gitPanels: Layout = {
  name: 'git-panels',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const panel = (title: string, body: string, isActive: boolean, style = '') =>
      `<div style="position:relative;border:1px solid ${isActive ? GREEN : theme.border};border-radius:5px;padding:9px 8px 5px;margin-top:12px;white-space:pre;${style}"><span style="position:absolute;top:-.5em;left:8px;padding:0 4px;background:${theme.background};color:${isActive ? GREEN : theme.muted};line-height:1">${title}</span>${body}</div>`;
    const left = FRAMES.map(([title, lines], frame) =>
      panel(
        title,
        lines
          .map((line, at) => {
            const chosen = frame === 1 && at === 1;
            return `<div style="${chosen ? `background:${theme.accent};color:${theme.onAccent}` : `color:${[GREEN, AMBER, CYAN, theme.text, theme.muted][frame]}`}">${escapeHtml(line)}</div>`;
          })
          .join(''),
        frame === 1,
      ),
    );
    const diff = `@@ -14,7 +14,7 @@ export function roundTo(cents: bigint)
   const half = unit / 2n;
-  return ((cents + half) / unit) * unit;
+  const sign = cents < 0n ? -1n : 1n;
+  return sign * (((cents * sign) + half) / unit) * unit;
 }`
      .split('\n')
      .map((line) =>
        inColour(
          line,
          line.startsWith('+')
            ? GREEN
            : line.startsWith('-')
              ? RED
              : line.startsWith('@')
                ? CYAN
                : theme.text,
        ),
      );
    return `${pageStyle(scene)}<div style="display:flex;gap:6px;height:100vh;padding:4px 8px;font:${px}px/1.4 '${mono}',monospace"><div style="width:38%">${left.join('')}</div>
      <div style="flex:1;min-width:0">${panel('Unstaged changes', diff.join('\n'), false)}${panel('Staged changes', inColour('+export const unit = 100n;', GREEN), false)}${panel('Command log', `${inColour('git push', theme.text)}\n${inColour('! [rejected] main -> main (fetch first)\nhint: Updates were rejected because the remote contains work\nhint: that you do not have locally.', AMBER)}`, false)}</div></div>`;
  },
};

/** How busy a machine is, in blocks of a terminal. */
export const busyMonitor: Layout = {
  name: 'busy-monitor',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const curve = (rows: number, columns: number, height: (at: number) => number) =>
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, at) => {
          const filled = height(at) * rows * 4 - (rows - 1 - row) * 4;
          const level = Math.max(0, Math.min(4, Math.round(filled)));
          return [' ', '▂', '▄', '▆', '█'][level];
        }).join(''),
      )
        .map((line, row) => inColour(line, [RED, AMBER, GREEN, GREEN, CYAN][Math.min(4, row)] ?? CYAN))
        .join('\n');
    const peak = 20 + scene.random.below(30);
    const cores = Array.from({ length: 8 }, (_, at) => {
      const busy = scene.random.below(12) + (at === 5 ? 6 : 0);
      return `C${at} ${inColour('■'.repeat(busy), busy > 9 ? RED : GREEN)}${inColour('■'.repeat(18 - busy), theme.border)}`;
    });
    const box = (title: string, body: string, style: string) =>
      `<div style="position:relative;border:1px solid ${theme.border};border-radius:6px;padding:12px 10px 10px;white-space:pre;${style}"><span style="position:absolute;top:-.55em;left:10px;padding:0 4px;line-height:1.1;background:${theme.background}">${title}</span><div style="overflow:hidden">${body}</div></div>`;
    return `${pageStyle(scene)}<div style="display:grid;grid-template:auto auto/minmax(0,2fr) minmax(0,1fr);gap:14px 8px;padding:12px 8px;font:${px}px/1.15 '${mono}',monospace">
      ${box(
        'cpu',
        curve(11, 70, (at) => 0.15 + 0.1 * Math.sin(at / 3) + Math.exp(-(((at - peak) / 5) ** 2)) * 0.75),
        '',
      )}
      ${box('cores', cores.join('\n'), 'line-height:1.4')}
      ${box(
        'net ▼ 4.1 MiB/s ▲ 212 KiB/s',
        curve(8, 70, (at) => Math.abs(Math.sin(at / 9) * Math.cos(at / 4)) * 0.9),
        '',
      )}
      ${box('mem', `Total: 31.2 GiB\nUsed   ${inColour('██████████████████', RED)}\nCached ${inColour('██████████', AMBER)}\nFree   ${inColour('████', GREEN)}\nSwap   ${inColour('██', CYAN)}`, 'line-height:1.4')}</div>`;
  },
};
