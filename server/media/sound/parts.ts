import { MAX_PART_BYTES, SAMPLE_RATE } from './limits.ts';
import { FRAME_SAMPLES, FRAMES_A_SECOND, type Frame } from './silence.ts';
import { WAV_HEADER_BYTES, writeWavHeader } from './write-wav.ts';

/** A piece of sound as it is sent: 16 kHz, one channel, 16 bits, and nothing else. */
export interface SoundPart {
  /** A WAV file. */
  wav: Buffer;
  /** How long it is, in seconds. */
  seconds: number;
  /** Where in the source it begins and ends, in seconds; what was silent in between is left out. */
  fromSeconds: number;
  toSeconds: number;
}

const FRAME_BYTES = FRAME_SAMPLES * 2;
/** A part ends in the longest pause of its last so many frames: a minute. */
const LOOK_BACK = 60 * FRAMES_A_SECOND;
const FIRST_FRAMES = 30 * FRAMES_A_SECOND;

/** Collects frames into WAV files of a limited size, parted where nothing is said. */
export class PartBuilder {
  readonly #most: number;
  #wav = Buffer.allocUnsafe(WAV_HEADER_BYTES + FIRST_FRAMES * FRAME_BYTES);
  #frames: Pick<Frame, 'index' | 'level' | 'isHeard'>[] = [];

  /** @param maxBytes of a WAV file; at least a second of sound. */
  constructor(maxBytes = MAX_PART_BYTES) {
    this.#most = Math.max(FRAMES_A_SECOND, Math.floor((maxBytes - WAV_HEADER_BYTES) / FRAME_BYTES));
  }

  /** @returns a part when one is full. */
  add({ samples, index, level, isHeard }: Frame): SoundPart | undefined {
    const full = this.#frames.length === this.#most ? this.#take(this.#quietest()) : undefined;
    const at = WAV_HEADER_BYTES + this.#frames.length * FRAME_BYTES;
    if (at + FRAME_BYTES > this.#wav.length) this.#grow();
    for (let sample = 0; sample < FRAME_SAMPLES; sample++) {
      this.#wav.writeInt16LE(samples[sample] ?? 0, at + sample * 2);
    }
    this.#frames.push({ index, level, isHeard });
    return full;
  }

  /** What is left, if anything. */
  end(): SoundPart | undefined {
    return this.#frames.length > 0 ? this.#take(this.#frames.length) : undefined;
  }

  #grow(): void {
    const most = WAV_HEADER_BYTES + this.#most * FRAME_BYTES;
    const larger = Buffer.allocUnsafe(Math.min(most, this.#wav.length * 2));
    this.#wav.copy(larger);
    this.#wav = larger;
  }

  /** Before which frame to part: in the middle of the longest pause, else at the quietest frame. */
  #quietest(): number {
    const from = Math.max(1, this.#frames.length - LOOK_BACK, this.#frames.length >> 1);
    let best = { length: 0, at: from };
    let quietest = { level: Number.POSITIVE_INFINITY, at: from };
    let start = from;
    for (let at = from; at < this.#frames.length; at++) {
      const frame = this.#frames[at];
      if (!frame || frame.isHeard) start = at + 1;
      else if (at + 1 - start >= best.length) best = { length: at + 1 - start, at: (start + at + 1) >> 1 };
      if (frame && frame.level < quietest.level) quietest = { level: frame.level, at };
    }
    return best.length > 0 ? best.at : quietest.at;
  }

  #take(count: number): SoundPart {
    const end = WAV_HEADER_BYTES + count * FRAME_BYTES;
    const filled = WAV_HEADER_BYTES + this.#frames.length * FRAME_BYTES;
    const wav = this.#wav.subarray(0, end);
    const rest = this.#wav.subarray(end, filled);
    // What has been given away is not written into any more.
    this.#wav = Buffer.allocUnsafe(WAV_HEADER_BYTES + Math.max(FIRST_FRAMES * FRAME_BYTES, rest.length));
    rest.copy(this.#wav, WAV_HEADER_BYTES);
    const taken = this.#frames.splice(0, count);
    writeWavHeader(wav, SAMPLE_RATE);
    return {
      wav,
      seconds: count / FRAMES_A_SECOND,
      fromSeconds: (taken.at(0)?.index ?? 0) / FRAMES_A_SECOND,
      toSeconds: ((taken.at(-1)?.index ?? 0) + 1) / FRAMES_A_SECOND,
    };
  }
}
