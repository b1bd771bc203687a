import * as l10n from '@vscode/l10n';
import { fileTypeFromBuffer } from 'file-type';
import { UnsafeMediaError } from '../../../protocol/errors.ts';
import { language } from '../../../protocol/language.ts';
import type { Removal } from '../metadata/said.ts';
import type { Dissectors, Track } from './anatomy/anatomy.ts';
import { dissectFlac } from './anatomy/flac.ts';
import { id3Length } from './anatomy/id3.ts';
import { dissectMp3 } from './anatomy/mp3.ts';
import { dissectMp4 } from './anatomy/mp4.ts';
import { dissectOgg } from './anatomy/ogg.ts';
import { dissectRiff } from './anatomy/riff.ts';
import { listed } from './anatomy/tags.ts';
import { dissectWebm } from './anatomy/webm.ts';
import { corruptSound, emptySound, readable, type SoundFormat, videoRefused } from './formats.ts';
import { MAX_SOUND_BYTES } from './limits.ts';
import type { SoundSource } from './source.ts';

/** A file that is clearly one kind of sound. */
export interface SniffedSound {
  format: SoundFormat;
  /** The track that is decoded: the first with sound. */
  track: Track;
  /** What the file carries beside the sound, for people. None of it is left after decoding. */
  metadata: Removal[];
  /** How long the file says it is, in seconds; undefined where it does not. */
  saidSeconds: number | undefined;
  /** Whether it ends in the middle of something. */
  isCut: boolean;
}

const DISSECTORS: Dissectors = {
  wav: dissectRiff,
  mp3: dissectMp3,
  mp4: dissectMp4,
  ogg: dissectOgg,
  webm: dissectWebm,
  flac: dissectFlac,
};

/** How `file-type` calls them. */
const MIMES: Record<string, SoundFormat> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'mp4',
  'audio/x-m4a': 'mp4',
  'audio/x-m4b': 'mp4',
  'video/mp4': 'mp4',
  'video/quicktime': 'mp4',
  'video/3gpp': 'mp4',
  'video/3gpp2': 'mp4',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'application/ogg': 'ogg',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'video/matroska': 'webm',
  'audio/flac': 'flac',
};

/** What people take for sound, or try. */
const REFUSED: Record<string, () => string> = {
  'application/zip': () => l10n.t('a ZIP archive'),
  'application/pdf': () => l10n.t('a PDF document'),
  'audio/midi': () => l10n.t('MIDI, which is notes without sound'),
  'audio/amr': () => l10n.t('AMR sound'),
  'audio/aiff': () => l10n.t('AIFF sound'),
  'audio/aac': () => l10n.t('AAC sound without a container'),
  'video/mpeg': () => l10n.t('an MPEG video'),
  'video/x-msvideo': () => l10n.t('an AVI video'),
  'video/vnd.avi': () => l10n.t('an AVI video'),
};

/** How much `file-type` gets to see. */
const HEAD_BYTES = 64 * 1024;

/**
 * Decides by content what a file is; its name plays no part. Two that know
 * nothing of each other have to agree: `file-type`, by the first bytes, and
 * our own reading along the format's structure. The decoder is the third.
 * @throws UnsafeMediaError if it is empty, too large, no sound, a video, or not clearly one thing.
 */
export async function sniffSound(source: SoundSource): Promise<SniffedSound> {
  if (source.bytes === 0) {
    throw new UnsafeMediaError(
      'empty',
      l10n.t('The file is empty.'),
      l10n.t('Record it again, or choose another file.'),
    );
  }
  if (source.bytes > MAX_SOUND_BYTES) {
    throw new UnsafeMediaError(
      'too-large',
      l10n.t('The file has {0}; the limit is {1}.', megabytes(source.bytes), megabytes(MAX_SOUND_BYTES)),
      l10n.t('Save it as MP3 or Ogg, or cut it into shorter files.'),
    );
  }
  const detected = await detect(source);
  const format = detected === undefined ? undefined : MIMES[bare(detected)];
  if (format === undefined) throw unsupported(detected, await source.read(0, 256));
  const anatomy = await DISSECTORS[format](source);
  if (!anatomy) throw corruptSound(format);
  if (anatomy.tracks.some(({ kind }) => kind === 'video')) throw videoRefused(format);
  const track = anatomy.tracks.find(({ kind }) => kind === 'sound');
  if (!track) throw anatomy.tracks.length > 0 ? emptySound(format) : corruptSound(format);
  const { saidSeconds, isCut = false } = anatomy;
  return { format, track, metadata: listed(anatomy.metadata), saidSeconds, isCut };
}

async function detect(source: SoundSource): Promise<string | undefined> {
  const head = await source.read(0, HEAD_BYTES);
  // It reads on behind tags in front of the sound, which may be longer than what it is given.
  const tags = id3Length(head);
  const start = tags === 0 ? head : await source.read(tags, HEAD_BYTES);
  try {
    const detected = (await fileTypeFromBuffer(start))?.mime;
    if (detected !== undefined) return detected;
    // Nor does it know WAV with lengths of 64 bits.
    if (/^(RF64|BW64)....WAVE/s.test(start.toString('latin1', 0, 12))) return 'audio/wav';
    // The padding that may follow tags tells it nothing; our own reading looks behind it.
    return tags > 0 ? 'audio/mpeg' : undefined;
  } catch {
    // It throws where a file breaks off inside what it looks at.
    return undefined;
  }
}

/** Without parameters such as `codecs`. */
function bare(mime: string): string {
  return mime.split(';')[0] ?? mime;
}

function unsupported(detected: string | undefined, head: Buffer): UnsafeMediaError {
  const what = detected
    ? (REFUSED[bare(detected)]?.() ?? l10n.t('a file of type {0}', bare(detected)))
    : isText(head)
      ? l10n.t('text')
      : l10n.t('not sound in any format Lenscap knows');
  return new UnsafeMediaError('unsupported-media', l10n.t('The file is {0}.', what), readable());
}

function isText(head: Buffer): boolean {
  // A character may be cut at the end of what was read.
  const text = new TextDecoder('utf-8').decode(head, { stream: true });
  return !/(?![\t\n\r])\p{Cc}|\ufffd/u.test(text);
}

function megabytes(count: number): string {
  const megabytes = (count / 1_000_000).toLocaleString(language(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return l10n.t('{0} MB', megabytes);
}
