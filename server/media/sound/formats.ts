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
export const READABLE = 'Lenscap reads WAV, MP3, M4A, Ogg, WebM and FLAC sound.';

/** The refusal of a file that does not hold what its format requires. */
export function corruptSound(format: SoundFormat, cause?: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    `The ${FORMATS[format].name} sound is damaged or cut off.`,
    'Record it again, or save the sound anew.',
    { cause },
  );
}

/** The refusal of a file that is whole and has no sound in it. */
export function emptySound(format: SoundFormat): UnsafeMediaError {
  return new UnsafeMediaError(
    'empty',
    `The ${FORMATS[format].name} file has no sound in it.`,
    'Record it again, or choose another file.',
  );
}

/** The refusal of a file with moving pictures. */
export function videoRefused(format: SoundFormat): UnsafeMediaError {
  return new UnsafeMediaError(
    'video',
    `The ${format === 'mp4' ? 'MP4' : FORMATS[format].name} file is a video.`,
    'Save its sound alone, as M4A or MP3, and choose that.',
  );
}
