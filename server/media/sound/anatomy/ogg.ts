import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, type SoundAnatomy, type Track } from './anatomy.ts';
import { vorbisComment } from './vorbis-comment.ts';

const HEADER_BYTES = 27;
const CONTINUED = 1;
const FIRST = 2;

interface Page {
  serial: number;
  flags: number;
  /** Lengths of the segments; one of 255 bytes goes on in the next. */
  segments: Buffer;
  content: Buffer;
  /** Where the next page begins. */
  next: number;
}

/** The page that begins at a position: at most 65,307 bytes. */
async function readPage(source: SoundSource, position: number): Promise<Page | undefined> {
  const header = await source.read(position, HEADER_BYTES + 255);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 4) !== 'OggS') return undefined;
  const count = header[26] ?? 0;
  const segments = header.subarray(HEADER_BYTES, HEADER_BYTES + count);
  const length = segments.reduce((sum, segment) => sum + segment, 0);
  const start = position + HEADER_BYTES + count;
  const content = await source.read(start, length);
  return { serial: header.readUInt32LE(14), flags: header[5] ?? 0, segments, content, next: start + length };
}

/** One packet of a stream. */
export interface Packet {
  serial: number;
  data: Buffer;
  /** Whether it is its stream's first. */
  isFirst: boolean;
}

/** The packets of an Ogg file in order, up to the first place that is no page. One that is too long is left out. */
export async function* oggPackets(source: SoundSource): AsyncGenerator<Packet> {
  const open = new Map<number, Buffer[]>();
  for (let position = 0; ; ) {
    const page = await readPage(source, position);
    if (!page) return;
    let isFirst = (page.flags & FIRST) !== 0;
    let at = 0;
    let length = 0;
    const parts = (page.flags & CONTINUED) === 0 ? [] : (open.get(page.serial) ?? []);
    open.delete(page.serial);
    for (const segment of page.segments) {
      length += segment;
      if (segment === 255) continue;
      const data = Buffer.concat([...parts.splice(0), page.content.subarray(at, at + length)]);
      at += length;
      length = 0;
      yield { serial: page.serial, data, isFirst };
      isFirst = false;
    }
    const held = parts.reduce((sum, part) => sum + part.length, 0);
    const goesOn = length > 0 && held < MAX_METADATA_BYTES && open.size < MOST_STREAMS;
    if (goesOn) open.set(page.serial, [...parts, page.content.subarray(at)]);
    position = page.next;
  }
}

/** More streams than anybody writes into one file. */
const MOST_STREAMS = 16;
/** Packets in which the headers of all streams are. */
const MOST_HEADERS = 64;

/** What begins a stream, by its codec. */
const STREAMS: readonly { mark: string; track: Track }[] = [
  { mark: 'OpusHead', track: { kind: 'sound', codec: 'opus' } },
  { mark: '\x01vorbis', track: { kind: 'sound', codec: 'vorbis' } },
  { mark: '\x7fFLAC', track: { kind: 'sound', codec: 'flac' } },
  { mark: 'Speex   ', track: { kind: 'sound', codec: 'speex' } },
  { mark: '\x80theora', track: { kind: 'video', codec: 'theora' } },
  { mark: 'BBCD', track: { kind: 'video', codec: 'dirac' } },
  { mark: 'OVP80', track: { kind: 'video', codec: 'vp8' } },
];

const COMMENTS = ['OpusTags', '\x03vorbis'] as const;

/** Ogg: streams of packets, of which the first say what the others are. */
export async function dissectOgg(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const tracks: Track[] = [];
  const metadata: Removal[] = [];
  let count = 0;
  for await (const { data, isFirst } of oggPackets(source)) {
    const start = data.subarray(0, 16).toString('latin1');
    if (isFirst) {
      tracks.push(STREAMS.find(({ mark }) => start.startsWith(mark))?.track ?? { kind: 'other', codec: '' });
    }
    const mark = COMMENTS.find((each) => start.startsWith(each));
    if (mark) metadata.push(...vorbisComment(data.subarray(mark.length)));
    if (++count === MOST_HEADERS || tracks.length === MOST_STREAMS) break;
  }
  return tracks.length > 0 ? { tracks, metadata, isCut: await endsInPage(source) } : undefined;
}

/** The most that a page has: header, table, content. */
const PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

/** Whether the last page is longer than what there is of it. */
async function endsInPage(source: SoundSource): Promise<boolean> {
  const from = Math.max(0, source.bytes - PAGE_BYTES);
  const tail = await source.read(from, PAGE_BYTES);
  const last = tail.lastIndexOf('OggS', undefined, 'latin1');
  if (last < 0) return false;
  const page = await readPage(source, from + last);
  return page === undefined || page.next > source.bytes;
}
