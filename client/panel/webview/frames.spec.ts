import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inAFrame, notInAFrame } from './frames.ts';

const FRAME_MS = 16;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
});
afterEach(() => {
  vi.runAllTimers();
  // Past the rest of the test before.
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the first change is drawn in the next frame, those that follow at once are drawn together', () => {
  let drawn = 0;
  const draw = () => drawn++;
  inAFrame(draw);
  vi.advanceTimersByTime(FRAME_MS);
  expect(drawn).toBe(1);
  for (let each = 0; each < 8; each++) {
    inAFrame(draw);
    vi.advanceTimersByTime(5);
  }
  expect(drawn).toBe(1);
  vi.advanceTimersByTime(50);
  expect(drawn).toBe(2);
});

test('much is drawn in frame after frame, without a rest', () => {
  vi.advanceTimersByTime(1_000);
  const drawn: number[] = [];
  for (let each = 0; each < 3; each++) {
    inAFrame(() => {
      drawn.push(each);
      slowly();
    });
  }
  vi.advanceTimersByTime(3 * FRAME_MS);
  expect(drawn).toEqual([0, 1, 2]);
});

test('what is drawn otherwise is not drawn again', () => {
  vi.advanceTimersByTime(1_000);
  let drawn = 0;
  const draw = () => drawn++;
  inAFrame(draw);
  notInAFrame(draw);
  vi.advanceTimersByTime(1_000);
  expect(drawn).toBe(0);
});

/** Takes more than drawing may take of a frame. */
function slowly(): void {
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValueOnce(now + 20);
}
