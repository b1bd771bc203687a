import type { Uri } from 'vscode';
import { soundExtensions } from '../../protocol/sound-extensions.ts';

const soundName = new RegExp(`\\.(${soundExtensions.join('|')})$`, 'i');

/** Whether a file has the name of a sound, and is not on the web. */
export function isSound({ scheme, path }: Pick<Uri, 'scheme' | 'path'>): boolean {
  return scheme !== 'http' && scheme !== 'https' && soundName.test(path);
}

/** How sounds begin, as Latin-1: Matroska's number is 1A 45 DF A3. The content decides, and not the name. */
const beginnings = ['OggS', 'fLaC', 'ID3', String.fromCharCode(0x1a, 0x45, 0xdf, 0xa3)];
const pictures = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', '<svg'];
// ISO 14496-12 §4.3: the brand says what kind of MP4 it is; these are pictures.
const pictureBrand = /^(avi[fs]|hei[cfmsx]|mi[fa]1|msf1)/;

/** Whether a file that was pasted, dropped or chosen is to be heard, and not looked at. The daemon looks closer. */
export function looksLikeSound(name: string, bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const form = start.startsWith('RIFF') ? start.slice(8, 12) : '';
  const brand = start.slice(4, 8) === 'ftyp' ? start.slice(8, 12) : '';
  const begins = (beginning: string): boolean => start.startsWith(beginning);
  if (form === 'WEBP' || pictureBrand.test(brand) || pictures.some(begins)) return false;
  // Two bytes of MPEG audio or ADTS prove little: they count only where the name says the same.
  return form === 'WAVE' || brand !== '' || beginnings.some(begins) || soundName.test(name);
}
