// Sound for tests: tones, noise and speech, made when they are needed, and files of it.
import { execFileSync, spawnSync } from 'node:child_process';
import { WAV_HEADER_BYTES, writeWavHeader } from '../../server/media/sound/write-wav.ts';

export const RATE = 16_000;

/** Whether a program is here; tests that need it are skipped otherwise. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, [name.startsWith('ff') ? '-version' : '--version']).error === undefined;
}

/** A sine of so many seconds; height from 0 to 1. */
export function tone(seconds: number, hertz = 440, height = 0.5, rate = RATE): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) => height * Math.sin((2 * Math.PI * hertz * index) / rate),
  );
}

/** White noise, the same each time. */
export function noise(seconds: number, height: number, rate = RATE): Float32Array {
  let state = 0x2545_f491;
  return Float32Array.from({ length: Math.round(seconds * rate) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return height * (state / 0x8000_0000 - 1);
  });
}

/** One after the other. */
export function joined(...pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function pcm(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(sample * 0x7fff));
}

/** What espeak-ng says, as samples of 16 kHz. */
export function speech(words: string): Int16Array {
  const wav = execFileSync('espeak-ng', ['--stdout', words], { maxBuffer: 2 ** 28 });
  const raw = convert(wav, ['-f', 's16le', '-ac', '1', '-ar', String(RATE)]);
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~1)));
}

/** Has ffmpeg write a file as another one, with this and that put into it. */
export function convert(input: Buffer, args: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-i', 'pipe:0', ...args, 'pipe:1'], {
    input,
    maxBuffer: 2 ** 30,
  });
}

/** A plain WAV file of samples of 16 kHz. */
export function wavFile(samples: Int16Array): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const wav = Buffer.concat([Buffer.alloc(WAV_HEADER_BYTES), data]);
  writeWavHeader(wav, RATE);
  return wav;
}
