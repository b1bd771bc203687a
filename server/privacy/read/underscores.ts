import type { Box } from '../../../protocol/attach.ts';
import { join, sharedWidth } from '../boxes.ts';
import { median } from '../median.ts';
import type { ReadLine, ReadSymbol, ReadWord } from '../reading.ts';
import type { Grey } from './grey.ts';

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

/** A symbol in its line, in the order it was read in. */
interface Place {
  symbol: ReadSymbol;
  word: ReadWord;
  /** Whether its box is where it stands: beside a lost underscore Tesseract's boxes go astray. */
  sure: boolean;
}

/**
 * Puts underscores back, which Tesseract mostly loses where they stand apart
 * from the letters: it takes them for the lines of a form. Names and tokens
 * are full of them. Looks in the picture below the letters for short bars that
 * no letter stands above.
 */
export function restoreUnderscores(picture: Grey, line: ReadLine): ReadLine {
  const symbols = line.words.flatMap((word) => word.symbols);
  const letter = {
    width: median(symbols.map(({ box }) => box.width)) ?? 0,
    height: median(symbols.map(({ box }) => box.height)) ?? 0,
  };
  const upright = symbols.filter(({ text }) => !TAILS.test(text));
  if (upright.length === 0 || letter.width < 2 || letter.height < 4) return line;
  const foot = median(upright.map(({ box }) => box.y + box.height)) ?? 0;
  const places = line.words.flatMap((word) =>
    word.symbols.map((symbol): Place => {
      const wide = symbol.box.width / letter.width;
      return { symbol, word, sure: symbol.text === '_' || (wide >= NARROW && wide <= WIDE) };
    }),
  );
  const missing = findBars(picture, line.box, foot, letter).filter(
    (bar) =>
      !places.some(
        ({ symbol: { text, box }, sure }) =>
          sure && (isWithin(middle(box), bar, 0.1) || isWithin(middle(bar), box, text === '_' ? 0 : 0.25)),
      ),
  );
  if (missing.length === 0 && !symbols.some(({ text }) => text === '_')) return line;
  const pitch = usualPitch(places, letter.width);
  for (const bar of missing) insert(places, bar, pitch);
  spread(places);
  const words = joinWords(places, TOGETHER * letter.width);
  return { box: words.map(({ box }) => box).reduce(join), words };
}

/** From the middle of a letter to the next, where both are known. */
function usualPitch(places: readonly Place[], otherwise: number): number {
  const steps = places.flatMap((place, index) => {
    const before = places[index - 1];
    if (!before?.sure || !place.sure || before.word !== place.word) return [];
    return [middle(place.symbol.box) - middle(before.symbol.box)];
  });
  return Math.max(1, median(steps) ?? otherwise);
}

/** Puts a bar where it belongs: so many letters after the last one before it whose place is known. */
function insert(places: Place[], bar: Box, pitch: number): void {
  const at = places.findLastIndex(({ symbol, sure }) => sure && middle(symbol.box) < middle(bar));
  const anchor = places[at];
  let index = at + 1;
  if (anchor) {
    const lettersBetween = Math.round((bar.x + pitch / 2 - middle(anchor.symbol.box)) / pitch) - 1;
    while (index <= at + lettersBetween && places[index]?.sure === false) index++;
  }
  const count = Math.max(1, Math.round(bar.width / pitch));
  const symbols = Array.from({ length: count }, (_, each): ReadSymbol => {
    const x = bar.x + Math.round((each * bar.width) / count);
    const end = bar.x + Math.round(((each + 1) * bar.width) / count);
    return { text: '_', box: { ...bar, x, width: end - x } };
  });
  const word: ReadWord = { text: '_', confidence: 1, box: bar, symbols };
  places.splice(index, 0, ...symbols.map((symbol) => ({ symbol, word, sure: true })));
}

/** Gives letters whose place is not known the room between those whose is. */
function spread(places: Place[]): void {
  for (let index = 0; index < places.length; index++) {
    if (places[index]?.sure !== false) continue;
    const next = places.findIndex((place, at) => at > index && place.sure);
    const before = places[index - 1]?.symbol.box;
    const after = places[next]?.symbol.box;
    const astray = places.slice(index, next);
    if (before && after && after.x - (before.x + before.width) >= 2 * astray.length) {
      const left = before.x + before.width;
      const room = (after.x - left) / astray.length;
      for (const [at, place] of astray.entries()) {
        const x = Math.round(left + at * room);
        const box = { ...place.symbol.box, x, width: Math.round(left + (at + 1) * room) - x };
        place.symbol = { ...place.symbol, box };
      }
    }
    if (next === -1) return;
    index = next;
  }
}

/** Horizontal bars below the foot of the letters. */
function findBars(picture: Grey, line: Box, foot: number, letter: { width: number; height: number }): Box[] {
  const bottom = Math.min(picture.height, foot + Math.ceil(DEPTH * letter.height) + 1);
  const left = Math.max(0, line.x - Math.ceil(letter.width));
  const right = Math.min(picture.width, line.x + line.width + Math.ceil(letter.width));
  const { ground, contrast } = measureGround(picture, line);
  const isInk = (x: number, y: number) =>
    Math.abs((picture.light[y * picture.width + x] ?? 0) - ground) > Math.max(16, INK * contrast);
  const bars: Box[] = [];
  for (let y = foot; y < bottom; y++) {
    let start = left;
    for (let x = left; x <= right; x++) {
      if (x < right && isInk(x, y)) continue;
      const length = x - start;
      if (length >= SHORTEST * letter.width && length <= LONGEST * letter.width) {
        const bar = { x: start, y, width: length, height: 1 };
        const above = bars.find((each) => each.y + each.height === y && sharedWidth(each, bar) > length / 2);
        if (above) Object.assign(above, join(above, bar));
        else bars.push(bar);
      }
      start = x + 1;
    }
  }
  return bars.filter(({ height }) => height <= Math.max(1, Math.ceil(THICKNESS * letter.height)));
}

/** The brightness that most of a box has, and how far the rest is from it at most. */
function measureGround({ light, width }: Grey, box: Box): { ground: number; contrast: number } {
  const histogram = new Uint32Array(256);
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const level = light[y * width + x] ?? 0;
      histogram[level] = (histogram[level] ?? 0) + 1;
    }
  }
  const ground = histogram.indexOf(histogram.reduce((most, count) => Math.max(most, count), 0));
  const levels = [...histogram.keys()].filter((level) => histogram[level]);
  return { ground, contrast: Math.max(0, ...levels.map((level) => Math.abs(level - ground))) };
}

/** Words as they were read, joined where an underscore holds them together. */
function joinWords(places: readonly Place[], near: number): ReadWord[] {
  const joined: ReadWord[] = [];
  for (const [index, { symbol, word }] of places.entries()) {
    const last = joined.at(-1);
    const before = places[index - 1];
    const gap = before ? symbol.box.x - (before.symbol.box.x + before.symbol.box.width) : 0;
    const held = before && gap <= near && (symbol.text === '_' || before.symbol.text === '_');
    if (last && before && (before.word === word || held)) {
      last.symbols.push(symbol);
      last.text += symbol.text;
      last.box = join(last.box, symbol.box);
      last.confidence = Math.min(last.confidence, word.confidence);
    } else {
      joined.push({ text: symbol.text, confidence: word.confidence, box: symbol.box, symbols: [symbol] });
    }
  }
  return joined;
}

function isWithin(at: number, { x, width }: Box, margin: number): boolean {
  return at > x + margin * width && at < x + width - margin * width;
}

function middle({ x, width }: Box): number {
  return x + width / 2;
}
