import type { Generated } from 'kysely';

/** A cap. No row: no cap. */
interface BudgetTable {
  scope: string;
  period: string;
  cap_nano_usd: number;
}

/** What was spent and is held in one scope during one period. */
interface CounterTable {
  id: Generated<number>;
  scope: string;
  /** Which workspace, for scope `workspace`; empty for `all`. */
  subject: string;
  period: string;
  /** First day of the period, local ISO date. */
  starts_on: string;
  spent_nano_usd: number;
  held_nano_usd: number;
}

/** Money set aside for a request that is under way. */
interface HoldTable {
  id: string;
  request_id: string;
  created_at: string;
  expires_at: string;
  owner_pid: number;
  owner_id: string;
  workspace: string;
  route: string;
  model: string;
  amount_nano_usd: number;
  /** What the request would have cost had it ended now: what is booked if its owner dies. */
  accrued_nano_usd: number;
}

/** The counters a hold was taken from; midnight may pass before it is settled. */
interface HoldCounterTable {
  hold_id: string;
  counter_id: number;
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
}

export interface Schema {
  budget: BudgetTable;
  counter: CounterTable;
  hold: HoldTable;
  hold_counter: HoldCounterTable;
  entry: EntryTable;
}
