import * as l10n from '@vscode/l10n';
import type { Removal } from '../../metadata/said.ts';
import type { SoundSource } from '../source.ts';
import { MAX_METADATA_BYTES, MAX_STEPS } from './anatomy.ts';
import { block, coverArt, tag } from './tags.ts';

const HEADER_BYTES = 10;
/** Of a tag with nothing but text; the rest of it may be pictures. */
const FOOTER_FLAG = 0x10;

/** Frames that are neither text nor a picture, by what they hold. */
const BLOCKS: Record<string, () => string> = {
  PRIV: () => l10n.t('Private data'),
  GEOB: () => l10n.t('An attached file'),
  UFID: () => l10n.t('File identifier'),
  CHAP: () => l10n.t('Chapter'),
  CTOC: () => l10n.t('Table of contents'),
  POPM: () => l10n.t('Rating'),
  MCDI: () => l10n.t('CD identifier'),
};

/** Seven bits a byte, so that no tag looks like the start of a frame of sound. */
function syncSafe(data: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((size, index) => size * 128 + ((data[at + index] ?? 0) & 0x7f), 0);
}

/** How long an ID3v2 tag is, header and footer included; 0 where there is none. */
export function id3Length(header: Buffer): number {
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return 0;
  const footer = ((header[5] ?? 0) & FOOTER_FLAG) === 0 ? 0 : HEADER_BYTES;
  return HEADER_BYTES + syncSafe(header, 6) + footer;
}

/** An ID3v2 tag that begins at a position: its length, and what it says. */
export async function readId3(
  source: SoundSource,
  position: number,
): Promise<{ length: number; found: Removal[] }> {
  const header = await source.read(position, HEADER_BYTES);
  const length = id3Length(header);
  if (length === 0) return { length, found: [] };
  const version = header[3] ?? 0;
  const found: Removal[] = [{ kind: 'text', detail: l10n.t('ID3v2.{0} tags', version) }];
  if (version < 3) return { length, found };
  let at = position + HEADER_BYTES;
  const end = Math.min(position + length, source.bytes);
  for (let step = 0; step < MAX_STEPS && at + HEADER_BYTES <= end; step++) {
    const frame = await source.read(at, HEADER_BYTES);
    const id = frame.toString('latin1', 0, 4);
    if (!/^[A-Z0-9]{4}$/.test(id)) break;
    const size = version === 4 ? syncSafe(frame, 4) : frame.readUInt32BE(4);
    const known = Math.min(size, Math.max(0, end - at - HEADER_BYTES));
    if (id === 'APIC') found.push(coverArt(known));
    else if (id.startsWith('T') || id === 'COMM' || id === 'USLT') {
      found.push(...textFrame(id, await source.read(at + HEADER_BYTES, Math.min(known, MAX_METADATA_BYTES))));
    } else found.push(block(BLOCKS[id]?.() ?? l10n.t('ID3 frame {0}', id), known));
    at += HEADER_BYTES + size;
  }
  return { length, found };
}

function textFrame(id: string, data: Buffer): Removal[] {
  const encoding = data[0] ?? 0;
  const hasLanguage = id === 'COMM' || id === 'USLT';
  const text = decode(data.subarray(hasLanguage ? 4 : 1), encoding);
  // A description, a zero, the value; or one value after the other.
  const [first = '', ...rest] = text.split('\0').filter((each) => each !== '');
  if (id === 'TXXX' && rest.length > 0) return tag(first, rest.join(' '));
  return tag(id, [first, ...rest].join(' '));
}

function decode(data: Buffer, encoding: number): string {
  if (encoding === 3) return data.toString('utf8');
  if (encoding === 0) return data.toString('latin1');
  const even = Buffer.from(data.subarray(0, data.length - (data.length % 2)));
  const isBigEndian = encoding === 2 || (even[0] === 0xfe && even[1] === 0xff);
  return (isBigEndian ? even.swap16() : even).toString('utf16le').replaceAll('\ufeff', '');
}

const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;

/** What stands at the end of a file: ID3v1 and APE tags, and where they begin. */
export async function readTail(source: SoundSource): Promise<{ end: number; found: Removal[] }> {
  const found: Removal[] = [];
  let end = source.bytes;
  const last = await source.read(Math.max(0, end - ID3V1_BYTES), ID3V1_BYTES);
  if (last.length === ID3V1_BYTES && last.toString('latin1', 0, 3) === 'TAG') {
    found.push({ kind: 'text', detail: l10n.t('ID3v1 tags') });
    const fields = {
      title: [3, 33],
      artist: [33, 63],
      album: [63, 93],
      year: [93, 97],
      comment: [97, 127],
    } as const;
    for (const [key, [from, to]] of Object.entries(fields)) {
      found.push(...tag(key, last.toString('latin1', from, to).replace(/\0.*$/s, '')));
    }
    end -= ID3V1_BYTES;
  }
  const footer = await source.read(Math.max(0, end - APE_FOOTER_BYTES), APE_FOOTER_BYTES);
  if (footer.length === APE_FOOTER_BYTES && footer.toString('latin1', 0, 8) === 'APETAGEX') {
    const size = Math.min(footer.readUInt32LE(12) + APE_FOOTER_BYTES, end);
    found.push(block(l10n.t('APE tags'), size));
    end -= size;
  }
  return { end, found };
}
