import type { Vocabulary } from '../catalogue/vocabulary.ts';
import type { ReadingFinding } from './detector.ts';
import { type Mark, type Reading, type ReadSymbol, type ReadWord, withSymbols } from './reading.ts';

/** What stands above letters: Unicode's combining character, the letters in Europe's languages, and which of them seldom. */
export const MARKS: Readonly<Record<Mark, { combining: string; letters: string; seldom: string }>> = {
  acute: { combining: '\u0301', letters: 'aeiouycnsz', seldom: 'cnsz' },
  grave: { combining: '\u0300', letters: 'aeiou', seldom: '' },
  circumflex: { combining: '\u0302', letters: 'aeiou', seldom: '' },
  caron: { combining: '\u030c', letters: 'cdenrstz', seldom: '' },
  tilde: { combining: '\u0303', letters: 'ano', seldom: '' },
  diaeresis: { combining: '\u0308', letters: 'aeiouy', seldom: '' },
  ring: { combining: '\u030a', letters: 'au', seldom: '' },
};

/** What readers make of letters that lost what is above them. */
const MISREAD: Readonly<Record<string, string>> = { l: 'i', '1': 'i', '|': 'i', ı: 'i', '0': 'o' };

/** A name in capitals is no longer; a key may be. */
const LONGEST_IN_CAPITALS = 12;
const IN_ONE_CASE = new RegExp(`^(?:\\p{L}?\\p{Ll}+|\\p{Lu}{1,${LONGEST_IN_CAPITALS}})$`, 'u');
const OF_A_WORD = /^[\p{L}\p{N}|]$/u;

/** A letter with a mark; undefined where no such letter is. */
export function compose(read: string, mark: Mark): string | undefined {
  const { combining, letters } = MARKS[mark];
  const letter = [read, MISREAD[read] ?? ''].find(
    (each) => each.length === 1 && letters.includes(each.toLowerCase()),
  );
  return letter === undefined ? undefined : (letter + combining).normalize('NFC');
}

/**
 * Writes the marks that letters have onto them, in words that they make right: not in keys and codes, where what looks
 * like a mark is a part of a letter, nor where something is hidden. Secrets are searched in what was read without them.
 */
export function writeMarks(
  reading: Reading,
  hidden: readonly ReadingFinding[],
  vocabulary: Vocabulary,
): Reading {
  const spans = hidden.flatMap((finding) => finding.spans);
  return {
    lines: reading.lines.map((line, at) => {
      let end = 0;
      const words = line.words.map((word) => {
        const start = end;
        end += word.symbols.length;
        if (!word.symbols.some(({ mark }) => mark)) return word;
        const isHidden = spans.some((span) => span.line === at && span.from < end && span.to > start);
        return isHidden ? word : writeOn(word, vocabulary);
      });
      return { ...line, words };
    }),
  };
}

function writeOn(word: ReadWord, vocabulary: Vocabulary): ReadWord {
  const symbols: ReadSymbol[] = [];
  let piece: ReadSymbol[] = [];
  const endPiece = () => {
    const marked = piece.map((symbol) => ({
      ...symbol,
      text: (symbol.mark && compose(symbol.text, symbol.mark)) ?? symbol.text,
    }));
    symbols.push(...(isRight(textOf(marked), textOf(piece), vocabulary) ? marked : piece));
    piece = [];
  };
  for (const symbol of word.symbols) {
    if (OF_A_WORD.test(symbol.text)) piece.push(symbol);
    else {
      endPiece();
      symbols.push(symbol);
    }
  }
  endPiece();
  return withSymbols(word, symbols);
}

function isRight(marked: string, bare: string, { rankOf }: Vocabulary): boolean {
  if (!IN_ONE_CASE.test(marked)) return false;
  const isKnown = (word: string) => [word, word.toLowerCase()].some((each) => rankOf(each) !== undefined);
  return isKnown(marked) || !isKnown(bare) || /[^a-z]/i.test(bare);
}

function textOf(symbols: readonly ReadSymbol[]): string {
  return symbols.map(({ text }) => text).join('');
}
