import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../../protocol/errors.ts';

/** Containers that sound comes in. What is in them is looked at separately. */
export type SoundFormat = 'wav' | 'mp3' | 'mp4' | 'ogg' | 'webm' | 'flac';

interface FormatFacts {
  /** For people. */
  name: string;
  mime: string;
  /** ffmpeg's demuxer: named, so that the bytes cannot choose another one, such as a playlist's. */
  demuxer: string;
}

export const FORMATS: Record<SoundFormat, FormatFacts> = {
  wav: { name: 'WAV', mime: 'audio/wav', demuxer: 'wav' },
  mp3: { name: 'MP3', mime: 'audio/mpeg', demuxer: 'mp3' },
  mp4: { name: 'M4A', mime: 'audio/mp4', demuxer: 'mov' },
  ogg: { name: 'Ogg', mime: 'audio/ogg', demuxer: 'ogg' },
  webm: { name: 'WebM', mime: 'audio/webm', demuxer: 'matroska' },
  flac: { name: 'FLAC', mime: 'audio/flac', demuxer: 'flac' },
};

/** What to do about a file that is none of them. */
export function readable(): string {
  return l10n.t('Lenscap reads WAV, MP3, M4A, Ogg, WebM and FLAC sound.');
}

/** The refusal of a file that does not hold what its format requires. */
export function corruptSound(format: SoundFormat, cause?: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    l10n.t('The {0} sound is damaged or cut off.', FORMATS[format].name),
    l10n.t('Record it again, or save the sound anew.'),
    { cause },
  );
}

/** The refusal of a file that is whole and has no sound in it. */
export function emptySound(format: SoundFormat): UnsafeMediaError {
  return new UnsafeMediaError(
    'empty',
    l10n.t('The {0} file has no sound in it.', FORMATS[format].name),
    l10n.t('Record it again, or choose another file.'),
  );
}

/** The refusal of a file with moving pictures. */
export function videoRefused(format: SoundFormat): UnsafeMediaError {
  return new UnsafeMediaError(
    'video',
    l10n.t('The {0} file is a video.', format === 'mp4' ? 'MP4' : FORMATS[format].name),
    l10n.t('Save its sound alone, as M4A or MP3, and choose that.'),
  );
}
