import type { Vocabulary } from '../catalogue/vocabulary.ts';
import { partsOf } from './long-lines.ts';
import { type Reading, type ReadWord, withSymbols } from './reading.ts';

/** What was read, and what it may be. */
type Exchange = readonly [read: string, meant: string];

const exchanges = (...each: readonly string[]): Exchange[] =>
  each.flatMap((text): Exchange[] => {
    const [read = '', way, meant = ''] = text.split(' ');
    return way === '↔'
      ? [
          [read, meant],
          [meant, read],
        ]
      : [[read, meant]];
  });

/** What readers take for each other, however sure they are. */
const ALIKE = exchanges(
  ...['l ↔ i', 't ↔ f', 'O ↔ Q', 'rn ↔ m', 'vv ↔ w', 'cl ↔ d', 'l → I', '| → I', '| → l', '1 → l'],
  ...['ii → m', 'ii → n', 'ii → u', 'ni → m', 'lf → it'],
);
/** And where they are not. */
const LESS_ALIKE = exchanges('c ↔ e', 'h ↔ b', 'o ↔ e', 'u ↔ n', 'i ↔ t', 'L → A');
/** Short words differ by one letter so often that these are all, at their beginning. */
const ALIKE_IN_SHORT = exchanges('t ↔ f', 'l → I', '| → I');
/** What a reader of English makes of German letters. */
const GERMAN = exchanges(
  ...['é → ä', '& → ä', '&é → ä', 'é → ö', '6 → ö', 'ii → ü', 'ui → ü', 'uii → ü', 'B → ß', '8 → ß', 'R → ß'],
);
/** With and without its dots a letter makes right words: `zahlt`, `zählt`. */
const LESS_GERMAN = exchanges(
  ...['a → ä', 'o → ö', 'u → ü', 'A → Ä', 'O → Ö', 'U → Ü', 'd → ä', 'da → ä', 'd → ö', 'i → ü'],
);

/** Hardly a right word has these: words without a token of their own are made of fewer without. */
const TELLING = new Set(['ii', 'Q', 'é', '&', '&é', 'uii']);

/** Words of nearly every German text, and of no English one; so many of them make a text German. */
const OF_GERMAN = new Set(
  'der das und nicht ist ein eine einen dem von mit auf zu wird werden sind noch oder auch keine kein Sie Ihr Ihre'.split(
    ' ',
  ),
);
const GERMAN_WORDS = 2;
const OF_GERMAN_ONLY = /[äöüß]/i;

/** Read less surely than this, letters that are less alike are exchanged, too. */
const UNSURE = 0.85;
/** Words with fewer letters are alike by chance. */
const SHORT = 5;
/** Longer ones are none. */
const LONGEST = 40;
/** What is meant is no rarer than this, by the number of its letters: the longer, the less it is chance. */
const RAREST = [0, 0, 3_000, 3_000, 20_000, 30_000, 60_000, 200_000];
/** Words as rare as this may be misread; if they are rarer than what is meant by this factor, they are. */
const RARE = [0, 0, 5_000, 5_000, 50_000, 100_000];
const RARE_IN_GERMAN = 15_000;
const RARER = 8;
const RARER_IN_GERMAN = 4;
/** Of what has no token of its own. */
const NO_WORD = Number.POSITIVE_INFINITY;
/** A part of a line is prose if it has so many other words that are as common as that. */
const PROSE_WORDS = 2;
const COMMON = 60_000;

/** A word of prose, and what of it is its letters. Code has dots, underscores and digits within. */
const WORD = /^\P{L}*?([\p{L}|][\p{L}|1&68]*)\P{L}*$/u;
const IN_ONE_CASE = /^(?:\p{L}?\p{Ll}+|\p{Lu}+)$/u;
/** What prose does not have: signs of code, and options of commands. */
const OF_CODE = /[={}[\]<>$\\_]|;$|^--?\p{L}|\p{L}\(|\p{Ll}\p{Lu}/u;
const SHORT_WORD = /^["'“‘(]?[\p{L}|]+[.,:;!?)"'”’]*$/u;

/**
 * Mends words of prose of which a letter was misread as one that looks like it, where that makes a common English
 * or German word of what is none: `falled`, `fo`, `Stérung`. Code, names and numbers are left as they are. For text that
 * is sent, as `mendWords`. Lines, words and symbols stay in their number and places.
 */
export function mendSpelling({ lines }: Reading, vocabulary: Vocabulary): Reading {
  const german = new Set(
    lines.flatMap(({ words }) => words.map(({ text }) => text)).filter((text) => OF_GERMAN.has(text)),
  );
  const isGerman = german.size >= GERMAN_WORDS;
  return {
    lines: lines.map((line) => ({
      ...line,
      words: partsOf(line).flatMap((part) => {
        let prose: boolean | undefined;
        const isProse = () => (prose ??= speaks(part, vocabulary));
        let code: boolean | undefined;
        const isCode = () => (code ??= part.some(({ text }) => OF_CODE.test(text)));
        return part.map((word) => mend(word, { isProse, isCode, isGerman }, vocabulary));
      }),
    })),
  };
}

function speaks(part: readonly ReadWord[], vocabulary: Vocabulary): boolean {
  const written = part.filter(({ text }) => /\p{L}/u.test(text));
  const common = written.filter(({ text }) => {
    const rank = vocabulary.rankOf(lettersIn(text) ?? '');
    return rank !== undefined && rank < COMMON && /\p{Ll}{2}/u.test(text);
  });
  return common.length >= PROSE_WORDS && 2 * common.length >= written.length - 1;
}

function lettersIn(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  return WORD.exec(text)?.[1];
}

interface Around {
  isProse: () => boolean;
  isCode: () => boolean;
  isGerman: boolean;
}

function mend(word: ReadWord, around: Around, vocabulary: Vocabulary): ReadWord {
  const letters = lettersIn(word.text);
  if (letters === undefined || letters.length < 2) return word;
  if (word.symbols.some(({ text }) => text.length !== 1)) return word;
  if (isUsual(letters, vocabulary)) return word;
  const isShort = letters.length < SHORT;
  if (isShort && !(SHORT_WORD.test(word.text) && around.isProse())) return word;
  if (around.isCode()) return word;
  const isUnsure = word.confidence < UNSURE;
  let best: { at: number; exchange: Exchange; rank: number } | undefined;
  for (const exchange of exchangesFor(isShort, isUnsure, around.isGerman)) {
    const [read, meant] = exchange;
    for (let at = letters.indexOf(read); at >= 0; at = letters.indexOf(read, at + 1)) {
      if (!mayStandAt(at, exchange, letters, isUnsure)) continue;
      const text = letters.slice(0, at) + meant + letters.slice(at + read.length);
      if (!IN_ONE_CASE.test(text) || !isMeant(text, letters, exchange, vocabulary)) continue;
      const rank = vocabulary.rankOf(text) ?? NO_WORD;
      if (best === undefined || rank < best.rank) best = { at, exchange, rank };
    }
  }
  if (!best) return word;
  const [read, meant] = best.exchange;
  const start = word.text.indexOf(letters) + best.at;
  const symbols = word.symbols.map((symbol, at) => {
    if (at < start || at >= start + read.length) return symbol;
    return { ...symbol, text: at === start ? meant : '' };
  });
  return withSymbols(word, symbols);
}

function exchangesFor(isShort: boolean, isUnsure: boolean, isGerman: boolean): Exchange[] {
  const german = isGerman ? [...GERMAN, ...(isUnsure ? LESS_GERMAN : [])] : [];
  if (isShort) return [...ALIKE_IN_SHORT, ...german];
  return [...ALIKE, ...(isUnsure ? LESS_ALIKE : []), ...german];
}

function mayStandAt(at: number, [read, meant]: Exchange, letters: string, isUnsure: boolean): boolean {
  const isGerman = OF_GERMAN_ONLY.test(meant);
  // `ls`, `ln`, `lt` and `lf` mean something, too, above all in what tells of errors.
  if (letters.length === 2 && read === 'l' && !isUnsure) return false;
  // A large I looks like an l, a small one does not.
  if (at === 0) return !(read === 'l' && meant === 'i');
  return (letters.length >= SHORT || isGerman) && read !== 'L';
}

/** Whether a word is so much commoner than what was read that this is no word. */
function isMeant(text: string, letters: string, [read, meant]: Exchange, vocabulary: Vocabulary): boolean {
  const isGerman = OF_GERMAN_ONLY.test(meant);
  const length = Math.min(text.length, letters.length);
  const [rank, one] = [vocabulary.rankOf(text), vocabulary.rankOf(letters)];
  if (rank === undefined) {
    if (length <= SHORT || !TELLING.has(read) || isKnown(letters, NO_WORD, vocabulary)) return false;
    return vocabulary.piecesOf(text) < vocabulary.piecesOf(letters);
  }
  // An Ihr is rare, but an lhr is none at all.
  const least = one === undefined && read === 'l' ? Math.max(length, SHORT - 1) : length;
  if (!isGerman && rank >= rarest(least)) return false;
  const [rare, rarer] = isGerman ? [RARE_IN_GERMAN, RARER_IN_GERMAN] : [leastRare(length), RARER];
  const isRare = one === undefined || (one >= rare && one >= rarer * rank);
  return isRare && !isKnown(letters, rarer * rank, vocabulary);
}

/** Whether it is too common to be anything else: most words are. */
function isUsual(letters: string, vocabulary: Vocabulary): boolean {
  const rank = vocabulary.rankOf(letters);
  return rank !== undefined && rank < Math.min(leastRare(letters.length), RARE_IN_GERMAN);
}

function leastRare(length: number): number {
  return RARE[length] ?? RARE.at(-1) ?? 0;
}

function rarest(length: number): number {
  return RAREST[length] ?? RAREST.at(-1) ?? 0;
}

/** Whether it is a word, more common than some, with another first letter: as at the beginning of a sentence, or of a label. */
function isKnown(letters: string, than: number, vocabulary: Vocabulary): boolean {
  const small = letters.toLowerCase();
  return [small, small.charAt(0).toUpperCase() + small.slice(1)].some(
    (each) => each !== letters && (vocabulary.rankOf(each) ?? NO_WORD) < than,
  );
}
