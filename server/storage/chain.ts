import { hash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Schema } from './schema.ts';

/** What the first row names as the hash before it. */
export const CHAIN_START = '0'.repeat(64);

export type EntryContent = Omit<Insertable<Schema['entry']>, 'id' | 'previous_hash' | 'hash'>;

/** The columns of the first version. Later ones are left out where they are null, so that older rows keep their hash. */
const SINCE_THE_START = new Set(['first_delta_ms']);

/** SHA-256 over the row's content and its predecessor's hash, hex. Field names are sorted, so their order does not matter. */
export function entryHash(previousHash: string, content: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(content)
    .filter(([name, value]) => value !== null || SINCE_THE_START.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([previousHash, sorted]));
}

/** Whether a row is the one that was booked after the row with this hash, and is as it was booked. */
export function follows(previousHash: string, row: Readonly<Record<string, unknown>>): boolean {
  const { id: _id, previous_hash, hash: own, ...content } = row;
  return previous_hash === previousHash && own === entryHash(previousHash, content);
}
