// The spend dashboard in a real VS Code, over a ledger this test writes as other windows do: what it
// says, what can be chosen, its tables with the keyboard, its files, and what it does without a daemon.
// Its pictures (test-results/dashboard-*.png) are for people to look at; the last one illustrates the README.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { formatUsd } from '../../protocol/money.ts';
import type { Route } from '../../protocol/route.ts';
import type { Certainty } from '../../protocol/spend.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import { Ledger } from '../../server/ledger/ledger.ts';
import { isoDate } from '../../server/ledger/periods.ts';
import { openStorage, type Storage } from '../../server/storage/database.ts';
import type { Editor } from '../support/editor.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { choose, chosen, killDaemons } from '../support/view-page.ts';
import {
  chooseTheme,
  clipboardText,
  notifications,
  quickInput,
  reloadWindow,
  runCommand,
  statusBar,
  webviewFrame,
} from '../support/workbench.ts';

const CENT = 10_000_000;

interface Asked {
  daysAgo: number;
  model: string;
  workspace: string;
  costNanoUsd: number;
  route: Route;
  certainty: Certainty;
  totalMs: number;
  savedNanoUsd: number;
}

/** Nine models, so that there are others; amounts of which every sum is another one. */
const asked: readonly Asked[] = [
  { daysAgo: 0, model: 'gpt-4o', workspace: 'my-service', costNanoUsd: 31 * CENT, totalMs: 3_000 },
  { daysAgo: 0, model: 'gpt-4o-mini', workspace: 'website', costNanoUsd: 2 * CENT, totalMs: 800 },
  { daysAgo: 3, model: 'gpt-4o', workspace: 'my-service', costNanoUsd: 57 * CENT, totalMs: 5_000 },
  { daysAgo: 3, model: 'gpt-4.1', workspace: 'website', costNanoUsd: 23 * CENT, totalMs: 2_000 },
  { daysAgo: 12, model: 'o4-mini', workspace: 'my-service', costNanoUsd: 19 * CENT, totalMs: 4_000 },
  { daysAgo: 12, model: 'gpt-5', workspace: 'my-service', costNanoUsd: 18 * CENT, totalMs: 4_000 },
  { daysAgo: 20, model: 'gpt-5-mini', workspace: 'website', costNanoUsd: 17 * CENT, totalMs: 4_000 },
  { daysAgo: 20, model: 'gpt-4.1-mini', workspace: 'website', costNanoUsd: 3 * CENT, totalMs: 1_000 },
  { daysAgo: 21, model: 'o3', workspace: '', costNanoUsd: 16 * CENT, totalMs: 9_000 },
  { daysAgo: 100, model: 'gpt-4o', workspace: 'my-service', costNanoUsd: 101 * CENT, totalMs: 3_000 },
].map((each, index) => ({
  ...each,
  route: each.model.endsWith('mini') ? 'text' : 'vision',
  certainty: index === 3 ? 'estimated' : 'exact',
  savedNanoUsd: each.model.endsWith('mini') ? 5 * CENT : 0,
}));

/** The weekdays of four weeks, with the two models that Lenscap asks by itself. */
const ordinary: readonly Asked[] = Array.from({ length: 28 }, (_, index) => index + 1)
  .filter((daysAgo) => ![0, 6].includes(new Date(`${dateOf(daysAgo)}T12:00`).getDay()))
  .flatMap((daysAgo): Asked[] => {
    const cents = 10 + 3 * ((daysAgo * 5) % 9);
    const workspace = daysAgo % 3 === 0 ? 'website' : 'my-service';
    const common = { daysAgo, workspace, certainty: 'exact' as const };
    return [
      {
        ...common,
        ...{ model: 'gpt-4o', route: 'vision', costNanoUsd: cents * CENT },
        ...{ savedNanoUsd: 0, totalMs: 2_000 + 100 * cents },
      },
      {
        ...common,
        ...{ model: 'gpt-4o-mini', route: 'text', costNanoUsd: 4 * CENT },
        ...{ savedNanoUsd: 7 * CENT, totalMs: 1_000 + 50 * cents },
      },
    ];
  });

let dataDirectory: string;
let workspace: string;
let storage: Storage;
let editor: Editor;
let frame: Frame;
let now = new Date();

onStage('dashboard', async (stage) => {
  ({ workspace, dataDirectory } = stage);
  storage = await openStorage(dataDirectory);
  stage.afterwards(async () => storage.close());
  editor = await stage.start();
});

test('an empty ledger says what to do', async () => {
  await runCommand(editor.page, 'Lenscap: Open Spend Dashboard');
  frame = await webviewFrame(editor.page, 'Lenscap Spend');
  await frame.getByRole('heading', { name: 'Nothing was spent yet' }).waitFor(patience);
  await frame.getByText('Ask your first question').waitFor(patience);
  expect(await frame.getByRole('button', { name: 'Paste Screenshot and Explain' }).isVisible()).toBe(true);
  expect(await frame.getByRole('button', { name: 'Export CSV' }).isVisible()).toBe(false);
  await editor.screenshot('dashboard-1-empty');
});

test('what other windows spend appears by itself, and every figure is right', async () => {
  const ledger = new Ledger(storage.db, { now: () => now });
  for (const period of ['day', 'month'] as const) {
    await ledger.setBudget({ scope: 'all', subject: '', period }, period === 'day' ? null : 500 * CENT);
  }
  for (const [index, each] of asked.entries()) await book(ledger, each, index);
  now = new Date();

  const chosen = asked.filter(({ daysAgo }) => daysAgo < 30);
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe(formatUsd(sum(chosen)));
  expect(await amountOf('Today')).toBe(formatUsd(33 * CENT));
  const month = isoDate(now).slice(0, 7);
  const thisMonth = asked.filter(({ daysAgo }) => dateOf(daysAgo).startsWith(month));
  expect(await amountOf('This Month')).toBe(`${formatUsd(sum(thisMonth))} of $5.00`);
  expect(await amountOf('Held')).toBe('$0.00');
  expect(await amountOf('Estimated')).toBe('11 %');

  // Behind the plots, for screen readers, from the start.
  expect(await rowsOf('Spend per Day', 'thead')).toEqual([
    ['Day', 'gpt-4o', 'gpt-4.1', 'o4-mini', 'gpt-5', 'gpt-5-mini', 'o3', 'Other', 'Total'],
  ]);
  const days = await rowsOf('Spend per Day', 'tbody');
  expect(days.map((cells) => cells.at(-1))).toEqual(
    [21, 20, 12, 3, 0].map((daysAgo) => formatUsd(sum(asked.filter((each) => each.daysAgo === daysAgo)))),
  );
  expect(days[4]?.slice(1)).toEqual([31, 0, 0, 0, 0, 0, 2, 33].map((cents) => formatUsd(cents * CENT)));
  expect((await rowsOf('Spend per Day', 'tfoot'))[0]?.at(-1)).toBe(formatUsd(sum(chosen)));
  expect(await rowsOf('By Workspace', 'tbody')).toEqual([
    ['my-service', '4', '$1.25', '67 %'],
    ['website', '4', '$0.45', '24 %'],
    ['No workspace', '1', '$0.16', '8.6 %'],
  ]);
  expect(await rowsOf('By Route', 'tbody')).toEqual([
    ['Text only', '4', '$0.41', '$0.20', '$0.00', '$0.00'],
    ['With pictures', '5', '$1.45', '$0.00', '$0.00', '$0.00'],
  ]);
  expect((await rowsOf('Time to Answer', 'tbody'))[3]).toEqual([
    'With pictures',
    'Whole answer',
    '5',
    '4.0 s',
    '9.0 s',
    '9.0 s',
  ]);
  const dearest = await frame.locator('section:has(> .heading > #dearest) tbody tr').allInnerTexts();
  expect(dearest).toHaveLength(9);
  expect(dearest[0]).toMatch(/my-service\s+gpt-4o\s+Exact\s+req_2\s+\$0\.57/);
  expect(dearest[2]).toMatch(/website\s+gpt-4\.1\s+Estimated\s+req_3\s+\$0\.23/);
  await editor.screenshot('dashboard-2-dark');
});

test('every plot says in words what it shows, and is drawn', async () => {
  const pictures = frame.locator('canvas');
  expect(await pictures.count()).toBe(4);
  for (const picture of await pictures.all()) {
    expect(await picture.getAttribute('aria-label')).toMatch(/^Bar chart of .*\d/);
    expect(await colours(picture)).toBeGreaterThan(5);
  }
});

test('a table takes the place of its plot by the keyboard alone', async () => {
  const toggle = frame.getByRole('button', { name: /: Spend per Day$/ });
  await toggle.press('Enter');
  await frame.getByRole('button', { name: 'Show as Chart: Spend per Day' }).waitFor(patience);
  const picture = frame.getByRole('img', { name: /spend per day/ });
  await expect.poll(() => picture.count(), patience).toBe(0);
  const table = frame.getByRole('region', { name: 'Spend per Day, as a table' });
  expect((await table.boundingBox())?.height).toBeGreaterThan(100);
  // The table is next, so that what is wider than the page can be scrolled.
  await editor.page.keyboard.press('Tab');
  await expect.poll(() => table.evaluate((region) => region === document.activeElement), patience).toBe(true);
  await editor.screenshot('dashboard-3-table');
  await editor.page.keyboard.press('Shift+Tab');
  await editor.page.keyboard.press('Space');
  await picture.waitFor(patience);
  expect(await colours(picture)).toBeGreaterThan(5);
});

test('other days and one workspace can be chosen', async () => {
  await choose(frame, 'Range', 'Last 7 days');
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$1.13');
  await expect.poll(() => rowsOf('Spend per Day', 'tbody'), patience).toHaveLength(2);
  await choose(frame, 'Workspace', 'website');
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$0.25');
  await expect
    .poll(() => rowsOf('By Workspace', 'tbody'), patience)
    .toEqual([['website', '2', '$0.25', '100 %']]);
  await choose(frame, 'Workspace', 'All workspaces');

  await frame.getByLabel('From', { exact: true }).fill(dateOf(100));
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe(formatUsd(sum(asked)));
  await expect.poll(() => chosen(frame, 'Range'), patience).toBe('Other days');
  await frame.getByRole('heading', { name: 'Spend per Week' }).waitFor(patience);
  await frame.getByLabel('From', { exact: true }).fill(dateOf(-1));
  await expect
    .poll(() => frame.getByLabel('From', { exact: true }).getAttribute('aria-invalid'), patience)
    .toBe('true');
  await frame.getByLabel('To', { exact: true }).fill(dateOf(-2));
  await frame.getByLabel('From', { exact: true }).fill(dateOf(60));
  await frame.getByLabel('To', { exact: true }).fill(dateOf(50));
  await frame.getByRole('heading', { name: 'No questions in these days' }).waitFor(patience);
  await choose(frame, 'Range', 'Last 7 days');
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$1.13');
  expect(await frame.getByLabel('To', { exact: true }).inputValue()).toBe(dateOf(0));
});

test('a request id can be copied', async () => {
  await frame.getByRole('button', { name: 'Copy the request id req_3' }).click();
  await expect.poll(() => clipboardText(editor.page), patience).toBe('req_3');
});

test.each([
  ['csv', 'CSV'],
  ['json', 'JSON'],
])('what is chosen is exported as %s', async (extension, name) => {
  const { page } = editor;
  const dialog = quickInput(page);
  const title = dialog.getByText(`Lenscap: Export Spend as ${name}`);
  await repeat(
    () => frame.getByRole('button', { name: `Export ${name}` }).click(),
    () => title.isVisible(),
  );
  const file = `lenscap-spend-${dateOf(6)}-to-${dateOf(0)}.${extension}`;
  await expect.poll(() => dialog.locator('input').first().inputValue(), patience).toContain(file);
  await dialog.locator('input').first().press('Enter');
  await frame.getByText(`4 rows written to ${file}.`).waitFor(patience);
  const text = await readFile(join(workspace, file), 'utf8');
  if (extension === 'json') {
    expect(JSON.parse(text)).toMatchObject([3, 2, 1, 0].map((id) => ({ requestId: `req_${id}` })));
  } else {
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^at,workspace,route,model,certainty,costNanoUsd,requestId,/);
    expect(lines[1]).toContain(`,website,vision,gpt-4.1,estimated,${23 * CENT},req_3,`);
  }
});

test('it follows the theme, and remembers what was chosen while it is hidden', async () => {
  const { page } = editor;
  const picture = frame.getByRole('img', { name: /spend per day/ });
  const before = await picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
  await expect
    .poll(() => picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()), patience)
    .not.toBe(before);
  await frame.locator('body.vscode-light').waitFor(patience);
  await editor.screenshot('dashboard-4-light');

  await runCommand(page, 'File: New Untitled Text File');
  await page.getByRole('tab', { name: /Untitled-1/ }).waitFor(patience);
  await runCommand(page, 'Lenscap: Open Spend Dashboard');
  frame = await webviewFrame(page, 'Lenscap Spend');
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$1.13');
  await expect.poll(() => chosen(frame, 'Range'), patience).toBe('Last 7 days');
});

test('without a daemon it says so in its place, and a button brings both back', async () => {
  const { page } = editor;
  await expect
    .poll(async () => {
      await killDaemons(dataDirectory);
      return statusBar(page).first().getAttribute('aria-label');
    }, patience)
    .toContain('does not stay up');
  await choose(frame, 'Range', 'Last 30 days');
  await frame.getByRole('alert').getByText('The Lenscap daemon does not stay up.').waitFor(patience);
  expect(await notifications(page).count()).toBe(0);
  await editor.screenshot('dashboard-5-daemon-down');
  await frame.getByRole('button', { name: 'Restart Daemon' }).click();
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$1.86');
  await expect.poll(() => frame.getByRole('alert').count(), patience).toBe(0);
});

test('it is there again after the window was reloaded', async () => {
  const { page } = editor;
  await reloadWindow(page);
  await page.getByRole('tab', { name: /Lenscap Spend/ }).waitFor(patience);
  frame = await webviewFrame(page, 'Lenscap Spend');
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe('$1.86');
});

test('with some weeks to go by there is a forecast', async () => {
  const { page } = editor;
  const month = frame.getByRole('region', { name: 'This Month', exact: true });
  await month.getByText('No forecast yet').waitFor(patience);
  const ledger = new Ledger(storage.db, { now: () => now });
  await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, 1_000 * CENT);
  for (const [index, each] of ordinary.entries()) await book(ledger, each, asked.length + index);
  await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 200 * CENT);

  const all = [...asked.filter(({ daysAgo }) => daysAgo < 30), ...ordinary];
  await expect.poll(() => amountOf('Chosen Days'), patience).toBe(formatUsd(sum(all)));
  await frame
    .getByRole('region', { name: 'Today', exact: true })
    .getByText('of $2.00. $1.67 left.')
    .waitFor(patience);
  const [, spent] = /^\$(\d+\.\d\d) of \$10\.00$/.exec((await amountOf('This Month')) ?? '') ?? [];
  const [, forecast] = /about \$(\d+\.\d\d) by \w+ \d+\./.exec((await month.textContent()) ?? '') ?? [];
  expect(Number(spent)).toBeGreaterThan(0);
  expect(Number(forecast)).toBeGreaterThanOrEqual(Number(spent));

  await chooseTheme(page, 'Dark Modern');
  await expect
    .poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience)
    .toBe('Dark Modern');
  await runCommand(page, 'View: Close Other Editors in Group');
  await repeat(
    () => runCommand(page, 'View: Toggle Primary Side Bar Visibility'),
    async () => !(await page.locator('.part.sidebar').isVisible()),
  );
  await quickInput(page).waitFor({ ...patience, state: 'hidden' });
  await page.getByText('Activating Extensions').waitFor({ ...patience, state: 'hidden' });
  await editor.screenshot('dashboard-6-month');
});

/** Books what was asked, as a window does on that day at noon. */
async function book(ledger: Ledger, each: Asked, index: number): Promise<void> {
  const { daysAgo, costNanoUsd, savedNanoUsd, certainty, totalMs, ...head } = each;
  now = new Date();
  if (daysAgo > 0) now = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo, 12);
  const requestId = `req_${index}`;
  const hold = await ledger.hold({
    ...head,
    requestId,
    questionId: `question-${index}`,
    maxNanoUsd: 2 * costNanoUsd,
    expectedNanoUsd: costNanoUsd,
    accruedNanoUsd: 0,
  });
  await ledger.settle(hold, {
    provider: 'openai',
    requestId,
    certainty,
    costNanoUsd,
    attempt: 1,
    status: 200,
    finishReason: 'stop',
    serviceTier: 'default',
    usage: { ...NO_USAGE, input: 1_000, output: 200 },
    saved: { ...NOTHING_SAVED, routing: savedNanoUsd },
    firstDeltaMs: totalMs / 4,
    totalMs,
  });
}

function sum(of: readonly Asked[]): number {
  return of.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0);
}

function dateOf(daysAgo: number): string {
  const today = new Date();
  return isoDate(new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo));
}

/** The large figure of a card. */
async function amountOf(card: string): Promise<string | null> {
  return frame.getByRole('region', { name: card, exact: true }).locator('.amount').textContent();
}

/** The cells of the table behind a plot, row by row. */
async function rowsOf(plot: string, part: 'thead' | 'tbody' | 'tfoot'): Promise<string[][]> {
  const rows = frame.getByRole('region', { name: `${plot}, as a table` }).locator(`${part} tr`);
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** How many colours there are in a picture. */
async function colours(picture: Locator): Promise<number> {
  return picture.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return new Set(new Uint32Array(new Uint8ClampedArray(data).buffer)).size;
  });
}
