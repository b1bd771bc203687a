import { LenscapError } from '../protocol/errors.ts';
import type { App } from './app.ts';
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
    {
      name: 'ledger',
      ok: flaw === null,
      detail:
        flaw === null
          ? `${app.storage.file}, ${rows} rows, whole`
          : `${app.storage.file}: ${describeFlaw(flaw)}`,
    },
    await checkDecoder(),
    await checkReader(app),
  ];
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
