import type { Page } from './engine.ts';

/** Entries of a page's directory, by their tags in TIFF 6.0, section 8: a greyscale image in one strip. */
const TAGS = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
} as const;

const LONG = 4;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

/** Writes pages as one uncompressed TIFF, so that one process reads them all. At least one page. */
export function encodeTiff(pages: readonly Page[]): Buffer {
  const parts: Buffer[] = [];
  let offset = HEADER_BYTES;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(offset, 4);
  parts.push(header);
  for (const [index, { grey, width, height }] of pages.entries()) {
    const entries: [tag: number, value: number][] = [
      [TAGS.width, width],
      [TAGS.height, height],
      [TAGS.bitsPerSample, 8],
      [TAGS.compression, 1],
      // 0 is black.
      [TAGS.photometric, 1],
      [TAGS.stripOffsets, 0],
      [TAGS.samplesPerPixel, 1],
      [TAGS.rowsPerStrip, height],
      [TAGS.stripByteCounts, grey.length],
    ];
    const directory = Buffer.alloc(2 + entries.length * ENTRY_BYTES + 4);
    const pixels = offset + directory.length;
    directory.writeUInt16LE(entries.length, 0);
    for (const [at, [tag, value]] of entries.entries()) {
      const entry = 2 + at * ENTRY_BYTES;
      directory.writeUInt16LE(tag, entry);
      directory.writeUInt16LE(LONG, entry + 2);
      directory.writeUInt32LE(1, entry + 4);
      directory.writeUInt32LE(tag === TAGS.stripOffsets ? pixels : value, entry + 8);
    }
    // Directories begin at even offsets.
    const padding = grey.length % 2;
    offset = pixels + grey.length + padding;
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : offset, directory.length - 4);
    parts.push(directory, Buffer.from(grey.buffer, grey.byteOffset, grey.length), Buffer.alloc(padding));
  }
  return Buffer.concat(parts);
}
