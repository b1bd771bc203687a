// A person who speaks instead of typing: a real microphone (of a sound server of the test's own), espeak-ng
// speaking, the real recorder and decoders, and what the provider was sent, looked at by ffprobe.
// Its pictures (test-results/voice-*.png) illustrate the README.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type ListeningProvider, startListeningProvider } from '../support/listening-provider.ts';
import {
  lackingForMicrophone,
  type Microphone,
  soundEnvironment,
  startMicrophone,
} from '../support/microphone.ts';
import { patience, repeat } from '../support/repeat.ts';
import { convert, hasProgram, joined, RATE, speech } from '../support/sound.ts';
import { onStage } from '../support/stage.ts';
import { ask, choose, dropFile, openView, tick } from '../support/view-page.ts';
import { wavOf } from '../support/wav.ts';
import { chooseInExplorer, openFile, runCommand, statusBar } from '../support/workbench.ts';

const lacking =
  lackingForMicrophone() ?? ['espeak-ng', 'ffmpeg', 'ffprobe'].find((program) => !hasProgram(program));

const said =
  'Why does fetchWithTimeout fail? My card number is four one one one, one one one one, one one one one, one one one one.';
const heardAs =
  'Why does fetchWithTimeout fail? My card number is four one one one one one one one one one one one one one one one.';
const answer = 'The option is called **`timeoutMs`**.';
// At gpt-4o-mini-transcribe's price: 64 × $1.25 (text) or $3 (audio) and 20 × $5 a million tokens.
const usage = { audioTokens: 60, textTokens: 4, outputTokens: 20 };

/** A note as the model writes it. */
const note = {
  summary: 'The client gives up too early.',
  tasks: ['Raise the time-out'],
  code: [{ reference: 'fetchWithTimeout', about: 'gives up too early' }],
};

let root: string;
let workspace: string;
let provider: ListeningProvider;
let microphone: Microphone;
let editor: Editor;

onStage('voice', async (stage) => {
  if (lacking !== undefined) return;
  ({ root, workspace } = stage);
  await writeFile(join(workspace, 'client.ts'), 'const response = await fetchWithTimeout(url);\n');
  await writeFile(join(workspace, 'notes.md'), 'Remember:');
  await writeFile(join(workspace, 'memo.mp3'), taggedMp3(speech('Call the customer back.')));
  microphone = await startMicrophone();
  stage.afterwards(() => microphone.close());
  provider = await startListeningProvider();
  stage.afterwards(() => provider.stop());
  provider.say(heardAs, usage, { pauseMs: 20 });
  provider.answer('Standup note', JSON.stringify(note));
  provider.answer(/./, answer, { usage: { prompt_tokens: 100, completion_tokens: 20 } });
  editor = await stage.start({
    provider,
    settings: { 'editor.minimap.enabled': false },
    env: soundEnvironment(microphone),
  });
});

describe.skipIf(lacking !== undefined)('with a microphone', () => {
  test('what is said is recorded, transcribed, and answered', async () => {
    const { page } = editor;
    await openFile(page, 'client.ts');
    const frame = await openView(page);
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await recordingFor(frame, 0);
    // The microphone is open only while the status bar says so.
    await microphoneItem().waitFor(patience);
    await expect
      .poll(() => frame.evaluate('document.activeElement.getAttribute("aria-label")'), patience)
      .toBe('Stop Recording');
    // Silence enough that trimming it shows, however the seconds are rounded.
    await recordingFor(frame, 3);

    const playing = microphone.play(speech(said));
    await expect.poll(() => level(frame), { timeout: 30_000, interval: 50 }).toBeGreaterThan(30);
    await frame.getByText(/^\$0\.\d+ so far$/).waitFor(patience);
    await editor.screenshot('voice-1-recording');
    await playing;
    const recorded = await seconds(frame);
    // How often what was heard grew: a page of one go would be no streaming.
    await frame.evaluate(`{
      globalThis.growths = 0;
      new MutationObserver(() => { if (document.querySelector('.heard')) globalThis.growths += 1; })
        .observe(document.querySelector('.voice-about'), { childList: true, subtree: true });
    }`);
    await frame.getByRole('button', { name: 'Stop Recording' }).click();
    await frame.locator('.foot').waitFor(patience);
    await microphoneItem().waitFor({ state: 'detached', ...patience });

    expect(await frame.evaluate('globalThis.growths')).toBeGreaterThan(3);
    // In the view it stands as it was said; the model got it with a placeholder.
    expect(await frame.locator('.question').last().textContent()).toBe(heardAs);
    const sent = JSON.stringify(provider.requests().at(-1)?.body);
    expect(sent).toContain('Why does fetchWithTimeout fail?');
    expect(sent).toMatch(/⟦[a-z-]*card[a-z-]*-1⟧/);
    expect(sent).not.toContain('four one one one');
    await editor.screenshot('voice-2-answer');

    const [heard] = provider.heard();
    expect(heard?.fields['model']).toBe('gpt-4o-mini-transcribe');
    expect(heard?.fields['prompt']).toContain('fetchWithTimeout');
    const probed = await probe(heard?.file ?? Buffer.alloc(0));
    expect(probed.streams).toMatchObject([{ codec_name: 'pcm_s16le', sample_rate: '16000', channels: 1 }]);
    expect(probed.format.tags ?? {}).toEqual({});
    // Trimmed: shorter than what was recorded, and not by more than the silence in it.
    const spoken = speech(said).length / RATE;
    expect(Number(probed.format.duration)).toBeLessThan(recorded - 1);
    expect(Number(probed.format.duration)).toBeGreaterThan(spoken * 0.6);
  });

  test('paused, nothing is recorded; cancelled, nothing is sent', async () => {
    const frame = await openView(editor.page);
    const before = provider.heard().length;
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await recordingFor(frame, 0.5);
    await frame.getByRole('button', { name: 'Pause Recording' }).click();
    await frame.getByRole('button', { name: 'Resume Recording' }).waitFor(patience);
    const paused = await seconds(frame);
    await microphone.play(speech('This is nobody’s business.'));
    expect(await seconds(frame)).toBe(paused);
    await frame.getByRole('button', { name: 'Resume Recording' }).click();
    await recordingFor(frame, paused + 0.5);
    await editor.page.keyboard.press('Escape');
    await frame.locator('.voice').waitFor({ state: 'hidden', ...patience });
    await microphoneItem().waitFor({ state: 'detached', ...patience });
    expect(provider.heard().length).toBe(before);
  });

  test('the key starts and stops it', async () => {
    const { page } = editor;
    const frame = await openView(page);
    const before = await frame.locator('.foot').count();
    const recording = frame.getByRole('button', { name: 'Stop Recording' });
    await repeat(
      async () => {
        await page.keyboard.press('Control+Alt+M');
        // The next press ends it.
        await recording.waitFor({ timeout: 20_000 });
      },
      () => recording.isVisible(),
    );
    await recordingFor(frame, 0);
    await microphone.play(speech(said));
    await repeat(
      () => page.keyboard.press('Control+Alt+M'),
      async () => !(await recording.isVisible()),
    );
    await expect.poll(() => frame.locator('.foot').count(), patience).toBe(before + 1);
  });

  test('a note is made of it: summary, tasks, code', async () => {
    const frame = await openView(editor.page);
    const before = await frame.locator('.foot').count();
    await frame.getByRole('textbox').fill('Standup note:');
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await recordingFor(frame, 0);
    await choose(frame, 'Then …', 'Make a Note of It');
    await microphone.play(speech(said));
    await frame.getByRole('button', { name: 'Stop Recording' }).click();
    // What somebody was typing already they send themselves.
    await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toContain(heardAs);
    await ask(frame, await frame.getByRole('textbox').inputValue());
    await expect.poll(() => frame.locator('.foot').count(), patience).toBe(before + 1);
    await frame.getByRole('heading', { name: 'Tasks' }).waitFor(patience);
    await frame.getByText('Raise the time-out').waitFor(patience);
    await frame.locator('code').getByText('fetchWithTimeout').last().waitFor(patience);
    const { body } = provider.requests().at(-1) ?? {};
    expect(body).toMatchObject({ response_format: { type: 'json_schema', json_schema: { name: 'note' } } });
    expect(JSON.stringify(body)).not.toContain('four one one one');
    await editor.screenshot('voice-7-note');
  });

  test('the sound itself is sent, only after a yes', async () => {
    const frame = await openView(editor.page);
    const [foots, transcribed, asked] = [
      await frame.locator('.foot').count(),
      provider.heard().length,
      provider.requests().length,
    ];
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await recordingFor(frame, 0);
    await choose(frame, 'Then …', 'Send the Sound Itself');
    await microphone.play(speech('How do I sound today?'));
    await frame.getByRole('button', { name: 'Stop Recording' }).click();
    const yes = frame.locator('.voice').getByRole('checkbox');
    await yes.waitFor(patience);
    await frame.getByRole('textbox').press('Enter');
    await editor.screenshot('voice-8-sound');
    expect(provider.requests().length).toBe(asked);
    await tick(frame, 'Send anyway');
    await frame.getByRole('textbox').press('Enter');
    await expect.poll(() => frame.locator('.foot').count(), patience).toBe(foots + 1);
    // Nobody transcribed it: what was sent is the sound, plain, and nothing else.
    expect(provider.heard().length).toBe(transcribed);
    const sent = /"input_audio":\{"data":"([^"]+)","format":"wav"\}/.exec(
      JSON.stringify(provider.requests().at(-1)?.body),
    );
    const probed = await probe(Buffer.from(sent?.[1] ?? '', 'base64'));
    expect(probed.streams).toMatchObject([{ codec_name: 'pcm_s16le', sample_rate: '16000', channels: 1 }]);
    expect(probed.format.tags ?? {}).toEqual({});
    expect(Number(probed.format.duration)).toBeGreaterThan(0.5);
    await frame.locator('.voice').waitFor({ state: 'hidden', ...patience });
  });

  test('dictated, it is written at the cursor', async () => {
    const { page } = editor;
    await openFile(page, 'notes.md');
    await page.keyboard.press('ControlOrMeta+End');
    await runCommand(page, 'Lenscap: Dictate at Cursor');
    await microphoneItem()
      .filter({ hasText: /0:0[1-9]/ })
      .waitFor(patience);
    await microphone.play(speech('Remember to call the customer.'));
    await editor.screenshot('voice-3-dictation');
    await microphoneItem().click();
    await page.getByText(/Lenscap: written down/).waitFor(patience);
    await runCommand(page, 'File: Save');
    await expect
      .poll(() => readFile(join(workspace, 'notes.md'), 'utf8'), patience)
      .toBe(`Remember: ${answer}`);
  });
});

describe.skipIf(lacking !== undefined)('an audio file', () => {
  test('is transcribed into a document, from the Explorer', async () => {
    const { page } = editor;
    await chooseInExplorer(page, ['memo.mp3'], 'Transcribe Audio File');
    await page.getByRole('tab', { name: /Untitled-1/ }).waitFor(patience);
    await page.getByText(/Lenscap: transcribed, \$0\.\d+ · gpt-4o-mini-transcribe/).waitFor(patience);
    await page.getByText('Why does fetchWithTimeout fail?').first().waitFor(patience);

    const heard = provider.heard().at(-1);
    const probed = await probe(heard?.file ?? Buffer.alloc(0));
    expect(probed.streams).toMatchObject([{ codec_name: 'pcm_s16le', sample_rate: '16000', channels: 1 }]);
    expect(heard?.file.includes('Confidential')).toBe(false);
    await runCommand(page, 'View: Revert and Close Editor');
  });

  test('dropped on the view in strict mode, it is shown for a yes first', async () => {
    await editor.changeSettings({ 'lenscap.privacy.mode': 'strict' });
    const frame = await openView(editor.page);
    await frame
      .locator('.voice-use vscode-option[value="sound"][disabled]')
      .waitFor({ state: 'attached', ...patience });
    const before = provider.requests().length;
    await dropFile(frame, 'memo.mp3', await readFile(join(workspace, 'memo.mp3')));
    await frame.getByText('Look over what was said, then send it.', { exact: true }).waitFor(patience);
    await frame.getByText(/1 secret in your question is replaced/).waitFor(patience);
    await editor.screenshot('voice-4-review');
    expect(provider.requests().length).toBe(before);
    await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe(heardAs);
    await ask(frame, 'What is this about?');
    await expect.poll(() => provider.requests().length, patience).toBe(before + 1);
    expect(JSON.stringify(provider.requests().at(-1)?.body)).toContain('What is this about?');
    await editor.changeSettings({ 'lenscap.privacy.mode': 'standard' });
  });

  test('that is none is refused in two sentences', async () => {
    const frame = await openView(editor.page);
    await dropFile(frame, 'memo.wav', Buffer.from('this is text'));
    await frame.locator('.voice').getByRole('button', { name: 'Choose an Audio File…' }).waitFor(patience);
    expect(await frame.locator('.voice-words').textContent()).toMatch(/\. .+\.$/);
    await editor.screenshot('voice-5-refused');
    await frame.getByRole('button', { name: 'Close' }).click();
    await frame.locator('.voice').waitFor({ state: 'hidden', ...patience });
  });
});

describe('where the daemon has no microphone', () => {
  let deaf: Editor;
  let listening: ListeningProvider;

  onStage('deaf', async ({ afterwards, start }) => {
    listening = await startListeningProvider();
    afterwards(() => listening.stop());
    listening.say('What is this?', usage);
    listening.answer(/./, answer);
    deaf = await start({
      provider: listening,
      hasBeepingMicrophone: true,
      settings: { 'lenscap.voice.maxSeconds': 60 },
    });
  });

  test('and the view gets none, one sentence says so', async () => {
    const frame = await openView(deaf.page);
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await frame.locator('.voice').getByRole('button', { name: 'Choose an Audio File…' }).waitFor(patience);
    expect(await frame.locator('.voice-words').textContent()).toMatch(
      /VS Code gives its views no microphone either\. Choose an audio file instead\.$/,
    );
    await deaf.screenshot('voice-6-no-microphone');
    await frame.getByRole('button', { name: 'Close', exact: true }).click();
  });

  test('the view records, where it is granted one', async () => {
    await deaf.context.grantPermissions(['microphone'], { origin: deaf.url });
    const frame = await openView(deaf.page);
    await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
    await recordingFor(frame, 2);
    await frame.getByRole('button', { name: 'Pause Recording' }).click();
    await frame.getByRole('button', { name: 'Resume Recording' }).click();
    await recordingFor(frame, 3);
    await frame.getByRole('button', { name: 'Stop Recording' }).click();
    await frame.locator('.foot').waitFor(patience);
    expect(await frame.locator('.question').last().textContent()).toBe('What is this?');
    const file = listening.heard()[0]?.file ?? Buffer.alloc(0);
    expect(file.subarray(0, 4).toString()).toBe('RIFF');
    expect(file.readUInt32LE(24)).toBe(RATE);
  });
});

function microphoneItem() {
  return statusBar(editor.page).and(editor.page.locator('[id="lenscap.lenscap.lenscap.microphone"]'));
}

async function seconds(frame: Frame): Promise<number> {
  const [minutes = 0, rest = 0] = ((await frame.locator('.voice-time').textContent()) ?? '')
    .split('/')[0]
    ?.split(':')
    .map(Number) ?? [0];
  return minutes * 60 + rest;
}

/** Waits until more than so much was recorded. */
async function recordingFor(frame: Frame, more: number): Promise<void> {
  await frame.getByRole('button', { name: 'Stop Recording' }).waitFor(patience);
  await expect.poll(() => seconds(frame), patience).toBeGreaterThanOrEqual(Math.ceil(more));
}

async function level(frame: Frame): Promise<number> {
  return Number(await frame.locator('.level').getAttribute('aria-valuenow', patience));
}

interface Probed {
  readonly streams: readonly { codec_name: string; sample_rate: string; channels: number }[];
  readonly format: { duration: string; tags?: Record<string, string> };
}

async function probe(file: Buffer): Promise<Probed> {
  const path = join(root, 'heard.wav');
  await writeFile(path, file);
  const shown = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_streams',
    '-show_format',
    '-of',
    'json',
    path,
  ]);
  return JSON.parse(shown.toString());
}

/** Speech between silences, with a title in its ID3 tags. */
function taggedMp3(samples: Int16Array): Buffer {
  const silence = new Float32Array(2 * RATE);
  const sound = joined(
    silence,
    Float32Array.from(samples, (sample) => sample / 0x8000),
    silence,
  );
  const wav = wavOf(sound, { tag: 1, bits: 16, channels: 1, rate: RATE });
  return convert(wav, ['-f', 'mp3', '-metadata', 'title=Confidential']);
}
