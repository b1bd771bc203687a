import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchDirectory } from '../../../test/support/scratch.ts';
import { hasProgram, noise, pcm, RATE } from '../../../test/support/sound.ts';
import { openSound } from './sound.ts';
import { bytesSource } from './source.ts';
import { toWav } from './write-wav.ts';

const hasFfmpeg = hasProgram('ffmpeg');
const ffmpeg = hasFfmpeg ? execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim() : undefined;
const SECONDS = 20;
const wav = toWav(pcm(noise(SECONDS, 0.4)), RATE);

/** What is said of a file when it has been decoded. */
async function noticesOf(file: Buffer): Promise<string[]> {
  let seconds = 0;
  const sound = await openSound(bytesSource(file), {
    ffmpeg,
    onDecoded(decoded) {
      seconds = decoded;
    },
  });
  let heard = 0;
  for await (const part of sound.parts()) heard += part.seconds;
  expect(heard).toBeGreaterThan(5);
  return sound.noticesAt(seconds);
}

/** In a format that ffmpeg tells by the name, written where it can go back to say its length. */
function encoded(name: string, args: readonly string[]): Buffer {
  const [from, to] = [join(scratchDirectory(), 'from.wav'), join(scratchDirectory(), name)];
  writeFileSync(from, wav);
  execFileSync('ffmpeg', ['-v', 'error', '-i', from, ...args, to]);
  return readFileSync(to);
}

describe('a file that breaks off is used, and says so', () => {
  test('wav', async () => {
    expect(await noticesOf(wav)).toEqual([]);
    expect(await noticesOf(wav.subarray(0, 44 + 8 * RATE * 2))).toEqual([
      'The file breaks off: of the 0:20 that it says it has, the first 0:08 are there.',
    ]);
  });

  test('wav whose writer could not go back to say its length', async () => {
    const piped = Buffer.from(wav);
    piped.writeUInt32LE(0xffff_ffff, 40);
    expect(await noticesOf(piped)).toEqual([]);
    piped.writeUInt32LE(0x7fff_f000, 40);
    expect(await noticesOf(piped)).toEqual([]);
  });

  test.skipIf(!hasFfmpeg).each([
    ['a.mp3', []],
    ['a.flac', []],
    ['a.m4a', ['-movflags', 'faststart']],
    ['a.webm', ['-c:a', 'libopus']],
    ['a.ogg', ['-c:a', 'libopus']],
  ] as const)('%s', async (name, args) => {
    const file = encoded(name, args);
    expect(await noticesOf(file)).toEqual([]);
    const cut = file.subarray(0, Math.floor(file.length * 0.6));
    expect(await noticesOf(cut)).toEqual([
      name === 'a.ogg'
        ? 'The file breaks off in the middle: what there is of it was used.'
        : 'The file breaks off: of the 0:20 that it says it has, the first 0:12 are there.',
    ]);
  });
});
