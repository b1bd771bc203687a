import { type Element, elementsOf, ID, trackOf } from '../anatomy/ebml.ts';
import { readTracks } from '../anatomy/webm.ts';
import type { SoundSource } from '../source.ts';

/** A packet of sound is never longer: Opus has at most 61 KB. */
const MAX_PACKET_BYTES = 256 * 1024;
const LACING = 0x06;
/** A segment, a cluster, a group. */
const MAX_DEPTH = 3;

/** What a WebM file's first Opus track holds: what describes the stream, then its packets in order. */
export async function* webmPackets(source: SoundSource): AsyncGenerator<Buffer> {
  let track: number | undefined;
  for await (const element of leavesOf(source, 0, source.bytes)) {
    if (element.id === ID.Tracks) {
      const tracks = await readTracks(source, element);
      const opus = tracks.find(({ kind, codec }) => kind === 'sound' && codec === 'A_OPUS');
      if (track !== undefined || !opus) continue;
      track = opus.number;
      yield opus.codecPrivate;
    } else if (track !== undefined && element.end - element.content <= MAX_PACKET_BYTES) {
      const packet = packetOf(await source.read(element.content, element.end - element.content), track);
      if (packet) yield packet;
    }
  }
}

/** Tracks and blocks, wherever they stand. */
async function* leavesOf(source: SoundSource, from: number, to: number, depth = 0): AsyncGenerator<Element> {
  for await (const element of elementsOf(source, from, to)) {
    if (element.id === ID.Tracks || element.id === ID.SimpleBlock || element.id === ID.Block) yield element;
    else if (element.id === ID.Segment || element.id === ID.Cluster || element.id === ID.BlockGroup) {
      // One without a length is gone through by the loop itself.
      if (!element.isOpen && depth < MAX_DEPTH)
        yield* leavesOf(source, element.content, element.end, depth + 1);
    }
  }
}

/** A block: its track, its time, flags, and one packet. Sound is not laced in WebM. */
function packetOf(block: Buffer, track: number): Buffer | undefined {
  const number = trackOf(block);
  if (number?.track !== track) return undefined;
  const flags = block[number.width + 2] ?? LACING;
  return (flags & LACING) === 0 ? block.subarray(number.width + 3) : undefined;
}
