import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../../../protocol/errors.ts';
import { corruptSound, emptySound, FORMATS, type SoundFormat } from '../formats.ts';

/** Decoders that may run: those of sound that people have, and none of moving pictures. */
const DECODERS = [
  ...['aac', 'aac_fixed', 'alac', 'flac', 'mp3', 'mp3float', 'opus', 'libopus', 'vorbis', 'libvorbis'],
  ...['speex', 'libspeex', 'ac3', 'eac3', 'amrnb', 'amrwb', 'libopencore_amrnb', 'libopencore_amrwb'],
  ...['adpcm_ima_wav', 'adpcm_ms', 'pcm_alaw', 'pcm_mulaw', 'gsm_ms', 'libgsm_ms', 'wmav2', 'wmav1'],
  ...['pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_u8', 'pcm_s16be', 'pcm_s24be'],
];

/** ffmpeg decodes hundreds of seconds in one; when it says nothing for so long, it hangs, in milliseconds. */
const SILENCE_MS = 30_000;

export interface FfmpegOptions {
  /** The program's absolute path. */
  program: string;
  format: SoundFormat;
  /** Samples a second that come out. */
  rate: number;
  /** No more of the sound is decoded, in seconds. */
  maxSeconds: number;
  signal: AbortSignal;
  silenceMs?: number;
}

/**
 * Decodes by the machine's own `ffmpeg`, from its standard input to its
 * standard output: no files, no network, no shell, nothing of the environment,
 * one named container, decoders of sound only.
 * @returns samples of the first track with sound, mixed into one channel, as they come
 * @throws UnsafeMediaError if nothing can be decoded; LocalError if the program does not run, or hangs;
 * the signal's reason if it was aborted.
 */
export async function* decodeWithFfmpeg(
  input: AsyncIterable<Buffer>,
  options: FfmpegOptions,
): AsyncGenerator<Int16Array> {
  const { format, signal } = options;
  signal.throwIfAborted();
  const child = spawn(options.program, argumentsFor(options), {
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? '' } : {},
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const ended = watch(child);
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let hangs = false;
  let timer: NodeJS.Timeout | undefined;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      hangs = true;
      kill();
    }, options.silenceMs ?? SILENCE_MS);
  };
  const fed = feed(child, input);
  let bytes = 0;
  try {
    listen();
    const samples = new SampleJoiner();
    for await (const piece of child.stdout ?? []) {
      // While what was decoded is used, nobody waits for the program.
      clearTimeout(timer);
      bytes += piece.length;
      const joined = samples.push(piece);
      if (joined.length > 0) yield joined;
      listen();
    }
    const { error, status } = await ended;
    signal.throwIfAborted();
    if (hangs || error) throw failed(hangs ? l10n.t('it said nothing for {0} ms', SILENCE_MS) : error);
    // What was wrong with the input says more than that it ended early.
    const cause = await fed;
    if (cause) throw cause;
    if (bytes === 0) throw status === 0 ? emptySound(format) : corruptSound(format, `ffmpeg: ${status}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function argumentsFor({ format, rate, maxSeconds }: FfmpegOptions): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'quiet', '-threads', '1'],
    ...['-protocol_whitelist', 'pipe', '-codec_whitelist', DECODERS.join(',')],
    ...['-f', FORMATS[format].demuxer, '-i', 'pipe:0'],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...[
      '-t',
      String(maxSeconds),
      '-ac',
      '1',
      '-ar',
      String(rate),
      '-c:a',
      'pcm_s16le',
      '-f',
      's16le',
      'pipe:1',
    ],
  ];
}

/** How the program ended. */
function watch(child: ChildProcess): Promise<{ status?: number | null; error?: Error }> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }));
    child.on('close', (status) => resolve({ status }));
  });
}

/** @returns what went wrong with the input itself, if anything. */
async function feed(child: ChildProcess, input: AsyncIterable<Buffer>): Promise<unknown> {
  const { stdin } = child;
  if (!stdin) return undefined;
  // A program that ends without having read its input says so by its status.
  let isOpen = true;
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      isOpen = false;
      resolve();
    };
    stdin.on('error', close);
    stdin.on('close', close);
  });
  try {
    for await (const piece of input) {
      if (!isOpen) return undefined;
      if (!stdin.write(piece)) await Promise.race([once(stdin, 'drain').catch(() => {}), closed]);
    }
    stdin.end();
    return undefined;
  } catch (error) {
    child.kill('SIGKILL');
    return error;
  }
}

/** Bytes as samples; one may be cut between two pieces. */
class SampleJoiner {
  #odd: Buffer = Buffer.alloc(0);

  push(piece: Buffer): Int16Array {
    const all = this.#odd.length === 0 ? piece : Buffer.concat([this.#odd, piece]);
    const samples = new Int16Array(all.length >> 1);
    for (let index = 0; index < samples.length; index++) samples[index] = all.readInt16LE(index * 2);
    this.#odd = all.subarray(samples.length * 2);
    return samples;
  }
}

function failed(cause: unknown): LocalError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LocalError(
    'decoder-failed',
    l10n.t('The program ffmpeg did not decode the sound: {0}.', why),
    l10n.t('Try again, or save the sound as WAV.'),
    { cause },
  );
}
