import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../../protocol/errors.ts';

export type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'bmp';

/** Something in a file that is no pixel. */
export type Part =
  /** Blocks with an inner structure of their own. Extended XMP comes as several. */
  | { kind: 'exif' | 'xmp' | 'iptc' | 'icc'; data: Buffer }
  /** Words: `name` is the format's name for them (a PNG keyword), empty where it has none. */
  | { kind: 'text'; name: string; text: string }
  /** Pixels for each metre, by the header. */
  | { kind: 'density'; detail: string }
  | { kind: 'date'; detail: string }
  /** A smaller copy of the picture. */
  | { kind: 'thumbnail'; bytes: number }
  /** Whatever else: `name` as the format writes it. */
  | { kind: 'chunk'; name: string; bytes: number };

export interface Anatomy {
  format: Format;
  parts: Part[];
  /** Pictures that are shown one after the other, as far as they can be counted. */
  frames: number;
  /** Further pictures beside the one that is shown: of a camera's other lens, a gain map. */
  otherPictures: number;
  /** Whether pixels have transparency: undefined where only the decoder knows. */
  alpha?: boolean;
  /** Whether the pixels are stored without loss. */
  lossless: boolean;
  /** What stands after the picture's end. */
  trailer: Buffer;
}

/** The most parts that are kept of one file. */
const MAX_KEPT = 1000;
/** The most parts an honest file has: a large PNG has a few thousand chunks. A hostile one has millions. */
export const MAX_PARTS = 50_000;

/** The parts of a file in their order, as far as they are kept. */
export class Parts {
  readonly list: Part[] = [];
  #count = 0;

  add(part: Part | undefined): void {
    if (part && this.list.length < MAX_KEPT) this.list.push(part);
  }

  /**
   * To be called for every part of the file, whether it is kept or not.
   * @throws UnsafeMediaError if they are too many to be honest.
   */
  count(): void {
    if (++this.#count > MAX_PARTS) throw tooManyParts();
  }
}

export function tooManyParts(): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    l10n.t('The file is made of more parts than a picture has.'),
    l10n.t('Take the screenshot again, or save the picture anew.'),
  );
}
