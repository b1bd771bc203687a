import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Schema } from '../storage/schema.ts';

/** What the first row names as the hash before it. */
export const CHAIN_START = '0'.repeat(64);

export type EntryContent = Omit<Insertable<Schema['entry']>, 'id' | 'previous_hash' | 'hash'>;

/** SHA-256 over the row's content and its predecessor's hash, hex. Field names are sorted, so their order does not matter. */
export function entryHash(previousHash: string, content: EntryContent): string {
  const sorted = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([previousHash, sorted]))
    .digest('hex');
}
