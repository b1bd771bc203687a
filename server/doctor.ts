import { LenscapError } from '../protocol/errors.ts';
import { describeHealth, type ModelHealth } from '../protocol/health.ts';
import type { App } from './app.ts';
import { type KeychainState, tryKeychain } from './credentials.ts';
import { describeFlaw } from './ledger/entries.ts';
import { version } from './version.ts';

export interface Check {
  name: string;
  ok: boolean;
  /** One line, free of secrets: what was found, or how to mend it. */
  detail: string;
}

/** Looks at what Lenscap needs. Sends nothing. */
export async function doctor(app: App): Promise<Check[]> {
  const { source } = await app.key();
  const provider = await app.provider();
  const { rows, flaw } = await app.ledger.verify();
  return [
    {
      name: 'version',
      ok: true,
      detail: `lenscap ${version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`,
    },
    {
      name: 'key',
      ok: source !== 'none',
      detail:
        source === 'none'
          ? 'none; set OPENAI_API_KEY, run "lenscap key set", or use "Lenscap: Set API Key" in VS Code'
          : `from the ${source}`,
    },
    {
      name: 'provider',
      ok: provider !== undefined,
      detail: provider ? provider.name : 'none; questions are answered locally',
    },
    ...(await app.health()).map((health) => toCheck(health, Date.now())),
    {
      name: 'ledger',
      ok: flaw === null,
      detail:
        flaw === null
          ? `${app.storage.file}, ${rows} rows, whole`
          : `${app.storage.file}: ${describeFlaw(flaw)}`,
    },
    checkKeychain(await tryKeychain()),
    await checkCache(app),
    await checkDecoder(),
    await checkMicrophone(app),
    checkSoundDecoder(app),
    await checkReader(app),
  ];
}

/** A machine without a keychain is no fault; one that takes keys and loses them is. */
export function checkKeychain(state: KeychainState): Check {
  const detail = {
    works: 'it keeps what is stored in it',
    'until-restart': 'the kernel’s keyring, which forgets all keys when this machine restarts',
    forgetful: 'it forgets at once what is stored in it, so nothing is: keep the API key in OPENAI_API_KEY',
    none: 'none; the API key can be kept in OPENAI_API_KEY',
  };
  return { name: 'keychain', ok: state !== 'forgetful', detail: detail[state] };
}

/** Without a keychain nothing is written that would need its key. That is no fault. */
async function checkCache(app: App): Promise<Check> {
  const { file, answers, bytes } = await app.cache.state();
  const detail =
    file === undefined
      ? 'no keychain that keeps its key: answers are kept in memory, window by window'
      : `${file}, ${answers} answers, ${bytes} bytes, sealed with a key from the keychain`;
  return { name: 'cache', ok: true, detail };
}

/** How a model fares that is in use, or was asked lately in any window. */
export function toCheck(health: ModelHealth, now: number): Check {
  const { state, about } = describeHealth(health, now);
  return {
    name: `${health.provider} ${health.model}`,
    ok: health.state === 'working' || health.state === 'unasked',
    detail: about === '' ? state : `${state}; ${about}`,
  };
}

async function checkReader(app: App): Promise<Check> {
  const name = 'reader';
  try {
    const reader = await app.tryReader();
    return {
      name,
      ok: true,
      detail: reader === 'system' ? 'the tesseract program' : 'the one that comes along',
    };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    return { name, ok: false, detail: `${error.message} ${error.hint}` };
  }
}

/** Many machines have none, and voice notes can be files: that is no fault. */
async function checkMicrophone(app: App): Promise<Check> {
  try {
    return { name: 'microphone', ok: true, detail: (await app.voice.microphones()).join(', ') };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    return {
      name: 'microphone',
      ok: error.code === 'no-microphone',
      detail: `${error.message} ${error.hint}`,
    };
  }
}

function checkSoundDecoder(app: App): Check {
  const detail =
    app.voice.ffmpeg === undefined
      ? 'WAV, MP3, FLAC and Opus; install ffmpeg for AAC (.m4a) and Vorbis'
      : `all formats, with ${app.voice.ffmpeg}`;
  return { name: 'sound files', ok: true, detail };
}

async function checkDecoder(): Promise<Check> {
  try {
    const { default: sharp } = await import('sharp');
    return {
      name: 'pictures',
      ok: true,
      detail: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`,
    };
  } catch (error) {
    return {
      name: 'pictures',
      ok: false,
      detail: `the decoder does not load (${error instanceof Error ? error.message.split('\n')[0] : error}); reinstall Lenscap`,
    };
  }
}
