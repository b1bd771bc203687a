import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, monthEnd } from './report-days.ts';
import { forecastMonth } from './report-forecast.ts';

/** Days in a row that cost so much each, the last of them on a day; undefined: a day without rows. */
function until(last: string, costs: readonly (number | undefined)[]) {
  return costs.flatMap((cost, index) =>
    cost === undefined ? [] : [{ day: addDays(last, index + 1 - costs.length), cost }],
  );
}

test('what is spent, what today lacks of the mean, and the mean for each day left', () => {
  // Ten days at 100, today 30 so far; nine days are left of November.
  const days = until('2026-11-21', [...Array<number>(10).fill(100), 30]);
  expect(forecastMonth({ today: '2026-11-21', days, isOlder: false, capNanoUsd: null })).toEqual({
    spentNanoUsd: 1030,
    forecastNanoUsd: 1030 + 70 + 9 * 100,
    runsOutOn: null,
  });
});

test('a day dearer than the mean takes nothing from the days left', () => {
  const days = until('2026-11-21', [100, 100, 100, 5000]);
  expect(forecastMonth({ today: '2026-11-21', days, isOlder: false, capNanoUsd: null })).toMatchObject({
    spentNanoUsd: 5300,
    forecastNanoUsd: 5300 + 9 * 100,
  });
});

test('only 14 days count, without those before them and with those of the month before', () => {
  const days = until('2026-11-02', [9999, 9999, ...Array<number>(14).fill(100), 0]);
  expect(forecastMonth({ today: '2026-11-02', days, isOlder: true, capNanoUsd: null })).toMatchObject({
    spentNanoUsd: 100,
    forecastNanoUsd: 100 + 100 + 28 * 100,
  });
});

test('days without a question count as nothing, unless they are before the first ever', () => {
  const days = until('2026-11-20', [140, undefined, 140, undefined, 140]);
  const of = (isOlder: boolean) =>
    forecastMonth({ today: '2026-11-21', days, isOlder, capNanoUsd: null }).forecastNanoUsd;
  expect(of(false)).toBe(420 + (10 * 420) / 5);
  expect(of(true)).toBe(420 + (10 * 420) / 14);
});

test('two days and today are too few to go by', () => {
  const of = (costs: number[]) =>
    forecastMonth({
      today: '2026-11-21',
      days: until('2026-11-21', costs),
      isOlder: false,
      capNanoUsd: 1,
    });
  expect(of([])).toEqual({ spentNanoUsd: 0, forecastNanoUsd: null, runsOutOn: null });
  expect(of([5, 5, 5])).toEqual({ spentNanoUsd: 15, forecastNanoUsd: null, runsOutOn: null });
  expect(of([5, 5, 5, 5]).forecastNanoUsd).toBe(20 + 9 * 5);
});

test.each([
  // 100 a day: 400 on the 21st, 500 on the 22nd, … 1,300 on the 30th.
  [399, '2026-11-21'],
  [400, '2026-11-22'],
  [1299, '2026-11-30'],
  [1300, null],
  [null, null],
])('a cap of %s is passed on %s', (capNanoUsd, runsOutOn) => {
  const days = until('2026-11-21', [100, 100, 100, 50]);
  expect(forecastMonth({ today: '2026-11-21', days, isOlder: false, capNanoUsd }).runsOutOn).toBe(runsOutOn);
});

test('on the last day nothing is left but today', () => {
  const days = until('2026-02-28', [100, 100, 100, 100]);
  expect(forecastMonth({ today: '2026-02-28', days, isOlder: false, capNanoUsd: null })).toMatchObject({
    forecastNanoUsd: 400,
  });
});

test('never less than is spent, in whole nano-dollars; the day it runs out is one of those left', () => {
  const costs = fc.array(fc.option(fc.integer({ min: 0, max: 10 ** 13 }), { nil: undefined }), {
    maxLength: 31,
  });
  const dates = fc
    .date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      dates,
      costs,
      fc.boolean(),
      fc.integer({ min: 0, max: 10 ** 14 }),
      (today, each, isOlder, cap) => {
        const days = until(today, each);
        const { spentNanoUsd, forecastNanoUsd, runsOutOn } = forecastMonth({
          today,
          days,
          isOlder,
          capNanoUsd: cap,
        });
        if (forecastNanoUsd === null) return runsOutOn === null;
        return (
          Number.isSafeInteger(forecastNanoUsd) &&
          forecastNanoUsd >= spentNanoUsd &&
          (runsOutOn === null
            ? forecastNanoUsd <= cap
            : forecastNanoUsd > cap && runsOutOn >= today && runsOutOn <= monthEnd(today))
        );
      },
    ),
  );
});
