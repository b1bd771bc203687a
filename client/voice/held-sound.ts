import type { CancellationToken } from 'vscode';
import { detach } from '../../protocol/attach.ts';
import { LocalError } from '../../protocol/errors.ts';
import { attachSound, attachSoundFile, type SoundNote } from '../../protocol/voice.ts';
import type { AttachmentDaemon } from '../attachments.ts';

/** A sound file: its name and its content, or where it lies on this machine. */
export type SoundFile = { readonly name: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly path: string }
);

/** Gives a sound file to the daemon. @throws LenscapError if it is no sound that Lenscap reads */
export async function hold(
  daemon: AttachmentDaemon,
  file: SoundFile,
  token?: CancellationToken,
): Promise<HeldSound> {
  if ('path' in file)
    return new HeldSound(daemon, await daemon.request(attachSoundFile, { path: file.path }, token));
  const { buffer, byteOffset, byteLength } = file.bytes;
  const data = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  const name = file.name.slice(-255) || 'Sound';
  return new HeldSound(daemon, await daemon.request(attachSound, { name, data }, token));
}

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
