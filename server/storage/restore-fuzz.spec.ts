import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import { book, copyLedger, rowsOf } from '../../test/support/ledger-file.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage } from './database.ts';

// Whatever happens to the bytes of a ledger: it opens, with at least the rows of its copy, each as
// it was booked; or one sentence says why not.

const COPIED = 60;
const BOOKED = 100;

type Damage = (content: Buffer) => Buffer;

/** At a part of the file's length, from 0 to 1. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const truncated: fc.Arbitrary<Damage> = place.map(
  (at) => (content) => content.subarray(0, at * content.length),
);

const flipped: fc.Arbitrary<Damage> = fc
  .array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 5 })
  .map((flips) => (content) => {
    const changed = Buffer.from(content);
    for (const [at, bit] of flips) {
      const index = Math.floor(at * content.length);
      changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
    }
    return changed;
  });

const header: fc.Arbitrary<Damage> = fc.tuple(fc.nat(99), fc.nat(255)).map(([index, value]) => (content) => {
  const changed = Buffer.from(content);
  changed.writeUInt8(value, index);
  return changed;
});

const noisy: fc.Arbitrary<Damage> = fc
  .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 5000 }))
  .map(([at, noise]) => (content) => {
    const changed = Buffer.from(content);
    changed.set(
      noise.subarray(0, content.length - Math.floor(at * content.length)),
      Math.floor(at * content.length),
    );
    return changed;
  });

const zeroed: fc.Arbitrary<Damage> = fc.tuple(place, fc.nat(20_000)).map(([at, length]) => (content) => {
  const start = Math.floor(at * content.length);
  return Buffer.from(content).fill(0, start, Math.min(content.length, start + length));
});

test('a ledger opens whatever happened to its file, and loses no row of its copy', {
  timeout: 240_000,
}, async () => {
  const { directory: good, rows, close } = await ledgerWithCopy();
  await close();
  await fc.assert(
    fc.asyncProperty(fc.oneof(truncated, flipped, header, noisy, zeroed), async (damage) => {
      const directory = join(scratchDirectory(), 'data');
      cpSync(good, directory, { recursive: true });
      const file = join(directory, 'lenscap.db');
      writeFileSync(file, damage(readFileSync(file)));
      // The second opening is for damage that only shows in use.
      for (let opening = 1; ; opening++) {
        const storage = await openStorage(directory);
        try {
          const found = await rowsOf(storage.db);
          if (storage.restored) {
            expect(found).toEqual(rows.slice(0, found.length));
            expect(found.length).toBeGreaterThanOrEqual(COPIED);
            expect(existsSync(storage.restored.setAside)).toBe(true);
            await book(storage.db, 1);
          } else {
            expect(found).toHaveLength(BOOKED);
          }
          return;
        } catch (error) {
          expect(error).toBeInstanceOf(LocalError);
          expect(error).toMatchObject({ code: 'ledger-damaged' });
          expect(opening).toBe(1);
        } finally {
          await storage.close();
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('nor does damage to its log', { timeout: 240_000 }, async () => {
  const { directory: live, rows, close } = await ledgerWithCopy();
  // What a killed process leaves.
  const killed = scratchDirectory();
  cpSync(live, killed, { recursive: true });
  await close();
  await fc.assert(
    fc.asyncProperty(fc.oneof(truncated, flipped, noisy, zeroed), async (damage) => {
      const directory = join(scratchDirectory(), 'data');
      cpSync(killed, directory, { recursive: true });
      const log = join(directory, 'lenscap.db-wal');
      writeFileSync(log, damage(readFileSync(log)));
      const storage = await openStorage(directory);
      const found = await rowsOf(storage.db);
      await storage.close();
      expect(found).toEqual(rows.slice(0, found.length));
      expect(found.length).toBeGreaterThanOrEqual(COPIED);
    }),
    { numRuns: 25 },
  );
});

async function ledgerWithCopy() {
  const directory = scratchDirectory();
  const { db, close } = await openStorage(directory);
  await book(db, COPIED);
  await copyLedger(directory);
  await book(db, BOOKED - COPIED);
  return { directory, rows: await rowsOf(db), close };
}
