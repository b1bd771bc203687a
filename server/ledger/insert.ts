import { CompiledQuery, type Insertable, type Transaction } from 'kysely';
import type { Schema } from '../storage/schema.ts';

/**
 * An insert of one row, put together once: every paid request makes two, and
 * putting such a statement together takes longer than running it.
 * @param columns all of them that the rows have, in any order
 */
export function insertInto<T extends keyof Schema & string>(
  table: T,
  columns: readonly (keyof Insertable<Schema[T]> & string)[],
): (tx: Transaction<Schema>, row: Insertable<Schema[T]>) => Promise<void> {
  const statement = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
  return async (tx, row) => {
    const values = columns.map((column) => row[column] ?? null);
    await tx.executeQuery(CompiledQuery.raw(statement, values));
  };
}
