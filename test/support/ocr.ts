// Reads pictures as somebody else would: with Debian's tesseract, on pictures made larger.
import { spawn } from 'node:child_process';
import sharp from 'sharp';

/** The text tesseract reads in an encoded picture. */
export async function readText(file: Uint8Array): Promise<string> {
  const { width } = await sharp(file).metadata();
  const enlarged = await sharp(file)
    .resize({ width: width * 2, kernel: 'lanczos3' })
    .png()
    .toBuffer();
  const child = spawn('tesseract', ['stdin', 'stdout', '--psm', '6', '--dpi', '192'], {
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.stdin.end(enlarged);
  const status = await promise;
  if (status !== 0) throw new Error(`tesseract ended with ${status}.`);
  return text;
}

/**
 * Whether a part of a secret can be told in text that was read from a picture:
 * eight characters in a row, where those that look alike count as the same.
 */
export function showsPartOf(secret: string, text: string): boolean {
  const [wanted, read] = [skeleton(secret), skeleton(text)];
  for (let start = 0; start + 8 <= wanted.length; start += 1) {
    if (read.includes(wanted.slice(start, start + 8))) return true;
  }
  return false;
}

/** Characters that are confused in reading fall together, and what is no letter or digit is gone. */
function skeleton(text: string): string {
  const alike: Readonly<Record<string, string>> = {
    o: '0',
    q: '9',
    g: '9',
    l: '1',
    i: '1',
    j: '1',
    s: '5',
    z: '2',
    b: '8',
  };
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/[oqglijszb]/g, (character) => alike[character] ?? character);
}
