import type { Generated } from 'kysely';

/** A cap. No row: no cap. */
interface BudgetTable {
  scope: string;
  /** Which workspace or model; empty: everything, or each that has no row of its own. */
  subject: string;
  period: string;
  cap_nano_usd: number;
}

/** What was spent and is held in one scope during one period. */
interface CounterTable {
  id: Generated<number>;
  scope: string;
  /** Which workspace or model; empty for `all`. */
  subject: string;
  period: string;
  /** First day of the period, local ISO date. */
  starts_on: string;
  spent_nano_usd: number;
  held_nano_usd: number;
  /** Allowed beyond the cap by the user, for single questions. Never: spent + held > cap + allowed. */
  allowed_nano_usd: Generated<number>;
}

/** Money set aside for a request that is under way. */
interface HoldTable {
  id: string;
  request_id: string;
  created_at: string;
  expires_at: string;
  owner_pid: number;
  owner_id: string;
  /** When the owner's process started, in clock ticks: a process id is used again, with another start. Empty where unknown. */
  owner_started_at: string;
  question_id: string;
  expected_nano_usd: number;
  /** The day whose budgets it was taken from, local ISO date. */
  local_day: string;
  workspace: string;
  route: string;
  model: string;
  amount_nano_usd: number;
  /** What the request would have cost had it ended now: what is booked if its owner dies. */
  accrued_nano_usd: number;
  /**
   * The counters it was taken from, as midnight may pass before it is settled: a JSON object that has, by the
   * counter's id, how much of its `allowed_nano_usd` is this hold's.
   */
  counters: string;
}

/** What was paid, one row a provider request (or local answer). Never changed, never deleted. */
interface EntryTable {
  id: Generated<number>;
  at: string;
  workspace: string;
  route: string;
  provider: string;
  model: string;
  certainty: string;
  cost_nano_usd: number;
  request_id: string;
  attempt: number;
  status: number;
  finish_reason: string;
  input_tokens: number;
  cached_input_tokens: number;
  image_tokens: number;
  audio_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  first_delta_ms: number | null;
  total_ms: number;
  /** SHA-256 of the row before and of this row, hex: a changed or missing row shows. */
  previous_hash: string;
  hash: string;
  // Since the second version of the ledger; null in rows from before.
  question_id: string | null;
  /** The local calendar date it was booked on, ISO: where the user's day began and ended then. */
  local_day: string | null;
  service_tier: string | null;
  cache_write_tokens: number | null;
  audio_output_tokens: number | null;
  expected_nano_usd: number | null;
  saved_routing_nano_usd: number | null;
  saved_cache_nano_usd: number | null;
  saved_scaling_nano_usd: number | null;
}

/** What the user changed about budgets. Never changed, never deleted. */
interface BudgetChangeTable {
  id: Generated<number>;
  at: string;
  /** `cap`: set, raised or lifted. `allow`: one question beyond the cap. `accept`: a restored ledger. */
  kind: string;
  scope: string;
  subject: string;
  period: string;
  from_nano_usd: number | null;
  to_nano_usd: number | null;
  /** The question that was allowed; empty otherwise. */
  question_id: string;
}

/** A damaged ledger that was replaced by a copy: what was spent in between may be missing. */
interface RestorationTable {
  id: Generated<number>;
  /** When the copy took over. */
  at: string;
  /** When the last row that is certain was booked. */
  certain_until: string;
  /** Where the damaged file is kept. */
  set_aside: string;
  /** When the user accepted it; null while budgets are blocked. */
  accepted_at: string | null;
}

/** What the user was told, and when last: some things are said once a week. */
interface ToldTable {
  what: string;
  at: string;
}

export interface Schema {
  budget: BudgetTable;
  counter: CounterTable;
  hold: HoldTable;
  entry: EntryTable;
  budget_change: BudgetChangeTable;
  restoration: RestorationTable;
  told: ToldTable;
}
