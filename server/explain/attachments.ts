import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Attachment } from '../../protocol/attach.ts';
import { UsageError } from '../../protocol/errors.ts';
import { shrink } from '../media/fit.ts';
import { MAX_ATTACHMENTS } from '../media/limits.ts';
import { sha256 } from '../storage/sha256.ts';
import {
  type Choice,
  type Examined,
  makeSafe,
  repaint,
  type SafePicture,
  type SafetyOptions,
} from './make-safe.ts';

/** A safe picture that waits for its question. */
export interface StoredAttachment {
  id: string;
  name: string;
  /** What the model is told that it is, where it is one of several that belong together. */
  label?: string;
  safe: SafePicture;
  /** How long it took to make safe. */
  attachMs: number;
}

/** The same while its user may still decide otherwise. */
export interface Undecided extends StoredAttachment {
  /** What the user's decisions are applied to. */
  examined: Examined;
}

/** The most pictures kept for clients that attach and never detach; the oldest go first. */
const MAX_STORED = 64;

/** The most they may take up together, in bytes of compressed pixels. */
const MAX_STORED_BYTES = 256_000_000;

/**
 * The pictures made safe so far. Raw bytes are not among them: they are gone
 * when `add` returns. What is under the redactions is, as pixels and in memory
 * only, until the picture is removed.
 */
export class AttachmentStore {
  readonly #stored = new Map<string, Undecided>();
  readonly #repainting = new Map<string, Promise<void>>();

  /** @throws UnsafeMediaError if the file cannot be made safe. */
  async add(name: string, bytes: Uint8Array, options: SafetyOptions): Promise<Attachment> {
    const startedAt = performance.now();
    const { examined, ...safe } = await makeSafe(bytes, options);
    const id = randomUUID();
    this.#stored.set(id, { id, name, safe, examined, attachMs: performance.now() - startedAt });
    this.#forgetOldest();
    return { id, name, ...safe.image };
  }

  /**
   * Changes what is painted over. Says all of it: what is not uncovered is covered.
   * @throws UsageError for an unknown attachment or finding.
   */
  async redact(id: string, choice: Choice): Promise<Attachment> {
    const stored = this.get(id);
    for (const finding of choice.uncover) {
      if (stored.examined.findings.some((each) => each.id === finding)) continue;
      throw new UsageError(
        'unknown-finding',
        l10n.t('There is no finding {0} in this picture.', finding),
        l10n.t('Attach the picture again.'),
      );
    }
    // One after the other: the decision that came last is the one that stays.
    const before = this.#repainting.get(id) ?? Promise.resolve();
    const repainted = before.then(() => repaint(stored.examined, choice));
    const settled = repainted.then(
      () => {},
      () => {},
    );
    this.#repainting.set(id, settled);
    try {
      const safe = await repainted;
      // It may have been removed meanwhile; then it stays removed.
      if (this.#stored.has(id)) this.#stored.set(id, { ...stored, safe });
      return { id, name: stored.name, ...safe.image };
    } finally {
      if (this.#repainting.get(id) === settled) this.#repainting.delete(id);
    }
  }

  /** Keeps what was made of pictures that are kept. @returns its id */
  keep(made: Omit<Undecided, 'id' | 'attachMs'>): string {
    const id = randomUUID();
    this.#stored.set(id, { ...made, id, attachMs: 0 });
    this.#forgetOldest();
    return id;
  }

  remove(id: string): void {
    this.#stored.delete(id);
  }

  /** @throws UsageError if there is none of this id. */
  get(id: string): Undecided {
    const stored = this.#stored.get(id);
    if (stored) return stored;
    throw new UsageError(
      'unknown-attachment',
      l10n.t('There is no attachment {0}.', id),
      l10n.t('Attach the picture again.'),
    );
  }

  /**
   * The pictures of one question, together within its limit: see `shareOut`.
   * Waits for redactions that are under way.
   * @param maxBytes of all files together
   * @throws UsageError for too many pictures.
   */
  async forQuestion(ids: readonly string[], maxBytes: number): Promise<StoredAttachment[]> {
    checkCount(ids.length);
    // What is being painted over has to be.
    await Promise.all(ids.map((id) => this.#repainting.get(id)));
    return shareOut(
      ids.map((id) => this.get(id)),
      maxBytes,
    );
  }

  #forgetOldest(): void {
    let bytes = [...this.#stored.values()].reduce((sum, each) => sum + sizeOf(each), 0);
    for (const [id, oldest] of this.#stored) {
      if (this.#stored.size <= MAX_STORED && (bytes <= MAX_STORED_BYTES || this.#stored.size === 1)) return;
      bytes -= sizeOf(oldest);
      this.#stored.delete(id);
    }
  }
}

/**
 * Pictures as they are sent together: where they do not fit, the small ones stay
 * as they are and the large ones, encoded smaller, share what is left.
 * @param maxBytes of all files together
 */
export async function shareOut(
  pictures: readonly StoredAttachment[],
  maxBytes: number,
): Promise<StoredAttachment[]> {
  const share = fairShare(
    pictures.map(({ safe }) => safe.data.length),
    maxBytes,
  );
  return Promise.all(
    pictures.map(async (picture) => ({ ...picture, safe: await shrinkTo(picture.safe, share) })),
  );
}

function sizeOf({ safe, examined }: Undecided): number {
  return safe.data.length + examined.packed.png.length;
}

async function shrinkTo(safe: SafePicture, maxBytes: number): Promise<SafePicture> {
  if (safe.data.length <= maxBytes) return safe;
  const { data, mime, width, height } = await shrink(safe.data, maxBytes);
  return {
    ...safe,
    data,
    image: { ...safe.image, mime, width, height, bytes: data.length, sha256: sha256(data) },
  };
}

/** The greatest size each may have so that together they have no more than `total`. */
export function fairShare(sizes: readonly number[], total: number): number {
  let left = total;
  for (const [index, size] of sizes.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(left / (sizes.length - index));
    if (size > share) return share;
    left -= size;
  }
  return total;
}

/** @throws UsageError if a question has more pictures than it may. */
export function checkCount(pictures: number): void {
  if (pictures <= MAX_ATTACHMENTS) return;
  throw new UsageError(
    'too-many-attachments',
    l10n.t('A question may have {0} pictures; this one has {1}.', MAX_ATTACHMENTS, pictures),
    l10n.t('Remove some of them.'),
  );
}

/** Bytes of file that fit a limit on base64: four characters carry three bytes. */
export function bytesWithinBase64(base64Bytes: number): number {
  return Math.floor(base64Bytes / 4) * 3;
}
