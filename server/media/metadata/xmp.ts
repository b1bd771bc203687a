import * as l10n from '@vscode/l10n';
import { bytes, position, type Removal, said } from './said.ts';

/** As much of a block as is looked at. */
const MAX_LOOKED_AT = 512_000;

/** What a block of XMP says, as a list for people; the block's own entry is the last one. */
export function describeXmp(block: Buffer): Removal[] {
  const xml = block.toString('utf8', 0, Math.min(block.length, MAX_LOOKED_AT));
  const property = (name: string) => find(xml, name);
  return [
    ...describePosition(property('exif:GPSLatitude'), property('exif:GPSLongitude')),
    ...said('location', l10n.t('Place'), place(xml)),
    ...said(
      'camera',
      l10n.t('Camera'),
      [property('tiff:Make'), property('tiff:Model')].filter(Boolean).join(' '),
    ),
    ...said('camera', l10n.t('Lens'), property('aux:Lens')),
    ...said('serial', l10n.t('Camera serial number'), property('aux:SerialNumber')),
    ...said('serial', l10n.t('Camera serial number'), property('exifEX:BodySerialNumber')),
    ...said('serial', l10n.t('Document ID'), property('xmpMM:DocumentID')),
    ...said('author', l10n.t('Creator'), property('dc:creator')),
    ...said('author', l10n.t('Rights'), property('dc:rights')),
    ...said('author', l10n.t('Camera owner'), property('aux:OwnerName')),
    ...said('date', l10n.t('Created'), property('xmp:CreateDate')),
    ...said('software', l10n.t('Software'), property('xmp:CreatorTool')),
    ...said('comment', l10n.t('Title'), property('dc:title')),
    ...said('comment', l10n.t('Description'), property('dc:description')),
    { kind: 'xmp', detail: l10n.t('XMP data, {0}', bytes(block.length)) },
  ];
}

/** A property as an attribute, or the first words inside its element. */
function find(xml: string, name: string): string | undefined {
  const attribute = new RegExp(`\\s${name}\\s{0,9}=\\s{0,9}(?:"([^"<]{1,400})|'([^'<]{1,400}))`).exec(xml);
  const value = attribute?.[1] ?? attribute?.[2];
  if (value !== undefined) return unescapeXml(value);
  const start = xml.indexOf(`<${name}`);
  if (start === -1) return undefined;
  const end = xml.indexOf(`</${name}>`, start);
  if (end === -1) return undefined;
  const inside = xml.slice(start, Math.min(end, start + 2000));
  return unescapeXml(/>\s{0,99}([^<>\s][^<>]{0,400})/.exec(inside)?.[1] ?? '');
}

function place(xml: string): string {
  const names = ['Iptc4xmpCore:Location', 'photoshop:City', 'photoshop:State', 'photoshop:Country'];
  return names
    .map((name) => find(xml, name))
    .filter(Boolean)
    .join(', ');
}

/** XMP writes degrees and minutes with the direction behind: `59,54.6N`, or with seconds `59,54,36N`. */
function describePosition(latitude: string | undefined, longitude: string | undefined): Removal[] {
  if (latitude === undefined && longitude === undefined) return [];
  const [north, east] = [degrees(latitude), degrees(longitude)];
  return position(north, east);
}

function degrees(value = ''): number {
  const match = /^(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEW])$/.exec(value);
  if (!match) return Number.NaN;
  const [, whole = '', minutes = '0', seconds = '0', direction = ''] = match;
  const amount = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return 'SW'.includes(direction) ? -amount : amount;
}

function unescapeXml(text: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}
