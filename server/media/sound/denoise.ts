import * as l10n from '@vscode/l10n';
import { LocalError } from '../../../protocol/errors.ts';

/** What RNNoise was trained on, in samples a second. */
export const DENOISE_RATE = 48_000;
/** What it takes at a time: 10 ms. */
const FRAME = 480;
const BYTES = 4;

type Module = Awaited<ReturnType<typeof import('@echogarden/rnnoise-wasm')['default']>>;

/** Takes noise out of speech, piece by piece, by a small neural net (RNNoise); loaded when it is used. */
export class Denoiser {
  readonly #module: Module;
  readonly #state: number;
  readonly #frame: number;
  #rest = new Float32Array(0);

  private constructor(module: Module) {
    this.#module = module;
    this.#state = module._rnnoise_create(0);
    this.#frame = module._malloc(FRAME * BYTES);
  }

  /** @throws LocalError if it does not load. */
  static async load(): Promise<Denoiser> {
    try {
      const { default: load } = await import('@echogarden/rnnoise-wasm');
      return new Denoiser(await load());
    } catch (cause) {
      throw new LocalError(
        'denoise-failed',
        l10n.t('Taking out noise does not work on this machine.'),
        l10n.t('Turn it off, or install Lenscap again.'),
        { cause },
      );
    }
  }

  /** Samples from −1 to 1 at 48 kHz; what comes out is delayed by less than 10 ms. */
  push(input: Float32Array): Float32Array {
    const all = new Float32Array(this.#rest.length + input.length);
    all.set(this.#rest);
    all.set(input, this.#rest.length);
    const whole = all.length - (all.length % FRAME);
    this.#rest = all.slice(whole);
    for (let at = 0; at < whole; at += FRAME) this.#process(all.subarray(at, at + FRAME));
    return all.subarray(0, whole);
  }

  /** The rest, filled up with silence and cut again. */
  end(): Float32Array {
    const { length } = this.#rest;
    return this.push(new Float32Array(length === 0 ? 0 : FRAME - length)).subarray(0, length);
  }

  /** Gives its memory back. */
  free(): void {
    this.#module._rnnoise_destroy(this.#state);
    this.#module._free(this.#frame);
  }

  /** In place. It counts in 16-bit steps, though in floating point. */
  #process(frame: Float32Array): void {
    const place = this.#frame / BYTES;
    for (let index = 0; index < FRAME; index++) {
      this.#module.HEAPF32[place + index] = (frame[index] ?? 0) * 0x8000;
    }
    this.#module._rnnoise_process_frame(this.#state, this.#frame, this.#frame);
    // Its memory may have grown, and moved, meanwhile.
    for (let index = 0; index < FRAME; index++) {
      frame[index] = (this.#module.HEAPF32[place + index] ?? 0) / 0x8000;
    }
  }
}
