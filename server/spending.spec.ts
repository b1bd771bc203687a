import { describe, expect, onTestFinished, test } from 'vitest';
import type { SpendSummary } from '../protocol/spend.ts';
import { scratchDirectory } from '../test/support/scratch.ts';
import { loadCatalogue } from './catalogue/catalogue.ts';
import type { HoldRequest } from './ledger/holds.ts';
import { Ledger } from './ledger/ledger.ts';
import { Spending, type SpendingOptions } from './spending.ts';
import { openStorage } from './storage/database.ts';

const patience = { timeout: 20_000 };

/** A window on a ledger, and what its meter is told. */
async function open(directory: string, options: Partial<SpendingOptions> = {}) {
  const storage = await openStorage(directory);
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  const common = { storage, ledger, workspace: 'here', catalogue: () => loadCatalogue() };
  const spending = new Spending({ ...common, modelsInUse: () => [], ...options });
  const told: SpendSummary[] = [];
  const errors: unknown[] = [];
  spending.watch(
    (summary) => told.push(summary),
    (error) => errors.push(error),
  );
  onTestFinished(async () => {
    spending.close();
    await storage.close();
    expect(errors).toEqual([]);
  });
  return { ledger, spending, told };
}

const request: HoldRequest = {
  requestId: 'request',
  questionId: 'question',
  workspace: 'here',
  route: 'text',
  model: 'gpt-4o',
  maxNanoUsd: 50,
  expectedNanoUsd: 0,
  accruedNanoUsd: 0,
};

describe('what one window does', () => {
  test('shows in the meters of the others: an allowance, too', async () => {
    const directory = scratchDirectory();
    const [window, another] = [await open(directory), await open(directory)];
    await window.spending.setBudget({ scope: 'all', subject: '', period: 'day' }, 20);
    await window.ledger.hold({ ...request, allowNanoUsd: 50 });
    await expect
      .poll(() => another.told.at(-1)?.budgets[0], patience)
      .toMatchObject({ capNanoUsd: 20, heldNanoUsd: 50, allowedNanoUsd: 30 });
  });
});

describe('a model that retires', () => {
  test.each([
    [true, 'from then on Lenscap asks gpt-6-luna.'],
    [false, 'choose another model by then, for example gpt-6-luna.'],
  ])('is announced once; only what Lenscap chose (%s) will be replaced by it', async (isDefault, end) => {
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const prices = [{ input: 1, output: 2 }];
    const entry = { name: 'old', abilities: ['text' as const], prices };
    const catalogue = loadCatalogue(undefined, [{ ...entry, shutdownDate: soon, successor: 'gpt-6-luna' }]);
    const model = { name: 'old', isDefault };
    const { spending } = await open(scratchDirectory(), {
      catalogue: () => catalogue,
      modelsInUse: () => [model, model],
    });
    const { notes } = await spending.summary();
    expect(notes).toEqual([`old is shut down by its provider on ${soon}; ${end}`]);
  });
});
