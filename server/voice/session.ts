import * as l10n from '@vscode/l10n';
import { UsageError } from '../../protocol/errors.ts';
import type { RecordProgress } from '../../protocol/voice.ts';
import { type Recorded, Recording } from '../recorder/recorder.ts';

export interface SessionOptions {
  /** Empty for the system's default. */
  device: string;
  maxSeconds: number;
  /** 0 for never. */
  silenceSeconds: number;
  /** What so many seconds cost to transcribe, in nano-dollars; null where nobody knows. */
  costOf(seconds: number): number | null;
  onProgress(progress: RecordProgress): void;
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
}

/** Quieter than anything. */
const NOTHING_HEARD = -100;

interface Current {
  /** undefined while the microphone is being opened. */
  recording: Recording | undefined;
  cancel: () => void;
}

/** The one recording of this daemon. */
export class RecordingSession {
  #current: Current | undefined;

  /**
   * Records until it is stopped, silent, or at the cap.
   * @returns undefined when it was cancelled
   * @throws UsageError if there is one already; LocalError if the microphone fails
   */
  async record(options: SessionOptions): Promise<Recorded | undefined> {
    if (this.#current) {
      throw new UsageError(
        'already-recording',
        l10n.t('There is a recording under way already.'),
        l10n.t('Stop it first, then record again.'),
      );
    }
    const cancelling = new AbortController();
    const signal = AbortSignal.any([options.signal, cancelling.signal]);
    const current: Current = {
      recording: undefined,
      cancel: () => cancelling.abort(),
    };
    this.#current = current;
    const { maxSeconds } = options;
    options.onProgress({
      state: 'opening',
      seconds: 0,
      maxSeconds,
      level: NOTHING_HEARD,
      costNanoUsd: options.costOf(0),
    });
    const abort = () => current.recording?.cancel();
    signal.addEventListener('abort', abort, { once: true });
    try {
      current.recording = await Recording.start(
        {
          ...(options.device !== '' && { device: options.device }),
          ...(options.silenceSeconds > 0 && { silenceSeconds: options.silenceSeconds }),
          maxSeconds,
          environment: options.environment,
          onUpdate({ state, seconds, level }) {
            if (state === 'ended') return;
            options.onProgress({ state, seconds, maxSeconds, level, costNanoUsd: options.costOf(seconds) });
          },
        },
        signal,
      );
      return await current.recording.ended;
    } catch (error) {
      // It was cancelled while the microphone was being opened.
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#current = undefined;
    }
  }

  /** Without a recording it does nothing. What is stopped before anything was heard is cancelled. */
  act(action: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    const current = this.#current;
    if (action === 'cancel' || (action === 'stop' && !current?.recording)) current?.cancel();
    else if (action === 'pause') current?.recording?.pause();
    else if (action === 'resume') current?.recording?.resume();
    else void current?.recording?.stop().catch(() => {});
  }
}
