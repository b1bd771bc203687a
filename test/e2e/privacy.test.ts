// What leaves and what does not, in a real VS Code: a screenshot with a token on the real clipboard,
// covered, shown, opened and covered by hand, sent to a provider on this machine; what that provider
// received is read by somebody else's reader, and its hash is the one the preview showed.
// Its pictures (test-results/privacy-*.png) are for people to look at.
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { readText, showsPartOf } from '../support/ocr.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { openView, putImageOnClipboard, runCommand, tick } from '../support/workbench.ts';

const patience = { timeout: 60_000 };

// Made here, so that no scanner takes this file for a leak. Its characters are hard to confuse.
const token = ['ghp', 'Kx7mW4nRv2TfYhCpXd9EkMwA3uFrNtVyHcPe'].join('_');
const other = ['ghp', 'Rt5vKwXn4mHc7EyPf2WdTuAk9xNpVrMhFy3C'].join('_');

let root: string;
let provider: Provider;
let editor: Editor;
let screenshot: Buffer;
/** While this file exists, the `tesseract` the daemon finds is broken. */
let broken: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-privacy-'));
  const workspace = join(root, 'my-service');
  const programs = join(root, 'bin');
  broken = join(root, 'broken');
  await Promise.all([mkdir(workspace), mkdir(programs)]);
  await writeFile(
    join(programs, 'tesseract'),
    `#!/bin/sh\n[ -e '${broken}' ] && exit 1\nexec /usr/bin/tesseract "$@"\n`,
  );
  await chmod(join(programs, 'tesseract'), 0o755);
  screenshot = await drawScreenshot();

  provider = await startProvider();
  provider.answer('refused', 'The token ⟦github-token-1⟧ has no access to this repository.');
  provider.answer(/./, 'It was printed by a script.');
  editor = await startEditor({
    extension: { folder: repository },
    workspace,
    viewport: { width: 1440, height: 900 },
    // So little that one screenshot fits, and several have to share it.
    // What is sent is to be seen in pictures, and not as their text.
    settings: {
      'lenscap.privacy.reader': 'system',
      'lenscap.image.maxPayloadBytes': 100_000,
      'lenscap.routing.policy': 'best',
    },
    env: {
      PATH: [programs, process.env['PATH']].join(delimiter),
      // As when it was started from a terminal: otherwise it takes the PATH from a login shell.
      VSCODE_CLI: '1',
      OPENAI_BASE_URL: provider.baseUrl,
      OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
      LENSCAP_DATA_DIR: join(root, 'data'),
    },
  });
});
afterAll(async () => {
  await editor?.close();
  await provider?.stop();
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await editor.screenshot(`failed-${task.id}`);
  // The next test has not to find what this one left behind.
  const frame = await openView(editor.page);
  await removeAll(frame);
  await frame.getByRole('textbox').fill('');
});

test('a token in a pasted screenshot is covered, and the preview says what it is and why', async () => {
  expect(showsPartOf(token, await readText(screenshot))).toBe(true);
  const frame = await openView(editor.page);
  await paste(frame);
  await frame
    .locator('.tile')
    .getByText(/1 redaction · \d+ × \d+/)
    .waitFor(patience);
  await editor.screenshot('privacy-1-attached');

  await openPreview(frame);
  await frame.locator('.box.covered').hover();
  await frame
    .locator('.caption')
    .getByText(/^GitHub token, found by rule github-token, \d+ %\. /)
    .waitFor();
  await editor.screenshot('privacy-2-preview');
  const shown = await readText(await shownPicture(frame));
  expect(shown).toContain('Found 1 error');
  expect(showsPartOf(token, shown)).toBe(false);
});

test('a click shows what is under a redaction, another covers it again, byte for byte', async () => {
  const frame = await openView(editor.page);
  const covered = await shownHash(frame);
  await frame.locator('.box.covered').click();
  await frame.locator('.box.open').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).not.toBe(covered);
  await settled(frame);
  await frame.locator('.caption').getByText('Not covered, it will be sent').waitFor();
  expect(showsPartOf(token, await readText(await shownPicture(frame)))).toBe(true);
  await editor.screenshot('privacy-3-opened');

  await frame.locator('.box.open').press('Space');
  await frame.locator('.box.covered').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).toBe(covered);
});

test('a drag covers more; what is received has the hash that was shown, and shows no token', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  const before = await shownHash(frame);
  // Over the name of the host, in the last line of the picture.
  await drag(frame, { x: 0.02, y: 0.8 }, { x: 0.3, y: 0.95 });
  await frame.locator('.box.manual').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).not.toBe(before);
  await settled(frame);
  await editor.screenshot('privacy-4-added');
  const shown = await shownHash(frame);

  await frame.getByRole('textbox').fill('What printed this?');
  await page.keyboard.press('Enter');
  await frame.locator('.foot').getByText('2 places covered').waitFor(patience);
  const [received] = provider.requests().at(-1)?.images ?? [];
  expect(received && sha256(received)).toBe(shown);
  const text = await readText(received ?? Buffer.alloc(0));
  expect(text).toContain('Found 1 error');
  expect(text).not.toContain('build-07');
  expect(showsPartOf(token, text)).toBe(false);
  expect(await frame.locator('.preview').isVisible()).toBe(false);
});

test('everything can be done by keys alone', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await paste(frame);
  const focused = (): Promise<unknown> =>
    frame.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.className');
  const tabTo = async (name: RegExp | string, key = 'Tab') => {
    for (let presses = 0; presses < 30; presses += 1) {
      if (String(await focused()).match(name)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`Tab does not get to ${name}.`);
  };
  await frame.getByRole('textbox').focus();
  await tabTo(/^Preview Screenshot/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Close Preview (Escape)');

  await tabTo('quiet-button');
  await page.keyboard.press('Enter');
  expect(await focused()).toMatch(/^New redaction\. /);
  for (const key of ['ArrowDown', 'ArrowLeft', 'Shift+ArrowRight', 'Control+ArrowUp']) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Escape');
  expect(await frame.locator('.box.draft').count()).toBe(0);
  await tabTo('quiet-button', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(focused, patience).toMatch(/^2: Added by you/);
  const withBox = await shownHash(frame);
  await page.keyboard.press('Delete');
  await frame.locator('.box.manual').waitFor({ ...patience, state: 'detached' });
  await expect.poll(() => shownHash(frame), patience).not.toBe(withBox);
  await settled(frame);

  await tabTo(/^1: GitHub token/, 'Shift+Tab');
  await page.keyboard.press('Space');
  await frame.locator('.box.open').waitFor(patience);
  await tabTo(/^1\. GitHub token/);
  await page.keyboard.press('Space');
  await frame.locator('.box.covered').waitFor(patience);
  await settled(frame);
  await expect.poll(focused, patience).toMatch(/^1\. GitHub token/);
  const scale = () => frame.locator('.scale').textContent();
  const fitting = await scale();
  await page.keyboard.press('+');
  expect(await scale()).not.toBe(fitting);
  await page.keyboard.press('0');
  expect(await scale()).toBe(fitting);
  await page.keyboard.press('Escape');
  expect(await focused()).toMatch(/^Preview Screenshot/);
  await removeAll(frame);
});

test('a secret in the question goes out as a placeholder, and the answer has it back', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill(`Why is ${token} refused?`);
  await frame.locator('.replaced').getByText('1 secret in your question is replaced').waitFor(patience);
  await frame.locator('.replaced').getByText('⟦github-token-1⟧').waitFor();
  await editor.screenshot('privacy-5-placeholder');
  await frame.getByRole('textbox').press('Enter');
  await frame.locator('.answer').last().getByText(`The token ${token} has no access`).waitFor(patience);
  const body = JSON.stringify(provider.requests().at(-1)?.body);
  expect(body).toContain('⟦github-token-1⟧');
  expect(body).not.toContain(token);
});

test('what the user calls no secret is none from now on', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill(`What is ${other}?`);
  await frame.locator('.replaced').waitFor(patience);
  await frame.locator('.replaced').getByRole('button', { name: 'Not a secret: GitHub token' }).click();
  await frame.locator('.replaced').waitFor({ ...patience, state: 'hidden' });
  await expect.poll(() => editor.userSettings(), patience).toContain(sha256(Buffer.from(other)));
  const turns = await frame.locator('.foot').count();
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => frame.locator('.foot').count(), patience).toBe(turns + 1);
  expect(JSON.stringify(provider.requests().at(-1)?.body)).toContain(other);
});

test('a picture that could not be read is not sent without a yes', async () => {
  await writeFile(broken, '');
  const frame = await openView(editor.page);
  await paste(frame);
  await frame.locator('.tile.unsafe').getByText('could not be searched for secrets').waitFor(patience);
  const before = provider.received();
  await frame.getByRole('textbox').fill('And this?');
  await frame.getByRole('textbox').press('Enter');
  await frame.getByRole('alert').getByText('“Screenshot” was not sent').waitFor(patience);
  await editor.screenshot('privacy-6-unsafe');
  expect(provider.received()).toBe(before);

  // Covering the token by hand does not read the picture: it still needs the yes, and a new one.
  await tick(frame, 'Send anyway');
  await openPreview(frame);
  await drag(frame, { x: 0.01, y: 0.2 }, { x: 0.99, y: 0.42 });
  await frame.locator('.box.manual').waitFor(patience);
  await settled(frame);
  expect(await frame.getByRole('checkbox', { name: 'Send anyway' }).isChecked()).toBe(false);
  await tick(frame, 'Send anyway');
  const shown = await shownHash(frame);
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.received(), patience).toBe(before + 1);
  const [received] = provider.requests().at(-1)?.images ?? [];
  expect(received && sha256(received)).toBe(shown);
  expect(showsPartOf(token, await readText(received ?? Buffer.alloc(0)))).toBe(false);
  await rm(broken);
});

test('where a photo was taken does not leave, and the preview says so', async () => {
  const frame = await openView(editor.page);
  const photo = await sharp(screenshot)
    .withExif({
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '59/1 54/1 36/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '10/1 45/1 0/1',
      },
    })
    .jpeg()
    .toBuffer();
  await frame.evaluate(`{
    const bytes = Uint8Array.from(atob('${photo.toString('base64')}'), (char) => char.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }`);
  await frame.locator('.tile.ready').waitFor(patience);
  await openPreview(frame);
  await frame
    .locator('.removed')
    .getByText(/59\.91.*10\.75/)
    .waitFor(patience);
  await removeAll(frame);
});

test('several pictures are previewed as they are sent together', async () => {
  const frame = await openView(editor.page);
  await paste(frame);
  const alone = await tileText(frame);
  await paste(frame, await noisy());
  await paste(frame, await noisy());
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(3);
  await expect.poll(() => tileText(frame), patience).not.toBe(alone);
  const hashes: string[] = [];
  for (let tile = 0; tile < 3; tile += 1) {
    await openPreview(frame, tile);
    hashes.push(await shownHash(frame));
    await frame.locator('.preview').press('Escape');
  }
  const before = provider.requests().length;
  await frame.getByRole('textbox').fill('All of them?');
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(before + 1);
  expect(provider.requests().at(-1)?.images.map(sha256)).toEqual(hashes);
});

test.each([
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['high-contrast', 'Default High Contrast'],
])('it can be seen in %s, also where the view is narrow', async (name, theme) => {
  const frame = await openView(editor.page);
  await chooseTheme(theme);
  await expect.poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience).toBe(theme);
  await paste(frame);
  await openPreview(frame);
  await drag(frame, { x: 0.02, y: 0.8 }, { x: 0.3, y: 0.95 });
  await frame.locator('.box.manual').waitFor(patience);
  await settled(frame);
  for (const box of ['.box.covered', '.box.manual']) {
    const outline = await frame.locator(box).evaluate((each) => getComputedStyle(each).borderTopColor);
    expect(outline).not.toMatch(/^rgba\(.*, 0\)$|transparent/);
  }
  await frame.locator('.box.covered').hover();
  await editor.screenshot(`privacy-7-${name}`);

  // About as narrow as VS Code lets it be: further, and it closes.
  const width = async () => (await editor.page.locator('.part.auxiliarybar').boundingBox())?.width ?? 0;
  const wide = await width();
  await dragEdge(wide - 180);
  await expect.poll(width, patience).toBeLessThan(200);
  const overflow = await frame.evaluate(
    '[...document.querySelectorAll("main *")].filter((each) => !each.closest(".stage") && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.className)',
  );
  expect(overflow).toEqual([]);
  await editor.screenshot(`privacy-7-${name}-narrow`);
  await dragEdge(180 - wide);
  await removeAll(frame);
});

test('while nothing is looked for, that is to be seen', async () => {
  await editor.changeSettings({ 'lenscap.privacy.mode': 'off' });
  const frame = await openView(editor.page);
  await frame.getByText('Secrets are not looked for: lenscap.privacy.mode is off.').waitFor(patience);
  await paste(frame);
  await frame.locator('.tile.unchecked').getByText('Not searched for secrets').waitFor(patience);
  await editor.screenshot('privacy-8-off');
  await editor.changeSettings({ 'lenscap.privacy.mode': 'standard' });
  await frame.getByText('Secrets are not looked for').waitFor({ ...patience, state: 'hidden' });
  await removeAll(frame);
});

/** Drags the edge of the side bar with the view so far to the right. */
async function dragEdge(by: number): Promise<void> {
  const { page } = editor;
  const view = await page.locator('.part.auxiliarybar').boundingBox();
  const edges = await page.locator('.monaco-sash.vertical').all();
  const boxes = (await Promise.all(edges.map((edge) => edge.boundingBox()))).filter((box) => box !== null);
  const left = view?.x ?? 0;
  const [edge] = boxes.toSorted((a, b) => Math.abs(a.x - left) - Math.abs(b.x - left));
  if (!edge) throw new Error('The side bar has no edge.');
  const from = { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by, from.y, { steps: 10 });
  await page.mouse.up();
}

async function chooseTheme(theme: string): Promise<void> {
  const { page } = editor;
  await runCommand(page, 'Preferences: Color Theme');
  const list = page.locator('.quick-input-widget');
  await list.locator('.quick-input-box input').fill(theme);
  await list.getByRole('option', { name: theme }).first().click(patience);
}

/** Pastes a picture into the view and waits until it can be sent. */
async function paste(frame: Frame, png: Buffer = screenshot): Promise<void> {
  const { page } = editor;
  const tiles = await frame.locator('.tile.ready').count();
  await putImageOnClipboard(page, png);
  await frame.getByRole('textbox').click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(tiles + 1);
}

async function openPreview(frame: Frame, tile = 0): Promise<void> {
  await frame.locator('.tile .thumbnail').nth(tile).click();
  await frame.locator('.preview img').waitFor(patience);
}

/** Waits until the preview shows what would be sent again. */
async function settled(frame: Frame): Promise<void> {
  await frame.locator('.canvas[aria-busy="false"]').waitFor(patience);
}

async function removeAll(frame: Frame): Promise<void> {
  const tiles = frame.locator('.tile .remove');
  // It may go while it is being clicked: the last click was slow to show.
  while ((await tiles.count()) > 0)
    await tiles
      .first()
      .click({ timeout: 1_000 })
      .catch(() => {});
  await frame.locator('.preview').waitFor({ ...patience, state: 'hidden' });
}

/** What the first tile says. */
async function tileText(frame: Frame): Promise<string | null> {
  return frame.locator('.tile-about').first().textContent();
}

/** The hash the preview shows, whole. There is none while the picture changes. */
async function shownHash(frame: Frame): Promise<string> {
  return z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .parse(await frame.locator('.facts code').getAttribute('title'));
}

/** The picture the preview shows, pixel for pixel. */
async function shownPicture(frame: Frame): Promise<Buffer> {
  await settled(frame);
  const url = await frame.evaluate(`(async () => {
    const image = document.querySelector('.preview img');
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/png');
  })()`);
  return Buffer.from(
    z
      .string()
      .parse(url)
      .replace(/^data:image\/png;base64,/, ''),
    'base64',
  );
}

/** Drags over the picture, from and to parts of its width and height. */
async function drag(
  frame: Frame,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  const { mouse } = editor.page;
  const picture = await frame.locator('.canvas').boundingBox();
  if (!picture) throw new Error('The preview shows no picture.');
  const at = ({ x, y }: { x: number; y: number }) =>
    [picture.x + picture.width * x, picture.y + picture.height * y] as const;
  await mouse.move(...at(from));
  await mouse.down();
  await mouse.move(...at(to), { steps: 5 });
  await mouse.up();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A terminal that shows a token, and the name of a host that no rule knows. */
async function drawScreenshot(): Promise<Buffer> {
  const text = (y: number, fill: string, words: string) =>
    `<text x="48" y="${y}" font-family="DejaVu Sans Mono" font-size="26" fill="${fill}" xml:space="preserve">${words}</text>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="460">
    <rect width="1400" height="460" fill="#1e1e1e"/>
    ${text(70, '#cccccc', '$ npm run release')}
    ${text(140, '#9cdcfe', `export GITHUB_TOKEN=${token}`)}
    ${text(230, '#f48771', 'The version 2.4.1 has been published before.')}
    ${text(310, '#cccccc', 'Found 1 error in release.ts:4')}
    ${text(400, '#cccccc', 'dev at build-07 $')}
  </svg>`;
  return sharp(Buffer.from(picture))
    .withExif({ IFD0: { Artist: 'Jane Roe' } })
    .png()
    .toBuffer();
}

/** A picture that does not compress. */
async function noisy(): Promise<Buffer> {
  return sharp({
    create: {
      width: 700,
      height: 500,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
}
