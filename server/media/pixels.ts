/** Decoded, upright, opaque pixels in sRGB, three bytes each, row by row: nothing of a file is left in them but the picture. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}
