import type { SoundSource } from '../source.ts';
import type { SoundAnatomy } from './anatomy.ts';
import { readId3, readTail } from './id3.ts';
import { tag } from './tags.ts';

const BITRATES = {
  v1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const RATES = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
} as const;

/** Padding between tags and sound that is passed over, in bytes. */
const MOST_PADDING = 64 * 1024;

/** The length of the layer III frame that begins here, in bytes; 0 where none does. */
function frameLength(data: Buffer, at: number): number {
  const [a = 0, b = 0, c = 0] = data.subarray(at, at + 3);
  if (a !== 0xff || (b & 0xe6) !== 0xe2) return 0;
  const version = (b >> 3) & 3;
  if (version === 1) return 0;
  const bitrate = BITRATES[version === 3 ? 'v1' : 'v2'][c >> 4];
  const rate = RATES[version === 3 ? 3 : version === 2 ? 2 : 0][(c >> 2) & 3];
  if (!bitrate || !rate) return 0;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * bitrate) / rate) + ((c >> 1) & 1);
}

/** Where sound begins: at a frame that another one follows, or that is the last. */
export function firstFrame(data: Buffer): number {
  for (let at = 0; at + 4 <= data.length; at++) {
    const length = frameLength(data, at);
    if (length === 0) continue;
    const next = at + length;
    if (next + 4 > data.length || frameLength(data, next) > 0) return at;
  }
  return -1;
}

/** How long the first frame says all are, in seconds: it may hold their number (Xing's and LAME's header). */
function saidBy(frame: Buffer): number | undefined {
  const mark = /Xing|Info/.exec(frame.toString('latin1'))?.index;
  if (mark === undefined || frame.length < mark + 12 || (frame.readUInt32BE(mark + 4) & 1) === 0)
    return undefined;
  const version = ((frame[1] ?? 0) >> 3) & 3;
  const rate = RATES[version === 3 ? 3 : version === 2 ? 2 : 0][((frame[2] ?? 0) >> 2) & 3];
  const samples = frame.readUInt32BE(mark + 8) * (version === 3 ? 1152 : 576);
  return rate && samples > 0 ? samples / rate : undefined;
}

/** MPEG layer III: tags before and after, and frames without a container between. */
export async function dissectMp3(source: SoundSource): Promise<SoundAnatomy | undefined> {
  const head = await readId3(source, 0);
  const tail = await readTail(source);
  const start = await source.read(head.length, MOST_PADDING);
  const at = firstFrame(start);
  if (at < 0 || (head.length === 0 && at > 0)) return undefined;
  // The first frame often holds no sound, but what encoded the others.
  const info = start.subarray(at, at + 200).toString('latin1');
  const [, encoder = ''] = /(?:Xing|Info).*?((?:LAME|Lavc|Lavf)[\x20-\x7e]{0,9})/s.exec(info) ?? [];
  return {
    tracks: [{ kind: 'sound', codec: '' }],
    metadata: [...head.found, ...tail.found, ...tag('encoder', encoder)],
    saidSeconds: saidBy(start.subarray(at, at + 200)),
  };
}
