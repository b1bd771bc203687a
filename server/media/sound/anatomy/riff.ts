import * as l10n from '@vscode/l10n';
import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, MAX_STEPS, type SoundAnatomy } from './anatomy.ts';
import { block, tag } from './tags.ts';

/** One chunk of a RIFF file: where its content begins, and how much of it there is. */
export interface Chunk {
  id: string;
  start: number;
  /** As the file says. */
  said: number;
  /** As the file has. */
  size: number;
}

/** Chunks that say nothing about anybody. */
const PLAIN = new Set(['fmt ', 'data', 'fact', 'ds64', 'JUNK', 'junk', 'PAD ', 'FLLR', 'PEAK']);

const NAMES: Record<string, () => string> = {
  iXML: () => l10n.t('iXML description of the recording'),
  axml: () => l10n.t('XML description of the recording'),
  _PMX: () => l10n.t('XMP'),
  'id3 ': () => l10n.t('ID3 tags'),
  'ID3 ': () => l10n.t('ID3 tags'),
  'cue ': () => l10n.t('Cue points'),
  smpl: () => l10n.t('Sampler data'),
  inst: () => l10n.t('Instrument data'),
  cart: () => l10n.t('Radio traffic data'),
  umid: () => l10n.t('Material identifier'),
  link: () => l10n.t('Linked files'),
};

/** What is said instead of a length where there is none: the writer could not go back to put it in. */
const UNKNOWN = 0xffff_ffff;

/**
 * The chunks of a WAV file, in order.
 * @returns undefined where it is none. RF64 and BW64 are WAV with lengths of 64 bits.
 */
export async function riffChunks(source: SoundSource): Promise<Chunk[] | undefined> {
  const header = await source.read(0, 12);
  const kind = header.toString('latin1', 0, 4);
  if (!['RIFF', 'RF64', 'BW64'].includes(kind) || header.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  const chunks: Chunk[] = [];
  /** The length of the sound where 32 bits cannot tell it. */
  let longData: number | undefined;
  for (let at = 12, step = 0; step < MAX_STEPS; step++) {
    const head = await source.read(at, 8);
    if (head.length < 8) break;
    const id = head.toString('latin1', 0, 4);
    const start = at + 8;
    const short = head.readUInt32LE(4);
    if (id === 'ds64' && kind !== 'RIFF') longData = await readLongLength(source, start);
    const said = id === 'data' && short === UNKNOWN ? (longData ?? UNKNOWN) : short;
    const size = Math.min(said, source.bytes - start);
    chunks.push({ id, start, said, size });
    // Content of odd length is padded.
    at = start + said + (said % 2);
  }
  return chunks;
}

async function readLongLength(source: SoundSource, start: number): Promise<number | undefined> {
  const data = await source.read(start, 16);
  if (data.length < 16) return undefined;
  const size = data.readBigUInt64LE(8);
  return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
}

/** WAV: what is in its chunks beside the sound. */
export async function dissectRiff(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const chunks = await riffChunks(source);
  if (!chunks) return undefined;
  const metadata: Removal[] = [];
  for (const chunk of chunks) {
    if (PLAIN.has(chunk.id)) continue;
    const content = () => source.read(chunk.start, Math.min(chunk.size, MAX_METADATA_BYTES));
    if (chunk.id === 'LIST') metadata.push(...describeList(await content(), chunk.size));
    else if (chunk.id === 'bext') metadata.push(...describeBroadcast(await content()));
    else metadata.push(block(NAMES[chunk.id]?.() ?? l10n.t('Data'), chunk.size));
  }
  return { tracks: [{ kind: 'sound', codec: '' }], metadata, saidSeconds: await saidBy(source, chunks) };
}

/** Writers that cannot go back say about the most that a signed number of 32 bits can. */
const PLACEHOLDER = 0x7fff_0000;

/** How long the sound is by its length in bytes, in seconds. */
async function saidBy(source: SoundSource, chunks: readonly Chunk[]): Promise<number | undefined> {
  const data = chunks.find(({ id }) => id === 'data');
  const format = chunks.find(({ id }) => id === 'fmt ');
  if (!data || !format || (data.said >= PLACEHOLDER && data.said <= UNKNOWN)) return undefined;
  const fields = await source.read(format.start, 16);
  // PCM and float: of what is compressed, the length says nothing yet.
  if (fields.length < 16 || ![1, 3, 0xfffe].includes(fields.readUInt16LE(0))) return undefined;
  const bytesPerSecond = fields.readUInt32LE(4) * fields.readUInt16LE(12);
  return bytesPerSecond > 0 ? data.said / bytesPerSecond : undefined;
}

/** LIST of INFO: fields of text with names of four characters. */
function describeList(data: Buffer, size: number): Removal[] {
  if (data.toString('latin1', 0, 4) !== 'INFO') return [block(l10n.t('Labels'), size)];
  const found: Removal[] = [];
  for (let at = 4, step = 0; at + 8 <= data.length && step < MAX_STEPS; step++) {
    const length = data.readUInt32LE(at + 4);
    const value = data.toString('utf8', at + 8, Math.min(at + 8 + length, data.length));
    found.push(...tag(data.toString('latin1', at, at + 4), value.replace(/\0.*$/s, '')));
    at += 8 + length + (length % 2);
  }
  return found;
}

/** The chunk of the European Broadcasting Union (Tech 3285): fields of fixed length. */
function describeBroadcast(data: Buffer): Removal[] {
  const field = (from: number, to: number) => data.toString('latin1', from, to).replace(/\0.*$/s, '');
  const found = [
    ...tag('description', field(0, 256)),
    ...tag('author', field(256, 288)),
    ...tag('originator reference', field(288, 320)),
    ...tag('date', field(320, 338)),
  ];
  return [...found, block(l10n.t('Broadcast data'), data.length)];
}
