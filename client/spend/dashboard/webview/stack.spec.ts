import { describe, expect, it } from 'vitest';
import { stackByModel } from './stack.ts';

function day(date: string, model: string, costNanoUsd: number) {
  return { day: date, model, requests: 1, costNanoUsd };
}

describe('spend over time', () => {
  it('has every day of the range, with and without spending', () => {
    const days = [day('2026-11-02', 'a', 3), day('2026-11-02', 'b', 5), day('2026-11-04', 'a', 7)];
    const stack = stackByModel({ from: '2026-11-01', to: '2026-11-05', days });
    expect(stack.unit).toBe('day');
    expect(stack.periods).toEqual(['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05']);
    expect(stack.series).toEqual([
      { name: 'a', costs: [0, 3, 0, 7, 0], totalNanoUsd: 10, isOther: false },
      { name: 'b', costs: [0, 5, 0, 0, 0], totalNanoUsd: 5, isOther: false },
    ]);
    expect(stack.totals).toEqual([0, 8, 0, 7, 0]);
  });

  it('sums up what is beyond the six dearest models, and loses nothing', () => {
    const date = '2026-11-01';
    const models = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const days = models.map((model, index) => day(date, model, 10 + index));
    const { series, totals } = stackByModel({ from: date, to: date, days });
    expect(series.map(({ name }) => name)).toEqual(['h', 'g', 'f', 'e', 'd', 'c', 'Other']);
    expect(series.at(-1)).toEqual({ name: 'Other', costs: [21], totalNanoUsd: 21, isOther: true });
    expect(totals).toEqual([108]);
    const six = stackByModel({ from: date, to: date, days: days.slice(0, 6) });
    expect(six.series.map(({ isOther }) => isOther)).not.toContain(true);
    expect(six.series).toHaveLength(6);
  });

  it('does not take a model for the others because of its name', () => {
    const date = '2026-11-01';
    const { series } = stackByModel({ from: date, to: date, days: [day(date, 'Other', 1)] });
    expect(series).toEqual([{ name: 'Other', costs: [1], totalNanoUsd: 1, isOther: false }]);
  });

  it('leaves out models that cost nothing', () => {
    const date = '2026-11-01';
    expect(stackByModel({ from: date, to: date, days: [day(date, 'local', 0)] }).series).toEqual([]);
  });

  it('is by week where days would be too many, and by month where weeks would be', () => {
    const days = [day('2026-01-01', 'a', 1), day('2026-01-04', 'a', 2), day('2026-01-05', 'a', 4)];
    const weeks = stackByModel({ from: '2026-01-01', to: '2026-06-30', days });
    expect(weeks.unit).toBe('week');
    expect(weeks.periods.slice(0, 2)).toEqual(['2025-12-29', '2026-01-05']);
    expect(weeks.periods.at(-1)).toBe('2026-06-29');
    expect(weeks.totals.slice(0, 3)).toEqual([3, 4, 0]);
    const months = stackByModel({ from: '2025-01-15', to: '2026-06-30', days });
    expect(months.unit).toBe('month');
    expect(months.periods).toHaveLength(18);
    expect(months.periods[0]).toBe('2025-01-01');
    expect(months.totals[12]).toBe(7);
    expect(stackByModel({ from: '2026-01-01', to: '2026-04-02', days }).unit).toBe('day');
    expect(stackByModel({ from: '2026-01-01', to: '2026-04-03', days }).unit).toBe('week');
  });
});
