/** The bytes before the samples of a WAV file that has nothing but samples. */
export const WAV_HEADER_BYTES = 44;

/**
 * Writes the header of the plainest WAV there is, 16 bits and one channel,
 * with nothing in it but its format and its length.
 * @param wav begins with room for the header; the samples follow, little-endian
 * @param rate samples a second
 */
export function writeWavHeader(wav: Buffer, rate: number): void {
  const dataBytes = wav.length - WAV_HEADER_BYTES;
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(dataBytes, 40);
}

/** Samples as such a file. */
export function toWav(samples: Int16Array, rate: number): Buffer {
  const wav = Buffer.alloc(WAV_HEADER_BYTES + samples.length * 2);
  for (const [index, sample] of samples.entries()) wav.writeInt16LE(sample, WAV_HEADER_BYTES + index * 2);
  writeWavHeader(wav, rate);
  return wav;
}
