import { describe, expect, it } from 'vitest';
import { joined, pcm, RATE, tone } from '../../../test/support/sound.ts';
import { PartBuilder, type SoundPart } from './parts.ts';
import { SilenceTrimmer } from './silence.ts';

function parts(samples: Float32Array, maxBytes: number): SoundPart[] {
  const trimmer = new SilenceTrimmer();
  const builder = new PartBuilder(maxBytes);
  const found: SoundPart[] = [];
  for (const frame of [...trimmer.push(pcm(samples)), ...trimmer.end()]) {
    const part = builder.add(frame);
    if (part) found.push(part);
  }
  const last = builder.end();
  return last ? [...found, last] : found;
}

const silence = (seconds: number) => new Float32Array(seconds * RATE);
const bytesOf = (seconds: number) => 44 + seconds * RATE * 2;

describe('parts', () => {
  it('are one where all of it fits', () => {
    const [part, ...others] = parts(tone(5), bytesOf(5));
    expect(others).toEqual([]);
    expect(part).toMatchObject({ seconds: 5, fromSeconds: 0, toSeconds: 5 });
    expect(part?.wav).toHaveLength(bytesOf(5));
    expect(part?.wav.readUInt32LE(40)).toBe(5 * RATE * 2);
  });

  it('end in pauses, and have all of the sound between them', () => {
    const speech = joined(...Array.from({ length: 6 }, () => joined(tone(2), silence(0.5))));
    const found = parts(speech, bytesOf(6));
    expect(found.length).toBeGreaterThan(2);
    for (const [index, part] of found.entries()) {
      expect(part.wav.length).toBeLessThanOrEqual(bytesOf(6));
      expect(part.wav.readUInt32LE(4)).toBe(part.wav.length - 8);
      expect(part.fromSeconds).toBe(found[index - 1]?.toSeconds ?? 0);
      // 2.25, 4.75, … : the middle of a pause.
      if (index > 0) expect(Math.abs((part.fromSeconds % 2.5) - 2.25)).toBeLessThan(0.05);
    }
    const samples = Buffer.concat(found.map(({ wav }) => wav.subarray(44)));
    const whole = pcm(speech).subarray(0, samples.length / 2);
    expect(new Int16Array(samples.buffer, samples.byteOffset, samples.length / 2)).toEqual(whole);
    expect(samples.length).toBeGreaterThanOrEqual((speech.length - 0.5 * RATE) * 2);
  });

  it('end where it is quietest if there is no pause', () => {
    const speech = joined(tone(3.5, 440, 0.5), tone(0.1, 440, 0.2), tone(4, 440, 0.5));
    const [first] = parts(speech, bytesOf(5));
    expect(first?.toSeconds).toBeGreaterThanOrEqual(3.5);
    expect(first?.toSeconds).toBeLessThanOrEqual(3.6);
  });

  it('that were given away stay as they are', () => {
    const found = parts(tone(20), bytesOf(4));
    const whole = Buffer.concat(found.map(({ wav }) => wav.subarray(44)));
    expect(whole.length).toBe(20 * RATE * 2);
    expect(new Int16Array(whole.buffer, whole.byteOffset, whole.length / 2)).toEqual(pcm(tone(20)));
  });
});
