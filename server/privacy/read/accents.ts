import type { Box } from '../../../protocol/attach.ts';
import { bottom, join, right } from '../boxes.ts';
import { compose, MARKS } from '../marks.ts';
import type { Mark, ReadLine, ReadSymbol } from '../reading.ts';
import type { Grey } from './grey.ts';
import type { TextBlock } from './page.ts';
import { type Piece, Pieces } from './pieces.ts';

/** A mark above a letter of a picture. */
export interface Accent {
  mark: Mark;
  box: Box;
  /** Where the letter beneath begins. */
  top: number;
  /** How high the letters of its line are, with what reaches above and below them. */
  inkHeight: number;
}

/** Heights, widths and distances below are in heights of the line's ink. */
const MOST = { height: 0.3, width: 0.55 };
/** In pixels: in small print what is no higher or wider may be a mark. */
const SMALLEST = { height: 3, width: 4 };
/** From a mark to its letter, upwards and downwards, and aside to what of it is highest. */
const REACH = 0.2;
/** A letter is at least so high. */
const LEAST_LETTER = 0.43;

/** How far an acute and a grave lean: the correlation of columns and rows of their ink. The dot of an i does not. */
const LEANING = 0.4;
/** What is as wide as this is more than a dot, and more than a dot's width to its height. */
const FLAT = { width: 0.19, ratio: 1.2 };
const TILDE = { width: 0.28, ratio: 1.8 };
/** The ends of a circumflex are lower than its middle, and those of a caron higher: the correlation of rows with the distance from it. */
const BENT = 0.25;
/** A ring is larger than a dot, and so much paler in its middle. */
const RING = 0.2;
const HOLE = 0.75;

/** The dots of a diaeresis: how large they are, how unlike each other, and how far apart. */
const DOT = 0.24;
const SMALLEST_DOT = 2;
const ALIKE = 0.5;
const APART = 0.6;
/** The dots of italics stand aside of their letters, by so much. */
const SLANT = 0.1;
/** An ï is narrower than its dots, by so much at each side. */
const OVERHANG = 0.1;

/**
 * Takes the marks off the letters of a picture: Tesseract reads letters with marks only in the languages that have them, and
 * others as something else (ó as é or 6, ñ as fi, ü as ii), and leads all languages of Europe into one page badly. What
 * is left are letters it knows; `restoreAccents` puts the marks back. Dots of i and j stay, and so does what touches its letter.
 * @param blocks of the picture's text; of those whose lines cannot be told nothing is taken
 * @returns the same picture where there are none
 */
export function liftAccents(
  picture: Grey,
  blocks: readonly TextBlock[],
): { picture: Grey; accents: Accent[] } {
  const accents: Accent[] = [];
  let light: Buffer | undefined;
  for (const block of blocks) {
    if (block.inkHeight === undefined) continue;
    const ink = new Pieces(picture, block, block.inkHeight);
    for (const { pieces, ...accent } of findAccents(ink, block.inkHeight)) {
      light ??= Buffer.from(picture.light);
      for (const piece of pieces) erase({ ...picture, light }, piece, ink, block);
      accents.push(accent);
    }
  }
  return { picture: light ? { ...picture, light } : picture, accents };
}

type Found = Accent & { pieces: readonly Piece[] };

function findAccents(ink: Pieces, unit: number): Found[] {
  const all = ink.all();
  const small = all.filter(
    ({ width, height }) =>
      height <= Math.max(SMALLEST.height, MOST.height * unit) &&
      width <= Math.max(SMALLEST.width, MOST.width * unit),
  );
  const letters = all.filter(({ height }) => height >= LEAST_LETTER * unit);
  const over = (mark: Mark, ...pieces: Piece[]): Found[] => {
    const box = pieces.map(boxOf).reduce(join);
    const top = letterBelow(box, pieces, ink, unit);
    return top === undefined || isSunken(top, letters, unit)
      ? []
      : [{ mark, box, top, inkHeight: unit, pieces }];
  };
  const marks = new Map(small.map((piece) => [piece, markOf(piece, ink, unit)]));
  const dots = small.filter((piece) => marks.get(piece) === undefined && isDot(piece, unit));
  return [
    ...[...marks].flatMap(([piece, mark]) => (mark ? over(mark, piece) : [])),
    ...dots.flatMap((one, index) => {
      const other = dots.slice(index + 1).find((each) => arePair(one, each, ink, unit));
      return other ? over('diaeresis', one, other) : [];
    }),
  ];
}

/** What a piece is by its look, wherever it stands; undefined for a dot, or what is no mark. */
function markOf(piece: Piece, ink: Pieces, unit: number): Mark | undefined {
  const { width, height } = piece;
  const { lean, bend } = shapeOf(piece, ink);
  if (height > 1 && lean <= -LEANING) return 'acute';
  if (height > 1 && lean >= LEANING) return 'grave';
  const isFlat = ({ width: least, ratio }: typeof FLAT) => width >= least * unit && width >= ratio * height;
  if (isFlat(FLAT) && bend >= BENT) return 'circumflex';
  if (isFlat(FLAT) && bend <= -BENT) return 'caron';
  if (isFlat(TILDE)) return 'tilde';
  return width >= RING * unit && height >= RING * unit && hasHole(piece, ink) ? 'ring' : undefined;
}

/** How a piece leans, and how it bends: correlations, smoothed edges counting by their shade. */
function shapeOf(piece: Piece, ink: Pieces): { lean: number; bend: number } {
  const spots: { x: number; y: number; shade: number }[] = [];
  for (let y = piece.y - 1; y <= bottom(piece); y++) {
    for (let x = piece.x - 1; x <= right(piece); x++) {
      const own = ink.at(x, y);
      if (own ? own === piece : isAlone(x, y, piece, ink)) spots.push({ x, y, shade: ink.darknessAt(x, y) });
    }
  }
  const middle = piece.x + (piece.width - 1) / 2;
  return {
    lean: correlation(spots.map(({ x, y, shade }) => [x, y, shade])),
    bend: correlation(spots.map(({ x, y, shade }) => [Math.abs(x - middle), y, shade])),
  };
}

/** Whether no ink but the piece's touches a pixel: its shade is not of something else. */
function isAlone(x: number, y: number, piece: Piece, ink: Pieces): boolean {
  for (let row = y - 1; row <= y + 1; row++)
    for (let column = x - 1; column <= x + 1; column++)
      if ((ink.at(column, row) ?? piece) !== piece) return false;
  return true;
}

/** Pearson's, of weighted pairs; 0 where one of the two is always the same. */
function correlation(pairs: readonly (readonly [a: number, b: number, weight: number])[]): number {
  const mean = (of: (a: number, b: number) => number) =>
    pairs.reduce((sum, [a, b, weight]) => sum + weight * of(a, b), 0) /
    pairs.reduce((sum, [, , weight]) => sum + weight, 0);
  const [meanA, meanB] = [mean((a) => a), mean((_, b) => b)];
  const spread = Math.sqrt(mean((a) => (a - meanA) ** 2) * mean((_, b) => (b - meanB) ** 2));
  return spread > 0 ? mean((a, b) => (a - meanA) * (b - meanB)) / spread : 0;
}

function hasHole({ x, y, width, height }: Piece, ink: Pieces): boolean {
  const [column, row] = [x + (width >> 1), y + (height >> 1)];
  const across = Array.from({ length: width }, (_, at) => ink.darknessAt(x + at, row));
  const down = Array.from({ length: height }, (_, at) => ink.darknessAt(column, y + at));
  return ink.darknessAt(column, row) < HOLE * Math.min(Math.max(...across), Math.max(...down));
}

function isDot({ width, height }: Piece, unit: number): boolean {
  const most = Math.max(SMALLEST_DOT, DOT * unit);
  return width <= most && height <= most;
}

function arePair(one: Piece, other: Piece, ink: Pieces, unit: number): boolean {
  const [left, next] = one.x < other.x ? [one, other] : [other, one];
  const alike = (a: number, b: number) => Math.min(a, b) >= ALIKE * Math.max(a, b);
  return (
    next.x > right(left) &&
    next.x - left.x <= APART * unit &&
    Math.abs(one.y - other.y) <= 1 &&
    alike(one.height, other.height) &&
    alike(one.width, other.width) &&
    !haveTheirOwn(one, other, ink, unit)
  );
}

/** Whether two dots stand above letters of their own, as those of `ij` do. */
function haveTheirOwn(one: Piece, other: Piece, ink: Pieces, unit: number): boolean {
  const slant = Math.round(SLANT * unit);
  const [first, second] = [one, other].map((dot) => {
    for (let y = bottom(dot); y <= bottom(dot) + REACH * unit; y++) {
      for (let x = dot.x - slant; x < right(dot) + slant; x++) {
        const letter = ink.at(x, y);
        if (letter) return letter;
      }
    }
    return undefined;
  });
  return first !== undefined && second !== undefined && first !== second;
}

/** Where the letter begins over whose width a mark stands, with nothing above it; undefined where there is none. */
function letterBelow(mark: Box, pieces: readonly Piece[], ink: Pieces, unit: number): number | undefined {
  const reach = Math.ceil(REACH * unit);
  const other = (x: number, y: number) => {
    const piece = ink.at(x, y);
    return piece && !pieces.includes(piece) ? piece : undefined;
  };
  for (let y = mark.y - reach; y < mark.y; y++)
    for (let x = mark.x; x < right(mark); x++) if (other(x, y)) return undefined;
  const middle = mark.x + mark.width / 2;
  // One dot stands in the middle of its letter, two at its ends.
  const [from, to, overhang] =
    pieces.length > 1 ? [mark.x, right(mark), OVERHANG * unit] : [middle, middle, 0];
  for (let y = bottom(mark); y <= bottom(mark) + reach; y++) {
    for (let x = mark.x - reach; x < right(mark) + reach; x++) {
      const letter = other(x, y);
      if (
        letter &&
        bottom(letter) - y >= LEAST_LETTER * unit &&
        letter.x - overhang <= from &&
        letter.x <= middle &&
        right(letter) + overhang >= to &&
        right(letter) >= middle
      )
        return y;
    }
  }
  return undefined;
}

/** Whether all letters beside it begin higher: it is the lower part of one that broke in two, and no mark is above it. */
function isSunken(top: number, letters: readonly Piece[], unit: number): boolean {
  const least = LEAST_LETTER * unit;
  const beside = letters.filter((letter) => letter.y < top + least && bottom(letter) > top + least / 2);
  return beside.length > 1 && beside.filter(({ y }) => y >= top - 1).length < 2;
}

/** Makes a piece ground, with its smoothed edge. */
function erase({ light, width }: Grey, piece: Piece, ink: Pieces, { box, dark }: TextBlock): void {
  for (let y = Math.max(box.y, piece.y - 1); y < Math.min(bottom(box), bottom(piece) + 1); y++) {
    for (let x = Math.max(box.x, piece.x - 1); x < Math.min(right(box), right(piece) + 1); x++) {
      if ((ink.at(x, y) ?? piece) === piece) light[y * width + x] = dark ? 0 : 255;
    }
  }
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/** In heights of the line's ink: how far a letter's box, as it was read, may be from where the letter is. */
const ASTRAY = { down: 0.35, aside: 0.25 };
/** A letter that seldom has the mark is taken where others are further away than this. */
const SELDOM = 0.3;

/** Gives marks back to the letters of a line that was read without them. Where none of them takes a mark, it is lost. */
export function restoreAccents(accents: readonly Accent[], line: ReadLine): ReadLine {
  const marked = new Map<ReadSymbol, ReadSymbol>();
  const symbols = line.words.flatMap((word) => word.symbols);
  for (const { mark, box, top, inkHeight } of accents) {
    const awayFrom = ({ text, box: letter }: ReadSymbol) =>
      Math.abs(letter.x + letter.width / 2 - box.x - box.width / 2) +
      (isSeldom(text, mark) ? SELDOM * inkHeight : 0);
    const nearest = symbols
      .filter(
        (symbol) =>
          !marked.has(symbol) &&
          Math.abs(symbol.box.y - top) <= ASTRAY.down * inkHeight &&
          compose(symbol.text, mark) !== undefined &&
          box.x + box.width / 2 >= symbol.box.x - ASTRAY.aside * inkHeight &&
          box.x + box.width / 2 <= right(symbol.box) + ASTRAY.aside * inkHeight,
      )
      .toSorted((a, b) => awayFrom(a) - awayFrom(b))
      .at(0);
    if (nearest) marked.set(nearest, { ...nearest, mark, box: join(nearest.box, box) });
  }
  if (marked.size === 0) return line;
  const words = line.words.map((word) => {
    if (!word.symbols.some((symbol) => marked.has(symbol))) return word;
    const whole = word.symbols.map((symbol) => marked.get(symbol) ?? symbol);
    return { ...word, symbols: whole, box: whole.map(({ box }) => box).reduce(join) };
  });
  return { box: words.map(({ box }) => box).reduce(join), words };
}

function isSeldom(read: string, mark: Mark): boolean {
  return MARKS[mark].seldom.includes(read.toLowerCase());
}
