import { CODE_BOUNDS, type CodeExcerpt, type CodeFrame } from '../../protocol/code.ts';
import type { Quote } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { CodePlace, ExtensionMessage } from './messages.ts';

/** A place in the workspace, and why its lines do not go along with a question; undefined if they may. */
export interface Found {
  readonly place: CodePlace;
  readonly whyNot: string | undefined;
}

/** The code of the workspace, as far as questions are concerned. */
export interface CodeSource<F extends Found = Found> {
  /** What of these places is in the workspace, and whether its lines may go along. */
  find(frames: readonly CodeFrame[]): Promise<F[]>;
  read(found: readonly F[]): Promise<CodeExcerpt[]>;
  /** `lenscap.context.includeCode` */
  wish(): Settings['context']['includeCode'];
}

/** What of a question is about code: places as links, and lines that go along. */
export interface AboutCode {
  readonly frames: readonly CodePlace[];
  readonly code: readonly CodeExcerpt[];
}

/** The places in code that the question being composed names, and the lines that go along if the user says so. */
export class CodeAlong<F extends Found = Found> {
  readonly #source: CodeSource<F>;
  readonly #post: (message: ExtensionMessage) => void;
  readonly #changed: () => void;
  #frames = '[]';
  #found: readonly F[] = [];
  /** What the user said for this question. */
  #choice: boolean | undefined;
  #excerpts: readonly CodeExcerpt[] = [];
  #sent: Quote['code'] = [];
  /** Counts the looks, so that of several only the last one counts. */
  #look = 0;
  #looking: Promise<void> = Promise.resolve();

  /** @param changed other lines would go along than before */
  constructor(source: CodeSource<F>, post: (message: ExtensionMessage) => void, changed: () => void) {
    this.#source = source;
    this.#post = post;
    this.#changed = changed;
  }

  /** The lines that go along. */
  get excerpts(): readonly CodeExcerpt[] {
    return this.#includes ? this.#excerpts : [];
  }

  /** Whether all that was asked for is there. */
  get settled(): Promise<void> {
    return this.#looking;
  }

  /** Takes over what a quote says: the places, and the lines as they would be sent. */
  take({ frames, code }: Pick<Quote, 'frames' | 'code'>): void {
    this.#sent = code;
    const key = JSON.stringify(frames);
    if (key === this.#frames) {
      this.show();
      return;
    }
    this.#frames = key;
    this.#excerpts = [];
    this.#looking = this.#lookFor(frames);
  }

  /** The user has the lines go along with this question, or not. */
  async include(yes: boolean): Promise<void> {
    this.#choice = yes;
    this.#looking = this.#read();
    await this.#looking;
  }

  /** Hands over what goes with a question that is sent; the next one begins without. */
  handOver(): AboutCode {
    const code = this.excerpts;
    const frames = this.#found.map(linkOf);
    this.#choice = undefined;
    this.#excerpts = [];
    this.#sent = [];
    return { frames, code };
  }

  /** A question is put back: what was agreed for it still is. */
  giveBack(code: readonly CodeExcerpt[]): void {
    this.#choice = code.length > 0 ? true : undefined;
    this.#frames = '[]';
  }

  /** Gives a view what there is. */
  show(): void {
    const wish = this.#source.wish();
    this.#post({
      type: 'code',
      places: this.#found.map((found) => ({ ...linkOf(found), whyNot: found.whyNot ?? null })),
      wish,
      // What is not read is not offered either.
      offered: Math.min(CODE_BOUNDS.places, this.#includable.length),
      includes: this.#includes,
      sent: this.#includes ? this.#sent : [],
    });
  }

  get #includable(): readonly F[] {
    return this.#found.filter(({ whyNot }) => whyNot === undefined);
  }

  get #includes(): boolean {
    const wish = this.#source.wish();
    return wish !== 'never' && (this.#choice ?? wish === 'always');
  }

  async #lookFor(frames: readonly CodeFrame[]): Promise<void> {
    this.#look += 1;
    const look = this.#look;
    const found = frames.length === 0 ? [] : await this.#source.find(frames).catch(() => []);
    if (look !== this.#look) return;
    this.#found = found;
    await this.#read();
  }

  async #read(): Promise<void> {
    this.#look += 1;
    const look = this.#look;
    const before = this.#excerpts;
    const wanted = this.#includes ? this.#includable : [];
    const excerpts = wanted.length === 0 ? [] : await this.#source.read(wanted).catch(() => []);
    if (look !== this.#look) return;
    this.#excerpts = excerpts;
    this.show();
    if (JSON.stringify(excerpts) !== JSON.stringify(before)) this.#changed();
  }
}

function linkOf({ place: { path, line, column } }: Found): CodePlace {
  return { path, line, ...(column !== undefined && { column }) };
}
