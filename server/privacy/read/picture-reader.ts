import { clamp } from '../boxes.ts';
import type { Picture, Reader, Reading, ReadLine, ReadRequest } from '../reading.ts';
import { arrange } from './arrange.ts';
import type { Engine } from './engine.ts';
import { findText } from './find-text.ts';
import { empty, type Grey } from './grey.ts';
import { levelGrounds } from './grounds.ts';
import { parseHocr } from './hocr.ts';
import { cutPages, renderPage, toPicture } from './page.ts';
import { eraseRulings } from './rulings.ts';
import { findUnsure, type Piece, takeSurer } from './second-look.ts';
import { restoreUnderscores } from './underscores.ts';

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
    const pieces = cuts.flatMap((cut, index) =>
      toPicture(parseHocr(hocr[index] ?? ''), cut).map((line) => ({ line, cut })),
    );
    const lines =
      this.#engine.isReady && layout === 'lines' && regions === undefined
        ? await this.#lookAgain(bare, pieces, signal)
        : pieces.map(({ line }) => line);
    return { lines: arrange(lines.map((line) => restoreUnderscores(bare, line))) };
  }

  /** Reads what was read unsurely once more, at another size, and takes the surer reading. */
  async #lookAgain(bare: Grey, pieces: readonly Piece[], signal: AbortSignal): Promise<ReadLine[]> {
    const lines = pieces.map(({ line }) => line);
    const parts = findUnsure(pieces);
    if (parts.length === 0) return lines;
    const pages = await Promise.all(parts.map(({ cut }) => renderPage(bare, cut)));
    const hocr = await this.#engine.recognize(pages, 'lines', signal);
    const again = parts.map(({ cut }, index) => toPicture(parseHocr(hocr[index] ?? ''), cut));
    return takeSurer(lines, parts, again);
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
