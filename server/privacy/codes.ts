import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as l10n from '@vscode/l10n';
import type { Box } from '../../protocol/attach.ts';
import { LocalError } from '../../protocol/errors.ts';
import { hasCharacters } from './bar-characters.ts';
import { findBars, findPatches, isBusy } from './bars.ts';
import { area, around, clamp, expand, join, shared } from './boxes.ts';
import { hasPatterns } from './module-grid.ts';
import type { Picture } from './reading.ts';
import { boxOfCode, type CodeKind, type Point } from './redact/code-box.ts';

type Zxing = typeof import('zxing-wasm/reader');
type Seen = Awaited<ReturnType<Zxing['readBarcodes']>>[number];

/** A QR code, barcode or the like: they carry logins, keys and addresses. */
export interface Code {
  rule: 'qr-code' | 'matrix-code' | 'barcode';
  /** What it is, for people: "Aztec code". */
  title: string;
  /** 0 to 1; lower where its shape was seen but it could not be decoded. */
  confidence: number;
  /** What it says; missing where it could not be decoded. */
  text: string | undefined;
  /** All of it with its quiet zone, inside the picture. */
  box: Box;
}

/** By zxing's names of symbologies; all others are of bars. */
const SYMBOLOGIES: Record<string, { rule: Code['rule']; title: () => string; kind: CodeKind }> = {
  Aztec: { rule: 'matrix-code', title: () => l10n.t('Aztec code'), kind: 'matrix' },
  DataMatrix: { rule: 'matrix-code', title: () => l10n.t('Data Matrix code'), kind: 'matrix' },
  MaxiCode: { rule: 'matrix-code', title: () => 'MaxiCode', kind: 'matrix' },
  PDF417: { rule: 'matrix-code', title: () => l10n.t('PDF417 code'), kind: 'stacked' },
  QRCode: { rule: 'qr-code', title: () => l10n.t('QR code'), kind: 'matrix' },
};
const BARS = { rule: 'barcode', title: () => l10n.t('Barcode'), kind: 'linear' } as const;

/** Symbologies that the decoder does not look for in reversed colours by itself. */
const NOT_INVERTED = ['AllLinear', 'PDF417'] as const;

/** What was decoded is there; a shape alone may be something else. */
const DECODED = 1;
const SHAPE_ONLY = 0.6;

/** Shorter ones of symbologies without a check digit are read from any bars. Codabar's ends count. */
const SHORTEST: Record<string, number> = { Codabar: 6, Code39: 4, DXFilmEdge: 6, ITF: 6 };

/** Codes side by side may share their quiet zones, not more. */
const SAME_PLACE = 0.3;

/** Patches of small modules are looked at so much larger, with so many pixels around them. */
const ENLARGED = 3;
const PATCH_MARGIN = 10;

/** Larger pictures are looked at smaller. More than a 4K screen has. */
const MOST_PIXELS = 9_000_000;

let loading: Promise<Zxing> | undefined;

/** Loads the decoder, once, from the installed package: by itself it would fetch its program from a server. */
function loadZxing(): Promise<Zxing> {
  loading ??= startZxing().catch((cause: unknown) => {
    loading = undefined;
    throw new LocalError(
      'code-reader',
      l10n.t('What reads QR codes and barcodes does not start.'),
      l10n.t('Install Lenscap again.'),
      { cause },
    );
  });
  return loading;
}

async function startZxing(): Promise<Zxing> {
  const zxing = await import('zxing-wasm/reader');
  const program = await readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
  );
  const wasmBinary = new Uint8Array(program).buffer;
  await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return zxing;
}

/**
 * Finds QR codes and barcodes of all usual kinds, any number, turned and in
 * reversed colours too, and those that are seen but cannot be decoded: someone
 * else's decoder may be better. Takes about 80 ms for 1920 × 1080 pixels, three
 * times that for a photograph, and keeps the thread for it.
 * @throws LocalError if the decoder does not start, or fails
 */
export async function findCodes(picture: Picture): Promise<Code[]> {
  if (picture.width * picture.height > MOST_PIXELS) return findInSmaller(picture);
  const { readBarcodes } = await loadZxing();
  const image = toImageData(picture);
  try {
    const tryHarder = !isBusy(picture);
    const seen = await readBarcodes(image, { returnErrors: true, tryHarder });
    invert(image.data);
    const inverted = await readBarcodes(image, {
      returnErrors: true,
      tryHarder,
      formats: [...NOT_INVERTED],
      tryDownscale: false,
    });
    return apart([
      ...[...seen, ...inverted]
        .filter((each) => isPlausible(picture, each))
        .map((each) => describe(picture, each)),
      ...findBars(picture)
        .filter((strip) => hasCharacters(picture, strip))
        .map((strip) => barsIn(picture, strip)),
      ...(await findEnlarged(picture)),
    ]);
  } catch (cause) {
    // A program that stopped in the middle is not to be trusted with the next picture.
    loading = undefined;
    throw new LocalError(
      'code-reader',
      l10n.t('What reads QR codes and barcodes failed.'),
      l10n.t('Look at the picture before you send it.'),
      { cause },
    );
  }
}

/** What the decoder takes of time and memory grows with the picture; codes of photographs are large. */
async function findInSmaller(picture: Picture): Promise<Code[]> {
  const { default: sharp } = await import('sharp');
  const scale = Math.sqrt(MOST_PIXELS / (picture.width * picture.height));
  const { data, info } = await sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
    limitInputPixels: false,
  })
    .resize({ width: Math.max(1, Math.floor(picture.width * scale)) })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const codes = await findCodes({ data, width: info.width, height: info.height });
  const across = picture.width / info.width;
  const down = picture.height / info.height;
  return codes.map((code) => ({
    ...code,
    box: clamp(
      {
        x: Math.floor(code.box.x * across) - 1,
        y: Math.floor(code.box.y * down) - 1,
        width: Math.ceil(code.box.width * across) + 2,
        height: Math.ceil(code.box.height * down) + 2,
      },
      picture,
    ),
  }));
}

function toImageData({ data, width, height }: Picture): {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  colorSpace: 'srgb';
} {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] ?? 0;
    rgba[to + 1] = data[from + 1] ?? 0;
    rgba[to + 2] = data[from + 2] ?? 0;
  }
  return { data: rgba, width, height, colorSpace: 'srgb' };
}

/** Opacity becomes 0 with it, which the decoder does not look at. */
function invert(rgba: Uint8ClampedArray<ArrayBuffer>): void {
  const words = new Uint32Array(rgba.buffer);
  for (let i = 0; i < words.length; i++) words[i] = ~(words[i] ?? 0);
}

/**
 * Whether what the decoder saw is a code. What it could not decode may be
 * anything that has edges, and in short codes without a check digit any bars
 * say something.
 */
function isPlausible(picture: Picture, { symbology, isValid, text, position, symbol }: Seen): boolean {
  if (isValid) return text.length >= (SHORTEST[symbology] ?? 1);
  const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft] as const;
  const { kind } = SYMBOLOGIES[symbology] ?? BARS;
  if (kind === 'matrix') return hasPatterns(picture, symbology, corners, symbol.width);
  const box = around(corners.map(({ x, y }) => ({ x, y, width: 1, height: 1 })));
  return box !== undefined && hasCharacters(picture, clamp(box, picture));
}

function describe(
  picture: Picture,
  {
    symbology,
    isValid,
    text,
    position,
    symbol,
  }: Pick<Seen, 'symbology' | 'isValid' | 'text' | 'position' | 'symbol'>,
): Code {
  const corners = [position.topLeft, position.topRight, position.bottomLeft, position.bottomRight];
  const { rule, title, kind } = SYMBOLOGIES[symbology] ?? BARS;
  return {
    rule,
    title: title(),
    confidence: isValid ? DECODED : SHAPE_ONLY,
    text: isValid ? text : undefined,
    box: boxOfCode(picture, corners, symbol.width, kind),
  };
}

/** Codes of modules so small that they are only seen when enlarged. */
async function findEnlarged(picture: Picture): Promise<Code[]> {
  const { readBarcodes } = await loadZxing();
  const found: Code[] = [];
  for (const patch of findPatches(picture)) {
    const box = clamp(expand(patch, PATCH_MARGIN, PATCH_MARGIN), picture);
    const seen = await readBarcodes(toImageData(await enlarged(picture, box)), {
      formats: ['AllMatrix'],
      tryDownscale: false,
    });
    for (const each of seen) {
      found.push(describe(picture, { ...each, position: placed(each.position, box) }));
    }
  }
  return found;
}

async function enlarged({ data, width, height }: Picture, box: Box): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  const { data: larger, info } = await sharp(data, {
    raw: { width, height, channels: 3 },
    limitInputPixels: false,
  })
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .resize({ width: box.width * ENLARGED, kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: larger, width: info.width, height: info.height };
}

/** Corners in an enlarged patch, as places in the picture. */
function placed(position: Seen['position'], { x, y }: Box): Seen['position'] {
  const place = (corner: Point): Point => ({
    x: x + Math.round(corner.x / ENLARGED),
    y: y + Math.round(corner.y / ENLARGED),
  });
  const { topLeft, topRight, bottomLeft, bottomRight } = position;
  return {
    topLeft: place(topLeft),
    topRight: place(topRight),
    bottomLeft: place(bottomLeft),
    bottomRight: place(bottomRight),
  };
}

/** A barcode that nobody decoded, by a strip across its bars. */
function barsIn(picture: Picture, { x, y, width, height }: Box): Code {
  const { rule, title, kind } = BARS;
  const corners = [x, x + width - 1].flatMap((across) =>
    [y, y + height - 1].map((down) => ({ x: across, y: down })),
  );
  return {
    rule,
    title: title(),
    confidence: SHAPE_ONLY,
    text: undefined,
    box: boxOfCode(picture, corners, 0, kind),
  };
}

/** Of codes in the same place the one that is known best, over all that any of them covers. */
function apart(codes: readonly Code[]): Code[] {
  const kept: Code[] = [];
  for (const code of codes.toSorted((a, b) => b.confidence - a.confidence || area(b.box) - area(a.box))) {
    const same = kept.find(
      ({ box }) => shared(box, code.box) > SAME_PLACE * Math.min(area(box), area(code.box)),
    );
    if (same === undefined) kept.push(code);
    else same.box = join(same.box, code.box);
  }
  return kept;
}
