import { inflateSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { type Anatomy, type Part, Parts } from './part.ts';

// https://www.w3.org/TR/png-3/
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const HEADER_BYTES = 13;
/** Length, type and checksum around a chunk's data. */
const FRAME_BYTES = 12;

/** Chunks that say how the pixels are to be shown, and nothing else. */
const STRUCTURE = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB cICP mDCV cLLI sBIT bKGD hIST acTL fcTL fdAT'.split(' '),
);

/** The most a compressed text may unfold to: what is longer is not read. */
const MAX_TEXT_BYTES = 1_000_000;

export function readPng(file: Buffer): Anatomy | undefined {
  const isPng =
    file.length >= SIGNATURE.length + FRAME_BYTES + HEADER_BYTES &&
    file.subarray(0, SIGNATURE.length).equals(SIGNATURE) &&
    file.readUInt32BE(8) === HEADER_BYTES &&
    file.toString('latin1', 12, 16) === 'IHDR';
  if (!isPng) return undefined;
  const parts = new Parts();
  const colourType = file[25] ?? 0;
  let frames = 1;
  let hasTransparency = (colourType & 4) !== 0;
  let at = SIGNATURE.length;
  while (at + FRAME_BYTES <= file.length) {
    parts.count();
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    at += FRAME_BYTES + length;
    if (type === 'IEND') break;
    if (type === 'tRNS') hasTransparency = true;
    if (type === 'acTL' && data.length >= 4) frames = data.readUInt32BE(0);
    parts.add(partOf(type, data));
  }
  return {
    format: 'png',
    parts: parts.list,
    frames,
    otherPictures: 0,
    alpha: hasTransparency,
    lossless: true,
    trailer: file.subarray(at),
  };
}

function partOf(type: string, data: Buffer): Part | undefined {
  switch (type) {
    case 'eXIf':
      return { kind: 'exif', data };
    case 'iCCP':
      return { kind: 'icc', data: inflate(data.subarray(data.indexOf(0) + 2)) };
    case 'tEXt':
    case 'zTXt':
    case 'iTXt':
      return textOf(type, data);
    case 'pHYs':
      return densityOf(data);
    case 'tIME':
      return timeOf(data);
    default:
      return STRUCTURE.has(type) ? undefined : { kind: 'chunk', name: type, bytes: data.length };
  }
}

function textOf(type: 'tEXt' | 'zTXt' | 'iTXt', data: Buffer): Part {
  const end = data.indexOf(0);
  if (end === -1) return { kind: 'chunk', name: type, bytes: data.length };
  const keyword = data.toString('latin1', 0, end);
  const body = textBody(type, data, end);
  if (keyword === 'XML:com.adobe.xmp') return { kind: 'xmp', data: body };
  const raw = /^Raw profile type (exif|APP1|iptc|8bim|xmp|icc|icm)$/.exec(keyword)?.[1];
  if (raw !== undefined) return rawProfile(raw, body);
  return { kind: 'text', name: keyword, text: body.toString(type === 'iTXt' ? 'utf8' : 'latin1') };
}

function textBody(type: 'tEXt' | 'zTXt' | 'iTXt', data: Buffer, end: number): Buffer {
  if (type === 'tEXt') return data.subarray(end + 1);
  if (type === 'zTXt') return inflate(data.subarray(end + 2));
  // A flag, a method, a language and a translated keyword, the latter two ended by a zero each.
  const isCompressed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  if (translated === -1) return Buffer.alloc(0);
  const text = data.subarray(translated + 1);
  return isCompressed ? inflate(text) : text;
}

/** How ImageMagick stores what PNG had no chunk for: a name, a length, and hexadecimal digits. */
function rawProfile(type: string, body: Buffer): Part {
  const [, digits = ''] = /^\s*\S+\s+\d+\s+([\s\S]*)$/.exec(body.toString('latin1')) ?? [];
  const data = Buffer.from(digits.replace(/\s/g, ''), 'hex');
  if (type === 'exif' || type === 'APP1') return { kind: 'exif', data };
  if (type === 'iptc' || type === '8bim') return { kind: 'iptc', data };
  return { kind: type === 'xmp' ? 'xmp' : 'icc', data };
}

function inflate(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: MAX_TEXT_BYTES });
  } catch {
    // Damaged or larger than anything honest: it is named all the same, without its content.
    return Buffer.alloc(0);
  }
}

function densityOf(data: Buffer): Part | undefined {
  if (data.length < 9) return undefined;
  const [x, y] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  const isPerMetre = data[8] === 1;
  const perInch = (perMetre: number) => Math.round(perMetre * 0.0254);
  const detail = isPerMetre
    ? l10n.t('{0} × {1} pixels per inch', perInch(x), perInch(y))
    : l10n.t('pixels in proportion {0} to {1}', x, y);
  return { kind: 'density', detail };
}

function timeOf(data: Buffer): Part | undefined {
  if (data.length < 7) return undefined;
  const pad = (value = 0) => String(value).padStart(2, '0');
  const [month, day, hour, minute, second] = data.subarray(2);
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  return { kind: 'date', detail: `${data.readUInt16BE(0)}-${pad(month)}-${pad(day)} ${time}` };
}
