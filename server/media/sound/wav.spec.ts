import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LenscapError } from '../../../protocol/errors.ts';
import { pcm, tone } from '../../../test/support/sound.ts';
import { type WavLayout, wavOf } from '../../../test/support/wav.ts';
import { bytesSource } from './source.ts';
import { parseWav, readWav } from './wav.ts';
import { toWav } from './write-wav.ts';

async function read(bytes: Buffer): Promise<{ rate: number; samples: number[] }> {
  const source = bytesSource(bytes);
  const format = await parseWav(source);
  const samples: number[] = [];
  for await (const piece of readWav(source, format)) samples.push(...piece);
  return { rate: format.rate, samples };
}

const sound = [...tone(0.05)];
const plain: WavLayout = { tag: 1, bits: 16, channels: 1, rate: 16_000 };

describe('WAV files', () => {
  it.each<[string, WavLayout, number]>([
    ['8 bits', { ...plain, bits: 8 }, 0.01],
    ['16 bits', plain, 1e-4],
    ['24 bits', { ...plain, bits: 24 }, 1e-6],
    ['32 bits', { ...plain, bits: 32 }, 1e-6],
    ['float', { ...plain, tag: 3, bits: 32 }, 1e-6],
    ['double', { ...plain, tag: 3, bits: 64 }, 1e-6],
    ['two channels', { ...plain, channels: 2 }, 1e-4],
    ['extensible', { ...plain, channels: 6, bits: 24, extensible: true }, 1e-6],
    ['64-bit lengths', { ...plain, kind: 'RF64' }, 1e-4],
    ['no length, as programs write that cannot go back', { ...plain, dataSize: 0xffff_ffff }, 1e-4],
    ['a length that is too long', { ...plain, dataSize: 0x7fff_ffff }, 1e-4],
    ['chunks in between', { ...plain, chunks: [['LIST', Buffer.from('INFOIART\x04\0\0\0Jane')]] }, 1e-4],
  ])('are read with %s', async (_, layout, tolerance) => {
    const { rate, samples } = await read(wavOf(sound, layout));
    expect(rate).toBe(16_000);
    expect(samples).toHaveLength(sound.length);
    expect(Math.max(...samples.map((sample, index) => Math.abs(sample - (sound[index] ?? 0))))).toBeLessThan(
      tolerance,
    );
  });

  it('take no number for silence, and infinity for the loudest', async () => {
    const { samples } = await read(
      wavOf([Number.NaN, Number.POSITIVE_INFINITY, -7], { ...plain, tag: 3, bits: 32 }),
    );
    expect(samples).toEqual([0, 1, -1]);
  });

  it.each<[string, Buffer, string]>([
    ['without samples', wavOf([], plain), 'has no sound in it'],
    ['that say they have none', wavOf(sound, { ...plain, dataSize: 0 }), 'has no sound in it'],
    ['with less than one frame', wavOf(sound, { ...plain, channels: 2, dataSize: 3 }), 'has no sound in it'],
    ['without channels', wavOf(sound, { ...plain, channels: 0 }), 'is damaged'],
    ['at no rate', wavOf(sound, { ...plain, rate: 0 }), 'is damaged'],
    ['at a rate of four billion', wavOf(sound, { ...plain, rate: 0xffff_ffff }), 'is damaged'],
    ['whose frames are of another length', wavOf(sound, { ...plain, frameBytes: 7 }), 'is damaged'],
    ['that are compressed', wavOf(sound, { ...plain, tag: 2 }), 'ADPCM'],
    [
      'that describe themselves twice',
      wavOf(sound, { ...plain, chunks: [['fmt ', Buffer.alloc(16)]] }),
      'is damaged',
    ],
  ])('%s are refused in a sentence', async (_, bytes, message) => {
    const refusal = await parseWav(bytesSource(bytes)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LenscapError);
    expect(refusal).toHaveProperty('message', expect.stringContaining(message));
  });

  it('are read or refused, cut off or changed anywhere', async () => {
    const whole = wavOf(sound, {
      ...plain,
      channels: 2,
      bits: 24,
      extensible: true,
      chunks: [['bext', Buffer.alloc(20)]],
    });
    const change = fc.record({ at: fc.nat(120), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.array(change, { maxLength: 6 }), async (length, changes) => {
        const bytes = Buffer.from(whole.subarray(0, length));
        for (const { at, byte } of changes) if (at < length) bytes[at] = byte;
        const outcome = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(LenscapError);
        else
          expect((outcome as { samples: number[] }).samples.every((sample) => Math.abs(sample) <= 1)).toBe(
            true,
          );
      }),
      { numRuns: 500 },
    );
  });

  it('are written with 44 bytes before the samples, and read back the same', async () => {
    const samples = pcm(tone(0.01));
    const wav = toWav(samples, 16_000);
    expect(wav).toHaveLength(44 + samples.length * 2);
    const back = await read(wav);
    expect(back.samples.map((sample) => Math.round(sample * 0x8000))).toEqual([...samples]);
  });
});
