import * as l10n from '@vscode/l10n';
import { type Anatomy, type Part, Parts } from './part.ts';

// https://www.w3.org/Graphics/GIF/spec-gif89a.txt
const HEADER_BYTES = 13;
const IMAGE_HEADER_BYTES = 10;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const CONTROL = 0xf9;
const COMMENT = 0xfe;
const APPLICATION = 0xff;
/** Repetition of an animation. */
const STRUCTURE = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

export function readGif(file: Buffer): Anatomy | undefined {
  if (file.length < HEADER_BYTES || !/^GIF8[79]a$/.test(file.toString('latin1', 0, 6))) return undefined;
  const parts = new Parts();
  let frames = 0;
  let alpha = false;
  let end = file.length;
  let at = HEADER_BYTES + tableBytes(file[10] ?? 0);
  while (at < file.length) {
    parts.count();
    const kind = file[at];
    if (kind === TRAILER) {
      end = at + 1;
      break;
    }
    if (kind === IMAGE) {
      frames++;
      // Its header, its colours, the size of its codes, its pixels.
      at = blocksEnd(file, at + IMAGE_HEADER_BYTES + tableBytes(file[at + 9] ?? 0) + 1);
    } else if (kind === EXTENSION) {
      const label = file[at + 1] ?? 0;
      const next = blocksEnd(file, at + 2);
      if (label === CONTROL && ((file[at + 3] ?? 0) & 1) !== 0) alpha = true;
      else if (label === COMMENT) parts.add({ kind: 'text', name: '', text: textOf(file, at + 2, next) });
      else if (label === APPLICATION) parts.add(applicationOf(file.subarray(at + 2, next)));
      else if (label !== CONTROL)
        parts.add({ kind: 'chunk', name: l10n.t('extension {0}', label), bytes: next - at - 2 });
      at = next;
    } else {
      // Some writers leave a zero between blocks; anything else ends what can be read.
      if (kind !== 0) break;
      at++;
    }
  }
  return {
    format: 'gif',
    parts: parts.list,
    frames: Math.max(1, frames),
    otherPictures: 0,
    alpha,
    lossless: true,
    trailer: file.subarray(end),
  };
}

/** Size of a table of colours, by the byte of flags before it. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Behind a run of blocks, each with its length in front; a length of zero ends them. */
function blocksEnd(file: Buffer, from: number): number {
  let at = from;
  while (at < file.length) {
    const length = file[at] ?? 0;
    at += 1 + length;
    if (length === 0) break;
  }
  return Math.min(at, file.length);
}

function textOf(file: Buffer, from: number, end: number): string {
  const blocks: Buffer[] = [];
  for (let at = from; at < end; at += 1 + (file[at] ?? 0)) {
    blocks.push(file.subarray(at + 1, Math.min(end, at + 1 + (file[at] ?? 0))));
  }
  return Buffer.concat(blocks).toString('utf8');
}

function applicationOf(data: Buffer): Part | undefined {
  const name = data.toString('latin1', 1, 12);
  if (STRUCTURE.has(name)) return undefined;
  const content = data.subarray(12);
  // XMP stands there as it is, not in blocks.
  if (name === 'XMP DataXMP') return { kind: 'xmp', data: content };
  if (name === 'ICCRGBG1012') return { kind: 'icc', data: content.subarray(1) };
  return { kind: 'chunk', name, bytes: content.length };
}
