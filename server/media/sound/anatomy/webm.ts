import * as l10n from '@vscode/l10n';
import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, MAX_STEPS, type SoundAnatomy, type Track } from './anatomy.ts';
import { type Element, elementsOf, ID } from './ebml.ts';
import { block, tag } from './tags.ts';

/** A track's number, kind and codec, and what the codec needs to know. */
export interface WebmTrack extends Track {
  number: number;
  codecPrivate: Buffer;
}

const KINDS: Record<number, Track['kind']> = { 1: 'video', 2: 'sound' };
/** Seconds between 1970 and 2001, where Matroska's time begins. */
const EPOCH = 978_307_200;

async function content(source: SoundSource, { content: from, end }: Element): Promise<Buffer> {
  return await source.read(from, Math.min(end - from, MAX_METADATA_BYTES));
}

function unsigned(data: Buffer): number {
  return data.length >= 1 && data.length <= 6 ? data.readUIntBE(0, data.length) : 0;
}

/** The tracks that a Tracks element describes. */
export async function readTracks(source: SoundSource, tracks: Element): Promise<WebmTrack[]> {
  const found: WebmTrack[] = [];
  for await (const entry of elementsOf(source, tracks.content, tracks.end)) {
    if (entry.id !== ID.TrackEntry || found.length === MOST_TRACKS) continue;
    const track: WebmTrack = { number: 0, kind: 'other', codec: '', codecPrivate: Buffer.alloc(0) };
    let steps = 0;
    for await (const field of elementsOf(source, entry.content, entry.end)) {
      if (++steps > MAX_STEPS) break;
      if (field.id === ID.TrackNumber) track.number = unsigned(await content(source, field));
      else if (field.id === ID.TrackType)
        track.kind = KINDS[unsigned(await content(source, field))] ?? 'other';
      else if (field.id === ID.CodecID)
        track.codec = (await content(source, field)).toString('latin1', 0, 32);
      else if (field.id === ID.CodecPrivate) track.codecPrivate = await content(source, field);
    }
    found.push(track);
  }
  return found;
}

const MOST_TRACKS = 16;

/** Matroska and WebM: elements in elements. */
export async function dissectWebm(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const head = await source.read(0, 4);
  if (head.length < 4 || head.readUInt32BE(0) !== ID.EBML) return undefined;
  const tracks: Track[] = [];
  const metadata: Removal[] = [];
  let saidSeconds: number | undefined;
  let steps = 0;
  const walk = async (from: number, to: number, depth: number): Promise<void> => {
    for await (const element of elementsOf(source, from, to)) {
      if (++steps > MAX_STEPS) return;
      const size = element.end - element.content;
      if (element.id === ID.Segment && !element.isOpen && depth === 0)
        await walk(element.content, element.end, 1);
      else if (element.id === ID.Tracks) tracks.push(...(await readTracks(source, element)));
      else if (element.id === ID.Info) {
        metadata.push(...(await readInfo(source, element)));
        saidSeconds = await readDuration(source, element);
      } else if (element.id === ID.Tags)
        metadata.push(...(await readTags(source, element.content, element.end, 0)));
      else if (element.id === ID.Attachments) metadata.push(block(l10n.t('Attached files'), size));
      else if (element.id === ID.Chapters) metadata.push(block(l10n.t('Chapters'), size));
    }
  };
  await walk(0, source.bytes, 0);
  return { tracks, metadata, saidSeconds };
}

/** In seconds; undefined where none is said, as by browsers that record. */
async function readDuration(source: SoundSource, info: Element): Promise<number | undefined> {
  // Nanoseconds of a unit (RFC 9559).
  let scale = 1_000_000;
  let duration = 0;
  let steps = 0;
  for await (const field of elementsOf(source, info.content, info.end)) {
    if (++steps > MAX_STEPS) break;
    const data = await content(source, field);
    if (field.id === ID.TimestampScale) scale = unsigned(data);
    else if (field.id === ID.Duration && data.length === 4) duration = data.readFloatBE(0);
    else if (field.id === ID.Duration && data.length === 8) duration = data.readDoubleBE(0);
  }
  const seconds = (duration * scale) / 1e9;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

async function readInfo(source: SoundSource, info: Element): Promise<Removal[]> {
  const found: Removal[] = [];
  let steps = 0;
  for await (const field of elementsOf(source, info.content, info.end)) {
    if (++steps > MAX_STEPS) break;
    const text = async () => (await content(source, field)).toString('utf8');
    if (field.id === ID.Title) found.push(...tag('title', await text()));
    else if (field.id === ID.MuxingApp) found.push(...tag('muxingapp', await text()));
    else if (field.id === ID.WritingApp) found.push(...tag('writingapp', await text()));
    else if (field.id === ID.DateUTC) found.push(...date(await content(source, field)));
  }
  return found;
}

/** Nanoseconds since 2001. */
function date(data: Buffer): Removal[] {
  if (data.length !== 8) return [];
  const at = new Date(Number(data.readBigInt64BE(0) / 1_000_000n) + EPOCH * 1_000);
  return Number.isFinite(at.getTime()) ? tag('date', at.toISOString().slice(0, 19)) : [];
}

/** Tags hold tags, and those names with values. */
async function readTags(source: SoundSource, from: number, to: number, depth: number): Promise<Removal[]> {
  if (depth > 3) return [];
  const found: Removal[] = [];
  let name = '';
  let steps = 0;
  for await (const field of elementsOf(source, from, to)) {
    if (++steps > MAX_STEPS / 4) break;
    if (field.id === ID.Tag || field.id === ID.SimpleTag) {
      found.push(...(await readTags(source, field.content, field.end, depth + 1)));
    } else if (field.id === ID.TagName) name = (await content(source, field)).toString('utf8', 0, 100);
    else if (field.id === ID.TagString && name !== 'DURATION') {
      found.push(...tag(name, (await content(source, field)).toString('utf8')));
    }
  }
  return found;
}
