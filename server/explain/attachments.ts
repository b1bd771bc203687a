import { randomUUID } from 'node:crypto';
import type { Attachment } from '../../protocol/attach.ts';
import { UsageError } from '../../protocol/errors.ts';
import { MAX_ATTACHMENTS } from '../media/limits.ts';
import { type SanitizedImage, type SanitizeOptions, sanitizeImage, shrink } from '../media/sanitize.ts';

/** A safe picture that waits for its question. */
export interface StoredAttachment {
  id: string;
  name: string;
  safe: SanitizedImage;
  /** How long it took to make safe. */
  attachMs: number;
}

/** The most pictures kept for clients that attach and never detach; the oldest go first. */
const MAX_STORED = 64;

/** The pictures made safe so far. Raw bytes are not among them: they are gone when `add` returns. */
export class AttachmentStore {
  readonly #stored = new Map<string, StoredAttachment>();

  /** @throws UnsafeMediaError if the file cannot be made safe. */
  async add(name: string, bytes: Uint8Array, options: SanitizeOptions): Promise<Attachment> {
    const startedAt = performance.now();
    const safe = await sanitizeImage(bytes, options);
    const id = randomUUID();
    this.#stored.set(id, { id, name, safe, attachMs: performance.now() - startedAt });
    for (const oldest of this.#stored.keys()) {
      if (this.#stored.size <= MAX_STORED) break;
      this.#stored.delete(oldest);
    }
    return { id, name, ...safe.image };
  }

  remove(id: string): void {
    this.#stored.delete(id);
  }

  /** @throws UsageError if there is none of this id. */
  get(id: string): StoredAttachment {
    const stored = this.#stored.get(id);
    if (stored) return stored;
    throw new UsageError('unknown-attachment', `There is no attachment ${id}.`, 'Attach the picture again.');
  }

  /**
   * The pictures of one question, together within its limit: where they are not, the small ones
   * stay as they are and the large ones, encoded smaller, share what is left.
   * @param maxBytes of all files together
   * @throws UsageError for too many pictures.
   */
  async forQuestion(ids: readonly string[], maxBytes: number): Promise<StoredAttachment[]> {
    checkCount(ids.length);
    const stored = ids.map((id) => this.get(id));
    const share = fairShare(
      stored.map(({ safe }) => safe.data.length),
      maxBytes,
    );
    return Promise.all(
      stored.map(async (attachment) => ({ ...attachment, safe: await shrink(attachment.safe, share) })),
    );
  }
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
    `A question may have ${MAX_ATTACHMENTS} pictures; this one has ${pictures}.`,
    'Remove some of them.',
  );
}

/** Bytes of file that fit a limit on base64: four characters carry three bytes. */
export function bytesWithinBase64(base64Bytes: number): number {
  return Math.floor(base64Bytes / 4) * 3;
}
