import { createHash, randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode';
import type { z } from 'zod';
import { type Attachment, attach, detach, type Finding, preview, redact } from '../protocol/attach.ts';
import { LocalError } from '../protocol/errors.ts';
import type { Message } from '../protocol/message.ts';
import { DaemonDiedError } from './failure.ts';
import { changed, type RedactionChange, redactions, reopened, withOwnIds } from './redactions.ts';

/** What attachments need of the daemon. */
export interface AttachmentDaemon {
  /** Counts the daemon's lives: ids from an earlier one mean nothing to it. */
  readonly life: number;
  request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
    token?: CancellationToken,
  ): Promise<z.output<R>>;
}

/** A picture as it would be sent, as a file. */
export interface SentFile {
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Of these very bytes, counted here and not only said by the daemon. In hex. */
  readonly sha256: string;
}

/** The picture as it would be sent, and what is known of it. */
export interface SafePicture extends SentFile {
  readonly about: Omit<Attachment, 'id' | 'name'>;
}

/**
 * A picture of the user's: the bytes as they came until the daemon has made
 * them safe, the safe ones from then on. With them it can be attached again
 * when the daemon died, or was told to forget it.
 */
export class PictureAttachment {
  readonly key = randomUUID();
  readonly name: string;
  /** Whether the user has said yes to sending it although it is not safe, as it is now. */
  agreed = false;
  readonly #daemon: AttachmentDaemon;
  #bytes: Uint8Array;
  #safe: SafePicture | undefined;
  #held: { id: string; life: number } | undefined;
  #work: Promise<SafePicture> | undefined;
  #attaching: Promise<string> | undefined;
  /** The findings as the user wants them, until the daemon has it so. */
  #wanted: readonly Finding[] | undefined;
  #redacting: Promise<void> | undefined;

  /** @param name is for people only: what the bytes are, their content says */
  constructor(daemon: AttachmentDaemon, name: string, bytes: Uint8Array) {
    this.#daemon = daemon;
    this.name = name.slice(-255) || l10n.t('Screenshot');
    this.#bytes = bytes;
  }

  /** What would be sent as far as is known now; undefined until it is safe. */
  get safe(): SafePicture | undefined {
    return this.#safe;
  }

  /** The findings as the user wants them, even while the picture is still being changed. */
  get findings(): readonly Finding[] {
    return this.#wanted ?? this.#safe?.about.findings ?? [];
  }

  /** Whether what is painted over is being changed: then what is shown is not what would be sent. */
  get changing(): boolean {
    return this.#wanted !== undefined;
  }

  /** Whether a question may be sent with it: it is safe, or the user has agreed. */
  get sendable(): boolean {
    return this.#safe === undefined || this.#safe.about.safe || this.agreed;
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

  /**
   * The id the daemon knows it by, in its present life, with everything painted
   * over that the user wanted.
   * @throws LenscapError if it is not to be had so: then it must not be sent
   */
  async id(): Promise<string> {
    await this.prepare();
    while (this.#redacting) await this.#redacting;
    return this.#currentId();
  }

  /** Looks at what would be sent in a question of these pictures, by the daemon's ids; it is one of them. */
  async look(together: readonly string[]): Promise<SafePicture> {
    const id = await this.id();
    const file = await this.#preview(id, together);
    const safe = await this.prepare();
    // Something was painted over, or taken away, while the daemon was asked: that change looks again.
    if (this.#held?.id !== id || this.changing) return this.#safe ?? safe;
    this.#safe = { ...(this.#safe ?? safe), ...file };
    return this.#safe;
  }

  /**
   * Changes what is painted over. Says the whole state each time, so of several
   * changes in a row only the last has to reach the daemon.
   * @throws LenscapError if it could not be changed: then it is as it was
   */
  async redact(change: RedactionChange): Promise<void> {
    if (!this.#safe) return;
    const wanted = changed(this.findings, change);
    this.#wanted = wanted;
    this.agreed = false;
    const before = this.#redacting;
    const work = (async () => {
      await before?.catch(() => {});
      if (wanted !== this.#wanted) return;
      try {
        await this.#redact(wanted);
      } finally {
        if (wanted === this.#wanted) this.#wanted = undefined;
      }
    })().finally(() => {
      if (this.#redacting === work) this.#redacting = undefined;
    });
    this.#redacting = work;
    await work;
  }

  /** Lets the daemon forget it. It can still be asked about: then it is attached again. */
  async release(): Promise<void> {
    // One that is still being made safe is let go of when it is.
    await this.#attaching?.catch(() => {});
    const held = this.#held;
    this.#held = undefined;
    if (held?.life === this.#daemon.life) await this.#daemon.request(detach, { id: held.id });
  }

  async #makeSafe(): Promise<SafePicture> {
    if (!this.#safe) await this.#currentId();
    if (this.#safe) return this.#safe;
    throw new LocalError('no-picture', l10n.t('The picture did not come back.'), l10n.t('Paste it again.'));
  }

  async #redact(findings: readonly Finding[]): Promise<void> {
    // The boxes are of the picture as it was attached; one that is attached anew has other ones.
    if (this.#held?.life !== this.#daemon.life) {
      await this.#currentId();
      throw new LocalError(
        'redactions-lost',
        l10n.t('“{0}” was attached anew, because the Lenscap daemon had forgotten it.', this.name),
        l10n.t('Look at the preview, and change it there again.'),
      );
    }
    const { id } = this.#held;
    const attachment = await this.#daemon.request(redact, { id, ...redactions(findings) });
    await this.#take({ ...attachment, findings: withOwnIds(attachment.findings, findings) });
  }

  #currentId(): Promise<string> {
    if (this.#held?.life === this.#daemon.life) return Promise.resolve(this.#held.id);
    this.#attaching ??= this.#attach().finally(() => {
      this.#attaching = undefined;
    });
    return this.#attaching;
  }

  async #attach(): Promise<string> {
    const before = this.#safe;
    const attachment = await this.#daemon.request(attach, {
      name: this.name,
      data: Buffer.from(this.#bytes).toString('base64'),
    });
    this.#held = { id: attachment.id, life: this.#daemon.life };
    // What was taken out the first time is gone for good, and so the daemon does not see it again.
    const removed = before?.about.removed ?? attachment.removed;
    const findings = before
      ? reopened(attachment.findings, before.about, attachment.source)
      : attachment.findings;
    await this.#take({ ...(await this.#reopen(attachment, findings)), removed });
    return attachment.id;
  }

  /** What the user had left open stays open when it is attached again. */
  async #reopen(attachment: Attachment, findings: readonly Finding[]): Promise<Attachment> {
    const isSame = findings.every(({ covered }, index) => covered === attachment.findings[index]?.covered);
    if (isSame) return attachment;
    return this.#daemon.request(redact, { id: attachment.id, ...redactions(findings) });
  }

  /** Takes over what the daemon made of it: from here on only that can be attached again. */
  async #take({ id, name: _, ...about }: Attachment): Promise<void> {
    const file = await this.#preview(id, []);
    this.#bytes = file.bytes;
    this.#safe = { about, ...file };
  }

  async #preview(id: string, together: readonly string[]): Promise<SentFile> {
    const params = { id, together: [...together] };
    const { mime, data, width, height } = await this.#daemon.request(preview, params);
    // A copy of its own: a Buffer may be a window on memory that is shared with others.
    const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { mime, bytes, width, height, sha256 };
  }
}
