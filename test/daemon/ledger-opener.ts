// Does one thing to a ledger and says what came of it; with a step, it kills itself right before
// that call into the file system or the database, as a power cut or a killed window would.
//   ledger-opener.ts open|copy DIRECTORY [STEP]
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'better-sqlite3';

const [action = '', directory = '', step = '0'] = process.argv.slice(2);
let calls = 0;
let isCounting = false;

function count(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(owner, name);
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
      if (isCounting && ++calls === Number(step)) process.kill(process.pid, 'SIGKILL');
      return Reflect.apply(original, this, args);
    });
  }
}

count(fs, [
  'mkdirSync',
  'chmodSync',
  'copyFileSync',
  'renameSync',
  'rmSync',
  'openSync',
  'closeSync',
  'fsyncSync',
]);
syncBuiltinESMExports();
count(Sqlite.prototype, ['exec', 'pragma', 'backup', 'transaction', 'close']);

// Only now, so that they import what is counted.
const { openStorage } = await import('../../server/storage/database.ts');
const { copyLedger } = await import('../support/ledger-file.ts');
const { toResponseError } = await import('../../server/wire.ts');

/** As one window would, and as the thread that copies. */
async function act() {
  if (action === 'copy') return { copy: await copyLedger(directory) };
  const storage = await openStorage(directory);
  await storage.close();
  return { restored: storage.restored !== undefined };
}

isCounting = true;
const outcome = await act().catch((error: unknown) => ({ failure: toResponseError(error).data }));
process.send?.({ ...outcome, calls }, () => process.disconnect());
