import { LenscapError } from '../protocol/errors.ts';
import type { App } from './app.ts';
import type { Health } from './gateway/health.ts';
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
    await checkCache(app),
    await checkDecoder(),
    await checkReader(app),
  ];
}

/** Without a keychain nothing is written that would need its key. That is no fault. */
async function checkCache(app: App): Promise<Check> {
  const { file, answers, bytes } = await app.cache.state();
  const detail =
    file === undefined
      ? 'no keychain: answers are kept in memory, window by window'
      : `${file}, ${answers} answers, ${bytes} bytes, sealed with a key from the keychain`;
  return { name: 'cache', ok: true, detail };
}

/** How a model fared that was asked lately, in any window. */
export function toCheck(health: Health, now: number): Check {
  const { provider, model, answeredAt, failedAt, code, failures, pausedUntil } = health;
  const answered = answeredAt === null ? 'never answered' : `answered ${ago(now - answeredAt)}`;
  const failed = failedAt === null ? '' : `failed ${ago(now - failedAt)} (${code})`;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return {
    name: `${provider} ${model}`,
    ok: failures === 0,
    detail:
      failures === 0
        ? [answered, failed].filter((part) => part !== '').join('; ')
        : `${failed}, ${failures === 1 ? 'once' : `${failures} times in a row`}; ${
            isPaused ? `left alone until ${new Date(pausedUntil).toLocaleTimeString()}` : answered
          }`,
  };
}

function ago(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
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
