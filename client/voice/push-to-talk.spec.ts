import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PushToTalk } from './push-to-talk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function key() {
  const calls: string[] = [];
  let isRecording = false;
  const talk = new PushToTalk({
    isRecording: () => isRecording,
    start: () => {
      isRecording = true;
      calls.push('start');
    },
    stop: () => {
      isRecording = false;
      calls.push('stop');
    },
    now: () => Date.now(),
  });
  return { talk, calls };
}

describe('the key', () => {
  it('pressed, records until it is pressed again', () => {
    const { talk, calls } = key();
    talk.press();
    vi.advanceTimersByTime(5_000);
    expect(calls).toEqual(['start']);
    talk.press();
    vi.advanceTimersByTime(5_000);
    expect(calls).toEqual(['start', 'stop']);
  });

  it.each([250, 660, 1_000])('held down, records until it is let go (repeats after %i ms)', (delay) => {
    const { talk, calls } = key();
    talk.press();
    vi.advanceTimersByTime(delay);
    for (let repeat = 0; repeat < 100; repeat += 1) {
      talk.press();
      vi.advanceTimersByTime(40);
    }
    expect(calls).toEqual(['start']);
    vi.advanceTimersByTime(500);
    expect(calls).toEqual(['start', 'stop']);
  });

  it('held down to stop, does not start again', () => {
    const { talk, calls } = key();
    talk.press();
    vi.advanceTimersByTime(3_000);
    for (let repeat = 0; repeat < 50; repeat += 1) {
      talk.press();
      vi.advanceTimersByTime(repeat === 0 ? 600 : 40);
    }
    vi.advanceTimersByTime(3_000);
    expect(calls).toEqual(['start', 'stop']);
    talk.press();
    expect(calls).toEqual(['start', 'stop', 'start']);
  });
});
