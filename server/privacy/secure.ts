import * as l10n from '@vscode/l10n';
import { LocalError } from '../../protocol/errors.ts';
import type { PrivacyMode } from '../../protocol/settings.ts';
import { merge } from './boxes.ts';
import { findCodes } from './codes.ts';
import type { Detector, ReadingFinding } from './detector.ts';
import { Findings, type PictureFinding } from './findings.ts';
import type { Picture, Reader, Reading, ReadRequest } from './reading.ts';
import { growAlongInk } from './redact/grow.ts';
import { hide, spansUnder, stillOpen, surroundings } from './redact/hidden.ts';
import { paint } from './redact/paint.ts';
import { lineSeedsOf, seedsOf } from './redact/spans.ts';

export { type PictureFinding, paint };

export interface SecureOptions {
  mode: PrivacyMode;
  reader: Reader;
  detector: Detector;
  signal: AbortSignal;
}

export interface Secured {
  /** What to paint over. */
  findings: PictureFinding[];
  /** What was read first, original words. */
  reading: Reading;
  /** The secrets as parts of what was read first: what must not stay in text that is made of it. */
  secrets: ReadingFinding[];
  /** Why the picture cannot be called safe, one sentence each. */
  doubts: string[];
}

/** How often what is found when looking again is painted over too, before it is a doubt. */
const MOST_ROUNDS = 2;

/** What looks like text everywhere, such as noise, would keep the reader busy for minutes. */
const LONGEST_READ_MS = 60_000;

/**
 * Finds what must be painted over: reads the picture, finds secrets in what was
 * read and codes beside it, paints them over, and looks again until nothing
 * more is found: near the paint, or everywhere when `strict`. What then still
 * stands is a doubt, and so is a picture that could not be read.
 * @throws the signal's reason when aborted
 */
export async function secure(picture: Picture, options: SecureOptions): Promise<Secured> {
  options.signal.throwIfAborted();
  if (options.mode === 'off') return { findings: [], reading: { lines: [] }, secrets: [], doubts: [] };
  return await new Search(picture, options).run();
}

class Search {
  readonly #picture: Picture;
  readonly #options: SecureOptions;
  /** For all reading together. */
  readonly #tooLong = AbortSignal.timeout(LONGEST_READ_MS);
  readonly #findings = new Findings();
  readonly #doubts = new Set<string>();

  constructor(picture: Picture, options: SecureOptions) {
    this.#picture = picture;
    this.#options = options;
  }

  async run(): Promise<Secured> {
    const { detector, mode } = this.#options;
    // Codes are looked for while the reader's threads or processes are at work, not before.
    const { promise: thisThreadIsFree, resolve: onRecognizing } = Promise.withResolvers<void>();
    const [reading] = await Promise.all([
      this.#read({ layout: 'lines', onRecognizing }).finally(onRecognizing),
      thisThreadIsFree.then(() => this.#addCodes()),
    ]);
    if (reading === undefined) return this.#result({ lines: [] }, []);
    const secrets = detector.inReading(reading);
    this.#addSecrets(reading, secrets);
    const known = this.#findings.all.length;
    if (mode === 'strict') await this.#lookTwice();
    await this.#verify(reading);
    const later = this.#findings.all.slice(known).map((finding) => asRead(finding, reading));
    return this.#result(reading, [...secrets, ...later]);
  }

  #result(reading: Reading, secrets: ReadingFinding[]): Secured {
    return { findings: this.#findings.all, reading, secrets, doubts: [...this.#doubts] };
  }

  /** With another pair of eyes, over all of the picture. */
  async #lookTwice(): Promise<void> {
    const reading = await this.#read({ layout: 'sparse' });
    if (reading === undefined) return;
    const found = this.#options.detector.inReading(reading);
    this.#addSecrets(reading, stillOpen(reading, found, this.#findings.boxes));
  }

  /** Looks at what is left, and paints over what is still found there, until nothing is. */
  async #verify(first: Reading): Promise<void> {
    let fresh = this.#findings.boxes;
    for (let round = 0; fresh.length > 0; round++) {
      const covered = this.#findings.boxes;
      const regions =
        this.#options.mode === 'strict' ? {} : { regions: merge(surroundings(first, fresh, this.#picture)) };
      const read = await this.#read({ ...regions, without: covered, layout: 'lines' });
      if (read === undefined) return;
      const again = hide(read, covered);
      const open = stillOpen(again, this.#options.detector.inReading(again), covered);
      if (round === MOST_ROUNDS) {
        for (const { title } of open)
          this.#doubts.add(l10n.t('A secret can still be read beside what was painted over: {0}.', title));
        return;
      }
      this.#addSecrets(again, open);
      fresh = this.#findings.boxes.slice(covered.length);
    }
  }

  /** @returns nothing if the reader does not work, which is a doubt */
  #read(request: Omit<ReadRequest, 'signal'>): Promise<Reading | undefined> {
    const { reader, signal } = this.#options;
    const tooLong = this.#tooLong;
    return this.#orDoubt(unsearchedForSecrets, async () => {
      try {
        return await reader.read(this.#picture, {
          ...request,
          signal: AbortSignal.any([signal, tooLong]),
        });
      } catch (error) {
        if (!tooLong.aborted || signal.aborted) throw error;
        throw new LocalError(
          'reader-slow',
          l10n.t('Reading it took too long.'),
          l10n.t('Crop it to what the question is about.'),
          { cause: error },
        );
      }
    });
  }

  async #addCodes(): Promise<void> {
    const codes = await this.#orDoubt(unsearchedForCodes, () => findCodes(this.#picture));
    for (const { rule, title, confidence, box } of codes ?? []) {
      // Without a value: the allow list is for text, and a code's may hold more than one can see.
      this.#findings.add({ rule, title, confidence, value: undefined, boxes: [box] });
    }
  }

  async #orDoubt<T>(say: (why: LocalError) => string, look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (!(error instanceof LocalError)) throw error;
      this.#doubts.add(say(error));
      return undefined;
    }
  }

  #addSecrets(reading: Reading, secrets: readonly ReadingFinding[]): void {
    const seeds = this.#options.mode === 'strict' ? lineSeedsOf : seedsOf;
    for (const { rule, title, confidence, value, spans } of secrets) {
      const boxes = seeds(reading, spans).map((seed) => growAlongInk(this.#picture, seed));
      if (boxes.length > 0) this.#findings.add({ rule, title, confidence, value, boxes });
    }
  }
}

function unsearchedForSecrets({ message, hint }: LocalError): string {
  return l10n.t('The picture could not be searched for secrets. {0} {1}', message, hint);
}

function unsearchedForCodes({ message, hint }: LocalError): string {
  return l10n.t('The picture could not be searched for QR codes and barcodes. {0} {1}', message, hint);
}

/** A finding of a later look, as a part of what was read first. */
function asRead(
  { rule, title, confidence, value = '', boxes }: PictureFinding,
  reading: Reading,
): ReadingFinding {
  return { rule, title, confidence, value, spans: spansUnder(reading, boxes) };
}
