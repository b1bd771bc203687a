import { isDeepStrictEqual } from 'node:util';
import type { Look } from '../../protocol/attach.ts';
import type { Settings } from '../../protocol/settings.ts';
import { lifetimesOf } from '../cache/kinds.ts';
import { Memory } from '../cache/memory.ts';
import type { Pixels } from '../media/pixels.ts';
import type { Reader, Reading } from '../privacy/reading.ts';
import type { Secured } from '../privacy/secure.ts';
import { sha256 } from '../storage/sha256.ts';

/** What was seen in a picture, before anybody decided what is painted over. */
export interface Seen extends Secured {
  look: Look | null;
}

/** Looks at pixels, unless what is seen in them is known. */
export type See = (pixels: Pixels, reader: Pick<Reader, 'name'>, look: () => Promise<Seen>) => Promise<Seen>;

/** The settings that say how long it is kept, and what was looked for. */
type InForce = Pick<Settings, 'cache' | 'privacy'>;

/** The most that is kept, in characters that were read: each takes some 200 bytes, with its box. */
const MOST_CHARACTERS = 200_000;

/** What a picture takes in which nothing was read. */
const LEAST_CHARACTERS = 500;

/**
 * What was seen in pictures, by their pixels and by all that it depends on: who
 * read them, and the privacy settings. Secrets are in it in clear, so it is in
 * memory only. What the user decides about a picture is no part of it.
 */
export class SeenPictures {
  readonly #memory: Memory<Seen>;
  #privacy: Settings['privacy'];

  /** @param now milliseconds since 1970 */
  constructor({ cache, privacy }: InForce, now?: () => number) {
    this.#privacy = privacy;
    this.#memory = new Memory({
      lifetimeMs: lifetimesOf(cache).reading,
      maxSize: MOST_CHARACTERS,
      sizeOf: ({ reading }) => LEAST_CHARACTERS + charactersOf(reading),
      ...(now && { now }),
    });
  }

  configure({ cache, privacy }: InForce): void {
    this.#memory.lifetimeMs = lifetimesOf(cache).reading;
    if (isDeepStrictEqual(privacy, this.#privacy)) return;
    this.#privacy = privacy;
    // Nobody is given it any more.
    this.#memory.clear();
  }

  /** @param settings those that reader and detector were made for */
  under(settings: Settings['privacy']): See {
    return async ({ data, width, height }, reader, look) => {
      const digest = sha256(data);
      // Which reader it is may turn out while it reads.
      const key = () => sha256(JSON.stringify([width, height, digest, reader.name, settings]));
      const known = this.#memory.get(key());
      if (known) return known;
      const seen = await look();
      const isInForce = isDeepStrictEqual(settings, this.#privacy);
      // A doubt may be gone the next time: the reader was slow, or did not work.
      if (seen.doubts.length === 0 && isInForce) this.#memory.put(key(), seen);
      return seen;
    };
  }
}

function charactersOf({ lines }: Reading): number {
  return lines.reduce((sum, { words }) => words.reduce((more, { symbols }) => more + symbols.length, sum), 0);
}
