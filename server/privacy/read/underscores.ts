import type { Box } from '../../../protocol/attach.ts';
import type { Picture, ReadLine, ReadSymbol, ReadWord } from '../reading.ts';
import { brightness } from './ink.ts';
import { around } from './text-lines.ts';

/** Distances below are in widths of a usual letter of the line, or its height where it says so. */
const SHORTEST = 0.6;
const LONGEST = 8;
/** An underscore and the letter beside it are one word if they are this near. */
const TOGETHER = 0.6;
/** How far below the letters underscores are looked for, in heights. */
const DEPTH = 0.4;
/** How thick an underscore is at most, in heights. */
const THICKNESS = 0.25;
/** A letter's box that is narrower or wider than this was not found, only guessed. */
const NARROW = 0.4;
const WIDE = 1.8;
/** What part of the line's contrast is ink. */
const INK = 0.3;

/** Letters that reach below the line. */
const TAILS = /[gjpqyQ,;_()[\]{}|/\\$@]/;

/**
 * Puts underscores back, which Tesseract mostly loses where they stand apart
 * from the letters: it takes them for the lines of a form. Names and tokens
 * are full of them. Looks in the picture below the letters for short bars that
 * no letter stands above.
 */
export function restoreUnderscores(picture: Picture, line: ReadLine): ReadLine {
  const symbols = line.words.flatMap((word) => word.symbols);
  const width = median(symbols.map(({ box }) => box.width));
  const height = median(symbols.map(({ box }) => box.height));
  const upright = symbols.filter(({ text }) => !TAILS.test(text));
  if (upright.length === 0 || width < 2 || height < 4) return line;
  const foot = median(upright.map(({ box }) => box.y + box.height));
  const bars = findBars(picture, line.box, foot, { width, height });
  const letters = symbols.filter(
    ({ text, box }) => text !== '_' && box.width >= NARROW * width && box.width <= WIDE * width,
  );
  const missing = bars.filter(
    (bar) =>
      !letters.some(({ box }) => isWithin(middle(box), bar, 0.1) || isWithin(middle(bar), box, 0.25)) &&
      !symbols.some(
        ({ text, box }) => text === '_' && middle(box) >= bar.x && middle(box) <= bar.x + bar.width,
      ),
  );
  const words = [...line.words, ...missing.map((bar) => toWord(bar, width))];
  return { box: words.map(({ box }) => box).reduce(around), words: join(words, TOGETHER * width) };
}

/** Horizontal bars below the foot of the letters. */
function findBars(
  picture: Picture,
  line: Box,
  foot: number,
  letter: { width: number; height: number },
): Box[] {
  const bottom = Math.min(picture.height, foot + Math.ceil(DEPTH * letter.height) + 1);
  const left = Math.max(0, line.x - Math.ceil(letter.width));
  const right = Math.min(picture.width, line.x + line.width + Math.ceil(letter.width));
  const { ground, contrast } = measureGround(picture, line);
  const isInk = (x: number, y: number) =>
    Math.abs(brightness(picture.data, (y * picture.width + x) * 3) - ground) > Math.max(16, INK * contrast);
  const bars: Box[] = [];
  for (let y = foot; y < bottom; y++) {
    let start = left;
    for (let x = left; x <= right; x++) {
      if (x < right && isInk(x, y)) continue;
      const length = x - start;
      if (length >= SHORTEST * letter.width && length <= LONGEST * letter.width) {
        const bar = { x: start, y, width: length, height: 1 };
        const above = bars.find((each) => each.y + each.height === y && sharedWidth(each, bar) > length / 2);
        if (above) Object.assign(above, around(above, bar));
        else bars.push(bar);
      }
      start = x + 1;
    }
  }
  return bars.filter(({ height }) => height <= Math.max(1, Math.ceil(THICKNESS * letter.height)));
}

/** The brightness that most of a box has, and how far the rest is from it at most. */
function measureGround({ data, width }: Picture, box: Box): { ground: number; contrast: number } {
  const histogram = new Uint32Array(256);
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const level = brightness(data, (y * width + x) * 3);
      histogram[level] = (histogram[level] ?? 0) + 1;
    }
  }
  const ground = histogram.indexOf(histogram.reduce((most, count) => Math.max(most, count), 0));
  const levels = [...histogram.keys()].filter((level) => histogram[level]);
  return { ground, contrast: Math.max(0, ...levels.map((level) => Math.abs(level - ground))) };
}

/** As many underscores as the bar is long. */
function toWord(bar: Box, width: number): ReadWord {
  const count = Math.max(1, Math.round(bar.width / Math.max(width, 1) / 1.1));
  const symbols = Array.from({ length: count }, (_, at): ReadSymbol => {
    const x = bar.x + Math.round((at * bar.width) / count);
    const end = bar.x + Math.round(((at + 1) * bar.width) / count);
    return { text: '_', box: { ...bar, x, width: end - x } };
  });
  return { text: '_'.repeat(count), confidence: 1, box: bar, symbols };
}

/** Puts words in order, splits those that an underscore stands in, and joins what it holds together. */
function join(words: readonly ReadWord[], most: number): ReadWord[] {
  const symbols = words.flatMap((word, index) => word.symbols.map((symbol) => ({ symbol, index, word })));
  const order = symbols.toSorted((a, b) => middle(a.symbol.box) - middle(b.symbol.box));
  const joined: ReadWord[] = [];
  let before: (typeof order)[number] | undefined;
  for (const each of order) {
    const last = joined.at(-1);
    const bar = before && (before.symbol.text === '_' || each.symbol.text === '_');
    const near = before && each.symbol.box.x - (before.symbol.box.x + before.symbol.box.width) <= most;
    if (last && before && (before.index === each.index || (bar && near))) {
      last.symbols.push(each.symbol);
      last.text += each.symbol.text;
      last.box = around(last.box, each.symbol.box);
      last.confidence = Math.min(last.confidence, each.word.confidence);
    } else {
      joined.push({ ...each.word, text: each.symbol.text, box: each.symbol.box, symbols: [each.symbol] });
    }
    before = each;
  }
  return joined;
}

function isWithin(at: number, { x, width }: Box, margin: number): boolean {
  return at > x + margin * width && at < x + width - margin * width;
}

function middle({ x, width }: Box): number {
  return x + width / 2;
}

function sharedWidth(a: Box, b: Box): number {
  return Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
