import { describe, expect, it } from 'vitest';
import { NANO_PER_USD } from '../../protocol/money.ts';
import type { BudgetState, SpendSummary } from '../../protocol/spend.ts';
import { drawMeter } from './meter.ts';

const renewsAt = '2026-11-22T00:00:00Z';

function summary(spentUsd: number, capUsd: number | null, last: SpendSummary['last'] = null): SpendSummary {
  const day: BudgetState = {
    scope: 'all',
    period: 'day',
    capNanoUsd: capUsd === null ? null : capUsd * NANO_PER_USD,
    spentNanoUsd: spentUsd * NANO_PER_USD,
    heldNanoUsd: 0,
    renewsAt,
  };
  const month = { ...day, period: 'month' as const, capNanoUsd: null };
  return { budgets: [day, month, { ...day, scope: 'workspace' }], last };
}

describe('the meter', () => {
  it('shows what today cost, and its cap', () => {
    const look = drawMeter({ daemon: 'running', summary: summary(0.42, 2) });
    expect(look.text).toBe('$(eye) $0.42 / $2.00');
    expect(look.background).toBeUndefined();
    expect(look.label).toBe('Lenscap: $0.42 of $2.00 spent today.');
  });

  it('shows no cap where there is none', () => {
    expect(drawMeter({ daemon: 'running', summary: summary(0.0021, null) }).text).toBe('$(eye) $0.0021');
  });

  it.each([
    [1.599, undefined],
    [1.6, 'statusBarItem.warningBackground'],
    [1.999, 'statusBarItem.warningBackground'],
    [2, 'statusBarItem.errorBackground'],
    [2.5, 'statusBarItem.errorBackground'],
  ])('warns from 80 %% on and is red at the cap: %d of 2', (spent, background) => {
    expect(drawMeter({ daemon: 'running', summary: summary(spent, 2) }).background).toBe(background);
  });

  it('is red from the start where the cap is zero', () => {
    expect(drawMeter({ daemon: 'running', summary: summary(0, 0) }).background).toBe(
      'statusBarItem.errorBackground',
    );
  });

  it('tells of today, the month, the workspace and the last question', () => {
    const last = {
      at: renewsAt,
      workspace: 'w',
      route: 'vision' as const,
      model: 'gpt-4o|[x](command:y)',
      certainty: 'exact' as const,
      costNanoUsd: 2_100_000,
      requestId: 'r',
    };
    const { tooltip } = drawMeter({ daemon: 'running', summary: summary(0.42, 2, last) });
    expect(tooltip).toContain('| Today | $0.42 of $2.00 |');
    expect(tooltip).toContain('| This month | $0.42, no cap |');
    expect(tooltip).toContain('| Today in this workspace | $0.42 of $2.00 |');
    expect(tooltip).toContain('| Last question | $0.0021 · gpt-4o');
    expect(tooltip).not.toContain('](command:');
  });

  it('says when the daemon is not there', () => {
    expect(drawMeter({ daemon: 'starting', summary: undefined }).text).toBe('$(eye) Lenscap');
    expect(drawMeter({ daemon: 'waiting', summary: summary(0.42, 2) }).tooltip).toContain('starts again');
    expect(drawMeter({ daemon: 'stopped', summary: undefined }).tooltip).toContain('Restart Daemon');
    expect(drawMeter({ daemon: 'stopped', summary: summary(0.42, 2) }).text).toBe(
      '$(eye-closed) $0.42 / $2.00',
    );
  });
});
