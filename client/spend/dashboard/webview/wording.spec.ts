import { describe, expect, it } from 'vitest';
import {
  axisMs,
  axisUsd,
  countRequests,
  formatMs,
  formatShare,
  periodName,
  workspaceName,
} from './wording.ts';

describe('the words of the dashboard', () => {
  it.each([
    [0, '$0.00'],
    [50_000_000, '$0.05'],
    [2_500_000, '$0.0025'],
    [100_000_000, '$0.10'],
    [1_500_000_000, '$1.50'],
    [20_000_000_000, '$20.00'],
    [10, '$0.00000001'],
  ])('writes %d on an axis as %s', (nanoUsd, text) => {
    expect(axisUsd(nanoUsd)).toBe(text);
  });

  it.each([
    [0, 0, '0 %'],
    [0, 10, '0 %'],
    [1, 10_000, '< 0.1 %'],
    [16, 1_000, '1.6 %'],
    [999, 1_000, '99 %'],
    [1_000, 1_000, '100 %'],
  ])('writes the share %d of %d as %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });

  it('writes durations as people say them', () => {
    expect([null, 0, 849.6, 1_000, 9_949, 12_345].map(formatMs)).toEqual([
      '–',
      '0 ms',
      '850 ms',
      '1.0 s',
      '9.9 s',
      '12 s',
    ]);
  });

  it('writes whole seconds on an axis without decimals', () => {
    expect([500, 2_000, 2_500].map(axisMs)).toEqual(['500 ms', '2 s', '2.5 s']);
  });

  it('names what has no name', () => {
    expect(workspaceName({ workspace: '', isRest: false })).toBe('No workspace');
    expect(workspaceName({ workspace: '', isRest: true })).toBe('All others');
    expect(workspaceName({ workspace: 'my-service', isRest: false })).toBe('my-service');
    expect(periodName('2026-11-16', 'week')).toBe('Week from Nov 16, 2026');
    expect(countRequests(1)).toBe('1 request');
    expect(countRequests(1_234)).toBe('1,234 requests');
  });
});
