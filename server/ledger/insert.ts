import { CompiledQuery, type Insertable, type Transaction } from 'kysely';
import type { Schema } from '../storage/schema.ts';

/**
 * An insert of one row, put together once for each set of columns: every paid
 * request makes two, and putting such a statement together takes longer than
 * running it.
 */
export function insertInto<T extends keyof Schema & string>(
  table: T,
): (tx: Transaction<Schema>, row: Insertable<Schema[T]>) => Promise<void> {
  const statements = new Map<string, string>();
  return async (tx, row) => {
    const columns = Object.keys(row).join(', ');
    const values = Object.values(row);
    let statement = statements.get(columns);
    if (statement === undefined) {
      statement = `insert into ${table} (${columns}) values (${values.map(() => '?').join(', ')})`;
      statements.set(columns, statement);
    }
    await tx.executeQuery(CompiledQuery.raw(statement, values));
  };
}
