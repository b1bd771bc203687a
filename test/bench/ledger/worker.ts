// One of several processes that write into one file, all at once, for a while.
import { Ledger } from '../../../server/ledger/ledger.ts';
import { openStorage } from '../../../server/storage/database.ts';
import { openBare } from './bare.ts';
import { charge } from './charge.ts';

const DURATION_MS = 3_000;

const [kind, path] = process.argv.slice(2);
if (path === undefined) throw new Error('The worker wants a kind and a path.');
const write = kind === 'ledger' ? await openLedger(path) : openBare(`${path}.db`).insert;

async function openLedger(directory: string): Promise<() => Promise<void>> {
  const { db } = await openStorage(directory);
  const ledger = new Ledger(db);
  await ledger.initialize();
  return () => charge(ledger);
}

process.once('message', async () => {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < DURATION_MS) {
    await write();
    count += 1;
  }
  process.send?.({ count, ms: performance.now() - startedAt });
});
process.send?.('ready');
