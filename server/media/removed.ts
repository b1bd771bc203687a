import * as l10n from '@vscode/l10n';
import type { Metadata } from 'sharp';
import { formatCount, plural } from '../../protocol/language.ts';
import type { Anatomy, Part } from './anatomy/part.ts';
import { describeExif } from './metadata/exif.ts';
import { profileName } from './metadata/icc.ts';
import { describeIptc } from './metadata/iptc.ts';
import { bytes, type Removal, type RemovedKind, said, shown } from './metadata/said.ts';
import { describeXmp } from './metadata/xmp.ts';

/** The most entries of one picture: a hostile file would have thousands. */
const MAX_ENTRIES = 60;

/** What tells most about a person comes first. */
const ORDER: readonly RemovedKind[] = [
  'gps',
  'location',
  'serial',
  'author',
  'camera',
  'date',
  'software',
  'comment',
  'text',
  'thumbnail',
  'pictures',
  'frames',
  'trailer',
  'exif',
  'xmp',
  'iptc',
  'icc',
  'chunk',
  'alpha',
  'orientation',
  'density',
];

/** What is found in trailers, by what it begins with or holds. */
const LEFTOVERS = [
  {
    mark: 'PK\x03\x04',
    say: (size: string) => l10n.t('{0} after the picture’s end, a ZIP archive among them', size),
  },
  {
    mark: '%PDF-',
    say: (size: string) => l10n.t('{0} after the picture’s end, a PDF document among them', size),
  },
  {
    mark: '<script',
    say: (size: string) => l10n.t('{0} after the picture’s end, a script among them', size),
  },
  { mark: 'ftyp', say: (size: string) => l10n.t('{0} after the picture’s end, a video among them', size) },
  { mark: 'IDAT', say: sayCropped },
  { mark: 'IEND', say: sayCropped },
  {
    mark: '\xff\xd8\xff',
    say: (size: string) => l10n.t('{0} after the picture’s end, another picture among them', size),
  },
  {
    mark: '\xff\xd9',
    say: (size: string) => l10n.t('{0} after the picture’s end, as cropped pictures leave behind', size),
  },
];

function sayCropped(size: string): string {
  return l10n.t('{0} after the picture’s end, as cropped screenshots leave behind', size);
}

/** How PNG's keywords, which are free, are mostly called. */
const KEYWORDS = new Map<string, RemovedKind>([
  ['author', 'author'],
  ['artist', 'author'],
  ['copyright', 'author'],
  ['software', 'software'],
  ['creation time', 'date'],
  ['date:create', 'date'],
  ['date:modify', 'date'],
  ['date:timestamp', 'date'],
  ['comment', 'comment'],
  ['description', 'comment'],
  ['title', 'comment'],
  ['source', 'camera'],
]);

/** What a decoder knows of a file beside its pixels; nothing of a bitmap. */
type Decoded = Partial<
  Pick<Metadata, 'orientation' | 'hasAlpha' | 'pages' | 'exif' | 'xmp' | 'icc' | 'iptc'>
>;

/**
 * What a file carries beside the pixels that are kept: kinds for programs,
 * details for people. The same thing said twice is listed once.
 */
export function listRemoved(anatomy: Anatomy, decoded: Decoded): Removal[] {
  const removed: Removal[] = [
    ...partsOf(anatomy, decoded).flatMap(describePart),
    ...describePictures(anatomy),
    ...describeFrames(Math.max(anatomy.frames, decoded.pages ?? 1)),
    ...(decoded.orientation !== undefined && decoded.orientation > 1
      ? [{ kind: 'orientation' as const, detail: l10n.t('Turned upright') }]
      : []),
    ...(anatomy.alpha || decoded.hasAlpha
      ? [{ kind: 'alpha' as const, detail: l10n.t('Transparency, laid on white') }]
      : []),
    ...describeTrailer(anatomy.trailer),
  ];
  const distinct = new Map(removed.map((entry) => [`${entry.kind} ${entry.detail}`, entry]));
  const list = [...distinct.values()].toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  if (list.length <= MAX_ENTRIES) return list;
  const more: Removal = {
    kind: 'chunk',
    detail: l10n.t('{0} more', formatCount(list.length - MAX_ENTRIES)),
  };
  return [...list.slice(0, MAX_ENTRIES), more];
}

/** The file's own parts, and of the blocks of metadata those that only the decoder found. */
function partsOf({ parts }: Anatomy, decoded: Decoded): Part[] {
  const kinds = ['exif', 'xmp', 'iptc', 'icc'] as const;
  const found = kinds.flatMap((kind): Part[] => {
    const data = decoded[kind];
    return data === undefined || parts.some((part) => part.kind === kind) ? [] : [{ kind, data }];
  });
  return [...found, ...parts];
}

function describePart(part: Part): Removal[] {
  switch (part.kind) {
    case 'exif':
      return describeExif(part.data);
    case 'xmp':
      return describeXmp(part.data);
    case 'iptc':
      return describeIptc(part.data);
    case 'icc':
      return describeProfile(part.data);
    case 'text':
      return describeText(part.name, part.text);
    case 'density':
      return [{ kind: 'density', detail: l10n.t('Density, {0}', part.detail) }];
    case 'date':
      return [{ kind: 'date', detail: l10n.t('Changed {0}', part.detail) }];
    case 'thumbnail':
      return [{ kind: 'thumbnail', detail: l10n.t('Thumbnail, {0}', bytes(part.bytes)) }];
    case 'chunk':
      return [{ kind: 'chunk', detail: l10n.t('Data "{0}", {1}', shown(part.name), bytes(part.bytes)) }];
  }
}

function describeProfile(profile: Buffer): Removal[] {
  const name = profileName(profile);
  const detail = name
    ? l10n.t('Colour profile "{0}", colours converted to sRGB', name)
    : l10n.t('Colour profile, colours converted to sRGB');
  return [{ kind: 'icc', detail }];
}

function describeText(name: string, text: string): Removal[] {
  const kind = KEYWORDS.get(name.toLowerCase()) ?? (name === '' ? 'comment' : 'text');
  const label = shown(name) || l10n.t('Comment');
  const entries = said(kind, label, text);
  return entries.length > 0 ? entries : [{ kind, detail: label }];
}

function describePictures({ otherPictures }: Anatomy): Removal[] {
  if (otherPictures === 0) return [];
  const detail = plural(otherPictures, {
    one: l10n.t('1 further picture in the file'),
    other: l10n.t('{0} further pictures in the file', formatCount(otherPictures)),
  });
  return [{ kind: 'pictures', detail }];
}

function describeFrames(frames: number): Removal[] {
  if (frames <= 1) return [];
  const detail = plural(frames - 1, {
    one: l10n.t('1 further frame; the first is kept'),
    other: l10n.t('{0} further frames; the first is kept', formatCount(frames - 1)),
  });
  return [{ kind: 'frames', detail }];
}

function describeTrailer(trailer: Buffer): Removal[] {
  if (trailer.length === 0) return [];
  const leftover = LEFTOVERS.find(({ mark }) => trailer.includes(mark, 0, 'latin1'));
  const size = bytes(trailer.length);
  return [
    { kind: 'trailer', detail: leftover ? leftover.say(size) : l10n.t('{0} after the picture’s end', size) },
  ];
}
