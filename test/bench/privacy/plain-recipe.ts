import sharp from 'sharp';
import type { Detector } from '../../../server/privacy/detector.ts';
import { locateAssets } from '../../../server/privacy/read/assets.ts';
import { BundledEngine } from '../../../server/privacy/read/bundled-engine.ts';
import type { Engine } from '../../../server/privacy/read/engine.ts';
import { parseHocr } from '../../../server/privacy/read/hocr.ts';
import { SystemEngine } from '../../../server/privacy/read/system-engine.ts';
import type { Picture, Reading } from '../../../server/privacy/reading.ts';
import { growAlongInk } from '../../../server/privacy/redact/grow.ts';
import { paint } from '../../../server/privacy/redact/paint.ts';
import { seedsOf } from '../../../server/privacy/redact/spans.ts';

const SCALE = 2;
/** Below this the picture is dark, on a scale to 255. */
const DARK = 128;

export function bundledEngine(idleMs?: number): Engine {
  return new BundledEngine(locateAssets(), ['eng'], idleMs);
}

export function systemEngine(): Engine {
  return new SystemEngine('tesseract', ['eng'], process.env);
}

/**
 * The recipe without ideas of its own: the whole picture in grey, twice as large, dark on light, read as one
 * block of lines (page mode 6); what is found painted over; then all of it read again. With the engine,
 * the detector and the painting that Lenscap uses.
 * @returns the file that would be sent
 */
export async function makeSafePlainly(png: Buffer, engine: Engine, detector: Detector): Promise<Buffer> {
  const { data, info } = await sharp(png)
    .flatten()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  let picture: Picture = { data, width: info.width, height: info.height };
  for (let turn = 0; turn < 2; turn++) {
    const reading = await readPlainly(picture, engine);
    const seeds = detector.inReading(reading).flatMap(({ spans }) => seedsOf(reading, spans));
    const boxes = seeds.map((seed) => growAlongInk(picture, seed));
    picture = paint(picture, boxes);
  }
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  return sharp(picture.data, { raw })
    .resize(1024, 1024, { fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
}

/** Reads a picture as the recipe does. */
export async function readPlainly(picture: Picture, engine: Engine): Promise<Reading> {
  const { width, height } = picture;
  const grey = sharp(picture.data, { raw: { width, height, channels: 3 } }).greyscale();
  const { channels } = await grey.clone().stats();
  const isDark = (channels[0]?.mean ?? 255) < DARK;
  const pixels = await (isDark ? grey.negate() : grey)
    .resize(width * SCALE, height * SCALE, { kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const page = { grey: pixels, width: width * SCALE, height: height * SCALE };
  const [hocr = ''] = await engine.recognize([page], 'lines', new AbortController().signal);
  const halve = (box: { x: number; y: number; width: number; height: number }) => ({
    x: Math.floor(box.x / SCALE),
    y: Math.floor(box.y / SCALE),
    width: Math.ceil(box.width / SCALE),
    height: Math.ceil(box.height / SCALE),
  });
  const lines = parseHocr(hocr).map(({ box, words }) => ({
    box: halve(box),
    words: words.map((word) => ({
      ...word,
      box: halve(word.box),
      symbols: word.symbols.map((symbol) => ({ ...symbol, box: halve(symbol.box) })),
    })),
  }));
  return { lines };
}
