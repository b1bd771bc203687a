import { describe, expect, it } from 'vitest';
import { joined, noise, pcm, RATE, tone } from '../../../test/support/sound.ts';
import { type Frame, levelOf, SilenceTrimmer } from './silence.ts';

/** What is left of it, as ranges of seconds of the source. */
function kept(samples: Float32Array, pieceLength = 4_000): { from: number; to: number }[] {
  const trimmer = new SilenceTrimmer();
  const all = pcm(samples);
  const frames: Frame[] = [];
  for (let at = 0; at < all.length; at += pieceLength)
    frames.push(...trimmer.push(all.subarray(at, at + pieceLength)));
  frames.push(...trimmer.end());
  const ranges: { from: number; to: number }[] = [];
  for (const { index } of frames) {
    const last = ranges.at(-1);
    if (last && last.to === index) last.to = index + 1;
    else ranges.push({ from: index, to: index + 1 });
  }
  return ranges.map(({ from, to }) => ({ from: from / 50, to: to / 50 }));
}

const seconds = (count: number) => new Float32Array(count * RATE);
/** Not steady, as speech is not. */
const speech = (count: number) => {
  const loud = tone(count, 220, 0.4);
  return loud.map((sample, index) => sample * (0.6 + 0.4 * Math.sin((2 * Math.PI * 3 * index) / RATE)));
};
const over = (samples: Float32Array, hiss: number) => {
  const behind = noise(samples.length / RATE, hiss);
  return samples.map((sample, index) => sample + (behind[index] ?? 0));
};

describe('silence', () => {
  const note = joined(seconds(2), speech(1.5), seconds(3), speech(1), seconds(4));

  it.each([
    ['in digital silence', 0],
    ['in a quiet room', 0.001],
    ['in noise', 0.02],
  ])('is left out at both ends and in long pauses, %s', (_, hiss) => {
    const ranges = kept(over(note, hiss));
    const expected = [
      { from: 1.8, to: 3.7 },
      { from: 6.3, to: 7.7 },
    ];
    expect(ranges).toHaveLength(2);
    for (const [index, range] of ranges.entries()) {
      expect(Math.abs(range.from - (expected[index]?.from ?? 0))).toBeLessThanOrEqual(0.1);
      expect(Math.abs(range.to - (expected[index]?.to ?? 0))).toBeLessThanOrEqual(0.1);
    }
  });

  it('stays in short pauses', () => {
    expect(kept(joined(speech(1), seconds(0.6), speech(1)))).toEqual([{ from: 0, to: 2.6 }]);
  });

  it('is left out alike whatever the pieces', () => {
    const whole = kept(over(note, 0.001), 1e9);
    for (const length of [1, 319, 320, 321, 16_000]) {
      if (length > 1) expect(kept(over(note, 0.001), length)).toEqual(whole);
    }
  });

  it('is all there is of nothing, of a quiet room, and of a click', () => {
    expect(kept(seconds(5))).toEqual([]);
    expect(kept(noise(5, 0.001))).toEqual([]);
    expect(kept(joined(seconds(2), tone(0.02, 1_000, 0.9), seconds(2)))).toEqual([]);
  });

  it('is not what is loud all the time', () => {
    expect(kept(tone(3, 440, 0.3))).toEqual([{ from: 0, to: 3 }]);
    expect(kept(noise(3, 0.2))).toEqual([{ from: 0, to: 3 }]);
  });

  it('is not what is short but all there is', () => {
    expect(kept(speech(0.3))).toEqual([{ from: 0, to: 0.3 }]);
  });

  it('is known without what comes hours later', () => {
    const trimmer = new SilenceTrimmer();
    const minute = pcm(seconds(60));
    let most = 0;
    for (let count = 0; count < 120; count++) most = Math.max(most, trimmer.push(minute).length);
    expect(trimmer.seconds).toBe(7_200);
    expect(most + trimmer.end().length).toBe(0);
  });
});

describe('levels', () => {
  it('are in dB of full scale, without what is constant', () => {
    expect(levelOf(pcm(tone(0.5, 400, 1)))).toBeCloseTo(-3.01, 1);
    expect(levelOf(new Int16Array(320))).toBe(-100);
    expect(levelOf(new Int16Array(320).fill(9_000))).toBe(-100);
  });
});
