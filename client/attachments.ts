import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { attach, detach, preview, type SafeImage } from '../protocol/attach.ts';
import type { Message } from '../protocol/message.ts';
import { DaemonDiedError } from './failure.ts';

/** What attachments need of the daemon. */
export interface AttachmentDaemon {
  /** Counts the daemon's lives: ids from an earlier one mean nothing to it. */
  readonly life: number;
  request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>>;
}

/** The picture as it would be sent, and what is known of it. */
export interface SafePicture {
  readonly about: SafeImage;
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A picture of the user's: the bytes as they came until the daemon has made
 * them safe, the safe ones from then on. With them it can be attached again
 * when the daemon died, or was told to forget it.
 */
export class PictureAttachment {
  readonly key = randomUUID();
  readonly name: string;
  readonly #daemon: AttachmentDaemon;
  #bytes: Uint8Array;
  #safe: SafePicture | undefined;
  #held: { id: string; life: number } | undefined;
  #work: Promise<SafePicture> | undefined;
  #attaching: Promise<string> | undefined;

  /** @param name is for people only: what the bytes are, their content says */
  constructor(daemon: AttachmentDaemon, name: string, bytes: Uint8Array) {
    this.#daemon = daemon;
    this.name = name.slice(-255) || 'Screenshot';
    this.#bytes = bytes;
  }

  /**
   * Has it made safe, once. A daemon that dies meanwhile is asked once more: not
   * oftener, in case it is the picture that kills it.
   * @throws LenscapError what is wrong with the picture
   */
  prepare(): Promise<SafePicture> {
    this.#work ??= this.#makeSafe().catch((error: unknown) => {
      if (error instanceof DaemonDiedError) return this.#makeSafe();
      throw error;
    });
    return this.#work;
  }

  /** The id the daemon knows it by, in its present life. */
  async id(): Promise<string> {
    await this.prepare();
    if (this.#held?.life === this.#daemon.life) return this.#held.id;
    this.#attaching ??= this.#attach()
      .then(({ id }) => id)
      .finally(() => {
        this.#attaching = undefined;
      });
    return this.#attaching;
  }

  /** Lets the daemon forget it. It can still be asked about: then it is attached again. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held?.life === this.#daemon.life) await this.#daemon.request(detach, { id: held.id });
  }

  async #makeSafe(): Promise<SafePicture> {
    if (this.#safe) return this.#safe;
    const { id, name: _, ...about } = await this.#attach();
    const { mime, data } = await this.#daemon.request(preview, { id });
    // A copy of its own: a Buffer may be a window on memory that is shared with others.
    const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
    this.#bytes = bytes;
    this.#safe = { about, mime, bytes };
    return this.#safe;
  }

  async #attach() {
    const attachment = await this.#daemon.request(attach, {
      name: this.name,
      data: Buffer.from(this.#bytes).toString('base64'),
    });
    this.#held = { id: attachment.id, life: this.#daemon.life };
    return attachment;
  }
}
