import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import type { RecordProgress } from '../../protocol/voice.ts';
import type { ExtensionMessage, FromView } from '../panel/messages.ts';
import type { OtherMicrophone, RecordingAction } from './microphone.ts';

type PageEvent = Extract<FromView, { type: 'pageMicrophone' }>['event'];

export interface PageMicrophoneOptions {
  readonly post: (message: ExtensionMessage) => void;
  /** Shows the view: without its page there is nobody to record. */
  readonly reveal: () => Promise<void>;
  readonly limits: () => { maxSeconds: number; silenceSeconds: number };
}

/** The microphone as the view's page gets it, where VS Code grants it one. */
export class PageMicrophone implements OtherMicrophone {
  readonly #options: PageMicrophoneOptions;
  #hear: ((event: PageEvent) => void) | undefined;

  constructor(options: PageMicrophoneOptions) {
    this.#options = options;
  }

  async record(
    onProgress: (progress: RecordProgress) => void,
    token: CancellationToken,
  ): Promise<Uint8Array | undefined> {
    const { post, reveal, limits } = this.#options;
    await reveal();
    if (token.isCancellationRequested) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
    const { maxSeconds, silenceSeconds } = limits();
    this.#hear = (event) => {
      if (event.kind === 'progress') {
        const { state, seconds, level } = event;
        // What is recorded here is priced when the daemon has it.
        onProgress({ state, seconds, level, maxSeconds, costNanoUsd: null });
      } else if (event.kind === 'ended') resolve(event.wav ?? undefined);
      else reject(refusal(event.isDenied));
    };
    const cancelling = token.onCancellationRequested(() => this.act('cancel'));
    post({ type: 'pageMicrophone', do: 'open', maxSeconds, silenceSeconds });
    try {
      return await promise;
    } finally {
      cancelling.dispose();
      this.#hear = undefined;
    }
  }

  act(action: RecordingAction): void {
    this.#options.post({ type: 'pageMicrophone', do: action, maxSeconds: 0, silenceSeconds: 0 });
  }

  /** The page told something. */
  handle(event: PageEvent): void {
    this.#hear?.(event);
  }

  /** The page went away, and the recording with it. */
  gone(): void {
    this.#hear?.({ kind: 'ended', wav: null });
  }
}

function refusal(isDenied: boolean): LocalError {
  const message = isDenied
    ? l10n.t('VS Code gives its views no microphone either.')
    : l10n.t('The view found no microphone either.');
  return new LocalError('no-page-microphone', message, l10n.t('Choose an audio file instead.'));
}
