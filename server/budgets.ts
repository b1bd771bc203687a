import { LocalError, UsageError } from '../protocol/errors.ts';
import { formatUsd } from '../protocol/money.ts';
import type { BudgetKey, BudgetPeriod } from '../protocol/spend.ts';
import type { App } from './app.ts';
import type { Cap } from './arguments.ts';
import { type BudgetChange, describeChange } from './ledger/changes.ts';
import { describeFlaw } from './ledger/entries.ts';
import * as print from './print.ts';
import type { Output } from './run.ts';

// What the command line does about budgets, and about the ledger itself.

export interface CapOptions {
  day?: Cap;
  week?: Cap;
  month?: Cap;
  workspaceDay?: Cap;
  workspaceWeek?: Cap;
  workspaceMonth?: Cap;
  /** Makes day, week and month this model's. */
  model?: string;
  /** Makes day, week and month this workspace's. */
  workspace?: string;
}

export async function showBudgets(app: App): Promise<Output> {
  const { budgets, notes, uncertain } = await app.spending.summary();
  return { text: [print.budgets(budgets), ...notes].join('\n'), json: { budgets, notes, uncertain } };
}

export async function setBudgets(app: App, options: CapOptions): Promise<Output> {
  const { model, workspace } = options;
  if (model !== undefined && workspace !== undefined)
    throw new UsageError(
      'two-subjects',
      'A budget is of a model or of a workspace.',
      'Leave out --model or --workspace.',
    );
  const own =
    model !== undefined
      ? { scope: 'model' as const, subject: model }
      : workspace !== undefined
        ? { scope: 'workspace' as const, subject: workspace }
        : { scope: 'all' as const, subject: '' };
  const each = { scope: 'workspace' as const, subject: '' };
  const caps: [Pick<BudgetKey, 'scope' | 'subject'>, BudgetPeriod, Cap | undefined][] = [
    [own, 'day', options.day],
    [own, 'week', options.week],
    [own, 'month', options.month],
    [each, 'day', options.workspaceDay],
    [each, 'week', options.workspaceWeek],
    [each, 'month', options.workspaceMonth],
  ];
  const given = caps.flatMap(([of, period, cap]) => (cap === undefined ? [] : [{ ...of, period, cap }]));
  if (given.length === 0)
    throw new UsageError('no-cap', 'No budget was named.', 'For example: lenscap budget set --day 2.00');
  for (const { cap, ...key } of given) await app.spending.setBudget(key, cap === 'none' ? null : cap);
  return showBudgets(app);
}

/** What was changed about budgets, and when questions were let through beyond them. */
export async function showChanges(app: App): Promise<Output> {
  const changes = await app.ledger.changes();
  const lines = changes.map((change: BudgetChange) => describeChange(change));
  return {
    text: lines.length === 0 ? 'No budget was changed yet.' : lines.join('\n'),
    json: { changes },
  };
}

/** @throws LocalError if a row was changed or lost */
export async function verifyLedger(app: App): Promise<Output> {
  const { rows, flaw } = await app.ledger.verify();
  if (flaw) {
    throw new LocalError(
      'ledger-broken',
      `The ledger is not whole: ${describeFlaw(flaw)}; the ${rows} rows before that are right.`,
      'Keep the file, mistrust its sums, and restore a copy from the folder "backups" beside it.',
    );
  }
  return {
    text: `The ledger is whole: ${rows} ${rows === 1 ? 'row' : 'rows'}.`,
    json: { rows, brokenId: null },
  };
}

export async function acceptLedger(app: App): Promise<Output> {
  const { uncertain } = await app.spending.summary();
  if (!uncertain)
    return { text: 'There is nothing to accept: the ledger was not restored.', json: { accepted: false } };
  await app.spending.accept();
  const { budgets } = await app.spending.summary();
  const [day] = budgets;
  return {
    text: `Accepted. Budgets count what the restored ledger has: ${formatUsd(day?.spentNanoUsd ?? 0)} today.`,
    json: { accepted: true, budgets },
  };
}
