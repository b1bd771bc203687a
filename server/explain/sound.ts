/** A sound that a question sends itself: safe, and short enough for one request. */
export interface StoredSound {
  id: string;
  name: string;
  /** Of the WAV. */
  seconds: number;
  /** Of the WAV, in hex. */
  sha256: string;
  wav: Buffer;
}
