import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, tone } from '../../../test/support/sound.ts';
import { Resampler, toInt16 } from './resample.ts';

/** All of a signal at once, or in pieces that end at these places. */
function resample(input: Float32Array, from: number, to: number, cuts: readonly number[] = []): Float32Array {
  const resampler = new Resampler(from, to);
  const ends = [...cuts.map((cut) => Math.min(cut, input.length)), input.length].toSorted((a, b) => a - b);
  const pieces = ends.map((end, index) => resampler.push(input.subarray(ends[index - 1] ?? 0, end)));
  return joined(...pieces, resampler.end());
}

/** Height of the middle of a signal, by its energy. */
function height(samples: Float32Array): number {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2);
  return Math.sqrt((2 * middle.reduce((sum, sample) => sum + sample * sample, 0)) / middle.length);
}

const rates = fc.constantFrom(
  8_000,
  11_025,
  12_000,
  16_000,
  22_050,
  24_000,
  32_000,
  44_100,
  48_000,
  96_000,
  44_056,
  7_919,
);

describe('changing the rate', () => {
  it('keeps the length in time, whatever the pieces', () => {
    fc.assert(
      fc.property(rates, fc.nat(3_000), fc.array(fc.nat(3_000), { maxLength: 5 }), (from, length, cuts) => {
        const output = resample(new Float32Array(length).fill(0.5), from, 16_000, cuts);
        expect(output).toHaveLength(Math.round((length * 16_000) / from));
      }),
    );
  });

  it('gives the same in pieces as at once', () => {
    const input = tone(0.1, 700, 0.8, 44_100);
    const whole = resample(input, 44_100, 16_000);
    fc.assert(
      fc.property(fc.array(fc.nat(input.length), { maxLength: 8 }), (cuts) => {
        expect(resample(input, 44_100, 16_000, cuts)).toEqual(whole);
      }),
    );
  });

  it('keeps a steady signal at its height', () => {
    fc.assert(
      fc.property(rates, fc.double({ min: -1, max: 1, noNaN: true }), (from, level) => {
        const output = resample(new Float32Array(from / 5).fill(level), from, 16_000);
        const middle = output.subarray(output.length >> 2, (output.length * 3) >> 2);
        expect(middle.every((sample) => Math.abs(sample - level) < 1e-5)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what can be heard at the lower rate, in place and height', () => {
    for (const from of [44_100, 48_000, 8_000]) {
      const output = resample(tone(0.5, 1_000, 0.5, from), from, 16_000);
      const expected = tone(0.5, 1_000, 0.5);
      const middle = output.length >> 1;
      expect(height(output)).toBeCloseTo(0.5, 3);
      expect(Math.abs((output[middle] ?? 0) - (expected[middle] ?? 0))).toBeLessThan(0.005);
    }
  });

  it('takes out what cannot, so that it does not come back as something else', () => {
    for (const hertz of [8_600, 10_000, 15_000, 20_000]) {
      expect(height(resample(tone(0.5, hertz, 0.5, 48_000), 48_000, 16_000))).toBeLessThan(0.5 / 1_000);
    }
  });
});

describe('16 bits', () => {
  it('end where they end', () => {
    expect([...toInt16(Float32Array.of(-2, -1, 0, 0.5, 1, 2))]).toEqual([
      -32768, -32768, 0, 16384, 32767, 32767,
    ]);
  });
});
