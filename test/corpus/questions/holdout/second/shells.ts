// Terminals: an installer that finds no versions, a test runner, a rebase that stopped, processes with bars.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, SKINS, type Skin } from './skins.ts';

/** A terminal's window; what does not fit has been scrolled out at the top. */
function shell(skin: Skin, tab: string, lines: readonly string[]): string {
  const colour = (line: string) => {
    if (/^(×|E {2}|CONFLICT|error|FAILED)/.test(line)) return 'color:#ff6b6b';
    if (/^(PS |~|\S+@)/.test(line)) return 'font-weight:700';
    return '';
  };
  return page(
    skin,
    `<div class="c full"><div class="p r" style="padding:6px 12px"><span style="background:${skin.ground};padding:3px 16px;border-radius:6px 6px 0 0">${tab} ✕</span><span class="d" style="padding:3px 12px">＋ ⌄</span></div><div class="m g c" style="padding:8px 12px;min-height:0;overflow:hidden;justify-content:flex-end"><div style="margin-bottom:auto">${lines.map((line) => `<div style="${colour(line)}">${escapeHtml(line) || '&nbsp;'}</div>`).join('')}</div></div></div>`,
  );
}

const resolver: Layout = {
  name: 'resolver',
  html: () =>
    shell(SKINS.blueShell, 'Windows PowerShell', [
      'PS C:\\work> git clone https://git.example.net/botany/herbarium.git',
      "Cloning into 'herbarium'...",
      'remote: Enumerating objects: 5120, done.',
      'remote: Counting objects: 100% (812/812), done.',
      'Receiving objects: 100% (5120/5120), 14.88 MiB | 9.20 MiB/s, done.',
      'Resolving deltas: 100% (3107/3107), done.',
      'PS C:\\work> cd herbarium',
      'PS C:\\work\\herbarium> Get-ChildItem -Name',
      'docs',
      'herbarium',
      'scans',
      'tests',
      '.gitignore',
      'pyproject.toml',
      'README.md',
      'uv.lock',
      'PS C:\\work\\herbarium> uv --version',
      'uv 0.9.8 (2026-10-30)',
      'PS C:\\work\\herbarium> uv add leafscan==4.1',
      'Using CPython 3.12.7 interpreter at: C:\\Python312\\python.exe',
      'Creating virtual environment at: .venv',
      '× No solution found when resolving dependencies:',
      '╰─▶ Because leafscan==4.1 depends on pollen>=2.0 and your project depends on',
      '    pollen>=1.6,<2, we can conclude that your project and leafscan==4.1 are',
      '    incompatible.',
      '    And because your project depends on leafscan==4.1, we can conclude that your',
      "    project's requirements are unsatisfiable.",
      '  help: If you want to add the package regardless of the failed resolution, provide',
      '        the `--frozen` flag to skip locking and syncing.',
      'PS C:\\work\\herbarium>',
    ]),
};

const pytest: Layout = {
  name: 'pytest-difference',
  html: () =>
    shell(SKINS.console, 'pytest', [
      'liv@forge:~$ cd ferry-times',
      'liv@forge:~/ferry-times$ git switch winter-2026',
      "Switched to branch 'winter-2026'",
      "Your branch is up to date with 'origin/winter-2026'.",
      'liv@forge:~/ferry-times$ git log --oneline -5',
      'a93f017 Winter timetable from the operator, as it came',
      '0c2d55e Read times past midnight as the next day',
      '71e8b10 Name harbours as on the signs',
      'f4408d2 Keep old archives readable',
      '18be6a9 Tests: two operators on one route',
      'liv@forge:~/ferry-times$ ls data',
      'holidays.csv  moss.csv  operators.toml  winter-2026.csv',
      'liv@forge:~/ferry-times$ pytest -q --durations=3',
      '......F...........s....',
      '============================ FAILURES ============================',
      '_____________________ test_winter_timetable ______________________',
      '    def test_winter_timetable():',
      '>       assert departures("Moss", date(2026, 12, 24)) == ["07:10", "12:40"]',
      "E       AssertionError: assert ['07:10', '12:40', '18:05'] == ['07:10', '12:40']",
      "E         Left contains one more item: '18:05'",
      'tests/test_departures.py:57: AssertionError',
      '====================== slowest 3 durations =======================',
      '6.41s setup    tests/test_import.py::test_reads_old_archive',
      '1.02s call     tests/test_import.py::test_two_operators',
      '0.33s call     tests/test_departures.py::test_across_midnight',
      '==================== short test summary info =====================',
      'FAILED tests/test_departures.py::test_winter_timetable',
      '1 failed, 21 passed, 1 skipped in 8.94s',
    ]),
};

const rebase: Layout = {
  name: 'rebase-stopped',
  html: () =>
    shell(SKINS.plum, 'fish', [
      '~/src/quill (main)> git pull',
      'Updating 3d9a117..c20be58',
      'Fast-forward',
      ' src/render/inline.rs | 61 ++++++++++++++++++++---------',
      ' src/render/page.rs   | 14 ++++---',
      ' 2 files changed, 49 insertions(+), 26 deletions(-)',
      '~/src/quill (main)> cargo build -q',
      '~/src/quill (main)> git switch topic/footnotes',
      "Switched to branch 'topic/footnotes'",
      '~/src/quill (topic/footnotes)> wc -l src/render/*.rs',
      '  318 src/render/inline.rs',
      '  207 src/render/mod.rs',
      '  442 src/render/page.rs',
      '  967 total',
      '~/src/quill (topic/footnotes)> git rebase main',
      'Auto-merging src/render/inline.rs',
      'CONFLICT (content): Merge conflict in src/render/inline.rs',
      'error: could not apply 5e01bb4... Number footnotes by page',
      'hint: Resolve all conflicts manually, mark them as resolved with',
      'hint: "git add/rm <conflicted_files>", then run "git rebase --continue".',
      'hint: You can instead skip this commit: run "git rebase --skip".',
      '~/src/quill (topic/footnotes|REBASE 3/7)> git status -s',
      'M  docs/footnotes.md',
      'A  src/render/notes.rs',
      'UU src/render/inline.rs',
      '?? scratch.txt',
      '~/src/quill (topic/footnotes|REBASE 3/7)>',
    ]),
};

const PROCESSES = [
  ['4182', 'olav', '312.0', '6.1', 'blender -b reef.blend -f 40'],
  ['911', 'postgres', '8.4', '2.7', 'postgres: writer'],
  ['5220', 'olav', '3.9', '11.8', 'firefox'],
  ['5391', 'olav', '2.2', '4.0', 'thunderbird'],
  ['2007', 'olav', '1.8', '3.3', 'gnome-shell'],
  ['6120', 'olav', '1.1', '0.9', 'pipewire'],
  ['1440', 'root', '0.6', '0.4', 'containerd'],
  ['1502', 'root', '0.4', '1.2', 'dockerd'],
  ['6644', 'olav', '0.3', '0.2', 'alacritty'],
  ['880', 'avahi', '0.2', '0.1', 'avahi-daemon: running'],
  ['902', 'root', '0.2', '0.3', 'NetworkManager --no-daemon'],
  ['915', 'postgres', '0.1', '0.6', 'postgres: checkpointer'],
  ['1', 'root', '0.1', '0.1', '/sbin/init'],
  ['733', 'root', '0.0', '0.2', 'sshd: listener'],
] as const;

/** Processors as bars without figures, processes as a table. */
const processBars: Layout = {
  name: 'process-bars',
  html() {
    const loads = [96, 31, 99, 12, 98, 100, 22, 9];
    const bars = loads.map(
      (load, index) =>
        `<div class="r" style="width:46%;margin:2px 12px;align-items:center"><span style="width:3ch">${index}</span><span class="b g" style="height:14px"><i style="display:block;height:100%;width:${load}%;background:linear-gradient(90deg,#3fae4a 60%,#d24b3e 90%)"></i></span></div>`,
    );
    const head =
      '<tr style="background:#1d5c34"><th>PID</th><th>USER</th><th>CPU%</th><th>MEM%</th><th>Command</th></tr>';
    return page(
      SKINS.console,
      `<div class="m" style="padding:10px"><div class="r" style="flex-wrap:wrap">${bars.join('')}</div><div style="padding:10px 12px">Tasks: 214, 803 thr; 5 running &nbsp; Uptime: 3 days, 02:14:40</div><table style="width:100%">${head}${PROCESSES.map((row) => `<tr>${row.map((cell) => `<td style="border:0;padding:2px 12px">${cell}</td>`).join('')}</tr>`).join('')}</table></div>`,
    );
  },
};

export const shellItems: readonly QuestionItem[] = [
  {
    kind: 'install',
    layout: resolver,
    prompt: 'why cant I add it. what has to change in pyproject',
    needs: 'text',
    answer: ['leafscan==4.1 depends on pollen>=2.0', 'pollen>=1.6,<2'],
    size: 'part',
  },
  {
    kind: 'install',
    layout: resolver,
    prompt: 'which python is it taking here?',
    needs: 'text',
    answer: ['CPython 3.12.7', 'C:\\Python312\\python.exe'],
    size: 'laptop',
  },
  {
    kind: 'terminal',
    layout: pytest,
    prompt: 'hva er det ene for mye?',
    needs: 'text',
    answer: ["Left contains one more item: '18:05'"],
    size: 'part',
  },
  {
    kind: 'terminal',
    layout: pytest,
    prompt: 'suite takes 9 s, where does the time go?',
    needs: 'text',
    answer: ['6.41s setup', 'test_reads_old_archive'],
    size: 'partRetina',
  },
  {
    kind: 'terminal',
    layout: rebase,
    prompt: 'ok and now? next steps pls',
    needs: 'text',
    answer: ['src/render/inline.rs', 'git rebase --continue'],
    size: 'part',
  },
  {
    kind: 'terminal',
    layout: rebase,
    prompt: '¿en qué commit se ha parado y cuántos faltan?',
    needs: 'text',
    answer: ['5e01bb4', 'REBASE 3/7'],
    size: 'snippet',
  },
  {
    kind: 'processes',
    layout: processBars,
    prompt: 'what is eating my cpu',
    needs: 'text',
    answer: ['312.0', 'blender -b reef.blend'],
    size: 'part',
  },
  {
    kind: 'processes',
    layout: processBars,
    prompt: 'how many cores are maxed out and which ones are idle-ish?',
    needs: 'picture',
    size: 'wide',
  },
];
