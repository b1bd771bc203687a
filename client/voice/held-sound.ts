import { detach } from '../../protocol/attach.ts';
import { LocalError } from '../../protocol/errors.ts';
import type { SoundNote } from '../../protocol/voice.ts';
import type { AttachmentDaemon } from '../attachments.ts';

/** A sound the daemon holds for us. It is nowhere else: with the daemon it is gone. */
export class HeldSound {
  readonly note: SoundNote;
  readonly #daemon: AttachmentDaemon;
  readonly #life: number;

  constructor(daemon: AttachmentDaemon, note: SoundNote) {
    this.#daemon = daemon;
    this.#life = daemon.life;
    this.note = note;
  }

  /** @throws LocalError if the daemon that held it is no more */
  get id(): string {
    if (this.#life === this.#daemon.life) return this.note.id;
    throw new LocalError(
      'sound-gone',
      'The sound is gone, because the Lenscap daemon had to start again.',
      'Record it again, or choose its file again.',
    );
  }

  async release(): Promise<void> {
    if (this.#life === this.#daemon.life) await this.#daemon.request(detach, { id: this.note.id });
  }
}
