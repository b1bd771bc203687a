// Automatic builds and their tests: steps with logs, a report, and a table of jobs.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser } from './frame.ts';

const LOG = [
  'Run npm run lint:types',
  '> atlas@6.2.0 lint:types',
  '> tsc --noEmit -p tsconfig.ci.json',
  "src/tiles/cache.ts(88,17): error TS2345: Argument of type 'string | undefined'",
  "  is not assignable to parameter of type 'string'.",
  'src/tiles/cache.ts(90,5): error TS18048: found is possibly undefined.',
  'Error: Process completed with exit code 2.',
];

/** A run of a build: its steps, the failed one unfolded. */
function buildRun(scene: Scene): string {
  const { theme, mono } = scene.look;
  const step = (mark: string, name: string, time: string) =>
    `<div style="display:flex;padding:6px 14px;border-bottom:1px solid ${theme.border}"><span style="width:26px">${mark}</span><span style="flex:1">${name}</span><span class="muted">${time}</span></div>`;
  const lines = LOG.map(
    (line, index) =>
      `<div><span class="muted" style="display:inline-block;width:3ch">${index + 1}</span> <span style="color:${/error/i.test(line) ? '#e5484d' : theme.text}">${escapeHtml(line)}</span></div>`,
  );
  return browser(scene, {
    title: 'ci · Draw coastlines once',
    address: 'git.example.org/atlas/atlas/actions/runs/40117',
    body: `<div style="padding:14px 20px"><div style="font-size:1.3em">✕ Draw coastlines once <span class="muted">#1043</span></div>
      <div class="bordered" style="margin-top:10px;border-radius:6px">${step('✓', 'Set up job', '2s')}${step('✓', 'Check out', '4s')}${step('✓', 'Install', '38s')}${step('✕', '<b>Check types</b>', '21s')}
      <div style="padding:8px 14px 8px 40px;font:12px/1.6 '${mono}'">${lines.join('')}</div>${step('–', 'Unit tests', '0s')}${step('–', 'Publish', '0s')}</div></div>`,
  });
}

const REPORT = [
  ['passed', 'harbour › adds a berth', '12 ms', '0'],
  ['passed', 'harbour › removes a berth', '9 ms', '0'],
  ['flaky', 'harbour › two boats at once', '1 840 ms', '2'],
  ['passed', 'tariff › winter price', '4 ms', '0'],
  ['failed', 'tariff › leap day', '31 ms', '3'],
  ['passed', 'tariff › long stay', '5 ms', '0'],
  ['passed', 'mail › receipt in Danish', '22 ms', '0'],
  ['flaky', 'mail › resend after bounce', '6 203 ms', '1'],
  ['skipped', 'import › old format', '', '0'],
] as const;

/** A report of tests with how each went. */
function testReport(scene: Scene): string {
  const { theme } = scene.look;
  const colours = { passed: '#22a35a', flaky: '#d99a00', failed: '#e5484d', skipped: theme.muted };
  const rows = REPORT.map(
    ([state, name, time, retries]) =>
      `<tr style="border-bottom:1px solid ${theme.border}"><td style="padding:5px 16px;color:${colours[state]}">${state}</td><td style="padding:5px 16px">${name}</td><td style="padding:5px 16px">${time}</td><td style="padding:5px 16px">${retries}</td></tr>`,
  );
  return browser(scene, {
    title: 'Test report',
    address: 'reports.example/marina/2026-11-20/index.html',
    body: `<div style="padding:16px 24px"><h2 style="margin:0">Test report</h2><p>9 tests, 5 passed, 2 flaky, 1 failed, 1 skipped in 8.1 s</p>
      <table><tr class="muted" style="text-align:left"><th style="padding:5px 16px">State</th><th style="padding:5px 16px">Test</th><th style="padding:5px 16px">Time</th><th style="padding:5px 16px">Retries</th></tr>${rows.join('')}</table>
      <pre style="margin-top:12px" class="raised">  tariff › leap day\n  expected 29 nights, received 28\n  at spec/tariff.spec.ts:140</pre></div>`,
  });
}

export const buildItems: readonly QuestionItem[] = [
  {
    kind: 'CI',
    layout: { name: 'build-run', html: buildRun },
    prompt: 'ci red, why',
    needs: 'text',
    answer: ['src/tiles/cache.ts(88,17)', 'TS2345'],
    size: 'windowRetina',
  },
  {
    kind: 'CI',
    layout: { name: 'test-report', html: testReport },
    prompt: 'list the flaky tests',
    needs: 'text',
    answer: ['two boats at once', 'resend after bounce'],
  },
  {
    kind: 'CI',
    layout: { name: 'test-report-failure', html: testReport },
    prompt: 'tariff?',
    needs: 'text',
    answer: ['expected 29 nights, received 28'],
  },
];
