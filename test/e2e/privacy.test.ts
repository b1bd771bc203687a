// What leaves and what does not, in a real VS Code: a screenshot with a token on the real clipboard,
// covered, shown, opened and covered by hand, sent to a provider on this machine; what that provider
// received is read by somebody else's reader, and its hash is the one the preview showed.
// Its pictures (test-results/privacy-*.png) are for people to look at.
import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { Editor } from '../support/editor.ts';
import { readText, showsPartOf } from '../support/ocr.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawLeak, TOKEN } from '../support/terminal.ts';
import {
  ask,
  dropFile,
  openPreview,
  openView,
  pasteImage,
  removeAttachments,
  tick,
} from '../support/view-page.ts';
import { chooseTheme, dragSideBar } from '../support/workbench.ts';

// Made here, so that no scanner takes this file for a leak. Its characters are hard to confuse.
const other = ['ghp', 'Rt5vKwXn4mHc7EyPf2WdTuAk9xNpVrMhFy3C'].join('_');

let provider: Provider;
let editor: Editor;
let screenshot: Buffer;
/** While this file exists, the `tesseract` the daemon finds is broken. */
let broken: string;

onStage('privacy', async ({ root, afterwards, start }) => {
  const programs = join(root, 'bin');
  broken = join(root, 'broken');
  await mkdir(programs);
  await writeFile(
    join(programs, 'tesseract'),
    `#!/bin/sh\n[ -e '${broken}' ] && exit 1\nexec /usr/bin/tesseract "$@"\n`,
  );
  await chmod(join(programs, 'tesseract'), 0o755);
  screenshot = await drawLeak()
    .withExif({ IFD0: { Artist: 'Jane Roe' } })
    .png()
    .toBuffer();

  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer('refused', 'The token ⟦github-token-1⟧ has no access to this repository.');
  provider.answer(/./, 'It was printed by a script.');
  editor = await start({
    provider,
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
    },
  });
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  // The next test has not to find what this one left behind.
  const frame = await openView(editor.page);
  await removeAttachments(frame);
  await frame.getByRole('textbox').fill('');
});

test('a token in a pasted screenshot is covered, and the preview says what it is and why', async () => {
  expect(showsPartOf(TOKEN, await readText(screenshot))).toBe(true);
  const frame = await openView(editor.page);
  await paste(frame);
  await frame
    .locator('.tile')
    .getByText(/1 redaction · \d+ × \d+/)
    .waitFor(patience);
  await editor.screenshot('privacy-1-attached');

  await openPreview(frame);
  await frame.locator('.box.covered').hover(patience);
  await frame
    .locator('.caption')
    .getByText(/^GitHub token, found by rule github-token, \d+ %\. /)
    .waitFor(patience);
  await editor.screenshot('privacy-2-preview');
  const shown = await readText(await shownPicture(frame));
  expect(shown).toContain('Found 1 error');
  expect(showsPartOf(TOKEN, shown)).toBe(false);
});

test('a click shows what is under a redaction, another covers it again, byte for byte', async () => {
  const frame = await openView(editor.page);
  const covered = await shownHash(frame);
  await frame.locator('.box.covered').click();
  await frame.locator('.box.open').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).not.toBe(covered);
  await settled(frame);
  await frame.locator('.caption').getByText('Not covered, it will be sent').waitFor(patience);
  expect(showsPartOf(TOKEN, await readText(await shownPicture(frame)))).toBe(true);
  await editor.screenshot('privacy-3-opened');

  await frame.locator('.box.open').press('Space');
  await frame.locator('.box.covered').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).toBe(covered);
});

test('a drag covers more; what is received has the hash that was shown, and shows no token', async () => {
  const frame = await openView(editor.page);
  const before = await shownHash(frame);
  // Over the name of the host, in the last line of the picture.
  await drag(frame, { x: 0.02, y: 0.8 }, { x: 0.3, y: 0.95 });
  await frame.locator('.box.manual').waitFor(patience);
  await expect.poll(() => shownHash(frame), patience).not.toBe(before);
  await settled(frame);
  await editor.screenshot('privacy-4-added');
  const shown = await shownHash(frame);

  await ask(frame, 'What printed this?');
  await frame.locator('.foot').getByText('2 places covered').waitFor(patience);
  const [received] = provider.requests().at(-1)?.images ?? [];
  expect(received && sha256(received)).toBe(shown);
  const text = await readText(received ?? Buffer.alloc(0));
  expect(text).toContain('Found 1 error');
  expect(text).not.toContain('build-07');
  expect(showsPartOf(TOKEN, text)).toBe(false);
  await frame.locator('.preview').waitFor({ ...patience, state: 'hidden' });
});

test('everything can be done by keys alone', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await paste(frame);
  const focused = (): Promise<unknown> =>
    frame.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.className');
  const tabTo = async (name: RegExp | string, key = 'Tab') => {
    for (let presses = 0; presses < 30; presses += 1) {
      const before = String(await focused());
      if (before.match(name)) return;
      await page.keyboard.press(key);
      // Names may stand twice in a row; a key that is on its way does not take this long.
      await frame
        .waitForFunction((was) => document.activeElement?.getAttribute('aria-label') !== was, before, {
          timeout: 1_000,
        })
        .catch(() => {});
    }
    throw new Error(`Tab does not get to ${name}.`);
  };
  await frame.getByRole('textbox').focus();
  await tabTo(/^Preview Screenshot/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect.poll(focused, patience).toBe('Close Preview (Escape)');

  await tabTo('quiet-button');
  await page.keyboard.press('Enter');
  await expect.poll(focused, patience).toMatch(/^New redaction\. /);
  for (const key of ['ArrowDown', 'ArrowLeft', 'Shift+ArrowRight', 'Control+ArrowUp']) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Escape');
  await expect.poll(() => frame.locator('.box.draft').count(), patience).toBe(0);
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
  await expect.poll(scale, patience).not.toBe(fitting);
  await page.keyboard.press('0');
  await expect.poll(scale, patience).toBe(fitting);
  await page.keyboard.press('Escape');
  await expect.poll(focused, patience).toMatch(/^Preview Screenshot/);
  await removeAttachments(frame);
});

test('a secret in the question goes out as a placeholder, and the answer has it back', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill(`Why is ${TOKEN} refused?`);
  await frame.locator('.replaced').getByText('1 secret in your question is replaced').waitFor(patience);
  await frame.locator('.replaced').getByText('⟦github-token-1⟧').waitFor(patience);
  await editor.screenshot('privacy-5-placeholder');
  await ask(frame, `Why is ${TOKEN} refused?`);
  await frame.locator('.answer').last().getByText(`The token ${TOKEN} has no access`).waitFor(patience);
  const body = JSON.stringify(provider.requests().at(-1)?.body);
  expect(body).toContain('⟦github-token-1⟧');
  expect(body).not.toContain(TOKEN);
});

test('what the user calls no secret is none from now on', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill(`What is ${other}?`);
  await frame.locator('.replaced').waitFor(patience);
  await frame.locator('.replaced').getByRole('button', { name: 'Not a secret: GitHub token' }).click();
  await frame.locator('.replaced').waitFor({ ...patience, state: 'hidden' });
  await expect.poll(() => editor.userSettings(), patience).toContain(sha256(Buffer.from(other)));
  const turns = await frame.locator('.foot').count();
  await ask(frame, `What is ${other}?`);
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
  const agree = frame.getByRole('checkbox', { name: 'Send anyway' });
  await expect.poll(() => agree.isChecked(), patience).toBe(false);
  await tick(frame, 'Send anyway');
  const shown = await shownHash(frame);
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.received(), patience).toBe(before + 1);
  const [received] = provider.requests().at(-1)?.images ?? [];
  expect(received && sha256(received)).toBe(shown);
  expect(showsPartOf(TOKEN, await readText(received ?? Buffer.alloc(0)))).toBe(false);
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
  await dropFile(frame, 'photo.jpg', photo);
  await frame.locator('.tile.ready').waitFor(patience);
  await openPreview(frame);
  await frame
    .locator('.removed')
    .getByText(/59\.91.*10\.75/)
    .waitFor(patience);
  await removeAttachments(frame);
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
  await ask(frame, 'All of them?');
  await expect.poll(() => provider.requests().length, patience).toBe(before + 1);
  expect(provider.requests().at(-1)?.images.map(sha256)).toEqual(hashes);
});

test.each([
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['high-contrast', 'Default High Contrast'],
])('it can be seen in %s, also where the view is narrow', async (name, theme) => {
  const frame = await openView(editor.page);
  await chooseTheme(editor.page, theme);
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
  await repeat(
    async () => dragSideBar(editor.page, (await width()) - 180),
    async () => (await width()) < 200,
  );
  const overflow = await frame.evaluate(
    '[...document.querySelectorAll("main *")].filter((each) => !each.closest(".stage") && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.className)',
  );
  expect(overflow).toEqual([]);
  await editor.screenshot(`privacy-7-${name}-narrow`);
  await repeat(
    async () => dragSideBar(editor.page, (await width()) - wide),
    async () => (await width()) > wide - 20,
  );
  await removeAttachments(frame);
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
  await removeAttachments(frame);
});

async function paste(frame: Frame, png: Buffer = screenshot): Promise<void> {
  await pasteImage(editor.page, frame, png);
}

/** Waits until the preview shows what would be sent again. */
async function settled(frame: Frame): Promise<void> {
  await frame.locator('.canvas[aria-busy="false"]').waitFor(patience);
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
    .parse(await frame.locator('.facts code').getAttribute('title', patience));
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
