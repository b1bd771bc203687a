import { createHash } from 'node:crypto';

/** In hex, of bytes or of a text. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
