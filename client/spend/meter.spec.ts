import { describe, expect, it } from 'vitest';
import { NANO_PER_USD } from '../../protocol/money.ts';
import type { BudgetState, SpendRow, SpendSummary } from '../../protocol/spend.ts';
import { drawMeter } from './meter.ts';

const renewsAt = '2026-11-22T00:00:00Z';
const here = 'w';

function budget(
  key: Pick<BudgetState, 'scope' | 'subject' | 'period'>,
  spentUsd: number,
  capUsd: number | null,
): BudgetState {
  return {
    ...key,
    capNanoUsd: capUsd === null ? null : Math.round(capUsd * NANO_PER_USD),
    spentNanoUsd: Math.round(spentUsd * NANO_PER_USD),
    heldNanoUsd: 0,
    allowedNanoUsd: 0,
    renewsAt,
  };
}
const day = { scope: 'all', subject: '', period: 'day' } as const;
const month = { ...day, period: 'month' } as const;
const workspace = { scope: 'workspace', subject: here, period: 'day' } as const;
const model = { scope: 'model', subject: 'gpt-4o', period: 'week' } as const;

function summary(spentUsd: number, capUsd: number | null, others: Partial<SpendSummary> = {}): SpendSummary {
  const budgets = [budget(day, spentUsd, capUsd), budget(month, spentUsd, null), budget(workspace, 0.1, 2)];
  return { budgets, last: null, notes: [], uncertain: null, ...others };
}

function draw(given: SpendSummary) {
  return drawMeter({ daemon: 'running', summary: given, here });
}

function drawBudgets(...budgets: BudgetState[]) {
  return draw(summary(0, null, { budgets }));
}

describe('the meter', () => {
  it('shows what today cost, and its cap', () => {
    const look = draw(summary(0.42, 2));
    expect(look.text).toBe('$(eye) $0.42 / $2.00');
    expect(look.background).toBeUndefined();
    expect(look.label).toBe('Lenscap: $0.42 of $2.00 spent today.');
  });

  it('shows no cap where there is none', () => {
    expect(draw(summary(0.0021, null)).text).toBe('$(eye) $0.0021');
  });

  it.each([
    [1.599, undefined],
    [1.6, 'statusBarItem.warningBackground'],
    [1.999, 'statusBarItem.warningBackground'],
    [2, 'statusBarItem.errorBackground'],
    [2.5, 'statusBarItem.errorBackground'],
  ])('warns from 80 %% on and is red at the cap: %d of 2', (spent, background) => {
    expect(draw(summary(spent, 2)).background).toBe(background);
  });

  it('is red from the start where the cap is zero', () => {
    expect(draw(summary(0, 0)).background).toBe('statusBarItem.errorBackground');
  });

  it.each([
    [budget(month, 38.1, 40), '$(eye) month $38.10 / $40.00', 'spent this month.'],
    [budget(workspace, 0.9, 1), '$(eye) workspace $0.90 / $1.00', 'spent today in this workspace.'],
    [budget(model, 1, 1), '$(eye) gpt-4o week $1.00 / $1.00', 'spent this week with gpt-4o.'],
    [budget({ ...model, subject: '$(x)' }, 1, 1), '$(eye) (x) week $1.00 / $1.00', 'with $(x).'],
  ])('shows another budget that is nearly used, and fuller than the day’s', (other, text, label) => {
    const look = drawBudgets(budget(day, 1.7, 2), budget(month, 1, 40), other);
    expect(look.text).toBe(text);
    expect(look.label).toContain(label);
    expect(look.background).toBe(
      other.spentNanoUsd === other.capNanoUsd
        ? 'statusBarItem.errorBackground'
        : 'statusBarItem.warningBackground',
    );
  });

  it.each([
    ['is not nearly used', budget(day, 0.1, 2), budget(month, 31.9, 40)],
    ['is less full', budget(day, 1.8, 2), budget(month, 35, 40)],
    ['is of another workspace', budget(day, 0.1, 2), budget({ ...workspace, subject: 'v' }, 1, 1)],
  ])('stays with the day where the other budget %s', (_, ...budgets) => {
    expect(drawBudgets(...budgets).text).toMatch(/^\$\(eye\) \$\d\.\d\d \/ \$2\.00$/);
  });

  it('tells of every budget and the last question', () => {
    const last: SpendRow = {
      ...{ id: 1, at: renewsAt, workspace: 'w', route: 'vision', provider: 'p', questionId: 'q', attempt: 1 },
      model: 'gpt-4o|[x](command:y)',
      ...{ certainty: 'exact', costNanoUsd: 2_100_000, requestId: 'r', status: 200, finishReason: 'stop' },
      ...{ serviceTier: null, expectedNanoUsd: 0, saved: { routing: 0, cache: 0, scaling: 0 } },
      usage: {
        ...{ input: 1, cachedInput: 0, cacheWrite: 0, image: 0, audio: 0 },
        ...{ output: 1, reasoning: 0, audioOutput: 0 },
      },
      ...{ firstDeltaMs: null, totalMs: 1 },
    };
    const held = { ...budget(model, 0.5, 1), heldNanoUsd: 10_000_000 };
    const budgets = [...summary(0.42, 2).budgets, held];
    const { tooltip } = draw(summary(0.42, 2, { last, budgets }));
    expect(tooltip).toContain('| Today | $0.42 of $2.00 (21 %) |');
    expect(tooltip).toContain('| This month | $0.42, no cap |');
    expect(tooltip).toContain('| Today in this workspace | $0.10 of $2.00 (5 %) |');
    expect(tooltip).toContain(
      '| This week with gpt-4o | $0.50 of $1.00 (50 %), and $0.0100 held for questions under way |',
    );
    expect(tooltip).toContain('\n\nMore than half of this week’s budget for gpt-4o is used (50 %).');
    expect(tooltip).toContain('| Last question | $0.0021 · gpt-4o');
    expect(tooltip).not.toContain('](command:');
  });

  it('tells what is worth knowing, as text', () => {
    const { tooltip, label } = draw(summary(0.42, 2, { notes: ['gpt-4o leaves on [2027](command:x).'] }));
    expect(tooltip).toContain('gpt-4o leaves on');
    expect(tooltip).not.toContain('](command:');
    expect(label).toBe('Lenscap: $0.42 of $2.00 spent today. A note in the list.');
  });

  it('is red while a restored ledger is not accepted, and says what to do', () => {
    const uncertain = {
      since: '2026-11-20T12:00:00Z',
      until: '2026-11-21T12:00:00Z',
      setAside: '/data/ledger.sqlite.damaged',
    };
    const look = draw(summary(0.42, 2, { uncertain }));
    expect(look.text).toBe('$(warning) $0.42 / $2.00');
    expect(look.background).toBe('statusBarItem.errorBackground');
    for (const words of [look.tooltip, look.label]) {
      expect(words).toMatch(/between November 20, 2026.* and November 21, 2026.* may be missing/);
      expect(words).toContain('/data/ledger.sqlite.damaged');
      expect(words).toContain('run “Lenscap: Accept Restored Ledger”');
    }
  });

  it('says when the daemon is not there', () => {
    expect(drawMeter({ daemon: 'starting', summary: undefined, here }).text).toBe('$(eye) Lenscap');
    expect(drawMeter({ daemon: 'waiting', summary: summary(0.42, 2), here }).tooltip).toContain(
      'starts again',
    );
    expect(drawMeter({ daemon: 'stopped', summary: undefined, here }).tooltip).toContain('Restart Daemon');
    expect(drawMeter({ daemon: 'stopped', summary: summary(0.42, 2), here }).text).toBe(
      '$(eye-closed) $0.42 / $2.00',
    );
  });
});
