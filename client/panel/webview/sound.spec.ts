import { describe, expect, it } from 'vitest';
import { loudness, meterShare } from './loudness.ts';
import { wavOf } from './wav.ts';
import { formatTime } from './wording.ts';

describe('the level meter', () => {
  it('goes out from silence to the loudest there is', () => {
    expect([-100, -60, -30, 0, 3].map(meterShare)).toEqual([0, 0, 0.5, 1, 1]);
  });

  it('measures in dBFS', () => {
    expect(loudness(new Float32Array(10))).toBe(-100);
    expect(loudness(new Float32Array(10).fill(1))).toBeCloseTo(0);
    expect(loudness(new Float32Array(10).fill(-0.1))).toBeCloseTo(-20);
  });
});

it('a WAV file says what is in it', () => {
  const file = wavOf([Float32Array.of(0, 1), Float32Array.of(-2)], 16_000);
  const view = new DataView(file.buffer);
  const text = (from: number, to: number) => new TextDecoder().decode(file.subarray(from, to));
  expect(text(0, 4)).toBe('RIFF');
  expect(view.getUint32(4, true)).toBe(file.length - 8);
  expect(text(8, 16)).toBe('WAVEfmt ');
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([
    1, 16_000, 16,
  ]);
  expect(view.getUint32(40, true)).toBe(6);
  expect([44, 46, 48].map((at) => view.getInt16(at, true))).toEqual([0, 0x7fff, -0x7fff]);
});

it('time is said in minutes', () => {
  expect([0, 9.9, 65, 600].map(formatTime)).toEqual(['0:00', '0:09', '1:05', '10:00']);
});
