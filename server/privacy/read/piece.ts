import type { ReadSymbol } from '../reading.ts';

/** The letters and digits of a word that stand directly before and after one of its symbols. */
export function pieceAround(symbols: readonly ReadSymbol[], at: number): { before: string; after: string } {
  const spell = (some: readonly ReadSymbol[]) => some.map(({ text }) => text).join('');
  return {
    before: /[\p{L}\p{N}]*$/u.exec(spell(symbols.slice(0, at)))?.[0] ?? '',
    after: /^[\p{L}\p{N}]*/u.exec(spell(symbols.slice(at + 1)))?.[0] ?? '',
  };
}
