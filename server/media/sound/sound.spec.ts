import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LenscapError } from '../../../protocol/errors.ts';
import { convert, hasProgram, joined, noise, pcm, RATE, tone } from '../../../test/support/sound.ts';
import { wavOf } from '../../../test/support/wav.ts';
import type { SoundPart } from './parts.ts';
import { openSound, recordedParts, type SoundOptions } from './sound.ts';
import { bytesSource, type SoundSource } from './source.ts';
import { toWav } from './write-wav.ts';

const hasFfmpeg = hasProgram('ffmpeg') && hasProgram('ffprobe');
const ffmpeg = hasFfmpeg ? execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim() : undefined;
if (!hasFfmpeg) console.log('Sound in other formats than WAV is not tested: there is no ffmpeg.');

/** A note with silence before and after it, as somebody might have recorded it. */
const note = joined(new Float32Array(1.5 * RATE), tone(2, 300, 0.4), new Float32Array(2 * RATE));
const wav = toWav(pcm(note), RATE);
const WHO = ['Jane', 'Secret'].join(' ');
const TAGS = ['title=A note', `artist=${WHO}`, 'comment=at home', 'date=2026-01-02'].flatMap((tag) => [
  '-metadata',
  tag,
]);

async function all(parts: AsyncIterable<SoundPart>): Promise<SoundPart[]> {
  const found: SoundPart[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

async function partsOf(source: SoundSource | Buffer, options: SoundOptions = {}): Promise<SoundPart[]> {
  const sound = await openSound('read' in source ? source : bytesSource(source), options);
  return await all(sound.parts());
}

/** The code of the refusal; anything else than a refusal fails. */
async function refusal(source: SoundSource | Buffer, options: SoundOptions = {}): Promise<LenscapError> {
  const error = await partsOf(source, options).then(
    () => new Error('It was not refused.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof LenscapError) return error;
  throw error;
}

function expectTrimmed([part, ...others]: SoundPart[]): void {
  expect(others).toEqual([]);
  expect(Math.abs((part?.seconds ?? 0) - 2.4)).toBeLessThan(0.15);
  expect(Math.abs((part?.fromSeconds ?? 0) - 1.3)).toBeLessThan(0.1);
}

describe('a WAV file', () => {
  it('is trimmed, and comes out as 16 kHz mono with nothing else in it', async () => {
    const parts = await partsOf(wav);
    expectTrimmed(parts);
    const [part] = parts;
    expect(part?.wav.subarray(0, 44).toString('latin1')).toMatch(/^RIFF....WAVEfmt .{20}data/s);
    expect(part?.wav).toHaveLength(44 + Math.round((part?.seconds ?? 0) * RATE) * 2);
  });

  it('may be at another rate, in more channels, with tags', async () => {
    const layout = { tag: 3, bits: 32, channels: 2, rate: 44_100 };
    const info = Buffer.from('INFOIART\x04\0\0\0Jane');
    const bytes = wavOf(
      joined(new Float32Array(1.5 * 44_100), tone(2, 300, 0.4, 44_100), new Float32Array(2 * 44_100)),
      {
        ...layout,
        chunks: [['LIST', info]],
      },
    );
    const sound = await openSound(bytesSource(bytes));
    expect(sound).toMatchObject({ format: 'wav', mime: 'audio/wav', bytes: bytes.length });
    expect(sound.removed).toEqual([{ kind: 'author', detail: 'Artist "Jane"' }]);
    const parts = await all(sound.parts());
    expectTrimmed(parts);
    expect(parts[0]?.wav.includes('Jane')).toBe(false);
  });

  it('is refused if nothing is heard in it, however long it is', async () => {
    expect((await refusal(toWav(new Int16Array(RATE), RATE))).code).toBe('silent');
    expect((await refusal(silence(2 * 3600))).code).toBe('silent');
  }, 60_000);

  it('is refused if it is too long', async () => {
    const error = await refusal(wav, { maxSeconds: 3 });
    expect(error.message).toBe('The sound is longer than 3 seconds.');
  });

  it('of an hour is read in bounded memory, in parts that can be sent', async () => {
    const hour = virtualWav(3600, (second) => loud.subarray(0, second % 10 < 9 ? loud.length : 0));
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = 0;
    let seconds = 0;
    let count = 0;
    const sound = await openSound(hour);
    for await (const part of sound.parts()) {
      most = Math.max(most, process.memoryUsage().rss);
      seconds += part.seconds;
      count++;
      expect(part.wav.length).toBeLessThan(26_214_400);
    }
    expect(count).toBe(5);
    expect(seconds).toBeGreaterThan(3_200);
    // Parts of 26 MB that were given away may wait for the garbage collector.
    expect((most - before) / 1e6).toBeLessThan(300);
  }, 60_000);
});

const loud = Buffer.from(pcm(tone(1, 300, 0.4)).buffer);

/** Two hours of it have 230 MB, of which only what is read is made. */
function silence(seconds: number): SoundSource {
  return virtualWav(seconds, () => Buffer.alloc(0));
}

function virtualWav(seconds: number, of: (second: number) => Buffer): SoundSource {
  const header = toWav(new Int16Array(0), RATE);
  const second = RATE * 2;
  header.writeUInt32LE(seconds * second, 40);
  return {
    bytes: 44 + seconds * second,
    async read(position, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, 44 + seconds * second - position)));
      if (position < 44) header.copy(bytes, 0, position);
      for (let at = Math.max(0, 44 - position); at < bytes.length; ) {
        const place = position + at - 44;
        const offset = place % second;
        const content = of(Math.floor(place / second));
        if (content.length > 0) content.copy(bytes, at, offset);
        at += second - offset;
      }
      return bytes;
    },
  };
}

describe('a recording', () => {
  it('is trimmed like a file', async () => {
    const samples = pcm(note);
    const pieces = Array.from({ length: Math.ceil(samples.length / 512) }, (_, index) =>
      samples.subarray(index * 512, (index + 1) * 512),
    );
    expectTrimmed(await all(recordedParts(pieces)));
  });

  it('can have its noise taken out', async () => {
    const hiss = noise(3, 0.05);
    const samples = pcm(
      joined(
        hiss,
        tone(1, 300, 0.4).map((sample, index) => sample + (hiss[index] ?? 0)),
        hiss,
      ),
    );
    const level = (part: SoundPart | undefined) => {
      const all = part?.wav.subarray(44) ?? Buffer.alloc(0);
      let sum = 0;
      for (let at = 0; at < RATE; at += 2) sum += all.readInt16LE(at) ** 2;
      return Math.sqrt(sum / (RATE / 2));
    };
    // Steady noise alone: all of it is kept where nothing is louder.
    const [plain] = await all(recordedParts([pcm(noise(3, 0.2))]));
    const cleaned = await all(recordedParts([pcm(noise(3, 0.2))], { denoise: true })).catch(() => []);
    expect(level(plain)).toBeGreaterThan(1_000);
    expect(cleaned.every((part) => part.seconds < 2 || level(part) < level(plain) / 2)).toBe(true);
    expect(await all(recordedParts([samples], { denoise: true }))).not.toEqual([]);
  });
});

describe('what is no sound', () => {
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'The file is empty.'],
    ['text', Buffer.from('This is no sound, whatever it is called.'), 'The file is text.'],
    [
      'an archive',
      Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'), Buffer.alloc(40)]),
      'The file is a ZIP archive.',
    ],
    [
      'a picture',
      Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
      'image/png',
    ],
    ['noise', Buffer.from(noise(0.1, 1).buffer), 'not sound in any format'],
  ])('is refused by its content: %s', async (_, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.message).toContain(message);
    expect(error.hint).not.toBe('');
  });
});

describe.runIf(hasFfmpeg)('files of other formats', () => {
  const FORMATS = [
    { name: 'mp3', args: ['-f', 'mp3'], bundled: true },
    { name: 'm4a', args: ['-f', 'ipod', '-movflags', 'frag_keyframe+empty_moov'], bundled: false },
    { name: 'ogg with Opus', args: ['-c:a', 'libopus', '-f', 'ogg'], bundled: true },
    { name: 'ogg with Vorbis', args: ['-c:a', 'libvorbis', '-f', 'ogg'], bundled: false },
    { name: 'webm', args: ['-c:a', 'libopus', '-f', 'webm'], bundled: true },
    { name: 'flac', args: ['-f', 'flac'], bundled: true },
    { name: 'wav with ADPCM', args: ['-c:a', 'adpcm_ms', '-f', 'wav'], bundled: false },
  ];
  const files = new Map<string, Buffer>();
  const fileOf = (name: string) => files.get(name) ?? Buffer.alloc(0);

  beforeAll(() => {
    for (const { name, args } of FORMATS) files.set(name, convert(wav, [...TAGS, ...args]));
  });

  it.each(FORMATS)('$name: by ffmpeg, and nothing but sound is left', async ({ name }) => {
    const file = fileOf(name);
    const sound = await openSound(bytesSource(file), { ffmpeg });
    const details = sound.removed.map(({ detail }) => detail);
    expect(details).toContain(`Artist "${WHO}"`);
    expect(details).toContain('Title "A note"');
    const parts = await all(sound.parts());
    expectTrimmed(parts);
    const probe = execFileSync(
      'ffprobe',
      ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', '-'],
      {
        input: parts[0]?.wav,
        encoding: 'utf8',
      },
    );
    expect(JSON.parse(probe)).toMatchObject({
      streams: [{ codec_name: 'pcm_s16le', sample_rate: '16000', channels: 1 }],
      format: { format_name: 'wav' },
    });
    expect(probe).not.toMatch(/"tags"|Jane/);
  });

  it.each(FORMATS.filter(({ bundled }) => bundled))('$name: without ffmpeg', async ({ name }) => {
    expectTrimmed(await partsOf(fileOf(name)));
  });

  it.each(FORMATS.filter(({ bundled }) => !bundled))('$name: needs ffmpeg, and says so', async ({ name }) => {
    expect((await refusal(fileOf(name))).message).toMatch(/needs the program ffmpeg|compressed sound/);
  });

  it('are read with their table of contents at the end, as telephones write it', async () => {
    const m4a = execFileSync('sh', [
      '-c',
      'f=$(mktemp -d); trap "rm -r $f" EXIT; ffmpeg -v error -f lavfi -i "sine=d=2" -metadata location=+52.5200+013.4050/ $f/a.m4a && cat $f/a.m4a',
    ]);
    expect(m4a.indexOf('moov')).toBeGreaterThan(m4a.indexOf('mdat'));
    const [part] = await partsOf(m4a, { ffmpeg });
    expect(Math.abs((part?.seconds ?? 0) - 2)).toBeLessThan(0.1);
  });

  it.each(['mp4', 'webm', 'matroska', 'ogg'])('with moving pictures are refused: %s', async (format) => {
    const codecs = format === 'ogg' ? ['-c:v', 'libtheora'] : [];
    const video = execFileSync(
      'ffmpeg',
      [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc=d=1:s=64x64',
        '-f',
        'lavfi',
        '-i',
        'sine=d=1',
        ...codecs,
      ].concat(['-movflags', 'frag_keyframe+empty_moov', '-f', format, 'pipe:1']),
    );
    expect((await refusal(video, { ffmpeg })).message).toMatch(/is a video/);
  });

  it.each(FORMATS)(
    '$name: cut off or changed anywhere, are read or refused',
    async ({ name }) => {
      const file = fileOf(name);
      const change = fc.record({ at: fc.nat(file.length - 1), byte: fc.nat(255) });
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.nat(file.length), fc.nat(400)),
          fc.array(change, { maxLength: 8 }),
          fc.boolean(),
          async (length, changes, isWhole) => {
            const bytes = Buffer.from(isWhole ? file : file.subarray(0, length));
            for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
            const outcome = await partsOf(bytes).catch((error: unknown) => error);
            if (outcome instanceof Error) {
              if (!(outcome instanceof LenscapError)) throw outcome;
              expect(outcome.message).toMatch(/\.$/);
            }
          },
        ),
        // The example gives WebM a packet that is longer than any.
        { numRuns: 60, examples: [[0, [{ at: 16_459, byte: 79 }], true]] },
      );
      for (const share of [0.02, 0.3, 0.9]) {
        const cut = file.subarray(0, Math.floor(file.length * share));
        const outcome = await partsOf(cut, { ffmpeg }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(LenscapError);
      }
    },
    60_000,
  );

  it('stop being decoded when nobody waits for them any more', async () => {
    const controller = new AbortController();
    const sound = await openSound(bytesSource(fileOf('mp3')), { ffmpeg, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(all(sound.parts())).rejects.toThrow('enough');
  });

  it('are refused in a sentence if the program is gone', async () => {
    expect((await refusal(fileOf('mp3'), { ffmpeg: '/nowhere/ffmpeg' })).code).toBe('decoder-failed');
  });
});
