import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Format } from './anatomy/part.ts';
import { Gate } from './gate.ts';
import { MAX_DECODING_BYTES, MAX_SOURCE_PIXELS } from './limits.ts';

/** Formats, as far as their decoders differ in what they need: of PNG, 16 bits are a kind of their own. */
export type Kind = Format | 'deep-png';

/**
 * The most memory the decoders take for each pixel, in bytes, with what they
 * return: measured with sharp 0.35.5 as the highest resident memory of a process
 * that decodes 64 million of them, in the worst way a format has (transparent
 * and interlaced; progressive and to be turned; 12 bits without subsampling),
 * less the process itself.
 */
const BYTES_PER_PIXEL: Record<Kind, number> = {
  png: 8,
  'deep-png': 12,
  jpeg: 10,
  webp: 9,
  gif: 8,
  avif: 26,
  bmp: 4,
};

/** The most pixels a picture of this kind may have, in whole millions. */
export function mostPixels(kind: Kind): number {
  const most = Math.floor(MAX_DECODING_BYTES / BYTES_PER_PIXEL[kind] / 1_000_000) * 1_000_000;
  return Math.min(MAX_SOURCE_PIXELS, most);
}

/** Decoded pixels, a copy that is painted over, and what encoding needs. */
const HELD_BYTES_PER_PIXEL = 8;

/** Pixels of so many bytes are not left to the garbage collector's own pace, which looks at the heap they are not in. */
const LARGE_BYTES = 100_000_000;

const gate = new Gate(MAX_DECODING_BYTES);
let collectGarbage: (() => void) | undefined;

/**
 * Does work that decodes a picture, and whatever holds on to its pixels, when
 * there is room for it: many screenshots at a time, but the largest picture
 * alone. Must not be called inside itself: it could wait for its own end.
 */
export function withRoomToDecode<T>(kind: Kind, pixels: number, work: () => Promise<T>): Promise<T> {
  return withRoom(pixels * Math.max(BYTES_PER_PIXEL[kind], HELD_BYTES_PER_PIXEL), work);
}

/** The same for pixels that are already ours. */
export function withRoomToHold<T>(pixels: number, work: () => Promise<T>): Promise<T> {
  return withRoom(pixels * HELD_BYTES_PER_PIXEL, work);
}

function withRoom<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  return gate.run(bytes, async () => {
    try {
      return await work();
    } finally {
      // Or what the next one takes would come on top of what this one left.
      if (bytes >= LARGE_BYTES) {
        // In a turn of its own: in this one, what was called still holds on to them.
        await setImmediate();
        loadCollector()();
        // And memory that is not the heap's is given back in the next one.
        await setImmediate();
      }
    }
  });
}

/** There is no other way to the collector in a process that was not started for it. */
function loadCollector(): () => void {
  if (collectGarbage) return collectGarbage;
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  const collect = typeof found === 'function' ? () => void found() : () => {};
  collectGarbage = collect;
  return collect;
}
