import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../../protocol/errors.ts';
import { type Chunk, riffChunks } from './anatomy/riff.ts';
import { corruptSound, emptySound } from './formats.ts';
import { chunksOf, type SoundSource } from './source.ts';

/** How the samples of a WAV file are written. */
export interface WavFormat {
  encoding: 'integer' | 'float';
  channels: number;
  /** Frames a second. */
  rate: number;
  /** Of one sample of one channel: 1 to 4, or 8 with float. */
  sampleBytes: number;
  /** Where they are in the file. */
  start: number;
  /** How many there are of all channels together; a last incomplete one is not counted. */
  frames: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** What follows the first two bytes of an extensible format's name, if it is one of the plain ones. */
const GUID_TAIL = '000000001000800000aa00389b71';

const COMPRESSIONS: Record<number, string> = {
  2: 'ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM',
  85: 'MP3',
  353: 'WMA',
};

const MAX_CHANNELS = 32;
const MIN_RATE = 1_000;
const MAX_RATE = 768_000;

/** The code of a refusal that a decoder may lift: the samples are compressed. */
export const COMPRESSED = 'compressed-wav';

function compressed(tag: number): UnsafeMediaError {
  return new UnsafeMediaError(
    COMPRESSED,
    l10n.t('The WAV file holds compressed sound ({0}).', COMPRESSIONS[tag] ?? l10n.t('format {0}', tag)),
    l10n.t('Save it as PCM, or install ffmpeg.'),
  );
}

/**
 * Reads what a WAV file says of its samples, and believes only what its length bears out.
 * PCM of 8, 16, 24 and 32 bits, and float of 32 and 64, plain or extensible (Microsoft's
 * "Multiple Channel Audio Data and WAVE Files"); also RF64 (EBU Tech 3306).
 * @throws UnsafeMediaError if that is contradictory, compressed, or there are no samples.
 */
export async function parseWav(source: SoundSource): Promise<WavFormat> {
  const chunks = await riffChunks(source);
  const format = chunks?.find(({ id }) => id === 'fmt ');
  // Two of them would be two answers to what is sent.
  if (!chunks || !format || chunks.filter(({ id }) => id === 'fmt ' || id === 'data').length > 2) {
    throw corruptSound('wav');
  }
  const data = chunks.find(({ id }) => id === 'data');
  const layout = readLayout(await source.read(format.start, Math.min(format.size, 40)));
  if (!data || data.size === 0) throw emptySound('wav');
  const frames = Math.floor(lengthOf(data) / (layout.channels * layout.sampleBytes));
  if (frames === 0) throw emptySound('wav');
  return { ...layout, start: data.start, frames };
}

/** As much as is there, of what it says. */
function lengthOf({ said, size }: Chunk): number {
  return Math.min(said, size);
}

function readLayout(data: Buffer): Omit<WavFormat, 'start' | 'frames'> {
  if (data.length < 16) throw corruptSound('wav');
  let tag = data.readUInt16LE(0);
  const channels = data.readUInt16LE(2);
  const rate = data.readUInt32LE(4);
  const frameBytes = data.readUInt16LE(12);
  const bits = data.readUInt16LE(14);
  if (tag === EXTENSIBLE) {
    if (data.length < 40) throw corruptSound('wav');
    tag = data.readUInt16LE(24);
    if (data.toString('hex', 26, 40) !== GUID_TAIL) throw compressed(EXTENSIBLE);
  }
  if (tag !== PCM && tag !== FLOAT) throw compressed(tag);
  const sampleBytes = Math.ceil(bits / 8);
  const isKnown = tag === PCM ? sampleBytes >= 1 && sampleBytes <= 4 : bits === 32 || bits === 64;
  const isSane = channels >= 1 && channels <= MAX_CHANNELS && rate >= MIN_RATE && rate <= MAX_RATE;
  if (!isKnown || !isSane || frameBytes !== channels * sampleBytes) throw corruptSound('wav');
  return { encoding: tag === PCM ? 'integer' : 'float', channels, rate, sampleBytes };
}

/**
 * The samples of a WAV file, all channels mixed into one, piece by piece.
 * @returns numbers from −1 to 1, at the file's own rate
 */
export async function* readWav(source: SoundSource, format: WavFormat): AsyncGenerator<Float32Array> {
  const frameBytes = format.channels * format.sampleBytes;
  const pieceBytes = Math.max(1, Math.floor(PIECE_BYTES / frameBytes)) * frameBytes;
  const end = format.start + format.frames * frameBytes;
  for await (const piece of chunksOf(source, format.start, end, pieceBytes)) yield mix(piece, format);
}

const PIECE_BYTES = 256 * 1024;

/** Reads one sample at a place in the bytes. */
type ReadSample = (data: Buffer, at: number) => number;

const INTEGERS: Record<number, ReadSample> = {
  1: (data, at) => ((data[at] ?? 128) - 128) / 128,
  2: (data, at) => data.readInt16LE(at) / 0x8000,
  3: (data, at) => data.readIntLE(at, 3) / 0x80_0000,
  4: (data, at) => data.readInt32LE(at) / 0x8000_0000,
};
const FLOATS: Record<number, ReadSample> = {
  4: (data, at) => finite(data.readFloatLE(at)),
  8: (data, at) => finite(data.readDoubleLE(at)),
};

/** What is no number is silence, and what is too loud is as loud as it gets. */
function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-1, Math.min(1, value));
}

function mix(data: Buffer, { encoding, channels, sampleBytes }: WavFormat): Float32Array {
  const read = (encoding === 'integer' ? INTEGERS : FLOATS)[sampleBytes];
  if (!read) throw corruptSound('wav');
  const mixed = new Float32Array(Math.floor(data.length / (channels * sampleBytes)));
  let at = 0;
  for (let frame = 0; frame < mixed.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += sampleBytes) sum += read(data, at);
    mixed[frame] = sum / channels;
  }
  return mixed;
}
