import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../../protocol/errors.ts';
import type { Settings } from '../../../protocol/settings.ts';
import type { Picture, Reader, Reading, ReadRequest } from '../reading.ts';
import { locateAssets, type ReaderAssets } from './assets.ts';
import { BundledEngine } from './bundled-engine.ts';
import { PictureReader } from './picture-reader.ts';
import { findProgram, run } from './program.ts';
import { childEnvironment, SystemEngine } from './system-engine.ts';

export interface ReaderOptions extends Pick<Settings['privacy'], 'reader' | 'languages'> {
  /** The folder with the bundled reader's worker, engine and data; found by itself if missing. */
  assetDirectory?: string;
  /** Where `PATH` is taken from; the process' own if missing. */
  environment?: NodeJS.ProcessEnv;
}

/** A reader that can get ready before there is a picture. */
export interface WarmReader extends Reader {
  /** Never fails: what is wrong shows when a picture is read. */
  warmUp(): Promise<void>;
}

/**
 * Makes the reader for the settings: with `auto` the machine's `tesseract`
 * program if it is there, is new enough and has the languages, and else the
 * one that comes along. Nothing is started yet.
 */
export function createReader(options: ReaderOptions): WarmReader {
  return new ChosenReader(options);
}

class ChosenReader implements WarmReader {
  readonly #options: ReaderOptions;
  readonly #program: string | undefined;
  #name: Reader['name'];
  #choice: Promise<PictureReader> | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
    if (options.reader !== 'bundled') {
      this.#program = findProgram('tesseract', (options.environment ?? process.env)['PATH']);
    }
    this.#name = options.reader === 'system' || this.#program ? 'system' : 'bundled';
  }

  /** What is to be expected, until it is known after the first reading. */
  get name(): Reader['name'] {
    return this.#name;
  }

  async read(picture: Picture, request: ReadRequest): Promise<Reading> {
    request.signal.throwIfAborted();
    const reader = await this.#chosen();
    return await reader.read(picture, request);
  }

  async warmUp(): Promise<void> {
    await this.#chosen()
      .then((reader) => reader.warmUp())
      .catch(() => {});
  }

  async close(): Promise<void> {
    const choice = this.#choice;
    this.#choice = undefined;
    await choice?.then(
      (reader) => reader.close(),
      () => {},
    );
  }

  #chosen(): Promise<PictureReader> {
    this.#choice ??= this.#choose().then(
      (reader) => {
        this.#name = reader.name;
        return reader;
      },
      (error: unknown) => {
        // The program may be installed, or the setting changed, before the next picture.
        this.#choice = undefined;
        throw error;
      },
    );
    return this.#choice;
  }

  async #choose(): Promise<PictureReader> {
    const { reader, languages, assetDirectory, environment = process.env } = this.#options;
    const assets = locateAssets(assetDirectory);
    if (reader === 'bundled') return bundled(assets, languages);
    if (reader === 'system') return await system(this.#program, languages, environment);
    if (this.#program === undefined) return bundled(assets, languages);
    try {
      return await system(this.#program, languages, environment);
    } catch (problem) {
      // Where the bundled reader cannot help, the program's complaint says what can be mended.
      if (languages.every((language) => existsSync(assets.language(language))))
        return bundled(assets, languages);
      throw problem;
    }
  }
}

function bundled(assets: ReaderAssets, languages: readonly string[]): PictureReader {
  const missing = languages.find((language) => !existsSync(assets.language(language)));
  if (missing !== undefined) throw missingLanguage(missing);
  return new PictureReader('bundled', new BundledEngine(assets, languages));
}

/** The first with boxes of single characters in its output. */
const OLDEST_VERSION = [4, 1];

/** For asking the program about itself. */
const QUICK = { timeoutMs: 10_000, maxOutputBytes: 100_000 };

async function system(
  program: string | undefined,
  languages: readonly string[],
  parent: NodeJS.ProcessEnv,
): Promise<PictureReader> {
  if (program === undefined) {
    throw new LocalError(
      'reader-missing',
      l10n.t('The program tesseract is not installed.'),
      l10n.t(
        'Install it (apt install tesseract-ocr, brew install tesseract), or set lenscap.privacy.reader to "bundled".',
      ),
    );
  }
  const environment = childEnvironment(parent);
  const [version, listed] = await Promise.all([
    run(program, ['--version'], { environment, ...QUICK }),
    run(program, ['--list-langs'], { environment, ...QUICK }),
  ]);
  const [major = 0, minor = 0] = (/^tesseract v?(\d+)\.(\d+)/m.exec(version) ?? []).slice(1).map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_VERSION;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new LocalError(
      'reader-too-old',
      l10n.t('The program {0} is no Tesseract {1} or later.', program, OLDEST_VERSION.join('.')),
      l10n.t('Update it, or set lenscap.privacy.reader to "bundled".'),
    );
  }
  const installed = new Set(listed.split(/\s+/));
  const missing = languages.find((language) => !installed.has(language));
  if (missing !== undefined) throw missingLanguage(missing);
  return new PictureReader('system', new SystemEngine(program, languages, parent));
}

function missingLanguage(language: string): LocalError {
  return new LocalError(
    'reader-language',
    l10n.t('Pictures cannot be read in the language "{0}": its data is not installed.', language),
    l10n.t(
      'Install it for Tesseract (apt install tesseract-ocr-{0}, brew install tesseract-lang), or take it out of lenscap.privacy.languages.',
      language.replace('_', '-'),
    ),
  );
}
