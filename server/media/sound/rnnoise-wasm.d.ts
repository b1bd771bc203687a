declare module '@echogarden/rnnoise-wasm' {
  /** RNNoise's C functions and its memory; addresses are in bytes. */
  interface RNNoise {
    HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _rnnoise_create(model: number): number;
    _rnnoise_destroy(state: number): void;
    _rnnoise_process_frame(state: number, output: number, input: number): number;
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it.
  export default function load(): Promise<RNNoise>;
}
