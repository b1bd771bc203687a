/** What every hostile file has planted in it wherever its format has room, and no output may have. */
export const MARKER = 'PLANTED-SECRET-4711';

/** A file of which only the pixels may survive. */
export interface HostileFile {
  readonly name: string;
  make(): Promise<Buffer>;
  /** Kinds that the list of what was removed must have. */
  readonly removes: readonly string[];
  /** What a detail of that list must say. */
  readonly says?: RegExp;
  /** Whether the marker can be seen in the file; true if missing. */
  readonly isPlanted?: boolean;
  /** Whether nothing is left of the four colours, because they were invisible. */
  readonly isWhite?: boolean;
}
