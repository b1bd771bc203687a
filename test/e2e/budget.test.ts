// A budget that holds, as a person meets it in a real VS Code: what does not fit is said beforehand and
// refused, one question is let through by one click, the budget raised by another, a model gets a price.
// Its pictures (test-results/budget-*.png) are for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatUsd } from '../../protocol/money.ts';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { ask, meterText, openView, setBudget } from '../support/view-page.ts';
import { chooseTheme, notifications, quickInput, runCommand, statusBar } from '../support/workbench.ts';

// What the provider counts for every answer, at gpt-4o-mini's price: $0.15 and $0.60 a million tokens.
const usage = { prompt_tokens: 1_000, completion_tokens: 200 };
const costOfOne = 1_000 * 150 + 200 * 600;

let dataDirectory: string;
let provider: Provider;
let editor: Editor;

onStage('budget', async ({ dataDirectory: directory, afterwards, start }) => {
  dataDirectory = directory;
  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer(/./, 'Because it is so.', { usage });
  editor = await start({ provider });
});

test('a question that does not fit is said not to while it is composed', async () => {
  const frame = await openView(editor.page);
  await setBudget(editor.page, /^Today, /, '0.0001');
  await frame.getByRole('textbox').fill('Why is it so?');
  await frame
    .getByText(/^\s*Does not fit today’s budget: \$0\.0001 left, and it may cost \$0\.00\d\d\.$/)
    .waitFor(patience);
  const ways = frame.locator('.composer .ways');
  await ways.getByRole('button', { name: 'Allow Once' }).waitFor(patience);
  await ways.getByRole('button', { name: 'Raise to $0.0100' }).waitFor(patience);
  await expect
    .poll(() => frame.getByRole('status').textContent(), patience)
    .toMatch(/^Does not fit today’s budget.*Choose from: Allow Once, Raise to \$0\.0100, Set Budget…\.$/);
  expect(provider.received()).toBe(0);
  await editor.screenshot('budget-1-composing');
});

test('sent all the same, it is refused with the ways on under it, and nothing is sent', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').press('Enter');
  const turn = frame.locator('.turn').last();
  await turn.locator('.trouble').getByText('Allow it once, raise the budget').waitFor(patience);
  await turn.getByRole('button', { name: 'Allow Once' }).waitFor(patience);
  await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe('Why is it so?');
  expect(provider.received()).toBe(0);
  // Said with the buttons there are, and no box in the way.
  await expect
    .poll(() => frame.getByRole('status').textContent(), patience)
    .toMatch(/Choose from: Allow Once, /);
  expect(await notifications(editor.page).count()).toBe(0);
  await editor.screenshot('budget-2-refused');
});

test('“Allow Once” by the keyboard answers it in its place, and the next one is refused again', async () => {
  const frame = await openView(editor.page);
  await frame.locator('.turn').last().getByRole('button', { name: 'Allow Once' }).press('Enter');
  await frame.locator('.turn .foot').waitFor(patience);
  await expect.poll(() => frame.locator('.turn .trouble').count(), patience).toBe(0);
  expect(await frame.locator('.turn').count()).toBe(1);
  await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe('');
  await expect.poll(() => frame.evaluate('document.activeElement.tagName'), patience).toBe('TEXTAREA');
  expect(provider.received()).toBe(1);
  await expect.poll(() => meterText(editor.page), patience).toBe(`${formatUsd(costOfOne)} / $0.0001`);
  await expect
    .poll(() => statusBar(editor.page).first().getAttribute('class'), patience)
    .toContain('error-kind');

  await ask(frame, 'And why is that?');
  await frame.locator('.turn').last().locator('.trouble').waitFor(patience);
  expect(provider.received()).toBe(1);
  await editor.screenshot('budget-3-refused-again');
});

test('“Raise to …” raises the budget to what it says, and answers', async () => {
  const frame = await openView(editor.page);
  const raise = frame
    .locator('.turn')
    .last()
    .getByRole('button', { name: /^Raise to / });
  const cap = /\$[\d.]+/.exec((await raise.textContent(patience)) ?? '')?.[0];
  await raise.click();
  await frame.locator('.turn').last().locator('.foot').waitFor(patience);
  expect(provider.received()).toBe(2);
  await expect.poll(() => meterText(editor.page), patience).toBe(`${formatUsd(2 * costOfOne)} / ${cap}`);
  await editor.screenshot('budget-4-raised');
});

test('the ways on from what is composed send it, too', async () => {
  const frame = await openView(editor.page);
  await setBudget(editor.page, /^Today, /, '0.0001');
  await frame.getByRole('textbox').fill('Does it end?');
  await frame.locator('.composer .ways').getByRole('button', { name: 'Allow Once' }).click(patience);
  await expect.poll(() => frame.locator('.turn .foot').count(), patience).toBe(3);
  await expect.poll(() => frame.locator('.composer .ways').count(), patience).toBe(0);
  await setBudget(editor.page, /^Today, /, '2');
});

test('a model’s and the week’s budgets are set in two steps each, and the fuller one is what the meter shows', async () => {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Set Budget');
  const list = quickInput(page);
  await list.getByRole('option', { name: /^This week in this workspace, / }).waitFor(patience);
  await list.getByRole('option', { name: /^Each day in every workspace, / }).waitFor(patience);
  await editor.screenshot('budget-5-choices');
  await page.keyboard.press('Escape');

  await setBudget(editor.page, /^This week, /, (3 * costOfOne * 1e-9 * 1.1).toFixed(6));
  await expect.poll(() => meterText(editor.page), patience).toMatch(/^week \$0\.0008 \/ \$0\.0009$/);
  await expect.poll(() => statusBar(page).first().getAttribute('class'), patience).toContain('warning-kind');
  const tooltip = page.getByText('Most of this week’s budget is used (90 %).');
  await repeat(
    async () => {
      await page.mouse.move(720, 300);
      await statusBar(page).first().hover();
    },
    () => tooltip.isVisible(),
  );
  await editor.screenshot('budget-6-meter');
  await setBudget(editor.page, /^This week, /, '');
  await expect.poll(() => meterText(editor.page), patience).toBe(`${formatUsd(3 * costOfOne)} / $2.00`);
});

test('what was spent lists budgets, the dashboard and the latest questions', async () => {
  const { page } = editor;
  const list = quickInput(page);
  await repeat(
    () => statusBar(page).first().click(),
    () => list.getByText('Open Dashboard').isVisible(),
  );
  await list
    .getByText(/gpt-4o-mini · my-service/)
    .first()
    .waitFor(patience);
  await editor.screenshot('budget-7-spend');
  await page.keyboard.press('Escape');
});

test('a model without a price gets one, and is asked', async () => {
  const { page } = editor;
  await editor.changeSettings({ 'lenscap.models.text': 'my-own-model' });
  const frame = await openView(page);
  await frame.getByRole('textbox').fill('Who are you?');
  const add = frame.locator('.composer .ways').getByRole('button', { name: 'Add Model Price…' });
  await add.waitFor(patience);
  await editor.screenshot('budget-8-no-price');
  // What hovering over the meter showed goes when the pointer does.
  await page.mouse.move(720, 300);
  await add.click();
  const list = quickInput(page);
  const box = list.locator('.quick-input-box input');
  const next = async (step: number, value?: string): Promise<void> => {
    await list.getByText(`Lenscap: Add Model Price (${step} of 4)`).waitFor(patience);
    if (value === undefined) await expect.poll(() => box.inputValue(), patience).toBe('my-own-model');
    else await box.fill(value);
    await box.press('Enter');
  };
  await next(1);
  await next(2, '0.50');
  await next(3, '1.50');
  await list.getByRole('option', { name: 'Takes no pictures' }).click(patience);
  await frame.getByText(/^about \$0\.\d+, at most \$0\.\d+$/).waitFor(patience);
  expect(JSON.parse(await readFile(join(dataDirectory, 'models.json'), 'utf8'))).toMatchObject({
    models: [{ name: 'my-own-model' }],
  });
  await frame.getByRole('textbox').press('Enter');
  await frame.locator('.turn').last().locator('.foot').getByText('my-own-model').waitFor(patience);
  await editor.changeSettings({ 'lenscap.models.text': '' });
});

test.each([
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
])('a refusal can be read, and its buttons seen, in %s', async (name, theme) => {
  await setBudget(editor.page, /^Today, /, '0.0001');
  const frame = await openView(editor.page);
  await chooseTheme(editor.page, theme);
  await expect.poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience).toBe(theme);
  await ask(frame, 'In every colour?');
  const ways = frame.locator('.turn').last().locator('.ways');
  await ways.waitFor(patience);
  // Nobody has to choose between the same buttons at two places.
  await frame.locator('.composer .misfit').getByText('Does not fit').waitFor(patience);
  await expect.poll(() => frame.locator('.composer .ways').count(), patience).toBe(0);
  for (const button of await ways.getByRole('button').all()) {
    const [text, back] = await button.evaluate((each) => {
      const { color, backgroundColor } = getComputedStyle(each);
      return [color, backgroundColor];
    });
    expect(text).not.toBe(back);
  }
  await ways.getByRole('button').first().focus();
  await editor.screenshot(`budget-9-${name}`);
  await frame.getByRole('textbox').fill('');
});
