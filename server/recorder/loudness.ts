/** Loudness of samples in dB of full scale: a sine as high as it goes has −3, nothing −100. */
export function loudness(samples: Int16Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  const power = squares / Math.max(1, samples.length);
  return power < 1 ? -100 : Math.max(-100, 10 * Math.log10(power) - 20 * Math.log10(0x8000));
}

/** Speech is this much above the noise, and above what no microphone is quieter than, in dB. */
const ABOVE_FLOOR_DB = 12;
const SILENT_DB = -54;
/** How fast the noise is taken to have grown while it is not heard alone, in dB a second. */
const RISE_DB = 0.5;

/** Tells when somebody who has spoken has been silent for so long. */
export class SilenceWatch {
  readonly #seconds: number;
  #floor = 0;
  #hasHeard = false;
  #quiet = 0;

  /** @param seconds of silence after speech */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** @returns whether it is enough, with this much more heard, so loud in dB. */
  add(level: number, seconds: number): boolean {
    this.#floor = Math.min(level, this.#floor + RISE_DB * seconds);
    const isHeard = level > Math.max(SILENT_DB, this.#floor + ABOVE_FLOOR_DB);
    this.#hasHeard ||= isHeard;
    this.#quiet = isHeard ? 0 : this.#quiet + seconds;
    return this.#hasHeard && this.#quiet >= this.#seconds;
  }
}
