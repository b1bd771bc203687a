import { right } from './boxes.ts';
import { type Reading, type ReadWord, withSymbols } from './reading.ts';

/** Words read less surely than this may have a zero where an O stands. */
const DOUBTED = 0.8;
/** Words read less surely than this are spelled as the same picture has them elsewhere, */
const UNSURE = 0.75;
/** if that was read this surely at least. */
const SURE = 0.8;
/** Shorter pieces of words are alike by chance. */
const SHORTEST = 5;

/**
 * What dotted and slashed zeros are taken for, and where it must be one. Not in `react@19`, `2@example.com`, `@2x`.
 * Each match is as long as what it stands for.
 */
const ZEROS = [
  // At the end of a number, or within it
  /(?<=(?<![\p{L}\p{N}])\d+)[@©®]+(?![\p{L}(])/gu,
  // Behind the letter of a code: E0502
  /(?<=(?<![\p{L}\p{N}])\p{Lu})[@©®]+(?=\d)/gu,
  // Alone: an index, a value
  /(?<=[[(:=/,])[@©®]+(?=[\])\d,;:]|$)/gu,
  // The last part of a version or a time
  /(?<=\d[.:])[eo@©]{1,2}(?![\p{L}\p{N}])/gu,
  // Before a number in a file's name
  /(?<![\p{L}\p{N}])[e©@€]{1,2}(?=\d+_\p{L})/gu,
];
/** Stands for a letter that is none. */
const NOTHING = '\0';
/** Other signs, and what each of them stands for. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  // A six within a name with digits: arm64
  [/(?<=[\p{L}\p{N}])é(?=\d)/gu, '6'],
  // What readers take the caret of a version for: react@"^19.1.0"
  [/(?<=@["'“‘])(?![vV])[\p{L}*](?=\d+\.\d)/gu, '^'],
  // An O before an S: macOS, iOS
  [/(?<=(?<![\p{L}\p{N}])(?:mac|i|iPad|tv|watch)?)0(?=S(?![\p{L}\p{N}]))/gu, 'O'],
  // A French l without its vowel: l’an. No English I stands before one.
  [/(?<!\p{L})I(?=['’][aeiouyhéèêàâîô]\p{L})/gu, 'l'],
  // An l at the beginning of a number, or within it
  [/(?<![\p{L}\p{N}])[lI](?=\d+\.\d)/gu, '1'],
  [/(?<=(?<![\p{L}\p{N}])\d+)[lI](?=\d+(?!\p{L}))/gu, '1'],
];
/** The version in an address, /v1/charges, apps/v1: its one read as a letter, or twice. */
const VERSION = /(?<=\/v)[lI](?=\/|["'”’,;]*$)/gu;
const VERSION_TWICE = /(?<=\/v1)[lI](?=\/)/gu;
/**
 * A hash or an id in hex with a one read as a letter: it begins as hex does, between its digits stand letters, and
 * there are three digits at least. A word with a number has more letters around its l.
 */
const HEX =
  /(?<![\p{L}\p{N}@])(?=\p{L}*\d+\p{L}+\d)(?=(?:\p{L}*\d){3})[\da-f][\da-flI]{6,}(?![\p{L}\p{N}@])/gu;
const ONE_IN_HEX = /(?<![a-f]{3})[lI](?![a-f]{3})/g;

/** What a piece of a word is: a name, a number. `@` is what readers take dotted zeros for. */
const PIECE = /[\p{L}\p{N}@]+/gu;
/** In fonts for code each of these looks like the others of its group; no group has two digits, so that numbers stay. */
const ALIKE = ['0OoQ@', '1lI', '2Zz', '5Ss', '6é', '8B', '9gq'];

/** Two of a word's letters that share so much of the narrower one's width are one. */
const OVERLAP = 0.4;

/**
 * Mends what readers misread most in code: dotted zeros in numbers read as signs; an O within a word read as a zero, or as a zero and an O;
 * and words read unsurely that the same picture has elsewhere, read surely. For text that is sent:
 * secrets are looked for in what was read. Lines, words and symbols stay in their number and places.
 */
export function mendWords({ lines }: Reading): Reading {
  const known = sureSpellings(lines.flatMap(({ words }) => words));
  return {
    lines: lines.map((line) => ({
      ...line,
      words: line.words.map((word) => mend(withoutDoubles(word), known)),
    })),
  };
}

/** A word without letters that were read twice, as one and as what it looks like: their boxes are one. */
function withoutDoubles(word: ReadWord): ReadWord {
  if (word.confidence >= DOUBTED) return word;
  const lost = new Set<number>();
  for (const [at, one] of word.symbols.entries()) {
    const next = word.symbols[at + 1];
    if (!next || one.text === next.text || !areAlike(one.text, next.text)) continue;
    const shared = right(one.box) - next.box.x;
    if (shared < OVERLAP * Math.min(one.box.width, next.box.width)) continue;
    // A letter, rather than a digit, and the later one, which stands for all that is left.
    lost.add(/\d/.test(next.text) && /[a-z]/i.test(one.text) ? at + 1 : at);
  }
  if (lost.size === 0) return word;
  return withSymbols(
    word,
    word.symbols.map((symbol, at) => (lost.has(at) ? { ...symbol, text: '' } : symbol)),
  );
}

function areAlike(one: string, other: string): boolean {
  return one.length === 1 && other.length === 1 && lookOf(one.toLowerCase()) === lookOf(other.toLowerCase());
}

function mend(word: ReadWord, known: ReadonlyMap<string, Set<string>>): ReadWord {
  if (word.symbols.some(({ text }) => text.length > 1)) return word;
  const isDoubted = word.confidence < DOUBTED;
  const read = mendCodes(isDoubted ? mendSigns(word.text) : word.text);
  const letters = [...read];
  for (const { 0: piece, index } of isDoubted ? read.matchAll(PIECE) : []) {
    const mended = (word.confidence < UNSURE && elsewhere(piece, known)) || withoutZeros(piece);
    letters.splice(index, piece.length, ...mended);
  }
  if (letters.join('') === word.text) return word;
  // What was read twice has a symbol without a letter.
  const left = letters.values();
  return withSymbols(
    word,
    word.symbols.map((symbol) =>
      symbol.text === '' ? symbol : { ...symbol, text: left.next().value?.replace(NOTHING, '') ?? '' },
    ),
  );
}

function mendSigns(read: string): string {
  const zeros = ZEROS.reduce(
    (text, pattern) => text.replace(pattern, (lost) => '0'.repeat(lost.length)),
    read,
  );
  return SIGNS.reduce((text, [pattern, meant]) => text.replace(pattern, meant), zeros);
}

/** What can be nothing else, however surely it was read: readers are sure of an l, and not of what it is in. */
function mendCodes(read: string): string {
  return read
    .replace(VERSION, '1')
    .replace(VERSION_TWICE, NOTHING)
    .replace(HEX, (id) => id.replace(ONE_IN_HEX, '1'));
}

/** How the pieces of the words that were read surely are spelled, by how they look. */
function sureSpellings(words: readonly ReadWord[]): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { text, confidence } of words) {
    if (confidence < SURE) continue;
    for (const [piece] of text.matchAll(PIECE)) {
      const look = lookOf(piece);
      known.set(look, (known.get(look) ?? new Set()).add(piece));
    }
  }
  return known;
}

/** The one spelling that a piece has elsewhere; undefined where there is none, or more than one. */
function elsewhere(piece: string, known: ReadonlyMap<string, Set<string>>): string[] | undefined {
  const spellings = known.get(lookOf(piece));
  if (piece.length < SHORTEST || !/\p{L}/u.test(piece) || spellings?.size !== 1) return undefined;
  const [spelling = piece] = spellings;
  return spelling.length === piece.length ? [...spelling] : undefined;
}

function lookOf(piece: string): string {
  return [...piece].map((letter) => ALIKE.find((group) => group.includes(letter))?.[0] ?? letter).join('');
}

/**
 * The letters of a piece, zeros that must be an O as one: at its beginning, or between letters of one
 * case, in words without other digits. A zero beside an O is that O, read twice: nothing stands for it.
 */
function withoutZeros(piece: string): string[] {
  const letters = [...piece];
  const isWord = /^(?:[\p{L}0]*\p{L}){3}/u.test(piece) && /^[\p{L}0]+$/u.test(piece);
  if (!isWord || /^0[xbo]/.test(piece) || /^[\da-f]+$/i.test(piece)) return letters;
  return letters.map((letter, at) => {
    if (letter !== '0') return letter;
    const [before = '', after = ''] = [letters[at - 1], letters.slice(at).find((each) => each !== '0')];
    if (before === 'O' || letters[at + 1] === 'O') return '';
    const isFirst = letters.slice(0, at).every((each) => each === '0');
    const isWithin = /^(?:\p{Ll}{2}|\p{Lu}{2})$/u.test(before + after);
    return after !== '' && (isFirst || isWithin) ? 'O' : letter;
  });
}
