// Runs on the browser's audio thread: hands on what the microphone hears, a sixteenth of a second at a time.

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;
declare const sampleRate: number;

class Recorder extends AudioWorkletProcessor {
  #piece = new Float32Array(Math.round(sampleRate / 16));
  #filled = 0;

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const heard = input?.[0];
    if (!heard) return true;
    for (const sample of heard) {
      this.#piece[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < this.#piece.length) continue;
      this.port.postMessage(this.#piece);
      this.#piece = new Float32Array(this.#piece.length);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('lenscap-recorder', Recorder);
