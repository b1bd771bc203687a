import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

let isPrepared = false;

/** A barcode as a data URL of an SVG. */
export async function barcodeImage(
  format: 'QRCode' | 'Code128' | 'DataMatrix',
  value: string,
): Promise<string> {
  if (!isPrepared) {
    // Otherwise the package would load it from the network.
    const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
    const { buffer, byteOffset, byteLength } = await readFile(file);
    prepareZXingModule({ overrides: { wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) } });
    isPrepared = true;
  }
  const { svg, error } = await writeBarcode(value, { format, scale: 4, addQuietZones: true });
  if (error) throw new Error(`The barcode cannot be written: ${error}`);
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
