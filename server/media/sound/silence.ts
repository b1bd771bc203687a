import { SAMPLE_RATE } from './limits.ts';

/** What is judged at a time: 20 ms. */
export const FRAME_SAMPLES = SAMPLE_RATE / 50;
/** Frames a second. */
export const FRAMES_A_SECOND = SAMPLE_RATE / FRAME_SAMPLES;

/** Speech is this much above the noise, in dB … */
const ABOVE_FLOOR_DB = 12;
/** … or, where there is not so much between them, half way from it to the loudest. */
const BETWEEN = 0.5;
/** Below this is nothing at all, in dB of full scale; and where all is alike above it, all of it is sound. */
const SILENT_DB = -54;
const ALIKE_DB = 6;

/** How many seconds are known beyond the frame that is judged: of shorter sounds, everything is. */
const AHEAD_SECONDS = 60;
const AHEAD = AHEAD_SECONDS * FRAMES_A_SECOND;

/** Kept on both sides of what is heard, in frames: 0.2 s. */
const MARGIN = 10;
/** A longer pause is cut down to the margins at its two ends, in frames: 0.8 s. */
const LONG_PAUSE = 40;
/** What is shorter is a click, in frames: 60 ms. */
const LEAST_HEARD = 3;

/** A frame that is kept. */
export interface Frame {
  samples: Int16Array;
  /** Which one it is of the source. */
  index: number;
  /** Loudness in dB of full scale, −100 at least. */
  level: number;
  isHeard: boolean;
}

/**
 * Loudness of samples without their constant part, in dB of full scale: a sine
 * as high as it goes has −3, nothing −100.
 */
export function levelOf(samples: Int16Array): number {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] ?? 0;
    sum += sample;
    squares += sample * sample;
  }
  const count = Math.max(1, samples.length);
  const power = Math.max(0, squares / count - (sum / count) ** 2);
  return power < 1 ? -100 : Math.max(-100, 10 * Math.log10(power) - 20 * Math.log10(0x8000));
}

/** How loud the frames so far are, in steps of half a decibel. */
class Levels {
  readonly #counts = new Uint32Array(201);
  #total = 0;

  add(level: number): void {
    const step = Math.round((level + 100) * 2);
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#total++;
  }

  /** Above this is sound. */
  get threshold(): number {
    const floor = this.#percentile(0.1);
    const loud = this.#percentile(0.95);
    if (loud < SILENT_DB) return this.#percentile(1) < SILENT_DB ? Number.POSITIVE_INFINITY : SILENT_DB;
    if (loud - floor < ALIKE_DB) return SILENT_DB;
    return Math.max(SILENT_DB, Math.min(floor + ABOVE_FLOOR_DB, floor + (loud - floor) * BETWEEN));
  }

  #percentile(share: number): number {
    let left = share * this.#total;
    for (const [step, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0 && count > 0) return step / 2 - 100;
    }
    return 0;
  }
}

/**
 * Leaves out silence: at both ends, and in pauses longer than 0.8 s. Samples go
 * in as they come, frames come out a minute later at most; so that what is
 * noise and what is not is known by then, and memory stays the same however
 * long the sound is.
 */
export class SilenceTrimmer {
  readonly #levels = new Levels();
  #ahead: Omit<Frame, 'isHeard'>[] = [];
  #rest = new Int16Array(0);
  #count = 0;
  /** Loud frames that may be no more than a click. */
  #candidates: Frame[] = [];
  /** Quiet frames since what was heard last, of which too old ones are dropped. */
  #quiet: Frame[] = [];
  #hasHeard = false;
  #isCut = false;
  /** How many quiet frames after what was heard have been kept already. */
  #trailing = 0;

  /** Samples that went in, in seconds. */
  get seconds(): number {
    return (this.#count * FRAME_SAMPLES + this.#rest.length) / SAMPLE_RATE;
  }

  push(samples: Int16Array): Frame[] {
    const all = new Int16Array(this.#rest.length + samples.length);
    all.set(this.#rest);
    all.set(samples, this.#rest.length);
    let at = 0;
    for (; at + FRAME_SAMPLES <= all.length; at += FRAME_SAMPLES)
      this.#add(all.slice(at, at + FRAME_SAMPLES));
    this.#rest = all.slice(at);
    if (this.#ahead.length <= AHEAD) return [];
    return this.#judge(this.#ahead.splice(0, this.#ahead.length - AHEAD));
  }

  end(): Frame[] {
    if (this.#rest.length > 0) {
      const last = new Int16Array(FRAME_SAMPLES);
      last.set(this.#rest);
      this.#rest = new Int16Array(0);
      this.#add(last);
    }
    const kept = this.#judge(this.#ahead.splice(0));
    return [...kept, ...this.#candidates.splice(0).flatMap((frame) => this.#hush(frame))];
  }

  #add(samples: Int16Array): void {
    const level = levelOf(samples);
    this.#levels.add(level);
    this.#ahead.push({ samples, index: this.#count++, level });
  }

  #judge(frames: readonly Omit<Frame, 'isHeard'>[]): Frame[] {
    const { threshold } = this.#levels;
    return frames.flatMap((frame) =>
      frame.level > threshold
        ? this.#hear({ ...frame, isHeard: true })
        : [...this.#candidates.splice(0), { ...frame, isHeard: false }].flatMap((each) => this.#hush(each)),
    );
  }

  /** A loud frame: with enough of them in a row, what came before is kept with them. */
  #hear(frame: Frame): Frame[] {
    this.#candidates.push(frame);
    const isRunning = this.#hasHeard && this.#quiet.length === 0 && this.#trailing === 0;
    if (!isRunning && this.#candidates.length < LEAST_HEARD) return [];
    const before = this.#isCut || !this.#hasHeard ? this.#quiet.slice(-MARGIN) : this.#quiet;
    const kept = [...before, ...this.#candidates];
    this.#candidates = [];
    this.#quiet = [];
    this.#hasHeard = true;
    this.#isCut = false;
    this.#trailing = 0;
    return kept;
  }

  /** A quiet frame: kept while what was heard dies away, then held until it is known how long the pause is. */
  #hush(frame: Frame): Frame[] {
    const quiet = { ...frame, isHeard: false };
    if (this.#hasHeard && this.#trailing < MARGIN) {
      this.#trailing++;
      return [quiet];
    }
    this.#quiet.push(quiet);
    if (this.#quiet.length > LONG_PAUSE - MARGIN) {
      this.#quiet.shift();
      this.#isCut = true;
    }
    return [];
  }
}
