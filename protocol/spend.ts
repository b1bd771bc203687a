import * as z from 'zod';
import type { Message } from './message.ts';
import { NanoUsd } from './money.ts';
import { Route } from './route.ts';

export const Certainty = z.enum(['exact', 'estimated', 'free']);
export type Certainty = z.infer<typeof Certainty>;

/** `all`: everything. `workspace`: one workspace. */
export const BudgetScope = z.enum(['all', 'workspace']);
export type BudgetScope = z.infer<typeof BudgetScope>;

export const BudgetPeriod = z.enum(['day', 'month']);
export type BudgetPeriod = z.infer<typeof BudgetPeriod>;

/** One budget now: what it allows, what is booked, what is held for questions under way. */
export const BudgetState = z.object({
  scope: BudgetScope,
  period: BudgetPeriod,
  /** null where there is no cap. */
  capNanoUsd: NanoUsd.nullable(),
  spentNanoUsd: NanoUsd,
  heldNanoUsd: NanoUsd,
  /** When this period ends and the budget is whole again, ISO 8601. */
  renewsAt: z.string(),
});
export type BudgetState = z.infer<typeof BudgetState>;

export const SpendRow = z.object({
  at: z.string(),
  workspace: z.string(),
  route: Route,
  model: z.string(),
  certainty: Certainty,
  costNanoUsd: NanoUsd,
  requestId: z.string(),
});
export type SpendRow = z.infer<typeof SpendRow>;

/** What the meter shows. `budgets` holds day and month of everything and of this workspace. */
export const SpendSummary = z.object({
  budgets: z.array(BudgetState),
  last: SpendRow.nullable(),
});
export type SpendSummary = z.infer<typeof SpendSummary>;

/** client → daemon: the rows since a time (default: the start of this month), newest first. */
export const spend = {
  method: 'lenscap/spend',
  params: z.object({ since: z.iso.datetime({ offset: true }).optional() }).prefault({}),
  result: z.object({
    from: z.string(),
    to: z.string(),
    spentNanoUsd: NanoUsd,
    heldNanoUsd: NanoUsd,
    rows: z.array(SpendRow),
    summary: SpendSummary,
  }),
} satisfies Message;
export type Spend = z.infer<typeof spend.result>;

/** client → daemon: sets or (with null) lifts a cap. Answers with the new state of every budget. */
export const setBudget = {
  method: 'lenscap/setBudget',
  params: z.object({
    scope: BudgetScope,
    period: BudgetPeriod,
    capNanoUsd: NanoUsd.nonnegative().nullable(),
  }),
  result: SpendSummary,
} satisfies Message;

/**
 * daemon → client, a notification: once after `initialized`, then whenever the
 * ledger changed, by this daemon or by another one (within a second).
 */
export const spendChanged = {
  method: 'lenscap/spendChanged',
  params: SpendSummary,
  result: z.undefined(),
} satisfies Message;
