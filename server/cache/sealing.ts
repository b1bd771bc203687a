import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of the key that everything on the disk depends on. */
export const KEY_BYTES = 32;

const CIPHER = 'aes-256-gcm';
/** Of the nonce (NIST SP 800-38D, 5.2.1.1) and of the tag, in bytes. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what is written to the disk, and names it so that the name says
 * nothing: one key for each, both derived from the keychain's.
 */
export class Seal {
  readonly #cipherKey: Buffer;
  readonly #nameKey: Buffer;

  /** @param key `KEY_BYTES` random bytes */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new Error(`A key of the cache has ${KEY_BYTES} bytes.`);
    this.#cipherKey = derive(key, 'lenscap cache values');
    this.#nameKey = derive(key, 'lenscap cache names');
  }

  /** What a key is called on the disk: its HMAC-SHA-256, in hex. */
  name(key: string): string {
    return createHmac('sha256', this.#nameKey).update(key).digest('hex');
  }

  /** Encrypts under a nonce of its own. @returns nonce, ciphertext and tag in base64 */
  seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#cipherKey, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
  }

  /** @returns undefined if it was sealed with another key, or changed since */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(CIPHER, this.#cipherKey, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, KEY_BYTES));
}
