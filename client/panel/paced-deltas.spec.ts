import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PacedDeltas } from './paced-deltas.ts';

let told: string[];
let deltas: PacedDeltas;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  deltas = new PacedDeltas((message) => {
    if (message.type === 'delta') told.push(`${message.id}: ${message.text}`);
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells the first words at once, and then what came since, whole and in order', () => {
  deltas.add('a', 'Be');
  expect(told).toEqual(['a: Be']);
  deltas.add('a', 'cau');
  deltas.add('b', 'No');
  deltas.add('a', 'se');
  expect(told).toEqual(['a: Be']);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['a: Be', 'a: cause', 'b: No']);
  vi.advanceTimersByTime(1_000);
  deltas.add('a', ' of');
  expect(told).toEqual(['a: Be', 'a: cause', 'b: No', 'a:  of']);
});

it('does not tell twice what the page was told with a whole turn', () => {
  deltas.add('a', 'Be');
  deltas.add('a', 'cause');
  deltas.add('b', 'No');
  deltas.drop('a');
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['a: Be', 'b: No']);
  deltas.add('b', 'body');
  deltas.drop();
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['a: Be', 'b: No']);
});
