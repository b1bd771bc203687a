import * as l10n from '@vscode/l10n';
import readExif from 'exif-reader';
import { bytes, position, type Removal, said, shown } from './said.ts';
import { isHonestTiff } from './tiff.ts';

type Exif = ReturnType<typeof readExif>;

/** What a block of EXIF says, as a list for people; the block's own entry is the last one. */
export function describeExif(block: Buffer): Removal[] {
  const rest: Removal = { kind: 'exif', detail: l10n.t('EXIF data, {0}', bytes(block.length)) };
  // WebP files of some writers keep the JPEG's prefix.
  const tiff = block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
  if (!isHonestTiff(tiff)) return [rest];
  let exif: Exif;
  try {
    exif = readExif(tiff);
  } catch {
    return [rest];
  }
  return [...describe(exif), rest];
}

function describe({
  Image: image = {},
  Photo: photo = {},
  GPSInfo: gps,
  Thumbnail: thumbnail,
}: Exif): Removal[] {
  const photoTags: Record<string, unknown> = photo ?? {};
  const tags: Record<string, unknown> = { ...image };
  return [
    ...(gps ? describePosition(gps) : []),
    ...said('camera', l10n.t('Camera'), [tags['Make'], tags['Model']].filter(isText).map(shown).join(' ')),
    ...said('camera', l10n.t('Lens'), photoTags['LensModel']),
    ...said('serial', l10n.t('Camera serial number'), text(photoTags['BodySerialNumber'])),
    ...said('serial', l10n.t('Camera serial number'), text(tags['CameraSerialNumber'])),
    ...said('serial', l10n.t('Lens serial number'), text(photoTags['LensSerialNumber'])),
    ...said('serial', l10n.t('Image ID'), text(photoTags['ImageUniqueID'])),
    ...describeDate((at) => l10n.t('Taken {0}', at), photoTags['DateTimeOriginal']),
    ...describeDate((at) => l10n.t('Changed {0}', at), tags['DateTime']),
    ...said('author', l10n.t('Camera owner'), text(photoTags['CameraOwnerName'])),
    ...said('author', l10n.t('Artist'), text(tags['Artist'])),
    ...said('author', l10n.t('Copyright'), text(tags['Copyright'])),
    ...said('author', l10n.t('Author'), wide(tags['XPAuthor'])),
    ...said('software', l10n.t('Software'), text(tags['Software'])),
    ...said('software', l10n.t('Computer'), text(tags['HostComputer'])),
    ...said('comment', l10n.t('Description'), text(tags['ImageDescription'])),
    ...said('comment', l10n.t('Title'), wide(tags['XPTitle'])),
    ...said('comment', l10n.t('Comment'), wide(tags['XPComment'])),
    ...said('comment', l10n.t('Comment'), encoded(photoTags['UserComment'])),
    ...describeThumbnail(thumbnail),
    ...describeMakerNote(photoTags['MakerNote']),
  ];
}

function describePosition(gps: Record<string, unknown>): Removal[] {
  const latitude = degrees(gps['GPSLatitude'], gps['GPSLatitudeRef'] === 'S');
  const longitude = degrees(gps['GPSLongitude'], gps['GPSLongitudeRef'] === 'W');
  const place = [
    ...said('location', l10n.t('Place'), encoded(gps['GPSAreaInformation'])),
    ...said('date', l10n.t('GPS date'), text(gps['GPSDateStamp'])),
  ];
  if (latitude === undefined || longitude === undefined) {
    // A version alone is no position; some cameras write it always.
    const isEmpty = Object.keys(gps).every((tag) => tag === 'GPSVersionID');
    return isEmpty ? place : [{ kind: 'gps', detail: l10n.t('GPS data') }, ...place];
  }
  return [...position(latitude, longitude), ...place];
}

function degrees(value: unknown, isNegative: boolean): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const [whole, minutes = 0, seconds = 0] = value.map(Number);
  // Cameras without a fix write 0/0.
  if (whole === undefined || !Number.isFinite(whole)) return undefined;
  const amount = whole + (minutes || 0) / 60 + (seconds || 0) / 3600;
  return isNegative ? -amount : amount;
}

function describeDate(say: (at: string) => string, value: unknown): Removal[] {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return [];
  return [{ kind: 'date', detail: say(value.toISOString().slice(0, 19).replace('T', ' ')) }];
}

function describeThumbnail(thumbnail: Record<string, unknown> | undefined): Removal[] {
  const length = thumbnail?.['JPEGInterchangeFormatLength'];
  if (typeof length !== 'number')
    return thumbnail ? [{ kind: 'thumbnail', detail: l10n.t('Thumbnail') }] : [];
  return [{ kind: 'thumbnail', detail: l10n.t('Thumbnail, {0}', bytes(length)) }];
}

function describeMakerNote(note: unknown): Removal[] {
  if (!Buffer.isBuffer(note)) return [];
  return [{ kind: 'exif', detail: l10n.t('Notes of the camera’s maker, {0}', bytes(note.length)) }];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Strings of other than ASCII come as bytes, mostly UTF-8. */
function text(value: unknown): string | undefined {
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return isText(value) ? value : undefined;
}

/** Windows writes its tags in UTF-16, as a list of bytes. */
function wide(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const codes = value.slice(0, 1000).filter((byte) => Number.isInteger(byte));
  return Buffer.from(codes).toString('utf16le');
}

/** Where eight bytes in front say the encoding. */
function encoded(value: unknown): string | undefined {
  if (!Buffer.isBuffer(value)) return undefined;
  const isWide = value.toString('latin1', 0, 7) === 'UNICODE';
  return value.subarray(8).toString(isWide ? 'utf16le' : 'utf8');
}
