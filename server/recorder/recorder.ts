// The microphone: which there are, and recording from one. What is recorded is in memory only.
import type { LocalError } from '../../protocol/errors.ts';
import { loudness, SilenceWatch } from './loudness.ts';
import type { Report } from './messages.ts';
import { microphoneError, RecorderChild } from './recorder-child.ts';

/** Samples a second of what is recorded, in one channel of 16 bits. */
export const RECORDING_RATE = 16_000;

/** How long a recording is at most unless something else is asked for, in seconds. */
export const DEFAULT_MAX_SECONDS = 120;

/** What ALSA lists where there is no sound card: ways to change sound, and nothing to record from. */
const PLUGINS =
  /^(Discard all samples|Rate Converter Plugin|Plugin (using|for)|JACK Audio Connection Kit|Open Sound System|PulseAudio Sound Server)/;

/** How often the level is told: about 15 times a second. */
const METER_SAMPLES = 1_024;
/** Sound servers take a second or two until a microphone says something. */
const OPEN_MS = 15_000;
const STOP_MS = 3_000;

export interface RecordingOptions {
  /** As `listMicrophones` calls it; the system's own choice without. */
  device?: string | undefined;
  maxSeconds?: number;
  /** Ends by itself after so many seconds of silence, once something was said. */
  silenceSeconds?: number | undefined;
  /** Where the sound system is found; the process's own unless a test says otherwise. */
  environment?: NodeJS.ProcessEnv;
  /** About 15 times a second while it records, and when its state changes. */
  onUpdate?: (update: RecordingUpdate) => void;
}

export interface RecordingUpdate {
  /** The microphone is open while `recording`, and being opened once more while `opening`; at no other time. */
  state: 'opening' | 'recording' | 'paused' | 'ended';
  /** Recorded so far. */
  seconds: number;
  maxSeconds: number;
  /** Loudness just now in dB of full scale, from −100 to 0. */
  level: number;
}

/** What was recorded. */
export interface Recorded {
  /** Pieces of 16 kHz in one channel. */
  samples: Int16Array[];
  seconds: number;
  /** `failure`: the microphone failed on the way; what was recorded until then is here. */
  endedBy: 'stop' | 'cap' | 'silence' | 'failure';
}

/**
 * The microphones of this machine, by name.
 * @throws LocalError if there is none, or recording does not work here.
 */
export async function listMicrophones(environment: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const child = new RecorderChild(environment, (report) => {
    if (report.kind === 'devices') resolve(report.names);
    else if (report.kind === 'failed') reject(microphoneError(report));
  });
  const timer = setTimeout(() => child.kill(), OPEN_MS);
  try {
    child.send({ do: 'list' });
    const names = (await promise).filter((name) => !PLUGINS.test(name));
    if (names.length > 0) return names;
    throw microphoneError({ kind: 'failed', why: 'no-microphone', cause: 'The list of devices is empty.' });
  } finally {
    clearTimeout(timer);
    child.kill();
  }
}

/** One recording, from the moment the microphone is heard until it ends. */
export class Recording {
  /**
   * How it ended: with what was recorded, or undefined when it was cancelled.
   * Rejected with a LocalError if the microphone fails before anything was recorded.
   */
  readonly ended: Promise<Recorded | undefined>;
  readonly #child: RecorderChild;
  readonly #maxSeconds: number;
  readonly #onUpdate: (update: RecordingUpdate) => void;
  readonly #watch: SilenceWatch | undefined;
  readonly #opened = Promise.withResolvers<void>();
  readonly #outcome = Promise.withResolvers<Recorded | undefined>();
  #pieces: Int16Array[] = [];
  #count = 0;
  #metered: Int16Array[] = [];
  #meteredCount = 0;
  #level = -100;
  #state: RecordingUpdate['state'] = 'recording';
  #endedBy: Recorded['endedBy'] = 'stop';
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: RecordingOptions) {
    this.#maxSeconds = options.maxSeconds ?? DEFAULT_MAX_SECONDS;
    this.#onUpdate = options.onUpdate ?? (() => {});
    this.#watch = options.silenceSeconds === undefined ? undefined : new SilenceWatch(options.silenceSeconds);
    this.ended = this.#outcome.promise;
    // Whoever started it hears of a failure; nobody need ask how it ended.
    this.ended.catch(() => {});
    this.#opened.promise.catch(() => {});
    this.#child = new RecorderChild(options.environment ?? process.env, (report) =>
      this.#hear(report, options.device),
    );
    this.#timer = setTimeout(() => this.#child.kill(), OPEN_MS);
    this.#child.send({ do: 'record', ...(options.device !== undefined && { device: options.device }) });
  }

  /**
   * Opens the microphone.
   * @returns when it is heard: what is said from then on is recorded.
   * @throws LocalError if there is none, or it gives no sound; the signal's reason if it was aborted meanwhile.
   */
  static async start(options: RecordingOptions = {}, signal?: AbortSignal): Promise<Recording> {
    signal?.throwIfAborted();
    const recording = new Recording(options);
    const abort = () => recording.cancel();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await recording.#opened.promise;
      signal?.throwIfAborted();
      return recording;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  get seconds(): number {
    return this.#count / RECORDING_RATE;
  }

  get state(): RecordingUpdate['state'] {
    return this.#state;
  }

  /** Closes the microphone until `resume`. */
  pause(): void {
    if (this.#state !== 'recording' && this.#state !== 'opening') return;
    clearTimeout(this.#timer);
    this.#become('paused', 'pause');
  }

  /** Opens the microphone again: what is said is recorded once the state is `recording`. */
  resume(): void {
    if (this.#state !== 'paused') return;
    this.#timer = setTimeout(() => this.#child.kill(), OPEN_MS);
    this.#become('opening', 'resume');
  }

  /** Ends it, and keeps what was recorded. */
  async stop(): Promise<Recorded | undefined> {
    this.#stop('stop');
    return await this.ended;
  }

  /** Ends it at once, and forgets what was recorded. */
  cancel(): void {
    this.#finish(undefined);
  }

  #become(state: 'paused' | 'opening', command: 'pause' | 'resume'): void {
    this.#state = state;
    this.#level = -100;
    this.#child.send({ do: command });
    this.#tell();
  }

  #hear(report: Report, device: string | undefined): void {
    if (this.#state === 'ended') return;
    if (report.kind === 'failed' && this.#count > 0) this.#keep();
    else if (report.kind === 'failed') this.#fail(microphoneError(report, device));
    else if (report.kind === 'stopped') this.#finish(this.#recorded());
    else if (report.kind === 'samples') this.#add(report.samples);
  }

  #add(samples: Int16Array): void {
    if (this.#count === 0) {
      clearTimeout(this.#timer);
      this.#opened.resolve();
    }
    if (this.#state === 'opening') {
      clearTimeout(this.#timer);
      this.#state = 'recording';
    }
    const room = Math.max(0, Math.round(this.#maxSeconds * RECORDING_RATE) - this.#count);
    const piece = samples.subarray(0, room);
    if (piece.length > 0) this.#pieces.push(piece);
    this.#count += piece.length;
    this.#meter(samples);
    if (room <= samples.length) {
      this.#endedBy = 'cap';
      this.#finish(this.#recorded());
    }
  }

  #meter(samples: Int16Array): void {
    this.#metered.push(samples);
    this.#meteredCount += samples.length;
    // The last reading may still come after a pause; nothing is shown of it.
    if (this.#meteredCount < METER_SAMPLES || this.#state !== 'recording') return;
    const levels = this.#metered.map(loudness);
    const power = levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length;
    this.#level = Math.max(-100, 10 * Math.log10(power));
    const isSilent = this.#watch?.add(this.#level, this.#meteredCount / RECORDING_RATE) ?? false;
    this.#metered = [];
    this.#meteredCount = 0;
    this.#tell();
    if (isSilent) this.#stop('silence');
  }

  #stop(by: Recorded['endedBy']): void {
    if (this.#state === 'ended') return;
    this.#endedBy = by;
    this.#child.send({ do: 'stop' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(this.#recorded()), STOP_MS);
  }

  /** The microphone failed: what somebody has said already is not lost. */
  #keep(): void {
    this.#endedBy = 'failure';
    this.#finish(this.#recorded());
  }

  #recorded(): Recorded {
    return { samples: this.#pieces, seconds: this.seconds, endedBy: this.#endedBy };
  }

  #fail(error: LocalError): void {
    this.#close();
    this.#opened.reject(error);
    this.#outcome.reject(error);
  }

  #finish(outcome: Recorded | undefined): void {
    if (this.#state === 'ended') return;
    this.#close();
    this.#opened.resolve();
    // The microphone is closed for certain before anybody hears that it is.
    void this.#child.ended.then(() => {
      this.#outcome.resolve(outcome);
      this.#tell();
    });
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#state = 'ended';
    this.#pieces = [];
    this.#level = -100;
    this.#child.kill();
  }

  #tell(): void {
    const { seconds } = this;
    this.#onUpdate({ state: this.#state, seconds, maxSeconds: this.#maxSeconds, level: this.#level });
  }
}
