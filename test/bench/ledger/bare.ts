import SqliteDatabase from 'better-sqlite3';
import { ROW } from './charge.ts';

/** A database with nothing but the ledger's row, written as safely, by the bare library. */
export function openBare(file: string): { insert(): void; close(): void } {
  const bare = new SqliteDatabase(file, { timeout: 60_000 });
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  const columns = Object.keys(ROW).join(', ');
  bare.exec(`create table if not exists entry (id integer primary key autoincrement, ${columns})`);
  const values = Object.values(ROW);
  const statement = bare.prepare(
    `insert into entry (${columns}) values (${values.map(() => '?').join(', ')})`,
  );
  return { insert: () => void statement.run(values), close: () => void bare.close() };
}
