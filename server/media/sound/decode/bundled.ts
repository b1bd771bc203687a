import * as l10n from '@vscode/l10n';
import { LocalError, UnsafeMediaError } from '../../../../protocol/errors.ts';
import type { Track } from '../anatomy/anatomy.ts';
import { id3Length } from '../anatomy/id3.ts';
import { oggPackets } from '../anatomy/ogg.ts';
import { corruptSound, FORMATS, type SoundFormat } from '../formats.ts';
import { Resampler } from '../resample.ts';
import { chunksOf, type SoundSource } from '../source.ts';
import { webmPackets } from './webm-packets.ts';

/** What a decoder makes of a piece: one array a channel. */
interface Decoded {
  channelData: Float32Array[];
  sampleRate: number;
  /** One for each place that could not be decoded. */
  errors: readonly unknown[];
}

/** Bytes of MP3 or FLAC that are decoded at once: some seconds. */
const PIECE_BYTES = 32 * 1024;

/** A scratch is passed over; this many are damage. */
const MOST_ERRORS = 20;

/** Opus counts in these, whatever it decodes to. */
const OPUS_RATE = 48_000;
/** Packets of Opus that are decoded at once: a second, mostly. */
const PACKETS = 50;
/** For each channel, what the decoder has room for in one packet: 120 ms at 256 kbit/s. More is damage. */
const LONGEST_PACKET = 3_840;

/**
 * Decodes without ffmpeg, by decoders that come with Lenscap as WebAssembly:
 * MP3, FLAC, and Opus in Ogg and WebM, which is what browsers record. They are
 * loaded when they are needed.
 * @returns samples from −1 to 1 at the rate that was asked for, mixed into one channel
 * @throws LocalError for what only ffmpeg decodes: AAC above all, whose free decoders are not free to ship;
 * UnsafeMediaError if it is damaged.
 */
export async function* decodeBundled(
  source: SoundSource,
  format: SoundFormat,
  track: Track,
  rate: number,
): AsyncGenerator<Float32Array> {
  const decoded = choose(source, format, track);
  if (!decoded) throw needsFfmpeg(format, track);
  let resampler: { from: number; of: Resampler } | undefined;
  let errors = 0;
  for await (const piece of decoded) {
    errors += piece.errors.length;
    if (errors > MOST_ERRORS) throw corruptSound(format);
    const mixed = mix(piece.channelData);
    if (mixed.length === 0) continue;
    // A file whose rate changes on its way is not worth more than a seam.
    if (resampler?.from !== piece.sampleRate) {
      if (resampler) yield resampler.of.end();
      resampler = { from: piece.sampleRate, of: new Resampler(piece.sampleRate, rate) };
    }
    yield resampler.of.push(mixed);
  }
  if (resampler) yield resampler.of.end();
}

function choose(source: SoundSource, format: SoundFormat, track: Track): AsyncGenerator<Decoded> | undefined {
  if (format === 'mp3') return decodeMp3(source);
  if (format === 'flac') return decodeFlac(source);
  if (format === 'ogg' && track.codec === 'opus') return decodeOpus(oggOpus(source));
  if (format === 'webm' && track.codec === 'A_OPUS') return decodeOpus(webmPackets(source));
  return undefined;
}

async function* decodeMp3(source: SoundSource): AsyncGenerator<Decoded> {
  const { MPEGDecoder } = await import('mpg123-decoder');
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const tags = id3Length(await source.read(0, 10));
    for await (const piece of chunksOf(source, tags, source.bytes, PIECE_BYTES))
      yield quietly(() => decoder.decode(piece));
  } finally {
    decoder.free();
  }
}

async function* decodeFlac(source: SoundSource): AsyncGenerator<Decoded> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const tags = id3Length(await source.read(0, 10));
    for await (const piece of chunksOf(source, tags, source.bytes, PIECE_BYTES))
      yield await decoder.decode(piece);
    yield await decoder.flush();
  } finally {
    decoder.free();
  }
}

/** The first packet describes the stream (RFC 7845), the others are its sound. */
async function* decodeOpus(packets: AsyncIterable<Buffer>): AsyncGenerator<Decoded> {
  const { OpusDecoder } = await import('opus-decoder');
  let decoder: InstanceType<typeof OpusDecoder> | undefined;
  let waiting: Buffer[] = [];
  /** Packets that were passed over. */
  let tooLong: Buffer[] = [];
  let longest = LONGEST_PACKET;
  /** The encoder's own start, which is no part of the sound. */
  let skip = 0;
  const decode = function* (): Generator<Decoded> {
    if (!decoder || waiting.length + tooLong.length === 0) return;
    const opus = decoder;
    const { channelData, errors } = quietly(() => opus.decodeFrames(waiting));
    waiting = [];
    const all = [...errors, ...tooLong];
    tooLong = [];
    const length = channelData[0]?.length ?? 0;
    const from = Math.min(skip, length);
    skip -= from;
    yield {
      channelData: channelData.map((channel) => channel.subarray(from)),
      sampleRate: OPUS_RATE,
      errors: all,
    };
  };
  try {
    for await (const packet of packets) {
      if (!decoder) {
        const channels = packet[9] ?? 0;
        // More channels come as several streams, with a table which is whose.
        if (packet.length < 19 || channels < 1 || channels > 2 || packet[18] !== 0) throw tooManyChannels();
        decoder = new OpusDecoder({ channels });
        await decoder.ready;
        longest = channels * LONGEST_PACKET;
        skip = packet.readUInt16LE(10);
        continue;
      }
      // The decoder would write beyond its memory and throw.
      (packet.length > longest ? tooLong : waiting).push(packet);
      if (waiting.length + tooLong.length === PACKETS) yield* decode();
    }
    yield* decode();
  } finally {
    decoder?.free();
  }
}

async function* oggOpus(source: SoundSource): AsyncGenerator<Buffer> {
  let serial: number | undefined;
  for await (const packet of oggPackets(source)) {
    const mark = packet.data.toString('latin1', 0, 8);
    if (serial === undefined && mark === 'OpusHead') serial = packet.serial;
    if (packet.serial === serial && mark !== 'OpusTags') yield packet.data;
  }
}

/** What these decoders cannot decode they count, and say on standard error as well: once a packet. */
function quietly<T>(decode: () => T): T {
  const { error } = console;
  console.error = () => {};
  try {
    return decode();
  } finally {
    console.error = error;
  }
}

function mix(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first || others.length === 0) return first ?? new Float32Array(0);
  const mixed = new Float32Array(first.length);
  for (let index = 0; index < mixed.length; index++) {
    let sum = 0;
    for (const channel of channels) sum += channel[index] ?? 0;
    mixed[index] = sum / channels.length;
  }
  return mixed;
}

function needsFfmpeg(format: SoundFormat, { codec }: Track): LocalError {
  const inside = codec === '' ? '' : ` (${codec.replace(/[^\x21-\x7e]/g, '')})`;
  return new LocalError(
    'decoder-missing',
    l10n.t(
      'Reading this {0} file{1} needs the program ffmpeg, which was not found.',
      FORMATS[format].name,
      inside,
    ),
    l10n.t('Install ffmpeg, or save the sound as WAV, MP3, FLAC or Opus.'),
  );
}

function tooManyChannels(): UnsafeMediaError {
  return new UnsafeMediaError(
    'unsupported-media',
    l10n.t('The sound has more channels than Lenscap’s own decoder reads.'),
    l10n.t('Install ffmpeg, or save the sound in one channel.'),
  );
}
