import * as l10n from '@vscode/l10n';
import { LenscapError } from '../protocol/errors.ts';
import type { Check } from '../protocol/setup.ts';
import type { App } from './app.ts';

// What decodes and reads pictures, records and decodes sound.

export async function checkPictures(app: App): Promise<Check[]> {
  return [await checkDecoder(), await checkReader(app)];
}

export async function checkSound(app: App): Promise<Check[]> {
  return [await checkMicrophone(app), checkSoundDecoder(app)];
}

async function checkDecoder(): Promise<Check> {
  const check = { area: 'pictures', name: 'decoder' } as const;
  try {
    const { default: sharp } = await import('sharp');
    const detail = `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`;
    return { ...check, ok: true, detail, mend: null };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      ...check,
      ok: false,
      detail: l10n.t('it does not load ({0})', reason),
      mend: l10n.t('Reinstall Lenscap.'),
    };
  }
}

async function checkReader(app: App): Promise<Check> {
  const check = { area: 'pictures', name: 'reader' } as const;
  try {
    const reader = await app.tryReader();
    const languages = app.settings.privacy.languages.join(', ');
    const detail =
      reader === 'system'
        ? l10n.t('the tesseract program; languages: {0}', languages)
        : l10n.t('the one that comes along; languages: {0}', languages);
    const mend =
      reader === 'system'
        ? null
        : l10n.t('To read faster, and in other languages, install the program tesseract.');
    return { ...check, ok: true, detail, mend };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    return { ...check, ok: false, detail: error.message, mend: error.hint };
  }
}

/** Many machines have none, and voice notes can be files: that is no fault. */
async function checkMicrophone(app: App): Promise<Check> {
  const check = { area: 'sound', name: 'microphone' } as const;
  try {
    const { device } = app.settings.voice;
    const names = await app.voice.microphones();
    if (device !== '' && !names.includes(device)) {
      const mend = l10n.t('Connect it, or run "Lenscap: Choose Microphone".');
      return {
        ...check,
        ok: false,
        detail: l10n.t('“{0}” is not among {1}', device, names.join(', ')),
        mend,
      };
    }
    return { ...check, ok: true, detail: names.join(', '), mend: null };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    return { ...check, ok: error.code === 'no-microphone', detail: error.message, mend: error.hint };
  }
}

function checkSoundDecoder({ voice: { ffmpeg } }: App): Check {
  const check = { area: 'sound', name: 'sound files', ok: true } as const;
  return ffmpeg === undefined
    ? {
        ...check,
        detail: l10n.t('WAV, MP3, FLAC and Opus'),
        mend: l10n.t('For AAC (.m4a) and Vorbis install ffmpeg.'),
      }
    : { ...check, detail: l10n.t('all formats, with {0}', ffmpeg), mend: null };
}
