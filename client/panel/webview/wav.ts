const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/**
 * A WAV file of one channel, 16 bits (RIFF, "Multimedia Programming Interface and Data Specifications 1.0", 1991).
 * @param pieces samples from −1 to 1, one after the other; what is beyond is cut off
 */
export function wavOf(pieces: readonly Float32Array[], rate: number): Uint8Array<ArrayBuffer> {
  const dataBytes = pieces.reduce((sum, { length }) => sum + length, 0) * SAMPLE_BYTES;
  const file = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(file.buffer);
  const text = (at: number, four: string): void => {
    for (const [index, char] of [...four].entries()) view.setUint8(at + index, char.charCodeAt(0));
  };
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVE');
  text(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * SAMPLE_BYTES, true);
  view.setUint16(32, SAMPLE_BYTES, true);
  view.setUint16(34, 8 * SAMPLE_BYTES, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  let at = HEADER_BYTES;
  for (const samples of pieces) {
    for (const sample of samples) {
      view.setInt16(at, Math.round(Math.min(Math.max(sample, -1), 1) * 0x7fff), true);
      at += SAMPLE_BYTES;
    }
  }
  return file;
}
