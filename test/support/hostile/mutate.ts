// Real files, damaged: what fuzzers do, as arbitraries of fast-check, which prints the seed of what
// fails and makes it small.
import fc from 'fast-check';
import sharp from 'sharp';
import { bmp, picture, pixels, WHITE } from '../images.ts';
import { HOSTILE_FILES } from './hostile.ts';

/** How many times more than usual, for a night of looking: `LENSCAP_FUZZ=100 npx vitest run …`. */
export const THOROUGHNESS = Number(process.env['LENSCAP_FUZZ'] ?? 1);

const animation = () =>
  sharp(Buffer.concat([pixels(64, 48), pixels(64, 48, [WHITE, WHITE, WHITE, WHITE])]), {
    raw: { width: 64, height: 96, channels: 3, pageHeight: 48 },
  });

/** A file of every format and of every way to store pixels in it; and all the hostile ones. */
export async function seeds(): Promise<Buffer[]> {
  const made = [
    picture().png(),
    picture().png({ palette: true }),
    picture().png({ progressive: true }),
    picture().ensureAlpha(0.5).toColourspace('rgb16').png(),
    picture().toColourspace('b-w').png(),
    picture().jpeg({ quality: 95 }),
    picture().jpeg({ progressive: true }),
    picture().toColourspace('cmyk').jpeg(),
    picture().withIccProfile('p3').jpeg(),
    picture().webp(),
    picture().ensureAlpha(0.5).webp({ lossless: true }),
    animation().webp(),
    picture().gif({ progressive: true }),
    animation().gif(),
    picture().avif({ effort: 0 }),
    picture().ensureAlpha(0.5).avif({ effort: 0, lossless: true }),
  ].map((image) => image.toBuffer());
  const bitmaps = ([1, 4, 8, 16, 24, 32] as const).map((bits) => bmp(64, 48, { bits }));
  const small = await Promise.all(HOSTILE_FILES.map(({ make }) => make()));
  return [
    ...(await Promise.all(made)),
    ...bitmaps,
    bmp(64, 48, { bits: 16, masks: true }),
    ...small.filter((file) => file.length < 20_000),
  ];
}

/** Numbers that make readers stumble. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

type Change = (file: Buffer) => Buffer;

/** One of the files, cut off, with bytes changed, taken out, put in or said twice: up to three times over. */
export function damaged(files: readonly Buffer[]): fc.Arbitrary<Buffer> {
  // Everywhere alike: fast-check would rather try the ends.
  const at = fc.noBias(fc.integer({ min: 0, max: 1_000_000 })).map((part) => part / 1_000_000);
  const place = (file: Buffer, share: number) => Math.floor(share * file.length);
  const byteChange = fc.tuple(at, fc.integer({ min: 0, max: 255 })).map(
    ([share, value]): Change =>
      (file) => {
        const copy = Buffer.from(file);
        if (copy.length > 0) copy[Math.min(place(copy, share), copy.length - 1)] = value;
        return copy;
      },
  );
  const change: fc.Arbitrary<Change> = fc.oneof(
    at.map(
      (end): Change =>
        (file) =>
          file.subarray(0, place(file, end)),
    ),
    { weight: 6, arbitrary: byteChange },
    fc.tuple(at, fc.constantFrom(...EDGES), fc.boolean()).map(
      ([share, value, isLittle]): Change =>
        (file) => {
          const copy = Buffer.from(file);
          const from = Math.min(place(copy, share), copy.length - 4);
          if (from >= 0) isLittle ? copy.writeUInt32LE(value, from) : copy.writeUInt32BE(value, from);
          return copy;
        },
    ),
    fc.tuple(at, fc.integer({ min: 1, max: 40 })).map(
      ([share, length]): Change =>
        (file) => {
          const from = place(file, share);
          return Buffer.concat([file.subarray(0, from), file.subarray(from + length)]);
        },
    ),
    fc.tuple(at, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(
      ([share, bytes]): Change =>
        (file) => {
          const from = place(file, share);
          return Buffer.concat([file.subarray(0, from), bytes, file.subarray(from)]);
        },
    ),
    fc.tuple(at, at).map(
      ([share, other]): Change =>
        (file) => {
          const [from, to] = [place(file, Math.min(share, other)), place(file, Math.max(share, other))];
          return Buffer.concat([file.subarray(0, to), file.subarray(from)]);
        },
    ),
  );
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([file, changes]) => changes.reduce((result, each) => each(result), file))
    .map((file) => file.subarray(0, 200_000));
}
