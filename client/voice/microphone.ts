import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { attachSound, type RecordProgress, recording, type SoundNote } from '../../protocol/voice.ts';
import type { AttachmentDaemon } from '../attachments.ts';
import { CancelledError, failureOf } from '../failure.ts';

export type RecordingAction = 'pause' | 'resume' | 'stop' | 'cancel';

/** What recording needs of the daemon. */
export interface RecordingDaemon extends AttachmentDaemon {
  record(onProgress: (progress: RecordProgress) => void, token: CancellationToken): Promise<SoundNote | null>;
}

/** The browser's microphone, for where the daemon has none. */
export interface OtherMicrophone {
  /**
   * @returns the recording as WAV; undefined if it was cancelled
   * @throws LocalError if it is not granted
   */
  record(
    onProgress: (progress: RecordProgress) => void,
    token: CancellationToken,
  ): Promise<Uint8Array | undefined>;
  act(action: RecordingAction): void;
}

export interface MicrophoneOptions {
  readonly daemon: RecordingDaemon;
  readonly other: OtherMicrophone;
  /** Called with every change of what an indicator shows; undefined when the microphone is closed. */
  readonly onDidChange: (progress: RecordProgress | undefined) => void;
}

/** The daemon's words for that this machine cannot record. */
const CANNOT_RECORD = new Set(['no-microphone', 'no-recorder']);

/** The microphone of this window: one recording at a time, by the daemon or else by the view. */
export class Microphone {
  readonly #options: MicrophoneOptions;
  #recordedBy: 'daemon' | 'view' | undefined;

  constructor(options: MicrophoneOptions) {
    this.#options = options;
  }

  get isInUse(): boolean {
    return this.#recordedBy !== undefined;
  }

  /**
   * Records until it is stopped, silent long enough, or at the cap.
   * @returns null if it was cancelled
   * @throws LenscapError if there is no microphone, or it is in use
   */
  async record(
    onProgress: (progress: RecordProgress) => void,
    token: CancellationToken,
  ): Promise<SoundNote | null> {
    if (this.#recordedBy) {
      throw new LocalError(
        'already-recording',
        l10n.t('The microphone is in use already.'),
        l10n.t('Stop that recording first.'),
      );
    }
    const { daemon, onDidChange } = this.#options;
    const show = (progress: RecordProgress): void => {
      onDidChange(progress);
      onProgress(progress);
    };
    this.#recordedBy = 'daemon';
    try {
      return await daemon.record(show, token);
    } catch (error) {
      const failure = failureOf(error);
      if (failure instanceof CancelledError) return null;
      if (!CANNOT_RECORD.has(failure.code)) throw failure;
      this.#recordedBy = 'view';
      return await this.#recordInView(failure.message, show, token);
    } finally {
      this.#recordedBy = undefined;
      onDidChange(undefined);
    }
  }

  /** Does this with the recording under way. */
  async act(action: RecordingAction): Promise<void> {
    const { daemon, other } = this.#options;
    if (this.#recordedBy === 'view') other.act(action);
    else if (this.#recordedBy === 'daemon') await daemon.request(recording, { action });
  }

  async #recordInView(
    why: string,
    show: (progress: RecordProgress) => void,
    token: CancellationToken,
  ): Promise<SoundNote | null> {
    const { daemon, other } = this.#options;
    let wav: Uint8Array | undefined;
    try {
      wav = await other.record(show, token);
    } catch (cause) {
      const hint = `${failureOf(cause).message} ${l10n.t('Choose an audio file instead.')}`;
      throw new LocalError('no-microphone', why, hint, { cause });
    }
    if (!wav) return null;
    const data = Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength).toString('base64');
    return daemon.request(attachSound, { name: l10n.t('Recording'), data });
  }
}
