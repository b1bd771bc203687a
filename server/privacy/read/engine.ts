import type { ReadRequest } from '../reading.ts';

/** A part of a picture made ready for recognition: dark text on light ground, one byte a pixel, row by row. */
export interface Page {
  grey: Uint8Array;
  width: number;
  height: number;
}

/** What recognizes text in pages, spread over the processor's cores. */
export interface Engine {
  /**
   * Recognizes every page by itself.
   * @returns hOCR with boxes of single characters (`hocr_char_boxes`), one document a page, in the order of the pages.
   * @throws LocalError if it does not work; the signal's reason if it was aborted.
   */
  recognize(pages: readonly Page[], layout: ReadRequest['layout'], signal: AbortSignal): Promise<string[]>;
  /** Gets ready ahead of the first page. */
  warmUp(): Promise<void>;
  /** Lets go of workers and processes. The engine may be used again after. */
  close(): Promise<void>;
}

/** Tesseract's page segmentation modes: a single block of lines; words anywhere. */
export const PAGE_MODES: Record<ReadRequest['layout'], string> = { lines: '6', sparse: '11' };

/** Tesseract guesses a resolution where none is given, and does so badly on small pages. */
export const DOTS_PER_INCH = '150';
