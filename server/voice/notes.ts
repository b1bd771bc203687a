import { createHash, randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { UnsafeMediaError, UsageError } from '../../protocol/errors.ts';
import type { SoundNote } from '../../protocol/voice.ts';
import type { SoundPart } from '../media/sound/parts.ts';

/** What is known of a note apart from what it costs. */
export type NoteFacts = Omit<SoundNote, 'expectedNanoUsd' | 'maxNanoUsd'>;

/** A sound that was made safe, and waits to be sent. */
export interface StoredNote {
  facts: NoteFacts;
  parts: readonly SoundPart[];
}

/** The most notes kept for clients that attach and never detach; the oldest go first. */
const MAX_STORED = 32;

/** The most they may take up together, in bytes of WAV: two hours and twenty minutes. */
export const MAX_STORED_BYTES = 268_435_456;

/** The sounds of this daemon: in memory only, and gone with it. */
export class NoteStore {
  readonly #notes = new Map<string, StoredNote>();

  /**
   * Takes the parts of a sound as they come.
   * @param about whole once the parts have come
   * @throws UnsafeMediaError if it is larger than all that is kept, or what the parts throw
   */
  async add(
    parts: AsyncIterable<SoundPart>,
    about: () => Pick<NoteFacts, 'name' | 'sourceSeconds' | 'format' | 'removed' | 'notices'>,
  ): Promise<StoredNote> {
    const taken: SoundPart[] = [];
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const part of parts) {
      bytes += part.wav.length;
      if (bytes > MAX_STORED_BYTES) throw tooLarge();
      hash.update(part.wav);
      // The builder gives a piece of a larger buffer.
      taken.push({ ...part, wav: Buffer.from(part.wav) });
    }
    const id = randomUUID();
    const note: StoredNote = {
      facts: {
        id,
        ...about(),
        seconds: taken.reduce((sum, { seconds }) => sum + seconds, 0),
        bytes,
        sha256: hash.digest('hex'),
        parts: taken.length,
      },
      parts: taken,
    };
    this.#notes.set(id, note);
    this.#forgetOldest();
    return note;
  }

  /** @throws UsageError if there is none of this id. */
  get(id: string): StoredNote {
    const note = this.#notes.get(id);
    if (note) return note;
    throw new UsageError(
      'unknown-attachment',
      l10n.t('There is no recording {0}.', id),
      l10n.t('Record it, or choose the file, again.'),
    );
  }

  remove(id: string): void {
    this.#notes.delete(id);
  }

  #forgetOldest(): void {
    let bytes = [...this.#notes.values()].reduce((sum, { facts }) => sum + facts.bytes, 0);
    for (const [id, { facts }] of this.#notes) {
      if (this.#notes.size <= MAX_STORED && bytes <= MAX_STORED_BYTES) return;
      bytes -= facts.bytes;
      this.#notes.delete(id);
    }
  }
}

function tooLarge(): UnsafeMediaError {
  return new UnsafeMediaError(
    'too-large',
    l10n.t('More is said in the file than can be kept at once.'),
    l10n.t('Run “lenscap transcribe” on it, which reads it piece by piece, or cut it into shorter files.'),
  );
}
