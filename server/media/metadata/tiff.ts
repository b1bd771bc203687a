/** Bytes a value has, by its type, 1 to 12 (TIFF 6.0, section 2; the last two of no use in EXIF). */
const VALUE_BYTES = [1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const ENTRY_BYTES = 12;
const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const INTEROPERABILITY_DIRECTORY = 0xa005;

/**
 * Whether the values of an EXIF block's directories have room in it one beside
 * the other. Those of an honest one do. A hostile one lets thousands of entries
 * share the same megabytes, and whoever reads them all runs for minutes.
 */
export function isHonestTiff(block: Buffer): boolean {
  if (block.length < 8) return false;
  const order = block.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return false;
  const u16 = (at: number) => (order === 'II' ? block.readUInt16LE(at) : block.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? block.readUInt32LE(at) : block.readUInt32BE(at));
  let room = block.length;
  const seen = new Set<number>();
  const queue = [u32(4)];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at) || at === 0 || at + 2 > block.length) continue;
    seen.add(at);
    const entries = u16(at);
    const end = at + 2 + entries * ENTRY_BYTES;
    if (end > block.length) return false;
    room -= entries * ENTRY_BYTES;
    for (let entry = at + 2; entry < end; entry += ENTRY_BYTES) {
      const size = (VALUE_BYTES[u16(entry + 2) - 1] ?? 0) * u32(entry + 4);
      if (size > 4) room -= size;
      if (room < 0) return false;
      const tag = u16(entry);
      if (tag === EXIF_DIRECTORY || tag === GPS_DIRECTORY || tag === INTEROPERABILITY_DIRECTORY)
        queue.push(u32(entry + 8));
    }
    // The directory of the thumbnail.
    if (end + 4 <= block.length) queue.push(u32(end));
  }
  return true;
}
