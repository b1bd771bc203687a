import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detach } from '../../protocol/attach.ts';
import { quote } from '../../protocol/quote.ts';
import { setBudget } from '../../protocol/spend.ts';
import {
  attachSound,
  attachSoundFile,
  microphones,
  type RecordProgress,
  recording,
  type SoundNote,
} from '../../protocol/voice.ts';
import { lackingForMicrophone, startMicrophone } from '../support/microphone.ts';
import { startProvider } from '../support/provider.ts';
import { convert, hasProgram, joined, noise, pcm, RATE, tone, wavFile } from '../support/sound.ts';
import { refused, startTranscriber, streamed, whole } from '../support/transcriber.ts';
import { ask, dayOf, failureOf, provideRaw, startDaemon, type TestDaemon } from './harness.ts';

/** Two tones with three seconds of nothing after each: what is silent is not sent. */
const SAMPLES = pcm(joined(tone(2), new Float32Array(3 * RATE), tone(1), new Float32Array(3 * RATE)));
const WAV = wavFile(SAMPLES);

const attachTo = (daemon: TestDaemon, file = WAV, name = 'note.wav') =>
  daemon.request(attachSound, { name, data: file.toString('base64') });

const TOKENS = {
  type: 'tokens',
  input_tokens: 50,
  output_tokens: 12,
  input_token_details: { audio_tokens: 40, text_tokens: 10 },
};
/** gpt-4o-mini-transcribe: 40 × 3000 + 10 × 1250 + 12 × 5000. */
const COST = 192_500;

/** What a person said is spelled out, and no number that anybody has. */
const SPOKEN_CARD = `${Array(4).fill('four one one one').slice(0, 1).join('')} ${Array(3).fill('one one one one').join(' ')}`;

async function prepare(settings: object = {}, setup: Parameters<typeof startDaemon>[0] = {}) {
  const provider = await startTranscriber();
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings, ...setup });
  return { provider, daemon };
}

/** Has the note transcribed, and says what came on the way. */
async function transcribeIn(daemon: TestDaemon, note: SoundNote, more: object = {}, signal?: AbortSignal) {
  const deltas: string[] = [];
  const steps: string[] = [];
  const transcript = await daemon.client.transcribe(
    { id: note.id, ...more },
    ({ kind, text }) => (kind === 'delta' ? deltas : steps).push(text),
    signal,
  );
  return { transcript, deltas, steps };
}

describe('a sound file', () => {
  test('is made safe, sent as plain WAV, and booked to the nano-dollar', async () => {
    const { provider, daemon } = await prepare({ voice: { language: 'en' } });
    const note = await attachTo(daemon);
    expect(note).toMatchObject({ name: 'note.wav', format: 'wav', parts: 1, removed: [] });
    expect(note.sourceSeconds).toBeCloseTo(9, 1);
    expect(note.seconds).toBeGreaterThan(2.9);
    expect(note.seconds).toBeLessThan(6);
    expect(provider.uploads).toHaveLength(0);

    provider.reply(streamed(['Why does ', 'it fail?'], { usage: TOKENS }));
    const words = ['readConfig', 'main.ts', 'main.ts'];
    const { transcript, deltas } = await transcribeIn(daemon, note, { words });
    expect(deltas).toEqual(['Why does ', 'it fail?']);
    expect(transcript).toMatchObject({
      text: 'Why does it fail?',
      model: 'gpt-4o-mini-transcribe',
      seconds: note.seconds,
      usage: { input: 50, audio: 40, output: 12 },
      costNanoUsd: COST,
      certainty: 'exact',
      findings: [],
    });
    expect(COST).toBeLessThanOrEqual(note.maxNanoUsd ?? 0);

    const [upload] = provider.uploads;
    expect(upload?.path).toBe('/v1/audio/transcriptions');
    expect(upload?.fields).toEqual({
      model: 'gpt-4o-mini-transcribe',
      stream: 'true',
      response_format: 'json',
      language: 'en',
      prompt: 'readConfig, main.ts',
    });
    // Nothing but a header and samples of 16 kHz; the user's own name of the file stays here.
    expect(upload?.fileName).toBe('note.wav');
    expect(upload?.file.subarray(0, 44)).toEqual(
      wavFile(new Int16Array((note.bytes - 44) / 2)).subarray(0, 44),
    );
    expect(
      createHash('sha256')
        .update(upload?.file ?? '')
        .digest('hex'),
    ).toBe(note.sha256);
    expect((note.bytes - 44) / 2 / RATE).toBeCloseTo(note.seconds, 3);

    expect(await dayOf(daemon)).toEqual({ spent: COST, held: 0 });
    const { rows } = await daemon.spend();
    expect(rows).toMatchObject([{ route: 'audio', model: 'gpt-4o-mini-transcribe', certainty: 'exact' }]);
    await daemon.request(detach, { id: note.id });
    expect(await failureOf(daemon.client.transcribe({ id: note.id }))).toMatchObject({
      code: 'unknown-attachment',
    });
  });

  test.each([
    ['its length is counted', 'whisper-1', { type: 'duration', seconds: 4 }, 'exact', 400_000],
    [
      'a count by length has no price',
      'gpt-4o-mini-transcribe',
      { type: 'duration', seconds: 6 },
      'estimated',
    ],
    ['a count by tokens has no price', 'whisper-1', TOKENS, 'estimated'],
    ['nothing is counted', 'whisper-1', undefined, 'estimated'],
    ['nothing is counted', 'gpt-4o-mini-transcribe', undefined, 'estimated'],
    ['more is counted than was sent', 'whisper-1', { type: 'duration', seconds: 600 }, 'estimated'],
  ] as const)('%s with %s', async (_, model, usage, certainty, cost?: number) => {
    const { provider, daemon } = await prepare({ voice: { model } });
    const note = await attachTo(daemon);
    provider.reply(whole('It fails.', usage));
    const { transcript, deltas } = await transcribeIn(daemon, note);
    expect(deltas).toEqual(['It fails.']);
    expect(transcript).toMatchObject({ text: 'It fails.', model, certainty });
    if (cost !== undefined) expect(transcript.costNanoUsd).toBe(cost);
    expect(transcript.costNanoUsd).toBeGreaterThan(0);
    expect(transcript.costNanoUsd).toBeLessThanOrEqual(note.maxNanoUsd ?? 0);
    expect(await dayOf(daemon)).toEqual({ spent: transcript.costNanoUsd, held: 0 });
  });

  test('that is none is refused, whatever its name', async () => {
    const { daemon } = await prepare();
    const refusal = await failureOf(attachTo(daemon, Buffer.from('a diary')));
    expect(refusal).toMatchObject({ kind: 'unsafe', code: 'unsupported-media' });
    expect(await failureOf(attachTo(daemon, wavFile(new Int16Array(RATE * 3))))).toMatchObject({
      code: 'silent',
    });
  });

  test.skipIf(!hasProgram('ffmpeg'))('loses what it says about its owner', async () => {
    const { provider, daemon } = await prepare();
    const file = convert(WAV, ['-metadata', 'artist=Jane Doe', '-f', 'mp3']);
    const note = await attachTo(daemon, file, 'jane.mp3');
    expect(note.format).toBe('mp3');
    expect(JSON.stringify(note.removed)).toContain('Jane Doe');
    provider.reply(whole('Hello.'));
    await transcribeIn(daemon, note);
    expect(provider.uploads[0]?.file.toString('latin1')).not.toMatch(/Jane|ID3|LAME|Lavf/);
  });
});

describe('what can go wrong', () => {
  test('a budget without room: nothing is sent, and the user may allow it once', async () => {
    const { provider, daemon } = await prepare();
    await daemon.request(setBudget, { scope: 'all', period: 'day', capNanoUsd: 1_000 });
    const note = await attachTo(daemon);
    const refusal = await failureOf(transcribeIn(daemon, note));
    expect(refusal).toMatchObject({ kind: 'budget', code: 'budget-exceeded' });
    expect(provider.uploads).toHaveLength(0);
    provider.reply(whole('Yes.', TOKENS));
    const allowNanoUsd = refusal.refusal?.neededNanoUsd ?? 0;
    expect(allowNanoUsd).toBe(note.maxNanoUsd);
    expect((await transcribeIn(daemon, note, { allowNanoUsd })).transcript.text).toBe('Yes.');
  });

  test('what is allowed once is enough for all parts of a long one', async () => {
    const { provider, daemon } = await prepare();
    await daemon.request(setBudget, { scope: 'all', period: 'day', capNanoUsd: 1_000 });
    const note = await attachTo(daemon, wavFile(pcm(noise(850, 0.4))));
    expect(note.parts).toBe(3);
    const { refusal, message, hint } = await failureOf(transcribeIn(daemon, note));
    expect(refusal?.neededNanoUsd).toBe(note.maxNanoUsd);
    expect(`${message} ${hint}`).not.toMatch(/question|answer/);
    provider.reply(whole('Yes.', TOKENS));
    const { transcript } = await transcribeIn(daemon, note, { allowNanoUsd: refusal?.neededNanoUsd });
    expect(transcript).toMatchObject({ text: 'Yes. Yes. Yes.', isWhole: true, costNanoUsd: 3 * COST });
  });

  test('a server in trouble is asked again, and each request is a row', async () => {
    const { provider, daemon } = await prepare();
    const note = await attachTo(daemon);
    provider.reply(refused(503, 'Overloaded.'), whole('Well.', TOKENS));
    const { transcript, steps } = await transcribeIn(daemon, note);
    expect(transcript).toMatchObject({ text: 'Well.', costNanoUsd: COST, certainty: 'exact' });
    expect(steps.join(' ')).toContain('Trying again');
    expect(transcript.notices.join(' ')).toContain('Trying again');
    expect((await daemon.spend()).rows.map(({ status }) => status)).toEqual([200, 503]);
  });

  test.each([
    ['a key that is refused', refused(401), 'invalid-key'],
    ['a server that cannot do it', refused(404), 'no-such-model'],
    ['a body that is too large', refused(413), 'request-too-large'],
    ['a model that will not have it', refused(400), 'rejected'],
  ] as const)('%s', async (_, answer, code) => {
    const { provider, daemon } = await prepare({ routing: { fallback: false } });
    const note = await attachTo(daemon);
    provider.reply(answer);
    const failure = await failureOf(transcribeIn(daemon, note));
    expect(failure).toMatchObject({ kind: 'provider', code });
    expect(provider.uploads).toHaveLength(1);
    // It is no question that was sent.
    expect(failure.hint).not.toMatch(/question|picture|lenscap\.models\b/);
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
  });

  test('a page of something in between is no transcript', async () => {
    const { provider, daemon } = await prepare();
    const note = await attachTo(daemon);
    provider.reply((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Log in</html>');
    });
    expect(await failureOf(transcribeIn(daemon, note))).toMatchObject({ code: 'not-understood' });
  });

  test('a stream that breaks off: what came is kept, and booked as estimated', async () => {
    const { provider, daemon } = await prepare();
    const note = await attachTo(daemon);
    provider.reply(streamed(['Why does '], 'breaks'));
    const { transcript } = await transcribeIn(daemon, note);
    expect(transcript).toMatchObject({ text: 'Why does', certainty: 'estimated' });
    expect(transcript.notices.join(' ')).toContain('What came until then is kept');
    expect(transcript.isWhole).toBe(false);
    expect(await dayOf(daemon)).toEqual({ spent: transcript.costNanoUsd, held: 0 });
  });

  test('the user stops it: what came is kept, and booked as estimated', async () => {
    const { provider, daemon } = await prepare();
    const note = await attachTo(daemon);
    provider.reply(streamed(['Why does '], 'stays open'));
    const stopping = new AbortController();
    const transcript = await daemon.client.transcribe(
      { id: note.id },
      () => stopping.abort(),
      stopping.signal,
    );
    expect(transcript).toMatchObject({ text: 'Why does', certainty: 'estimated' });
    expect(transcript.costNanoUsd).toBeGreaterThan(0);
    expect(await dayOf(daemon)).toEqual({ spent: transcript.costNanoUsd, held: 0 });
  });

  test('nobody to ask: a sentence', async () => {
    const daemon = await startDaemon({ key: null });
    const note = await attachTo(daemon);
    expect(await failureOf(daemon.client.transcribe({ id: note.id }))).toMatchObject({ code: 'no-key' });
  });

  test('a policy that sends nothing sends no sound either', async () => {
    const { provider, daemon } = await prepare({ routing: { policy: 'private' } });
    const note = await attachTo(daemon);
    expect(await failureOf(daemon.client.transcribe({ id: note.id }))).toMatchObject({ code: 'private' });
    expect(provider.uploads).toHaveLength(0);
  });
});

describe('who transcribes instead', () => {
  test('the successor, and it is said', async () => {
    const { provider, daemon } = await prepare();
    const note = await attachTo(daemon);
    provider.reply(refused(404), whole('It fails.', { type: 'duration', seconds: 4 }));
    const { transcript, steps } = await transcribeIn(daemon, note);
    expect(provider.uploads.map(({ fields }) => fields['model'])).toEqual([
      'gpt-4o-mini-transcribe',
      'gpt-transcribe',
    ]);
    // $0.0045 a minute.
    expect(transcript).toMatchObject({ model: 'gpt-transcribe', costNanoUsd: 300_000, certainty: 'exact' });
    expect(transcript.costNanoUsd).toBeLessThanOrEqual(note.maxNanoUsd ?? 0);
    expect(steps.join(' ')).toContain('Asking gpt-transcribe instead.');
    expect(transcript.notices.join(' ')).toContain('Asking gpt-transcribe instead.');
    expect(await dayOf(daemon)).toEqual({ spent: 300_000, held: 0 });
  });

  test('the server on this machine that questions may go to', async () => {
    const spare = await startTranscriber();
    spare.reply(whole('It fails.'));
    const { provider, daemon } = await prepare({
      routing: { localServer: spare.baseUrl, localModel: 'any' },
    });
    const note = await attachTo(daemon);
    provider.reply(refused(404));
    const { transcript } = await transcribeIn(daemon, note);
    expect(transcript).toMatchObject({ text: 'It fails.', costNanoUsd: 0 });
    expect(spare.uploads).toHaveLength(1);
  });

  test('nobody, where the user wants no other', async () => {
    const { provider, daemon } = await prepare({ routing: { fallback: false } });
    const note = await attachTo(daemon);
    provider.reply(refused(404));
    expect(await failureOf(transcribeIn(daemon, note))).toMatchObject({ code: 'no-such-model' });
    expect(provider.uploads).toHaveLength(1);
  });

  test('nobody, where it is to stay on this machine', async () => {
    const server = await startTranscriber();
    server.reply(refused(404));
    const { provider, daemon } = await prepare({ voice: { localServer: server.baseUrl } });
    const note = await attachTo(daemon);
    expect(await failureOf(transcribeIn(daemon, note))).toMatchObject({ code: 'no-such-model' });
    expect(provider.uploads).toHaveLength(0);
  });
});

test('a server on this machine that points elsewhere is not followed', async () => {
  const [server, elsewhere] = [await startTranscriber(), await startTranscriber()];
  elsewhere.reply(whole('It fails.'));
  server.reply((response) => {
    response.writeHead(307, { location: `${elsewhere.baseUrl}/audio/transcriptions` });
    response.end();
  });
  const daemon = await startDaemon({ key: null, settings: { voice: { localServer: server.baseUrl } } });
  const note = await attachTo(daemon);
  expect(await failureOf(daemon.client.transcribe({ id: note.id }))).toMatchObject({ kind: 'provider' });
  expect(elsewhere.uploads).toHaveLength(0);
});

test('a server on this machine transcribes without a key, and costs nothing', async () => {
  const server = await startTranscriber();
  server.reply(whole(' It fails.\n'));
  const daemon = await startDaemon({
    key: null,
    settings: { voice: { localServer: server.baseUrl, model: 'small' }, routing: { policy: 'private' } },
  });
  const note = await attachTo(daemon);
  expect(note).toMatchObject({ expectedNanoUsd: 0, maxNanoUsd: 0 });
  const { transcript } = await transcribeIn(daemon, note);
  expect(transcript).toMatchObject({ text: 'It fails.', model: 'small', costNanoUsd: 0, certainty: 'exact' });
  expect(server.uploads[0]?.fields['model']).toBe('small');
});

test('a spoken secret is found in the transcript, and replaced before the question is sent', async () => {
  const provider = await startProvider();
  try {
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.answer(/./, 'Fine.');
    const prompt = `My card is ${SPOKEN_CARD}, is that safe?`;
    const quoted = await daemon.request(quote, { prompt, spoken: true });
    expect(quoted.placeholders).toMatchObject([{ rule: 'card-number' }]);
    await ask(daemon, { prompt, spoken: true }).answer;
    const sent = JSON.stringify(provider.requests()[0]?.body);
    expect(sent).toContain('⟦card-number-1⟧');
    expect(sent).not.toContain('one one one');
    // Allowed by what it stands for, as the user was told.
    const { valueHash } = quoted.placeholders[0] ?? { valueHash: '' };
    const typed = createHash('sha256')
      .update(`4111${'1'.repeat(12)}`)
      .digest('hex');
    expect(valueHash).toBe(typed);
  } finally {
    await provider.stop();
  }
});

test('what was said is known again where it comes back as if typed', async () => {
  const { provider, daemon } = await prepare();
  provider.reply(whole(`My card is ${SPOKEN_CARD}.`));
  const typed = { prompt: `I said ${SPOKEN_CARD}.` };
  expect((await daemon.request(quote, typed)).placeholders).toEqual([]);
  const { transcript } = await transcribeIn(daemon, await attachTo(daemon));
  expect(transcript.findings).toHaveLength(1);
  expect((await daemon.request(quote, typed)).placeholders).toMatchObject([{ rule: 'card-number' }]);
});

describe('a file of this machine', () => {
  test('is read where it lies, and says that it breaks off', async () => {
    const { provider, daemon } = await prepare();
    const path = join(daemon.directory, 'long.wav');
    writeFileSync(path, WAV.subarray(0, WAV.length - 4 * RATE * 2));
    const note = await daemon.request(attachSoundFile, { path });
    expect(note).toMatchObject({ name: 'long.wav', format: 'wav' });
    const said = 'The file breaks off: of the 0:09 that it says it has, the first 0:05 are there.';
    expect(note.notices).toEqual([said]);
    provider.reply(whole('Beep.', TOKENS));
    expect((await transcribeIn(daemon, note)).transcript.notices).toContain(said);
  });

  test('that is a folder, or none, is refused', async () => {
    const { daemon } = await prepare();
    for (const path of [daemon.directory, join(daemon.directory, 'nothing.wav')]) {
      expect(await failureOf(daemon.request(attachSoundFile, { path }))).toMatchObject({
        code: 'unreadable-file',
      });
    }
  });
});

describe('what is made of it', () => {
  test('a note: asked for as JSON, shown as Markdown while it comes', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const note = ask(daemon, { prompt: 'The parser drops commas, fix it in lexer dot ts', form: 'note' });
    const exchange = await provider.next();
    expect(exchange.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'note', strict: true } },
    });
    const json = JSON.stringify({
      summary: 'The parser drops commas.',
      tasks: ['Fix it'],
      code: [{ reference: 'lexer.ts', about: 'drops commas' }],
    });
    exchange.open().delta(json.slice(0, 20));
    await note.came('The par');
    exchange.delta(json.slice(20)).finish().usage({ prompt_tokens: 200, completion_tokens: 30 }).done();
    const text =
      'The parser drops commas.\n\n## Tasks\n\n- [ ] Fix it\n\n## Code\n\n- `lexer.ts`: drops commas';
    expect(await note.answer).toMatchObject({ text, certainty: 'exact' });
    expect(note.text()).toBe(text);
  });

  test('dictation: its own instruction, the text as it comes', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const dictated = ask(daemon, { prompt: 'um open the door', form: 'dictation', spoken: true });
    const exchange = await provider.next();
    expect(JSON.stringify(exchange.body)).toContain('dictates');
    expect(exchange.body).not.toHaveProperty('response_format');
    exchange
      .open()
      .delta('Open the door.')
      .finish()
      .usage({ prompt_tokens: 90, completion_tokens: 5 })
      .done();
    expect((await dictated.answer).text).toBe('Open the door.');
  });

  test('without a model nothing is put at the cursor', async () => {
    const daemon = await startDaemon({ key: null });
    const failure = await failureOf(ask(daemon, { prompt: 'Open the door', form: 'dictation' }).answer);
    expect(failure.code).toBe('nobody-writes');
  });
});

describe('the sound itself', () => {
  test('goes to a model that hears, only if the user agreed', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const note = await attachTo(daemon);
    const question = { sound: note.id, route: 'audio' as const };
    const quoted = await daemon.request(quote, question);
    expect(quoted).toMatchObject({ route: 'audio', model: 'gpt-audio-mini', sent: [] });
    expect(quoted.tokens.audio).toBe(Math.ceil(note.seconds * 10));
    expect(await failureOf(ask(daemon, question).answer)).toMatchObject({
      kind: 'unsafe',
      code: 'unsafe-sound',
    });
    expect(provider.exchanges).toHaveLength(0);

    const asking = ask(daemon, { ...question, allowUnsafe: [note.id] });
    const exchange = await provider.next();
    const sent = /"input_audio":\{"data":"([^"]+)","format":"wav"\}/.exec(JSON.stringify(exchange.body));
    const file = Buffer.from(sent?.[1] ?? '', 'base64');
    expect(createHash('sha256').update(file).digest('hex')).toBe(note.sha256);
    exchange.open().delta('You sound tired.').finish();
    exchange
      .usage({
        prompt_tokens: 250,
        completion_tokens: 20,
        prompt_tokens_details: { audio_tokens: 40 },
      })
      .done();
    // 210 × 600 + 40 × 10,000 + 20 × 2400.
    expect(await asking.answer).toMatchObject({
      text: 'You sound tired.',
      route: 'audio',
      costNanoUsd: 574_000,
      certainty: 'exact',
    });
    expect(574_000).toBeLessThan(quoted.maxNanoUsd);
  });

  test('that the provider counts as words is booked as estimated', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const note = await attachTo(daemon);
    const asking = ask(daemon, { sound: note.id, allowUnsafe: [note.id] });
    const exchange = await provider.next();
    exchange.open().delta('Yes.').finish().usage({ prompt_tokens: 250, completion_tokens: 2 }).done();
    expect((await asking.answer).certainty).toBe('estimated');
  });

  test.each([
    ['in strict', { privacy: { mode: 'strict' } }, {}, 'unsafe-sound'],
    ['on another route', {}, { route: 'text' }, 'sound-on-other-route'],
    ['to a model that does not hear', {}, { model: 'gpt-4o' }, 'model-without-sound'],
  ] as const)('is not sent %s', async (_, settings, more, code) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings });
    const note = await attachTo(daemon);
    const question = { sound: note.id, allowUnsafe: [note.id], ...more };
    expect(await failureOf(ask(daemon, question).answer)).toMatchObject({ code });
    expect(provider.exchanges).toHaveLength(0);
  });
});

test('nobody is recorded where nobody can transcribe', async () => {
  const daemon = await startDaemon({ key: null });
  expect(await failureOf(daemon.client.record({}))).toMatchObject({ code: 'no-key' });
});

test('without a microphone: a sentence, and what to do', async () => {
  const daemon = await startDaemon({ environment: { PULSE_SERVER: 'unix:/nonexistent/socket' } });
  const failure = await failureOf(daemon.request(microphones, {}));
  expect(['no-microphone', 'no-recorder']).toContain(failure.code);
  expect(failure.hint).toContain('audio file');
  expect(['no-microphone', 'no-recorder', 'no-sound']).toContain(
    (await failureOf(daemon.client.record({}))).code,
  );
});

describe.skipIf(lackingForMicrophone() !== undefined)('a recording', () => {
  test('is metered, stopped, and transcribed; another is cancelled', async () => {
    const microphone = await startMicrophone();
    try {
      const { provider, daemon } = await prepare({}, { environment: microphone.environment });
      expect(await daemon.request(microphones, {})).toEqual({ names: [microphone.name] });
      const meter: RecordProgress[] = [];
      const opened = Promise.withResolvers<void>();
      const recorded = daemon.client.record({ maxSeconds: 30 }, (progress) => {
        meter.push(progress);
        if (progress.state === 'recording') opened.resolve();
      });
      await opened.promise;
      expect(await failureOf(daemon.client.record({}))).toMatchObject({ code: 'already-recording' });
      await microphone.play(pcm(tone(2, 300, 0.5)));
      await daemon.request(recording, { action: 'stop' });
      const note = await recorded;
      if (!note) throw new Error('It was not cancelled.');
      expect(note).toMatchObject({ format: 'microphone', parts: 1 });
      expect(note.seconds).toBeGreaterThan(1.5);
      expect(meter[0]).toMatchObject({ state: 'opening', seconds: 0, maxSeconds: 30 });
      const levels = meter.map(({ level }) => level);
      expect(Math.max(...levels)).toBeGreaterThan(-30);
      const costs = meter.map(({ costNanoUsd }) => costNanoUsd ?? Number.NaN);
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      expect(costs.at(-1)).toBeGreaterThan(0);
      provider.reply(whole('Beep.', TOKENS));
      expect((await transcribeIn(daemon, note)).transcript.text).toBe('Beep.');

      const again = Promise.withResolvers<void>();
      const cancelled = daemon.client.record({}, ({ state }) => {
        if (state === 'recording') again.resolve();
      });
      await again.promise;
      await daemon.request(recording, { action: 'cancel' });
      expect(await cancelled).toBeNull();
      expect(await microphone.isOpen()).toBe(false);
    } finally {
      await microphone.close();
    }
  });

  test('paused, the microphone is closed and nothing counts; resumed, it is opened again', async () => {
    const microphone = await startMicrophone();
    try {
      const { daemon } = await prepare({}, { environment: microphone.environment });
      const meter: RecordProgress[] = [];
      const recorded = daemon.client.record({ maxSeconds: 60 }, (progress) => meter.push(progress));
      const reached = (state: RecordProgress['state'], seconds: number) =>
        expect
          .poll(() => meter.at(-1), { timeout: 30_000 })
          .toSatisfy((last) => last?.state === state && last.seconds >= seconds);
      await reached('recording', 0.3);
      expect(await microphone.isOpen()).toBe(true);
      await daemon.request(recording, { action: 'pause' });
      await reached('paused', 0.3);
      await expect.poll(() => microphone.isOpen(), { timeout: 30_000 }).toBe(false);
      await microphone.play(pcm(tone(1, 300, 0.5)));
      expect(meter.at(-1)?.state).toBe('paused');
      const { seconds = 0 } = meter.at(-1) ?? {};
      const before = meter.length;
      await daemon.request(recording, { action: 'resume' });
      await reached('recording', seconds + 0.3);
      // It takes a while until it is heard again: so long nobody is told that it records.
      expect(meter[before]).toMatchObject({ state: 'opening' });
      await microphone.play(pcm(tone(1, 300, 0.5)));
      await daemon.request(recording, { action: 'stop' });
      expect((await recorded)?.notices).toEqual([]);
      expect(await microphone.isOpen()).toBe(false);
    } finally {
      await microphone.close();
    }
  });

  test('a daemon that is killed leaves no microphone open', async () => {
    const microphone = await startMicrophone();
    try {
      const { daemon } = await prepare({}, { environment: microphone.environment });
      const opened = Promise.withResolvers<void>();
      void daemon.client
        .record({}, ({ state }) => {
          if (state === 'recording') opened.resolve();
        })
        .catch(() => {});
      await opened.promise;
      expect(await microphone.isOpen()).toBe(true);
      daemon.client.process.kill('SIGKILL');
      await expect.poll(() => microphone.isOpen(), { timeout: 30_000 }).toBe(false);
    } finally {
      await microphone.close();
    }
  });
});
