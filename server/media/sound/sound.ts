// Sound made safe: from a file, or from a recording, to plain WAV parts that are small enough to send.
import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../../protocol/errors.ts';
import { plural } from '../../../protocol/language.ts';
import type { Removal } from '../metadata/said.ts';
import { decodeBundled } from './decode/bundled.ts';
import { fastStart } from './decode/fast-start.ts';
import { decodeWithFfmpeg } from './decode/ffmpeg.ts';
import { DENOISE_RATE, Denoiser } from './denoise.ts';
import { FORMATS, type SoundFormat } from './formats.ts';
import { MAX_PART_BYTES, MAX_SOUND_SECONDS, SAMPLE_RATE } from './limits.ts';
import { PartBuilder, type SoundPart } from './parts.ts';
import { Resampler, toInt16 } from './resample.ts';
import { SilenceTrimmer } from './silence.ts';
import { type SniffedSound, sniffSound } from './sniff.ts';
import { chunksOf, type SoundSource } from './source.ts';
import { COMPRESSED, parseWav, readWav } from './wav.ts';

export interface SoundOptions {
  /** Absolute path of the program ffmpeg; without it, decoders that come with Lenscap do what they can. */
  ffmpeg?: string | undefined;
  /** Whether noise is taken out. */
  denoise?: boolean;
  /** A longer sound is refused. */
  maxSeconds?: number;
  /** The most bytes of one part. */
  maxPartBytes?: number;
  signal?: AbortSignal;
  /** Told now and then how many seconds were decoded. */
  onDecoded?(seconds: number): void;
}

/** A sound file that is understood, and not decoded yet. */
export interface OpenSound {
  format: SoundFormat;
  mime: string;
  /** Of the file. */
  bytes: number;
  /** What it carries beside the sound, for people; the parts have none of it. */
  removed: Removal[];
  /** Decodes it; see `partsOf`. */
  parts(): AsyncGenerator<SoundPart>;
  /**
   * What the user has to know of a file that breaks off, a sentence each: what there is of it is used.
   * @param seconds that were decoded in the end
   */
  noticesAt(seconds: number): string[];
}

/**
 * Looks at a sound file. Decoding begins with the first part that is asked for.
 * @throws UnsafeMediaError if it is no sound that Lenscap reads.
 */
export async function openSound(source: SoundSource, options: SoundOptions = {}): Promise<OpenSound> {
  const sniffed = await sniffSound(source);
  return {
    format: sniffed.format,
    mime: FORMATS[sniffed.format].mime,
    bytes: source.bytes,
    removed: sniffed.metadata,
    parts: () => partsOf((rate) => decode(source, sniffed, rate, options), options),
    noticesAt: (seconds) => breaksOff(sniffed, seconds),
  };
}

/** Encoders round, and pad at both ends: a file is that much shorter than it says at least if it breaks off. */
const MISSING = { seconds: 1, share: 0.02 };

function breaksOff({ saidSeconds, isCut }: SniffedSound, seconds: number): string[] {
  const least = (said: number) => said - Math.max(MISSING.seconds, said * MISSING.share);
  if (saidSeconds !== undefined && seconds < least(saidSeconds)) {
    return [
      l10n.t(
        'The file breaks off: of the {0} that it says it has, the first {1} are there.',
        inMinutes(saidSeconds),
        inMinutes(seconds),
      ),
    ];
  }
  return isCut ? [l10n.t('The file breaks off in the middle: what there is of it was used.')] : [];
}

/** As 0:07 or 61:05. */
function inMinutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * The parts of what was recorded: samples of 16 kHz in one channel.
 * @throws as `partsOf` does
 */
export function recordedParts(
  samples: Iterable<Int16Array>,
  options: Omit<SoundOptions, 'ffmpeg'> = {},
): AsyncGenerator<SoundPart> {
  return partsOf((rate) => resampled(samples, rate), options);
}

/** Samples at a rate of one's choice: numbers from −1 to 1, or 16 bits. */
type Decode = (rate: number) => AsyncIterable<Float32Array | Int16Array>;

/**
 * Decoded sound without its silence, in parts that a provider takes, one after
 * the other as they are asked for: memory is bounded by two parts, and time by
 * the longest sound that is allowed.
 * @throws UnsafeMediaError if nothing can be decoded, it is too long, or nothing is heard in it;
 * LocalError if a decoder is missing or fails; the signal's reason if it was aborted.
 */
async function* partsOf(decode: Decode, options: SoundOptions): AsyncGenerator<SoundPart> {
  const { denoise = false, maxSeconds = MAX_SOUND_SECONDS, maxPartBytes = MAX_PART_BYTES, signal } = options;
  const samples = denoise ? denoised(decode(DENOISE_RATE)) : decode(SAMPLE_RATE);
  const trimmer = new SilenceTrimmer();
  const builder = new PartBuilder(maxPartBytes);
  let isEmpty = true;
  for await (const piece of samples) {
    signal?.throwIfAborted();
    const frames = trimmer.push(piece instanceof Int16Array ? piece : toInt16(piece));
    options.onDecoded?.(trimmer.seconds);
    if (trimmer.seconds > maxSeconds) throw tooLong(maxSeconds);
    for (const frame of frames) {
      const part = builder.add(frame);
      isEmpty = false;
      if (part) yield part;
    }
  }
  for (const frame of trimmer.end()) {
    const part = builder.add(frame);
    isEmpty = false;
    if (part) yield part;
  }
  if (isEmpty) throw silent();
  const last = builder.end();
  if (last) yield last;
}

async function* decode(
  source: SoundSource,
  { format, track }: SniffedSound,
  rate: number,
  { ffmpeg, maxSeconds = MAX_SOUND_SECONDS, signal = NEVER }: SoundOptions,
): AsyncGenerator<Float32Array | Int16Array> {
  if (format === 'wav') {
    try {
      const wav = await parseWav(source);
      if (wav.rate === rate) return yield* readWav(source, wav);
      const resampler = new Resampler(wav.rate, rate);
      for await (const piece of readWav(source, wav)) yield resampler.push(piece);
      return yield resampler.end();
    } catch (error) {
      const isCompressed = error instanceof UnsafeMediaError && error.code === COMPRESSED;
      if (!isCompressed || ffmpeg === undefined) throw error;
    }
  }
  if (ffmpeg === undefined) {
    yield* decodeBundled(source, format, track, rate);
    return;
  }
  const input = format === 'mp4' ? fastStart(source) : chunksOf(source);
  // A second more than is allowed, so that what is too long is seen to be.
  yield* decodeWithFfmpeg(input, { program: ffmpeg, format, rate, maxSeconds: maxSeconds + 1, signal });
}

const NEVER = new AbortController().signal;

async function* resampled(
  samples: Iterable<Int16Array>,
  rate: number,
): AsyncGenerator<Float32Array | Int16Array> {
  const resampler = new Resampler(SAMPLE_RATE, rate);
  for (const piece of samples) yield rate === SAMPLE_RATE ? piece : resampler.push(toFloat(piece));
  if (rate !== SAMPLE_RATE) yield resampler.end();
}

async function* denoised(samples: AsyncIterable<Float32Array | Int16Array>): AsyncGenerator<Float32Array> {
  const denoiser = await Denoiser.load();
  const resampler = new Resampler(DENOISE_RATE, SAMPLE_RATE);
  try {
    for await (const piece of samples) {
      yield resampler.push(denoiser.push(piece instanceof Int16Array ? toFloat(piece) : piece));
    }
    yield resampler.push(denoiser.end());
    yield resampler.end();
  } finally {
    denoiser.free();
  }
}

function toFloat(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 0x8000);
}

function tooLong(maxSeconds: number): UnsafeMediaError {
  const minutes = Math.floor(maxSeconds / 60);
  const message =
    minutes >= 1
      ? plural(minutes, {
          one: l10n.t('The sound is longer than 1 minute.'),
          other: l10n.t('The sound is longer than {0} minutes.', minutes),
        })
      : l10n.t('The sound is longer than {0} seconds.', maxSeconds);
  return new UnsafeMediaError('too-long', message, l10n.t('Cut it into shorter files.'));
}

function silent(): UnsafeMediaError {
  return new UnsafeMediaError(
    'silent',
    l10n.t('Nothing is heard in the sound.'),
    l10n.t('Check that the right microphone is chosen and not muted, and record again.'),
  );
}
