import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, moved } from './position.ts';

const change = (rangeOffset: number, rangeLength: number, text: string): Change => ({
  rangeOffset,
  rangeLength,
  text,
});

/** What an editor does with one event: all offsets are into the text before it, none overlap. */
function applied(text: string, changes: readonly Change[]): string {
  let out = text;
  for (const { rangeOffset, rangeLength, text: inserted } of [...changes].sort(
    (a, b) => b.rangeOffset - a.rangeOffset,
  )) {
    out = out.slice(0, rangeOffset) + inserted + out.slice(rangeOffset + rangeLength);
  }
  return out;
}

describe('a place in a document', () => {
  it('moves with text in front of it', () => {
    expect(moved(5, [change(0, 0, 'abc')])).toBe(8);
    expect(moved(5, [change(0, 2, '')])).toBe(3);
  });

  it('stays where text is typed exactly there, or behind', () => {
    expect(moved(5, [change(5, 0, 'abc')])).toBe(5);
    expect(moved(5, [change(6, 1, 'abc')])).toBe(5);
  });

  it('goes to the start of a replacement that swallows it, to the end of one it stood behind', () => {
    expect(moved(5, [change(3, 4, 'abcdef')])).toBe(3);
    expect(moved(5, [change(3, 2, 'abcdef')])).toBe(9);
  });

  it('is between the same neighbours after any changes that do not touch them', () => {
    const changes = fc.array(
      fc.record({ rangeOffset: fc.nat(40), rangeLength: fc.nat(6), text: fc.string({ maxLength: 5 }) }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(40), changes, (text, at, wanted) => {
        const offset = Math.min(at, text.length);
        // A marker no change touches stands at the place.
        const before = `${text.slice(0, offset)}\u0000${text.slice(offset)}`;
        let free = 0;
        const fitting: Change[] = [];
        for (const each of [...wanted].sort((a, b) => a.rangeOffset - b.rangeOffset)) {
          const end = each.rangeOffset + each.rangeLength;
          const touchesMarker = each.rangeOffset <= offset && (end > offset || each.rangeOffset === offset);
          if (each.rangeOffset < free || end > before.length || touchesMarker) continue;
          fitting.push({ ...each, text: each.text.replaceAll('\u0000', '') });
          free = end + 1;
        }
        expect(moved(offset, fitting)).toBe(applied(before, fitting).indexOf('\u0000'));
      }),
    );
  });

  it('never leaves the document', () => {
    const changes = fc.record({ rangeOffset: fc.nat(40), rangeLength: fc.nat(40), text: fc.string() });
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(40), changes, (text, at, one) => {
        const offset = Math.min(at, text.length);
        const from = Math.min(one.rangeOffset, text.length);
        const fitting = change(from, Math.min(one.rangeLength, text.length - from), one.text);
        const result = moved(offset, [fitting]);
        expect(result).toBeGreaterThanOrEqual(0);
        expect(result).toBeLessThanOrEqual(applied(text, [fitting]).length);
      }),
    );
  });
});
