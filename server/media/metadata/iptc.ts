import * as l10n from '@vscode/l10n';
import { describeExif } from './exif.ts';
import { bytes, type Removal, type RemovedKind, said } from './said.ts';
import { describeXmp } from './xmp.ts';

// Photoshop's image resources: https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/
const SIGNATURE = '8BIM';
const IPTC = 0x0404;
const EXIF = 0x0422;
const XMP = 0x0424;
const THUMBNAILS = new Set([0x0409, 0x040c]);

/** Data sets of record 2 of IPTC-IIM 4.2 that are about somebody or somewhere. */
const DATA_SETS: Record<number, readonly [RemovedKind, () => string]> = {
  5: ['comment', () => l10n.t('Title')],
  55: ['date', () => l10n.t('Created')],
  65: ['software', () => l10n.t('Software')],
  80: ['author', () => l10n.t('By-line')],
  90: ['location', () => l10n.t('City')],
  92: ['location', () => l10n.t('Place')],
  101: ['location', () => l10n.t('Country')],
  105: ['comment', () => l10n.t('Headline')],
  110: ['author', () => l10n.t('Credit')],
  116: ['author', () => l10n.t('Copyright')],
  120: ['comment', () => l10n.t('Caption')],
};
const MARKER = 0x1c;
const MAX_ENTRIES = 200;

/** What Photoshop's resources, or bare IPTC data, say as a list for people; the block's own entry is the last one. */
export function describeIptc(block: Buffer): Removal[] {
  const removed = block[0] === MARKER ? describeRecords(block) : describeResources(block);
  return [...removed, { kind: 'iptc', detail: l10n.t('IPTC and Photoshop data, {0}', bytes(block.length)) }];
}

function describeResources(block: Buffer): Removal[] {
  const removed: Removal[] = [];
  let at = 0;
  for (let count = 0; count < MAX_ENTRIES && at + 12 <= block.length; count++) {
    if (block.toString('latin1', at, at + 4) !== SIGNATURE) break;
    const id = block.readUInt16BE(at + 4);
    // A name with its length in front, padded to an even number of bytes.
    const name = 1 + (block[at + 6] ?? 0);
    const sizeAt = at + 6 + name + (name % 2);
    if (sizeAt + 4 > block.length) break;
    const size = block.readUInt32BE(sizeAt);
    const data = block.subarray(sizeAt + 4, sizeAt + 4 + size);
    if (id === IPTC) removed.push(...describeRecords(data));
    else if (id === EXIF) removed.push(...describeExif(data));
    else if (id === XMP) removed.push(...describeXmp(data));
    else if (THUMBNAILS.has(id))
      removed.push({ kind: 'thumbnail', detail: l10n.t('Thumbnail, {0}', bytes(data.length)) });
    at = sizeAt + 4 + size + (size % 2);
  }
  return removed;
}

function describeRecords(data: Buffer): Removal[] {
  const removed: Removal[] = [];
  let at = 0;
  for (let count = 0; count < MAX_ENTRIES && at + 5 <= data.length; count++) {
    if (data[at] !== MARKER) break;
    const [record, dataSet, length] = [data[at + 1], data[at + 2] ?? 0, data.readUInt16BE(at + 3)];
    const [kind, label] = (record === 2 ? DATA_SETS[dataSet] : undefined) ?? [];
    if (kind !== undefined && label !== undefined)
      removed.push(...said(kind, label(), data.toString('utf8', at + 5, at + 5 + length)));
    at += 5 + length;
  }
  return removed;
}
