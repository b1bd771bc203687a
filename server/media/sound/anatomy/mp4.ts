import * as l10n from '@vscode/l10n';
import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, MAX_STEPS, type SoundAnatomy, type Track } from './anatomy.ts';
import { block, coverArt, tag } from './tags.ts';

/** A box of an MP4 file. */
export interface Box {
  type: string;
  /** Of the whole box. */
  start: number;
  /** Of what is in it. */
  content: number;
  /** As the file has. */
  end: number;
}

/** Boxes that have boxes in them, and so many bytes before those. */
const CONTAINERS: Record<string, number> = {
  moov: 0,
  trak: 0,
  mdia: 0,
  minf: 0,
  stbl: 0,
  udta: 0,
  ilst: 0,
};
const MAX_DEPTH = 8;
/** Seconds between 1904, where QuickTime's time begins, and 1970. */
const EPOCH = 2_082_844_800;

const HANDLERS: Record<string, Track['kind']> = { soun: 'sound', vide: 'video' };

/** The boxes between two positions. */
export async function* boxesOf(source: SoundSource, from = 0, to = source.bytes): AsyncGenerator<Box> {
  for (let start = from; start + 8 <= to; ) {
    const head = await source.read(start, 16);
    if (head.length < 8) return;
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const size = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - start : short;
    const content = start + (isLong ? 16 : 8);
    if (start + size < content) return;
    yield { type, start, content, end: Math.min(start + size, to) };
    start += size;
  }
}

/** MP4, M4A and their kin: boxes in boxes. */
export async function dissectMp4(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const first = await source.read(0, 8);
  if (first.toString('latin1', 4, 8) !== 'ftyp') return undefined;
  const reader = new BoxReader(source);
  await reader.walk(0, source.bytes, 0);
  return { tracks: reader.tracks, metadata: reader.metadata, saidSeconds: reader.saidSeconds };
}

/** Of a movie header (ISO/IEC 14496-12, 8.2.2), in seconds; undefined where it says none. */
function durationOf(header: Buffer): number | undefined {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return undefined;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  const isKnown = scale > 0 && duration > 0 && duration < (isLong ? 2 ** 63 : 2 ** 32 - 1);
  return isKnown ? duration / scale : undefined;
}

class BoxReader {
  readonly tracks: Track[] = [];
  readonly metadata: Removal[] = [];
  saidSeconds: number | undefined;
  readonly #source: SoundSource;
  #steps = 0;
  /** Names of the keys of QuickTime's metadata, which are counted from 1. */
  #keys: string[] = [];

  constructor(source: SoundSource) {
    this.#source = source;
  }

  async walk(from: number, to: number, depth: number, parent = ''): Promise<void> {
    for await (const box of boxesOf(this.#source, from, to)) {
      if (++this.#steps > MAX_STEPS) return;
      if (parent === 'ilst') await this.#item(box);
      else if (box.type === 'meta') await this.#meta(box, depth);
      else if (Object.hasOwn(CONTAINERS, box.type) && depth < MAX_DEPTH) {
        await this.walk(box.content, box.end, depth + 1, box.type);
      } else await this.#leaf(box, parent);
    }
  }

  async #read(box: Box): Promise<Buffer> {
    return await this.#source.read(box.content, Math.min(box.end - box.content, MAX_METADATA_BYTES));
  }

  /** QuickTime's has its boxes at once; MPEG's has four bytes before them. */
  async #meta(box: Box, depth: number): Promise<void> {
    if (depth >= MAX_DEPTH) return;
    const head = await this.#source.read(box.content, 8);
    const skip = head.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4;
    await this.walk(box.content + skip, box.end, depth + 1, 'meta');
  }

  async #leaf(box: Box, parent: string): Promise<void> {
    const size = box.end - box.content;
    if (box.type === 'hdlr' && parent === 'mdia') {
      const handler = (await this.#read(box)).toString('latin1', 8, 12);
      this.tracks.push({ kind: HANDLERS[handler] ?? 'other', codec: '' });
    } else if (box.type === 'stsd') {
      const last = this.tracks.at(-1);
      if (last) last.codec = (await this.#read(box)).toString('latin1', 12, 16);
    } else if (box.type === 'mvhd') {
      const header = await this.#read(box);
      this.#date(header);
      this.saidSeconds = durationOf(header);
    } else if (box.type === 'keys') this.#keys = keysOf(await this.#read(box));
    else if (box.type === 'uuid') this.metadata.push(block(l10n.t('Private data'), size));
    else if (box.type === 'chpl') this.metadata.push(block(l10n.t('Chapters'), size));
    else if (parent === 'udta') this.#userData(box.type, await this.#read(box));
  }

  #date(header: Buffer): void {
    const isLong = header[0] === 1;
    if (header.length < 12) return;
    const seconds = isLong ? Number(header.readBigUInt64BE(4)) : header.readUInt32BE(4);
    // Nobody recorded before 1990, and a time that no calendar has is none.
    const at = new Date((seconds - EPOCH) * 1_000);
    if (seconds > EPOCH && Number.isFinite(at.getTime())) {
      this.metadata.push(...tag('creation_time', at.toISOString().slice(0, 19)));
    }
  }

  /** Fields of QuickTime's own: a length and a language before the text. */
  #userData(type: string, data: Buffer): void {
    if (type.startsWith('\xa9'))
      this.metadata.push(...tag(type, data.toString('utf8', 4).replace(/\0.*$/s, '')));
    else if (type === 'loci') this.metadata.push({ kind: 'location', detail: l10n.t('Location') });
    else if (!['free', 'skip'].includes(type)) this.metadata.push(block(l10n.t('User data'), data.length));
  }

  /** A field of iTunes' list: its value is a box in it. */
  async #item(box: Box): Promise<void> {
    const index = Buffer.from(box.type, 'latin1').readUInt32BE(0);
    let key = this.#keys[index - 1] ?? box.type;
    for await (const part of boxesOf(this.#source, box.content, box.end)) {
      if (++this.#steps > MAX_STEPS) return;
      if (part.type === 'name') key = (await this.#read(part)).toString('utf8', 4);
      if (part.type !== 'data') continue;
      if (box.type === 'covr') {
        this.metadata.push(coverArt(Math.max(0, part.end - part.content - 8)));
        continue;
      }
      const data = await this.#read(part);
      const isText = data.length >= 8 && data.readUInt32BE(0) === 1;
      if (isText) this.metadata.push(...tag(key, data.toString('utf8', 8)));
      else this.metadata.push(block(l10n.t('Data of a tag'), Math.max(0, part.end - part.content - 8)));
    }
  }
}

function keysOf(data: Buffer): string[] {
  const keys: string[] = [];
  for (let at = 8; at + 8 <= data.length && keys.length < MAX_STEPS; ) {
    const size = data.readUInt32BE(at);
    if (size < 8) break;
    keys.push(data.toString('utf8', at + 8, Math.min(at + size, data.length)));
    at += size;
  }
  return keys;
}
