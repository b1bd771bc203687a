import type { Picture } from './reading.ts';
import type { Point } from './redact/code-box.ts';

/** Corners of a code in the order around it. */
export type Corners = readonly [Point, Point, Point, Point];

/** Opposite sides, and for square symbols all, differ at most by this factor; angles are right but for this cosine. */
const SIDES = 1.25;
const COSINE = 0.25;

/** Modules are at least so many pixels wide: of smaller ones nobody can tell whether they are there. */
const LEAST_MODULE = 0.9;

/** Dark and light of a code differ at least by this, 0 to 255. */
const LEAST_CONTRAST = 28;

/** So many modules of each pattern that a symbology prescribes must be as prescribed. */
const AS_PRESCRIBED = 0.85;

/** Modules of a pattern of which the symbology prescribes that they are dark, or light, by column and row. */
type Pattern = readonly (readonly [column: number, row: number, isDark: boolean])[];

/**
 * Whether the modules that all codes of a symbology share are where a decoder
 * that could not decode the rest says that they are: the patterns to find it
 * by, and the alternating ones to measure it. By chance few are.
 * @param modules along a side
 */
export function hasPatterns(picture: Picture, symbology: string, corners: Corners, modules: number): boolean {
  const patterns = patternsOf(symbology, modules);
  if (patterns === undefined || !isRectangle(corners, symbology !== 'DataMatrix', modules)) return false;
  return [0, 1, 2, 3].some((turn) => agrees(picture, turned(corners, turn), modules, patterns));
}

function patternsOf(symbology: string, modules: number): readonly Pattern[] | undefined {
  if (symbology === 'QRCode')
    return modules >= 21 ? qrCode(modules) : modules >= 11 ? microQr(modules) : undefined;
  if (symbology === 'DataMatrix') return modules >= 10 && modules % 2 === 0 ? dataMatrix(modules) : undefined;
  return symbology === 'Aztec' && modules >= 15 ? aztec(modules) : undefined;
}

/** Three finder patterns, and the alternating lines between them. */
function qrCode(modules: number): readonly Pattern[] {
  const timing = Array.from({ length: modules - 16 }, (_, i) => i + 8);
  const far = modules - 7;
  return [
    [...finder(0, 0), ...finder(far, 0), ...finder(0, far)],
    timing.map((at) => [at, 6, at % 2 === 0]),
    timing.map((at) => [6, at, at % 2 === 0]),
  ];
}

/** One finder pattern, and alternating lines along two sides. */
function microQr(modules: number): readonly Pattern[] {
  const timing = Array.from({ length: modules - 8 }, (_, i) => i + 8);
  return [
    finder(0, 0),
    timing.flatMap((at) => [[at, 0, at % 2 === 0] as const, [0, at, at % 2 === 0] as const]),
  ];
}

function finder(left: number, top: number): Pattern {
  return square(7, (ring) => ring !== 2).map(([x, y, isDark]) => [left + x, top + y, isDark]);
}

/** Two solid sides, two alternating ones, and a row of light modules around. */
function dataMatrix(modules: number): readonly Pattern[] {
  const last = modules - 1;
  const all = Array.from({ length: modules }, (_, i) => i);
  return [
    all.flatMap((at) => [[0, at, true] as const, [at, last, true] as const]),
    all.flatMap((at) => [[at, 0, at % 2 === 0] as const, [last, at, at % 2 === 1] as const]),
    all.flatMap((at) => [[-1, at, false] as const, [modules, at, false] as const]),
    all.flatMap((at) => [[at, -1, false] as const, [at, modules, false] as const]),
  ];
}

/** Rings around the middle. */
function aztec(modules: number): readonly Pattern[] {
  const first = (modules - 9) / 2;
  return [square(9, (ring) => ring % 2 === 0).map(([x, y, isDark]) => [first + x, first + y, isDark])];
}

/** A square of rings, counted from the middle. */
function square(side: number, isDark: (ring: number) => boolean): Pattern {
  const middle = (side - 1) / 2;
  return Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return [x, y, isDark(Math.max(Math.abs(x - middle), Math.abs(y - middle)))] as const;
  });
}

function turned(corners: Corners, by: number): Corners {
  const at = (i: number): Point => corners[(i + by) % 4] ?? corners[0];
  return [at(0), at(1), at(2), at(3)];
}

function isRectangle(corners: Corners, isSquare: boolean, modules: number): boolean {
  const sides = corners.map((from, i) => {
    const to = corners[(i + 1) % 4] ?? from;
    return { x: to.x - from.x, y: to.y - from.y };
  });
  const lengths = sides.map(({ x, y }) => Math.hypot(x, y));
  const ratio = (a: number, b: number): number =>
    Math.max(lengths[a] ?? 0, lengths[b] ?? 0) / Math.max(1e-9, Math.min(lengths[a] ?? 0, lengths[b] ?? 0));
  if (Math.max(...lengths) < LEAST_MODULE * modules) return false;
  if (ratio(0, 2) > SIDES || ratio(1, 3) > SIDES || (isSquare && ratio(0, 1) > SIDES)) return false;
  return sides.every(({ x, y }, i) => {
    const next = sides[(i + 1) % 4] ?? { x, y };
    return Math.abs(x * next.x + y * next.y) <= COSINE * (lengths[i] ?? 0) * (lengths[(i + 1) % 4] ?? 0);
  });
}

/** Whether the modules of all patterns are as they should be, or those of all the other way round. */
function agrees(
  picture: Picture,
  [a, b, c, d]: Corners,
  modules: number,
  patterns: readonly Pattern[],
): boolean {
  const seen = patterns.map((pattern) =>
    pattern.map(([column, row, isDark]) => {
      const [u, v] = [(column + 0.5) / modules, (row + 0.5) / modules];
      const mix = (key: 'x' | 'y'): number =>
        (a[key] * (1 - u) + b[key] * u) * (1 - v) + (d[key] * (1 - u) + c[key] * u) * v;
      return { value: lightness(picture, mix('x'), mix('y')), isDark };
    }),
  );
  const sorted = seen
    .flat()
    .map(({ value }) => value)
    .toSorted((one, other) => one - other);
  const [dark = 0, light = 0] = [
    sorted[sorted.length >> 3],
    sorted[sorted.length - 1 - (sorted.length >> 3)],
  ];
  if (light - dark < LEAST_CONTRAST) return false;
  return [true, false].some((isDarkOnLight) =>
    seen.every((pattern) => {
      const right = pattern.filter(
        ({ value, isDark }) => (value < (dark + light) / 2 === isDark) === isDarkOnLight,
      );
      return right.length >= AS_PRESCRIBED * pattern.length;
    }),
  );
}

/** 0 to 255; beyond the picture that of its edge. */
function lightness({ data, width, height }: Picture, x: number, y: number): number {
  const within = (value: number, limit: number): number =>
    Math.min(Math.max(Math.floor(value), 0), limit - 1);
  const offset = (within(y, height) * width + within(x, width)) * 3;
  return ((data[offset] ?? 0) * 2 + (data[offset + 1] ?? 0) * 5 + (data[offset + 2] ?? 0)) / 8;
}
