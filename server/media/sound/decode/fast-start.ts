import { boxesOf } from '../anatomy/mp4.ts';
import { corruptSound } from '../formats.ts';
import { chunksOf, type SoundSource } from '../source.ts';

/** The largest table of contents: that of a day of sound has 30 MB. */
const MAX_MOOV_BYTES = 64_000_000;
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
const MAX_DEPTH = 6;

/**
 * An MP4 file as it can be read from front to back: telephones write the table
 * of contents last, and a pipe cannot be wound back. So it comes first, with
 * the places of the sound moved by its length.
 * @throws UnsafeMediaError if there is no table of contents.
 */
export async function* fastStart(source: SoundSource): AsyncGenerator<Buffer> {
  let data: number | undefined;
  let contents: { start: number; end: number } | undefined;
  for await (const { type, start, end } of boxesOf(source)) {
    if (type === 'mdat') data ??= start;
    if (type === 'moov') contents ??= { start, end };
  }
  if (!contents) throw corruptSound('mp4');
  if (data === undefined || contents.start < data) {
    yield* chunksOf(source);
    return;
  }
  const length = contents.end - contents.start;
  if (length > MAX_MOOV_BYTES) throw corruptSound('mp4');
  const moov = Buffer.from(await source.read(contents.start, length));
  const range = { from: data, to: contents.start };
  move(moov, 0, moov.length, 0, (offset) =>
    offset >= range.from && offset < range.to ? offset + length : offset,
  );
  yield* chunksOf(source, 0, data);
  yield moov;
  yield* chunksOf(source, data, contents.start);
  yield* chunksOf(source, contents.end);
}

/** Changes the places that the tables in a range of boxes name. */
function move(
  data: Buffer,
  from: number,
  to: number,
  depth: number,
  moved: (offset: number) => number,
): void {
  for (let at = from; at + 8 <= to; ) {
    const size = data.readUInt32BE(at);
    // Lengths of 64 bits are for what holds sound.
    if (size < 8 || at + size > to) return;
    const type = data.toString('latin1', at + 4, at + 8);
    if (CONTAINERS.has(type) && depth < MAX_DEPTH) move(data, at + 8, at + size, depth + 1, moved);
    else if (type === 'stco' || type === 'co64')
      moveTable(data.subarray(at + 12, at + size), type === 'co64', moved);
    at += size;
  }
}

function moveTable(table: Buffer, isLong: boolean, moved: (offset: number) => number): void {
  if (table.length < 4) return;
  const width = isLong ? 8 : 4;
  const count = Math.min(table.readUInt32BE(0), Math.floor((table.length - 4) / width));
  for (let index = 0; index < count; index++) {
    const at = 4 + index * width;
    if (isLong) table.writeBigUInt64BE(BigInt(moved(Number(table.readBigUInt64BE(at)))), at);
    else table.writeUInt32BE(moved(table.readUInt32BE(at)) >>> 0, at);
  }
}
