import { existsSync, rmSync, writeFileSync } from 'node:fs';

// A mark beside the ledger: somebody saw damage while it was in use, where the short look of the
// next start might miss it.

function markOf(ledger: string): string {
  return `${ledger}-suspect`;
}

/** Has the next start look through the whole ledger. */
export function suspect(ledger: string): void {
  try {
    writeFileSync(markOf(ledger), '', { mode: 0o600 });
  } catch {
    // A disk that does not even take an empty file: its own trouble is told wherever it shows.
  }
}

export function isSuspect(ledger: string): boolean {
  return existsSync(markOf(ledger));
}

export function clear(ledger: string): void {
  rmSync(markOf(ledger), { force: true });
}
