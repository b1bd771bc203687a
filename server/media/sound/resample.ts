/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const CROSSINGS = 16;
/** Of the lower rate's half, how much passes; the rest is room for the filter to fall off. */
const PASS = 0.92;
/** Shape of the Kaiser window: about 80 dB of attenuation. */
const BETA = 8;
/** The most coefficients that are kept: with odd rates the nearest position is taken. */
const MOST_COEFFICIENTS = 500_000;

/**
 * Changes the rate of a signal that arrives in pieces, behind a low-pass
 * without phase shift (a Kaiser-windowed sinc, one set of coefficients for
 * each position that an output can have between two inputs). A steady signal
 * keeps its height, and time stays where it was. Before its beginning and
 * after its end a signal counts as zero.
 */
export class Resampler {
  readonly #step: number;
  readonly #half: number;
  readonly #phases: readonly Float32Array[];
  /** Inputs that are still needed, the first of which has the number `#first`. */
  #held = new Float32Array(0);
  #first: number;
  #received = 0;
  #produced = 0;
  readonly #ratio: number;

  /** Rates in samples a second. */
  constructor(from: number, to: number) {
    this.#ratio = to / from;
    this.#step = from / to;
    // The low-pass lies below half of the lower rate.
    const scale = Math.min(1, this.#ratio) * PASS;
    this.#half = Math.ceil(CROSSINGS / scale);
    this.#first = -this.#half;
    this.#held = new Float32Array(this.#half);
    const count = to / greatestCommonDivisor(from, to);
    const most = Math.max(1, Math.floor(MOST_COEFFICIENTS / (2 * this.#half + 1)));
    this.#phases = coefficients(Math.min(count, most), this.#half, scale);
  }

  /** What can be said now of the output, given a further piece of input. */
  push(input: Float32Array): Float32Array {
    this.#received += input.length;
    this.#append(input);
    // The last output needs the inputs of half a filter behind it.
    const last = Math.floor((this.#received - 1 - this.#half) / this.#step);
    return this.#produce(Math.max(this.#produced, last));
  }

  /** The rest: all output together is as long as all input. */
  end(): Float32Array {
    this.#append(new Float32Array(this.#half + 1));
    return this.#produce(Math.round(this.#received * this.#ratio));
  }

  #append(input: Float32Array): void {
    const needed = Math.max(0, Math.floor(this.#produced * this.#step) - this.#half - this.#first);
    const kept = this.#held.subarray(Math.min(needed, this.#held.length));
    const held = new Float32Array(kept.length + input.length);
    held.set(kept);
    held.set(input, kept.length);
    this.#first += this.#held.length - kept.length;
    this.#held = held;
  }

  #produce(until: number): Float32Array {
    const output = new Float32Array(Math.max(0, until - this.#produced));
    const held = this.#held;
    const taps = 2 * this.#half + 1;
    const count = this.#phases.length;
    for (let index = 0; index < output.length; index++) {
      const position = (this.#produced + index) * this.#step;
      let whole = Math.floor(position);
      let nearest = Math.round((position - whole) * count);
      if (nearest === count) {
        nearest = 0;
        whole++;
      }
      const phase = this.#phases[nearest];
      if (!phase) continue;
      const start = whole - this.#half - this.#first;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += (held[start + tap] ?? 0) * (phase[tap] ?? 0);
      output[index] = sum;
    }
    this.#produced += output.length;
    return output;
  }
}

/** For each of so many positions between two inputs, what each input around it counts. */
function coefficients(count: number, half: number, scale: number): Float32Array[] {
  return Array.from({ length: count }, (_, phase) => {
    const offset = phase / count;
    const row = Float32Array.from({ length: 2 * half + 1 }, (_, tap) => {
      const distance = tap - half - offset;
      return sinc(distance * scale) * kaiser(distance / (half + 1));
    });
    const sum = row.reduce((total, value) => total + value, 0);
    return row.map((value) => value / sum);
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
}

/** The modified Bessel function of the first kind, order zero, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Numbers from −1 to 1 as 16 bits. */
export function toInt16(samples: Float32Array): Int16Array {
  const result = new Int16Array(samples.length);
  for (let index = 0; index < result.length; index++) {
    const sample = Math.round((samples[index] ?? 0) * 0x8000);
    result[index] = Math.min(0x7fff, Math.max(-0x8000, sample));
  }
  return result;
}
