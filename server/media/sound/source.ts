import type { FileHandle } from 'node:fs/promises';

/** Where a sound file's bytes come from. Only what is asked for is read, so a file need not fit into memory. */
export interface SoundSource {
  /** Length of the whole, in bytes. */
  readonly bytes: number;
  /** The bytes from a position on: fewer than asked for where the file ends. */
  read(position: number, length: number): Promise<Buffer>;
}

/** Bytes that are in memory already, as they come over the wire. */
export function bytesSource(bytes: Uint8Array): SoundSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    bytes: buffer.length,
    read: async (position, length) => buffer.subarray(position, position + length),
  };
}

/** How much is read at a time where a file is read through. */
const CHUNK_BYTES = 256 * 1024;

/** A file that is open for reading; who opened it closes it. */
export async function fileSource(file: FileHandle): Promise<SoundSource> {
  const { size } = await file.stat();
  /** What was read last: structures are read a few bytes at a time. */
  let held: { position: number; data: Buffer } = { position: 0, data: Buffer.alloc(0) };
  const readFile = async (position: number, length: number): Promise<Buffer> => {
    const wanted = Math.max(0, Math.min(length, size - position));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position);
    return buffer.subarray(0, bytesRead);
  };
  return {
    bytes: size,
    async read(position, length) {
      if (length >= CHUNK_BYTES) return await readFile(position, length);
      const from = position - held.position;
      const end = from + Math.max(0, Math.min(length, size - position));
      if (from >= 0 && end <= held.data.length) return held.data.subarray(from, end);
      const data = await readFile(position, CHUNK_BYTES);
      held = { position, data };
      return data.subarray(0, length);
    },
  };
}

/** A range of a source, piece by piece. */
export async function* chunksOf(
  source: SoundSource,
  from = 0,
  to = source.bytes,
  size = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  const end = Math.min(to, source.bytes);
  for (let position = from; position < end; ) {
    const chunk = await source.read(position, Math.min(size, end - position));
    // The file became shorter while it was read.
    if (chunk.length === 0) return;
    yield chunk;
    position += chunk.length;
  }
}
