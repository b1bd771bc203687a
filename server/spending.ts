import type { Report } from '../protocol/report.ts';
import type { BudgetKey, Spend, SpendRow, SpendSummary } from '../protocol/spend.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { retirementNotice } from './explain/notices.ts';
import type { RowRange } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import { buildReport, toReportRange } from './ledger/report.ts';
import { rowsOfDays } from './ledger/report-rows.ts';
import { unusualNote } from './ledger/usual.ts';
import type { Storage } from './storage/database.ts';

/** How often another process's change of the ledger is looked for, in milliseconds: one read of shared memory. */
const WATCH_EVERY_MS = 500;

/** How often holds without an owner are looked for, in milliseconds. */
const RECOVER_EVERY_MS = 15_000;

export interface SpendingOptions {
  storage: Storage;
  ledger: Ledger;
  workspace: string;
  /** The catalogue in force: the user may have changed it. */
  catalogue(): Catalogue;
  /** The models that are asked unless a question says otherwise, and whether Lenscap chose them. */
  modelsInUse(): { name: string; isDefault: boolean }[];
}

/** Local ISO dates; the last 30 days and all workspaces where they are missing. */
interface Days {
  from?: string | undefined;
  to?: string | undefined;
  workspace?: string | undefined;
}

/** What the user sees of their money: the meter, lists, sums and budgets, in one workspace. */
export class Spending {
  readonly #options: SpendingOptions;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: SpendingOptions) {
    this.#options = options;
  }

  async summary(): Promise<SpendSummary> {
    const { ledger, workspace } = this.#options;
    const summary = await ledger.summary(workspace);
    const unusual = await ledger.unusualToday();
    return {
      ...summary,
      notes: [...this.#retirements(), ...(unusual ? [unusualNote(unusual)] : [])],
    };
  }

  /** @param since the first instant of the list; undefined for the start of this month */
  async list({ since, ...range }: Partial<RowRange>): Promise<Spend> {
    const { ledger } = this.#options;
    const from = since ?? ledger.startOfMonth();
    const summary = await this.summary();
    return {
      from: from.toISOString(),
      to: (range.until ?? ledger.now()).toISOString(),
      spentNanoUsd: await ledger.spent({ ...range, since: from }),
      // The month's, because what was held before midnight is not in today's.
      heldNanoUsd:
        summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'month')?.heldNanoUsd ?? 0,
      rows: await ledger.rows({ ...range, since: from }),
      summary,
    };
  }

  /** @throws UsageError if the range ends before it begins */
  async report(asked: Days): Promise<Report> {
    const { storage, ledger, workspace } = this.#options;
    const summary =
      asked.workspace === undefined || asked.workspace === workspace
        ? await this.summary()
        : await ledger.summary(asked.workspace);
    return buildReport(storage.db, { ...asked, now: ledger.now(), summary });
  }

  /**
   * The rows a report sums up, newest first.
   * @throws UsageError if the range ends before it begins
   */
  reportRows(asked: Days): Promise<SpendRow[]> {
    const { storage, ledger } = this.#options;
    return rowsOfDays(storage.db, toReportRange({ ...asked, now: ledger.now() }));
  }

  async setBudget(key: BudgetKey, capNanoUsd: number | null): Promise<SpendSummary> {
    await this.#options.ledger.setBudget(key, capNanoUsd);
    return this.summary();
  }

  async accept(): Promise<SpendSummary> {
    await this.#options.ledger.acceptRestored();
    return this.summary();
  }

  /**
   * Calls back with the meter's state now, and whenever it changed: by this
   * process, by another one, or because the day did.
   * @param onError what to do if the ledger cannot be read
   */
  watch(onChange: (summary: SpendSummary) => void, onError: (error: unknown) => void): void {
    const { storage, ledger } = this.#options;
    let shown = '';
    let seen = '';
    const look = async () => {
      const now = `${storage.dataVersion()} ${storage.changes()} ${ledger.today()}`;
      if (now === seen) return;
      const before = seen;
      seen = now;
      const summary = await this.summary().catch((error: unknown) => {
        // What could not be read now is looked at again.
        seen = before;
        throw error;
      });
      const text = JSON.stringify(summary);
      if (text === shown) return;
      shown = text;
      onChange(summary);
    };
    this.#every(WATCH_EVERY_MS, () => void look().catch(onError));
    this.#every(RECOVER_EVERY_MS, () => void ledger.recoverOrphans().catch(onError));
    void look().catch(onError);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #retirements(): string[] {
    const { catalogue, ledger, modelsInUse } = this.#options;
    const notices = modelsInUse().flatMap(({ name, isDefault }) => {
      const retiring = catalogue().retiring(name, ledger.today());
      return retiring ? [retirementNotice(name, retiring, isDefault)] : [];
    });
    return [...new Set(notices)];
  }

  #every(milliseconds: number, action: () => void): void {
    const timer = setInterval(action, milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }
}
