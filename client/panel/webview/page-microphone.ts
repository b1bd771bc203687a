import type { ToView, ViewMessage } from '../messages.ts';
import { loudness } from './loudness.ts';
import { wavOf } from './wav.ts';

type Order = Extract<ToView, { type: 'pageMicrophone' }>;
type PageEvent = Extract<ViewMessage, { type: 'pageMicrophone' }>['event'];

// What the daemon wants in the end; a browser that cannot is asked for less.
const RATE = 16_000;
const SILENCE = -50;
/** Samples at a time: a sixteenth of a second. */
const PIECE = 1_024;

/** A microphone that is open: its tracks and what listens to them. */
interface Open {
  readonly stream: MediaStream;
  readonly context: AudioContext | undefined;
}

/**
 * The browser's microphone, for where the daemon has none and VS Code grants
 * its views one. What it hears is kept in memory, and nowhere else.
 */
export class PageMicrophone {
  readonly #tell: (event: PageEvent) => void;
  #open: Open | undefined;
  #pieces: Float32Array[] = [];
  #seconds = 0;
  #silentFor = 0;
  /** Whether anything was said: until then silence ends nothing. */
  #hasHeard = false;
  #rate = RATE;
  #limits = { maxSeconds: 0, silenceSeconds: 0 };
  /** Counts recordings, so that one that was ended does not go on when the user says yes at last. */
  #run = 0;

  constructor(tell: (event: PageEvent) => void) {
    this.#tell = tell;
  }

  async handle({ do: what, maxSeconds, silenceSeconds }: Order): Promise<void> {
    switch (what) {
      case 'open':
        this.#pieces = [];
        this.#seconds = 0;
        this.#silentFor = 0;
        this.#hasHeard = false;
        this.#limits = { maxSeconds, silenceSeconds };
        return this.#listen();
      case 'pause':
        // Also where the user has not said yes yet: what opens later is closed at once.
        this.#run += 1;
        await this.#close();
        return this.#progress('paused', -100);
      case 'resume':
        return this.#listen();
      case 'stop':
        return this.#end(true);
      case 'cancel':
        return this.#end(false);
    }
  }

  async #listen(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    // Whatever is open already would never be closed.
    await this.#close();
    this.#progress('opening', -100);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      if (run !== this.#run) return stop(stream);
      // Known before anything else can fail: it is open from now on.
      this.#open = { stream, context: undefined };
      const context = new AudioContext({ sampleRate: RATE });
      this.#open = { stream, context };
      for (const track of stream.getTracks()) {
        // It was unplugged, or the permission was taken back.
        track.onended = () => {
          if (run === this.#run) void this.#end(true);
        };
      }
      this.#rate = context.sampleRate;
      // Out of use since there are worklets; but a worklet is a script with an address of its own, and
      // the page's policy, which allows none but the one that has its nonce, is worth more.
      const recorder = context.createScriptProcessor(PIECE, 1, 1);
      recorder.onaudioprocess = ({ inputBuffer }) => {
        if (run === this.#run) this.#heard(Float32Array.from(inputBuffer.getChannelData(0)));
      };
      context.createMediaStreamSource(stream).connect(recorder);
      // It runs only while it goes somewhere. What comes out of it is silence.
      recorder.connect(context.destination);
      await context.resume();
    } catch (error) {
      if (run === this.#run) await this.#close();
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      console.warn('Lenscap: no microphone', error);
      if (run === this.#run) this.#tell({ kind: 'failed', isDenied });
    }
  }

  #heard(samples: Float32Array): void {
    const level = loudness(samples);
    const seconds = samples.length / this.#rate;
    this.#pieces.push(samples);
    this.#seconds += seconds;
    this.#hasHeard ||= level >= SILENCE;
    this.#silentFor = level < SILENCE ? this.#silentFor + seconds : 0;
    this.#progress('recording', level);
    const { maxSeconds, silenceSeconds } = this.#limits;
    const isSilent = silenceSeconds > 0 && this.#hasHeard && this.#silentFor >= silenceSeconds;
    if (this.#seconds >= maxSeconds || isSilent) void this.#end(true);
  }

  async #end(isKept: boolean): Promise<void> {
    this.#run += 1;
    const pieces = this.#pieces;
    this.#pieces = [];
    await this.#close();
    this.#tell({ kind: 'ended', wav: isKept ? wavOf(pieces, this.#rate) : null });
  }

  #progress(state: 'opening' | 'recording' | 'paused', level: number): void {
    this.#tell({ kind: 'progress', state, seconds: this.#seconds, level });
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open) stop(open.stream);
    await open?.context?.close();
  }
}

/** Closes the microphone. */
function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
