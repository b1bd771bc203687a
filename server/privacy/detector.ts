import type { Reading } from './reading.ts';

/** A secret in exact text: half-open range of UTF-16 offsets. */
export interface TextFinding {
  rule: string;
  title: string;
  start: number;
  end: number;
  /** 0 to 1. */
  confidence: number;
  /** The secret itself. Never logged, never sent. */
  value: string;
  /** As it would have been typed, where it was spoken: what `lenscap.privacy.allow` knows it by. */
  typed?: string;
}

/** Where in a reading a secret stands: symbols from..to (half-open) of one line, counted over its words without spaces. */
export interface ReadingSpan {
  line: number;
  from: number;
  to: number;
}

/** A secret in text that was read from a picture, and may be misread. */
export interface ReadingFinding {
  rule: string;
  title: string;
  confidence: number;
  /** As it was read. */
  value: string;
  /** More than one where it is wrapped over several lines. */
  spans: ReadingSpan[];
}

/** Finds what is secret. One is made for the settings in force. */
export interface Detector {
  /** In exact text: what a person typed, code, tool results. */
  inText(text: string): Promise<TextFinding[]>;
  /** In text as it was read from a picture: characters may be confused, dropped, split by spaces. */
  inReading(reading: Reading): ReadingFinding[];
}
