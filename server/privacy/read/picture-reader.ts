import { clamp } from '../boxes.ts';
import type { Picture, Reader, Reading, ReadRequest } from '../reading.ts';
import { arrange } from './arrange.ts';
import type { Engine } from './engine.ts';
import { findText } from './find-text.ts';
import { empty, type Grey } from './grey.ts';
import { levelGrounds } from './grounds.ts';
import { parseHocr } from './hocr.ts';
import { readAlike } from './look-alikes.ts';
import { cutPages, renderPage, toPicture } from './page.ts';
import { eraseRulings } from './rulings.ts';
import { restoreSeparators } from './separators.ts';
import { restoreUnderscores } from './underscores.ts';
import { restoreZeros } from './zeros.ts';

/** Reads pictures with an engine: looks where text is, has that recognized, and puts it in order. */
export class PictureReader implements Reader {
  readonly name: Reader['name'];
  readonly #engine: Engine;
  /** A picture is read more than once, as it was and without what is painted over. */
  readonly #bare = new WeakMap<Picture, Grey>();

  constructor(name: Reader['name'], engine: Engine) {
    this.name = name;
    this.#engine = engine;
  }

  async read(
    picture: Picture,
    { regions, layout, without = [], onRecognizing, signal }: ReadRequest,
  ): Promise<Reading> {
    signal.throwIfAborted();
    const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    const bare = empty(this.#prepare(picture), without);
    const cuts = (regions ?? [whole])
      .map((region) => clamp(region, picture))
      .filter(({ width, height }) => width > 0 && height > 0)
      .flatMap((region) => findText(bare, region, layout))
      .flatMap(cutPages);
    if (cuts.length === 0) return { lines: [] };
    const pages = await Promise.all(cuts.map((cut) => renderPage(bare, cut)));
    const recognizing = this.#engine.recognize(pages, layout, signal);
    onRecognizing?.();
    const hocr = await recognizing;
    const pieces = cuts.flatMap((cut, index) => toPicture(parseHocr(hocr[index] ?? ''), cut));
    const restored = pieces.map((piece) =>
      restoreZeros(bare, restoreSeparators(bare, restoreUnderscores(bare, piece))),
    );
    const lines = arrange(restored);
    return { lines: readAlike(bare, lines) };
  }

  #prepare(picture: Picture): Grey {
    const known = this.#bare.get(picture);
    if (known) return known;
    const bare = levelGrounds(eraseRulings(picture));
    this.#bare.set(picture, bare);
    return bare;
  }

  async warmUp(): Promise<void> {
    await this.#engine.warmUp();
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }
}
