import * as l10n from '@vscode/l10n';
import { type Anatomy, type Part, Parts } from './part.ts';

// ITU T.81, https://www.w3.org/Graphics/JPEG/itu-t81.pdf; segments in the wild: https://exiftool.org/TagNames/JPEG.html
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const APP0 = 0xe0;
const APP15 = 0xef;

const EXIF = 'Exif\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Before a part of extended XMP stand its GUID, its full length and its offset. */
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0';
const EXTENDED_XMP_HEADER_BYTES = 32 + 4 + 4;
/** Before a part of a profile stand its number and the count. */
const ICC = 'ICC_PROFILE\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const MULTI_PICTURE = 'MPF\0';
const ADOBE = 'Adobe';

export function readJpeg(file: Buffer): Anatomy | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xff00 + START || file[2] !== 0xff) return undefined;
  const parts = new Parts();
  const profile: Buffer[] = [];
  let otherPictures = 0;
  let at = 2;
  let end = file.length;
  while (at + 4 <= file.length) {
    parts.count();
    if (file[at] !== 0xff) break;
    // Any number of these may stand before a marker.
    while (file[at + 1] === 0xff) at++;
    const marker = file[at + 1] ?? 0;
    if (marker === END) {
      end = at + 2;
      break;
    }
    if (isAlone(marker)) {
      at += 2;
      continue;
    }
    if (at + 4 > file.length) break;
    const length = file.readUInt16BE(at + 2);
    if (length < 2) break;
    const data = file.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === SCAN) at = scanEnd(file, at);
    else if (marker === COMMENT) parts.add({ kind: 'text', name: '', text: data.toString('utf8') });
    else if (marker < APP0 || marker > APP15) continue;
    else if (begins(data, MULTI_PICTURE)) otherPictures = Math.max(otherPictures, countPictures(data) - 1);
    else if (begins(data, ICC)) profile.push(data.subarray(ICC.length + 2));
    else if (begins(data, 'JFIF\0')) for (const part of jfifParts(data)) parts.add(part);
    else parts.add(partOf(marker - APP0, data));
  }
  if (profile.length > 0) parts.add({ kind: 'icc', data: Buffer.concat(profile) });
  return {
    format: 'jpeg',
    parts: parts.list,
    frames: 1,
    otherPictures,
    alpha: false,
    lossless: false,
    trailer: file.subarray(end),
  };
}

/** Markers without a length: restart markers, a start within the file, and one for arithmetic coding. */
function isAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= START) || marker === 0x01 || marker === 0;
}

/** Where the compressed pixels that begin here end: at the next marker that is none of theirs. */
function scanEnd(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at !== -1 && at + 1 < file.length) {
    const marker = file[at + 1] ?? 0;
    const belongsToScan = marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
    if (!belongsToScan) return at;
    at = file.indexOf(0xff, marker === 0xff ? at + 1 : at + 2);
  }
  return file.length;
}

function partOf(app: number, data: Buffer): Part | undefined {
  if (begins(data, 'JFXX\0')) return { kind: 'thumbnail', bytes: data.length };
  if (begins(data, EXIF)) return { kind: 'exif', data: data.subarray(6) };
  if (begins(data, XMP)) return { kind: 'xmp', data: data.subarray(XMP.length) };
  if (begins(data, EXTENDED_XMP))
    return { kind: 'xmp', data: data.subarray(EXTENDED_XMP.length + EXTENDED_XMP_HEADER_BYTES) };
  if (begins(data, PHOTOSHOP)) return { kind: 'iptc', data: data.subarray(PHOTOSHOP.length) };
  // How the colours are stored; all that the segment says.
  if (app === 14 && begins(data, ADOBE)) return undefined;
  const words = /^[\x20-\x7e]{2,40}/.exec(data.toString('latin1', 0, 40))?.[0];
  return {
    kind: 'chunk',
    name: words === undefined ? `APP${app}` : `APP${app} ${words}`,
    bytes: data.length,
  };
}

function jfifParts(data: Buffer): Part[] {
  if (data.length < 14) return [];
  const [x, y] = [data.readUInt16BE(8), data.readUInt16BE(10)];
  const detail = {
    1: l10n.t('{0} × {1} pixels per inch', x, y),
    2: l10n.t('{0} × {1} pixels per centimetre', x, y),
  }[data[7] ?? 0];
  const thumbnail = 3 * (data[12] ?? 0) * (data[13] ?? 0);
  return [
    ...(detail === undefined ? [] : [{ kind: 'density' as const, detail }]),
    ...(thumbnail > 0 ? [{ kind: 'thumbnail' as const, bytes: thumbnail }] : []),
  ];
}

/** How many pictures a multi-picture file lists (CIPA DC-007): an IFD whose tag 0xB001 has the number. */
function countPictures(data: Buffer): number {
  const tiff = data.subarray(MULTI_PICTURE.length);
  if (tiff.length < 10) return 1;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const u32 = (at: number) =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at);
  const directory = u32(4);
  for (let entry = 0; entry < Math.min(u16(directory), 20); entry++) {
    const at = directory + 2 + entry * 12;
    if (u16(at) === 0xb001) return Math.max(1, u32(at + 8));
  }
  return 1;
}

function begins(data: Buffer, words: string): boolean {
  return data.toString('latin1', 0, words.length) === words;
}
