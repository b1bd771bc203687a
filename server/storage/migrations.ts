import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Every change of the database's shape, in order. What has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '2026-11-21-ledger': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('budget')
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('cap_nano_usd', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('budget_key', ['scope', 'period'])
        .execute();
      await db.schema
        .createTable('counter')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('starts_on', 'text', (c) => c.notNull())
        .addColumn('spent_nano_usd', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('held_nano_usd', 'bigint', (c) => c.notNull().defaultTo(0).check(sql`held_nano_usd >= 0`))
        .addUniqueConstraint('counter_key', ['scope', 'subject', 'period', 'starts_on'])
        .execute();
      await db.schema
        .createTable('hold')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'text', (c) => c.notNull())
        .addColumn('owner_pid', 'integer', (c) => c.notNull())
        .addColumn('owner_id', 'text', (c) => c.notNull())
        .addColumn('workspace', 'text', (c) => c.notNull())
        .addColumn('route', 'text', (c) => c.notNull())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('amount_nano_usd', 'bigint', (c) => c.notNull())
        .addColumn('accrued_nano_usd', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('hold_counter')
        .addColumn('hold_id', 'text', (c) => c.notNull().references('hold.id').onDelete('cascade'))
        .addColumn('counter_id', 'integer', (c) => c.notNull().references('counter.id'))
        .addPrimaryKeyConstraint('hold_counter_key', ['hold_id', 'counter_id'])
        .execute();
      await db.schema
        .createTable('entry')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('workspace', 'text', (c) => c.notNull())
        .addColumn('route', 'text', (c) => c.notNull())
        .addColumn('provider', 'text', (c) => c.notNull())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('certainty', 'text', (c) => c.notNull())
        .addColumn('cost_nano_usd', 'bigint', (c) => c.notNull())
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('attempt', 'integer', (c) => c.notNull())
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('finish_reason', 'text', (c) => c.notNull())
        .addColumn('input_tokens', 'integer', (c) => c.notNull())
        .addColumn('cached_input_tokens', 'integer', (c) => c.notNull())
        .addColumn('image_tokens', 'integer', (c) => c.notNull())
        .addColumn('audio_tokens', 'integer', (c) => c.notNull())
        .addColumn('output_tokens', 'integer', (c) => c.notNull())
        .addColumn('reasoning_tokens', 'integer', (c) => c.notNull())
        .addColumn('first_delta_ms', 'real')
        .addColumn('total_ms', 'real', (c) => c.notNull())
        .addColumn('previous_hash', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('entry_at').on('entry').column('at').execute();
    },
  },
  '2026-11-21-scopes': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('budget').renameTo('budget_before').execute();
      await db.schema
        .createTable('budget')
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('cap_nano_usd', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('budget_subject_key', ['scope', 'subject', 'period'])
        .execute();
      await sql`insert into budget select scope, '', period, cap_nano_usd from budget_before`.execute(db);
      await db.schema.dropTable('budget_before').execute();
      await db.schema
        .alterTable('counter')
        .addColumn('allowed_nano_usd', 'bigint', (c) =>
          c.notNull().defaultTo(0).check(sql`allowed_nano_usd >= 0`),
        )
        .execute();
      await rebuildHolds(db);
      for (const [column, type] of [
        ['question_id', 'text'],
        ['local_day', 'text'],
        ['service_tier', 'text'],
        ['cache_write_tokens', 'integer'],
        ['audio_output_tokens', 'integer'],
        ['expected_nano_usd', 'bigint'],
        ['saved_routing_nano_usd', 'bigint'],
        ['saved_cache_nano_usd', 'bigint'],
        ['saved_scaling_nano_usd', 'bigint'],
      ] as const)
        await db.schema.alterTable('entry').addColumn(column, type).execute();
      // Every index is a page more that a paid request waits for: a time is looked for by its days.
      await db.schema.dropIndex('entry_at').execute();
      await db.schema.createIndex('entry_local_day').on('entry').column('local_day').execute();
      await db.schema
        .createTable('budget_change')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('from_nano_usd', 'bigint')
        .addColumn('to_nano_usd', 'bigint')
        .addColumn('question_id', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('restoration')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('certain_until', 'text', (c) => c.notNull())
        .addColumn('set_aside', 'text', (c) => c.notNull())
        .addColumn('accepted_at', 'text')
        .execute();
      await db.schema
        .createTable('told')
        .addColumn('what', 'text', (c) => c.primaryKey())
        .addColumn('at', 'text', (c) => c.notNull())
        .execute();
      // What is booked stays booked: even a mistake of ours cannot change it.
      for (const table of ['entry', 'budget_change'])
        for (const change of ['update', 'delete'])
          await sql
            .raw(
              `create trigger ${table}_no_${change} before ${change} on ${table} begin select raise(abort, '${table} is append-only'); end`,
            )
            .execute(db);
    },
  },
};

/**
 * Holds, with what the second version knows of them, in one table that is its
 * own index: every paid request writes and deletes there, and waits for each
 * page to reach the disk.
 */
async function rebuildHolds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hold_next')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('request_id', 'text', (c) => c.notNull())
    .addColumn('question_id', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('owner_pid', 'integer', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('owner_started_at', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('local_day', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('workspace', 'text', (c) => c.notNull())
    .addColumn('route', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('amount_nano_usd', 'bigint', (c) => c.notNull())
    .addColumn('accrued_nano_usd', 'bigint', (c) => c.notNull())
    .addColumn('expected_nano_usd', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('counters', 'text', (c) => c.notNull())
    .modifyEnd(sql`without rowid`)
    .execute();
  const before = sql.raw(
    'id, request_id, created_at, expires_at, owner_pid, owner_id, workspace, route, model, amount_nano_usd, accrued_nano_usd',
  );
  const counters = sql`select json_group_object(counter_id, 0) from hold_counter where hold_id = hold.id`;
  await sql`insert into hold_next (${before}, counters) select ${before}, (${counters}) from hold`.execute(
    db,
  );
  await db.schema.dropTable('hold_counter').execute();
  await db.schema.dropTable('hold').execute();
  await db.schema.alterTable('hold_next').renameTo('hold').execute();
}
