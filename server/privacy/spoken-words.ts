/** A word of a transcript, or a few that are said for one thing: half-open range of UTF-16 offsets. */
export interface Atom {
  kind: 'digits' | 'letter' | 'sign' | 'word';
  /** As it would be typed. */
  typed: string;
  start: number;
  end: number;
  /** Of a sign: whether it can be nothing else ("at sign"). */
  isExplicit: boolean;
}

const DIGITS = new Map(
  Object.entries({
    zero: '0',
    oh: '0',
    nought: '0',
    naught: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    niner: '9',
    ten: '10',
    eleven: '11',
    twelve: '12',
    thirteen: '13',
    fourteen: '14',
    fifteen: '15',
    sixteen: '16',
    seventeen: '17',
    eighteen: '18',
    nineteen: '19',
  }),
);

const TENS = new Map(
  Object.entries({
    twenty: '2',
    thirty: '3',
    forty: '4',
    fifty: '5',
    sixty: '6',
    seventy: '7',
    eighty: '8',
    ninety: '9',
  }),
);

const REPEATS = new Map(Object.entries({ double: 2, triple: 3, treble: 3, quadruple: 4 }));

const SIGNS = new Map(
  Object.entries({
    dot: '.',
    point: '.',
    period: '.',
    at: '@',
    underscore: '_',
    dash: '-',
    hyphen: '-',
    minus: '-',
    slash: '/',
    colon: ':',
    plus: '+',
    equals: '=',
    ampersand: '&',
    hash: '#',
    tilde: '~',
    percent: '%',
  }),
);

/** Signs of two words. */
const PAIRS = new Map(
  Object.entries({
    'at sign': '@',
    'at symbol': '@',
    'full stop': '.',
    'forward slash': '/',
    'back slash': '\\',
    'question mark': '?',
    'exclamation mark': '!',
    'dollar sign': '$',
    'plus sign': '+',
    'equals sign': '=',
    'percent sign': '%',
  }),
);

const CAPITAL = /^(capital|uppercase|cap)$/;

/** Words, and numbers and addresses that are typed already. */
const WORD = /[\p{L}\p{N}_]+(?:['’.@_-][\p{L}\p{N}_]+)*/gu;

interface Word {
  text: string;
  lower: string;
  start: number;
  end: number;
}

/** The words of a transcript, and what each is typed as. What stands between them is in none. */
export function atomsOf(transcript: string): Atom[] {
  const words = [...transcript.matchAll(WORD)].flatMap(split);
  const atoms: Atom[] = [];
  for (let index = 0; index < words.length; ) {
    const taken = read(words, index, transcript);
    const [first, last] = [words[index], words[index + taken.words - 1]];
    if (!first || !last) break;
    atoms.push({ isExplicit: false, ...taken.atom, start: first.start, end: last.end });
    index += taken.words;
  }
  return atoms;
}

/** "forty-two", "4-1-1-1" and "J-A-N-E" are several words; "example.com" and "x-ray" are one. */
function split(match: RegExpExecArray): Word[] {
  const [text] = match;
  const parts = text.split(/[-.]/);
  const isSpelled = parts.every(
    (part) => part.length === 1 || /^\d+$/.test(part) || isNumber(part.toLowerCase()),
  );
  const pieces = parts.length > 1 && isSpelled ? parts : [text];
  let at = match.index;
  return pieces.map((piece) => {
    const start = at;
    at += piece.length + 1;
    return { text: piece, lower: piece.toLowerCase(), start, end: start + piece.length };
  });
}

function isNumber(word: string): boolean {
  return DIGITS.has(word) || TENS.has(word);
}

type Taken = { words: number; atom: Pick<Atom, 'kind' | 'typed'> & { isExplicit?: boolean } };

/** What the next word or words are. */
function read(words: readonly Word[], index: number, transcript: string): Taken {
  const [word, next] = [words[index], words[index + 1]];
  if (!word) return { words: 1, atom: { kind: 'word', typed: '' } };
  const isNear = next !== undefined && /^[\s-]+$/.test(transcript.slice(word.end, next.start));
  const sign = isNear ? PAIRS.get(`${word.lower} ${next.lower}`) : undefined;
  if (sign !== undefined) return { words: 2, atom: { kind: 'sign', typed: sign, isExplicit: true } };
  const repeat = REPEATS.get(word.lower);
  const repeated = isNear && (digitsOf(next) ?? letterOf(next));
  if (repeat !== undefined && repeated && repeated.length === 1) {
    const kind = /\d/.test(repeated) ? 'digits' : 'letter';
    return { words: 2, atom: { kind, typed: repeated.repeat(repeat) } };
  }
  const letter = letterOf(next);
  if (isNear && CAPITAL.test(word.lower) && letter !== undefined) {
    return { words: 2, atom: { kind: 'letter', typed: letter.toUpperCase() } };
  }
  const tens = TENS.get(word.lower);
  if (tens !== undefined) {
    const unit = isNear ? DIGITS.get(next.lower) : undefined;
    const isUnit = unit !== undefined && unit.length === 1 && unit !== '0';
    return { words: isUnit ? 2 : 1, atom: { kind: 'digits', typed: tens + (isUnit ? unit : '0') } };
  }
  return { words: 1, atom: single(word) };
}

function single(word: Word): Taken['atom'] {
  const digits = digitsOf(word);
  if (digits !== undefined) return { kind: 'digits', typed: digits };
  const sign = SIGNS.get(word.lower);
  if (sign !== undefined) return { kind: 'sign', typed: sign };
  const letter = letterOf(word);
  if (letter !== undefined) return { kind: 'letter', typed: letter };
  return { kind: 'word', typed: word.text };
}

function digitsOf({ text, lower }: Word): string | undefined {
  return /^\d+$/.test(text) ? text : DIGITS.get(lower);
}

function letterOf(word: Word | undefined): string | undefined {
  return word && /^\p{L}$/u.test(word.text) ? word.text : undefined;
}
