import { randomUUID } from 'node:crypto';
import { mask } from '../../protocol/sent.ts';
import type { AttachmentDaemon } from '../attachments.ts';

/**
 * Which conversation questions belong to, as the daemon knows it: what was said
 * in it goes along, and the same secret has the same placeholder. The daemon
 * remembers in memory, so one that died takes the conversation with it.
 */
export class Identity {
  readonly #daemon: AttachmentDaemon;
  readonly #onDidChange: (isNew: boolean) => void;
  #id = randomUUID();
  #life: number;
  #hasBegun = false;

  /** @param onDidChange called when a new conversation begins, and with its first question */
  constructor(daemon: AttachmentDaemon, onDidChange: (isNew: boolean) => void) {
    this.#daemon = daemon;
    this.#life = daemon.life;
    this.#onDidChange = onDidChange;
  }

  /** Its name for the daemon. */
  get id(): string {
    if (this.#hasBegun && this.#life !== this.#daemon.life) this.renew();
    return this.#id;
  }

  /** Whether nothing was asked in it yet. */
  get isNew(): boolean {
    return !this.#hasBegun;
  }

  /** Begins another one. */
  renew(): void {
    this.#id = randomUUID();
    this.#hasBegun = false;
    this.#onDidChange(true);
  }

  /** A question is asked in it. @returns whether it is the first one */
  begin(): boolean {
    const isFirst = this.id !== '' && !this.#hasBegun;
    this.#life = this.#daemon.life;
    this.#hasBegun = true;
    if (isFirst) this.#onDidChange(false);
    return isFirst;
  }

  /** A text without its secrets, for what is kept on disk; undefined if the daemon does not say. */
  async mask(text: string, isSpoken: boolean): Promise<string | undefined> {
    if (text.trim() === '') return text;
    try {
      const { texts } = await this.#daemon.request(mask, {
        texts: [text],
        conversation: this.#id,
        ...(isSpoken && { spoken: true }),
      });
      return texts[0];
    } catch {
      // What may have a secret is not kept.
      return undefined;
    }
  }
}
