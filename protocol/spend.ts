import * as z from 'zod';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Route } from './route.ts';
import { Saved, Usage } from './usage.ts';

export const Certainty = z.enum(['exact', 'estimated', 'free']);
export type Certainty = z.infer<typeof Certainty>;

/** `all`: everything. `workspace`: one workspace. `model`: one model. */
export const BudgetScope = z.enum(['all', 'workspace', 'model']);
export type BudgetScope = z.infer<typeof BudgetScope>;

/** A calendar day, week (from Monday, ISO 8601) or month in the user's time zone. */
export const BudgetPeriod = z.enum(['day', 'week', 'month']);
export type BudgetPeriod = z.infer<typeof BudgetPeriod>;

/** Names one budget. */
export const BudgetKey = z.object({
  scope: BudgetScope,
  /** Which workspace or model. Empty: for `all` everything, else each one that has no budget of its own. */
  subject: z.string().max(500).default(''),
  period: BudgetPeriod,
});
export type BudgetKey = z.infer<typeof BudgetKey>;

/** One budget now: what it allows, what is booked, what is held for questions under way. */
export const BudgetState = z.object({
  scope: BudgetScope,
  /** The workspace or model this is the state of; empty for `all`. */
  subject: z.string(),
  period: BudgetPeriod,
  /** null where there is no cap. */
  capNanoUsd: NanoUsd.nullable(),
  /** The cap is not this workspace's or model's own, but that of each that has none. */
  isEveryones: z.literal(true).optional(),
  spentNanoUsd: NanoUsd,
  heldNanoUsd: NanoUsd,
  /** What the user has allowed beyond the cap, for single questions of this period. */
  allowedNanoUsd: NanoUsd,
  /** When this period ends and the budget is whole again, ISO 8601. */
  renewsAt: z.string(),
});
export type BudgetState = z.infer<typeof BudgetState>;

/** One row of the ledger: one request made of a provider, one local answer, or one cached answer. */
export const SpendRow = z.object({
  id: z.int(),
  at: z.string(),
  workspace: z.string(),
  route: Route,
  provider: z.string(),
  model: z.string(),
  certainty: Certainty,
  costNanoUsd: NanoUsd,
  requestId: z.string(),
  /** The same for all attempts at one question. */
  questionId: z.string(),
  /** 1 for the first request of a question. */
  attempt: z.int(),
  /** HTTP status; 0 if there was none. */
  status: z.int(),
  finishReason: z.string(),
  /** As the answer named it: `default`, `priority`, `flex`; null if it named none. */
  serviceTier: z.string().nullable(),
  usage: Usage,
  /** What the question was quoted as before it was sent. */
  expectedNanoUsd: NanoUsd,
  /** What was saved against asking the vision model with whole pictures. */
  saved: Saved,
  firstDeltaMs: z.number().nullable(),
  totalMs: z.number(),
});
export type SpendRow = z.infer<typeof SpendRow>;

/** What the meter shows. */
export const SpendSummary = z.object({
  /** Day and month of everything and of this workspace, and whatever else has a cap. */
  budgets: z.array(BudgetState),
  last: SpendRow.nullable(),
  /** Sentences worth knowing today: a model that retires, a day that costs more than usual. */
  notes: z.array(z.string()),
  /**
   * The ledger was damaged and restored: what was spent from `since` on may be
   * missing, and budgets of periods that began before `until` let nothing pass
   * until the user accepts that. null when all is well.
   */
  uncertain: z.object({ since: z.string(), until: z.string(), setAside: z.string() }).nullable(),
});
export type SpendSummary = z.infer<typeof SpendSummary>;

/**
 * client → daemon: the rows from `since` (default: the start of this month)
 * until before `until` (default: now), newest first, at most `limit` of them.
 * The sums are of all rows of that time.
 */
export const spend = {
  method: 'lenscap/spend',
  params: z
    .object({
      since: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
      limit: z.int().positive().optional(),
    })
    .prefault({}),
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
  params: BudgetKey.extend({ capNanoUsd: NanoUsd.nonnegative().nullable() }),
  result: SpendSummary,
} satisfies Message;

/** client → daemon: the user knows that spending may be missing from a restored ledger; budgets count what is left. */
export const acceptLedger = {
  method: 'lenscap/acceptLedger',
  params: z.object({}).prefault({}),
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
