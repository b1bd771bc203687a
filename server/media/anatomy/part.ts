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

/** The most parts that are kept of one file: a hostile one has millions. */
const MAX_PARTS = 1000;

/** The parts of a file in their order, up to a limit. */
export class Parts {
  readonly list: Part[] = [];

  add(part: Part | undefined): void {
    if (part && this.list.length < MAX_PARTS) this.list.push(part);
  }
}
