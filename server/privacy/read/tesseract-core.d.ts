/** Tesseract compiled to WebAssembly; the part of its interface that is used here. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export interface TessBaseAPI {
    /** Engine mode 1 is the neural one. 0 if it worked. */
    Init(dataPath: string | null, languages: string, engineMode: number, configFile?: string): number;
    SetVariable(name: string, value: string): boolean;
    /** Reads `/input` of the module's file system, with an EXIF orientation and an angle. 0 if it worked. */
    SetImageFile(orientation: number, radians: number): number;
    Recognize(monitor: null): number;
    GetHOCRText(page: number): string;
    Clear(): void;
  }
  export interface TesseractModule {
    TessBaseAPI: new () => TessBaseAPI;
    FS: { writeFile(path: string, data: Uint8Array | string): void; unlink(path: string): void };
  }
  const createModule: (options: {
    wasmBinary: Uint8Array;
    print?: (line: string) => void;
    printErr?: (line: string) => void;
  }) => Promise<TesseractModule>;
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it.
  export default createModule;
}
