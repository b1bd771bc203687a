import type { SoundSource } from '../source.ts';

/** An element of a Matroska or WebM file. */
export interface Element {
  id: number;
  content: number;
  /** As the file has; of an element without a length, the end of what it is in. */
  end: number;
  /** Whether it does not say how long it is; the elements in it are given after it. */
  isOpen: boolean;
}

/** An element's number, its marker bits included, as the specification writes it (RFC 8794). */
export const ID = {
  EBML: 0x1a45dfa3,
  DocType: 0x4282,
  Segment: 0x18538067,
  Info: 0x1549a966,
  TimestampScale: 0x2ad7b1,
  Duration: 0x4489,
  Title: 0x7ba9,
  MuxingApp: 0x4d80,
  WritingApp: 0x5741,
  DateUTC: 0x4461,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackType: 0x83,
  CodecID: 0x86,
  CodecPrivate: 0x63a2,
  TrackName: 0x536e,
  Cluster: 0x1f43b675,
  SimpleBlock: 0xa3,
  BlockGroup: 0xa0,
  Block: 0xa1,
  Tags: 0x1254c367,
  Tag: 0x7373,
  SimpleTag: 0x67c8,
  TagName: 0x45a3,
  TagString: 0x4487,
  Attachments: 0x1941a469,
  Chapters: 0x1043a770,
} as const;

/** How many bytes a number has, by its first: as many as there are zero bits before the first one, and one. */
function widthOf(first: number): number {
  return Math.clz32(first) - 23;
}

/** A number of up to eight bytes at a place; undefined where the file ends, or where there is none. */
function numberAt(
  data: Buffer,
  at: number,
  mostBytes: number,
): { value: number; width: number; isUnknown: boolean; raw: number } | undefined {
  const first = data[at];
  if (first === undefined || first === 0) return undefined;
  const width = widthOf(first);
  if (width > mostBytes || at + width > data.length) return undefined;
  let value = first & (0xff >> width);
  let isUnknown = value === 0xff >> width;
  let raw = first;
  for (let index = 1; index < width; index++) {
    const byte = data[at + index] ?? 0;
    value = value * 256 + byte;
    raw = raw * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, width, isUnknown, raw };
}

/** The number that begins a block: of which track it is. */
export function trackOf(data: Buffer): { track: number; width: number } | undefined {
  const number = numberAt(data, 0, 8);
  return number && { track: number.value, width: number.width };
}

/** The elements between two positions, in order. */
export async function* elementsOf(source: SoundSource, from: number, to: number): AsyncGenerator<Element> {
  for (let at = from; at < to; ) {
    const head = await source.read(at, 12);
    const id = numberAt(head, 0, 4);
    const size = id && numberAt(head, id.width, 8);
    if (!id || !size) return;
    const content = at + id.width + size.width;
    const end = size.isUnknown ? to : Math.min(content + size.value, to);
    yield { id: id.raw, content, end, isOpen: size.isUnknown };
    at = size.isUnknown ? content : content + size.value;
  }
}
