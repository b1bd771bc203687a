import type { Box } from '../../protocol/attach.ts';

/** Opaque pixels in sRGB, three bytes each, row by row. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

/** One character as it was read. */
export interface ReadSymbol {
  text: string;
  box: Box;
}

/** A run of characters without a space. Its symbols make up its text. */
export interface ReadWord {
  text: string;
  /** 0 to 1. */
  confidence: number;
  box: Box;
  symbols: ReadSymbol[];
}

/** A word of these symbols: they make up its text. */
export function withSymbols(word: ReadWord, symbols: ReadSymbol[]): ReadWord {
  return { ...word, symbols, text: symbols.map(({ text }) => text).join('') };
}

export interface ReadLine {
  box: Box;
  words: ReadWord[];
}

/** What was read from a picture: lines in reading order, boxes in pixels of that picture. */
export interface Reading {
  lines: ReadLine[];
}

export interface ReadRequest {
  /** Where to read; the whole picture if missing. */
  regions?: readonly Box[];
  /** `sparse` looks for words anywhere instead of lines: another pair of eyes for a second pass. */
  layout: 'lines' | 'sparse';
  /**
   * Boxes to read as if nothing were written there. What is painted over looks so: black blocks would spoil
   * the reading of what stands beside them, which is to be found.
   */
  without?: readonly Box[];
  /** Called when others are at work on it: until they are done this thread is free. */
  onRecognizing?: () => void;
  signal: AbortSignal;
}

/** Reads text from pictures, on this machine. */
export interface Reader {
  readonly name: 'bundled' | 'system';
  /** @throws LocalError if the reader does not work; the signal's reason if it was aborted. */
  read(picture: Picture, request: ReadRequest): Promise<Reading>;
  /** Lets go of what the reader holds. It may be used again after. */
  close(): Promise<void>;
}
