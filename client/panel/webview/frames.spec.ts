import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inAFrame, notInAFrame } from './frames.ts';

const FRAME_MS = 16;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what changes several times before a frame is drawn in it once', () => {
  let drawn = 0;
  const draw = () => drawn++;
  for (let each = 0; each < 3; each++) inAFrame(draw);
  expect(drawn).toBe(0);
  vi.advanceTimersByTime(FRAME_MS);
  expect(drawn).toBe(1);
});

test('much is drawn in frame after frame', () => {
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
