import type { Metadata } from 'sharp';
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
  { mark: 'PK\x03\x04', name: 'a ZIP archive among them' },
  { mark: '%PDF-', name: 'a PDF document among them' },
  { mark: '<script', name: 'a script among them' },
  { mark: 'ftyp', name: 'a video among them' },
  { mark: 'IDAT', name: 'as cropped screenshots leave behind' },
  { mark: 'IEND', name: 'as cropped screenshots leave behind' },
  { mark: '\xff\xd8\xff', name: 'another picture among them' },
  { mark: '\xff\xd9', name: 'as cropped pictures leave behind' },
] as const;

/** How PNG's keywords, which are free, are mostly called. */
const KEYWORDS: Record<string, RemovedKind> = {
  author: 'author',
  artist: 'author',
  copyright: 'author',
  software: 'software',
  'creation time': 'date',
  'date:create': 'date',
  'date:modify': 'date',
  'date:timestamp': 'date',
  comment: 'comment',
  description: 'comment',
  title: 'comment',
  source: 'camera',
};

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
      ? [{ kind: 'orientation' as const, detail: 'Turned upright' }]
      : []),
    ...(anatomy.alpha || decoded.hasAlpha
      ? [{ kind: 'alpha' as const, detail: 'Transparency, laid on white' }]
      : []),
    ...describeTrailer(anatomy.trailer),
  ];
  const distinct = new Map(removed.map((entry) => [`${entry.kind} ${entry.detail}`, entry]));
  const list = [...distinct.values()].toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  if (list.length <= MAX_ENTRIES) return list;
  const more: Removal = {
    kind: 'chunk',
    detail: `${(list.length - MAX_ENTRIES).toLocaleString('en-US')} more`,
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
      return [{ kind: 'density', detail: `Density, ${part.detail}` }];
    case 'date':
      return [{ kind: 'date', detail: `Changed ${part.detail}` }];
    case 'thumbnail':
      return [{ kind: 'thumbnail', detail: `Thumbnail, ${bytes(part.bytes)}` }];
    case 'chunk':
      return [{ kind: 'chunk', detail: `Data "${shown(part.name)}", ${bytes(part.bytes)}` }];
  }
}

function describeProfile(profile: Buffer): Removal[] {
  const name = profileName(profile);
  return [{ kind: 'icc', detail: `Colour profile${name ? ` "${name}"` : ''}, colours converted to sRGB` }];
}

function describeText(name: string, text: string): Removal[] {
  const kind = KEYWORDS[name.toLowerCase()] ?? (name === '' ? 'comment' : 'text');
  const label = shown(name) || 'Comment';
  const entries = said(kind, label, text);
  return entries.length > 0 ? entries : [{ kind, detail: label }];
}

function describePictures({ otherPictures }: Anatomy): Removal[] {
  if (otherPictures === 0) return [];
  const count = otherPictures === 1 ? '1 further picture' : `${otherPictures} further pictures`;
  return [{ kind: 'pictures', detail: `${count} in the file` }];
}

function describeFrames(frames: number): Removal[] {
  if (frames <= 1) return [];
  const count = frames === 2 ? '1 further frame' : `${(frames - 1).toLocaleString('en-US')} further frames`;
  return [{ kind: 'frames', detail: `${count}; the first is kept` }];
}

function describeTrailer(trailer: Buffer): Removal[] {
  if (trailer.length === 0) return [];
  const leftover = LEFTOVERS.find(({ mark }) => trailer.includes(mark, 0, 'latin1'));
  const name = leftover ? `, ${leftover.name}` : '';
  return [{ kind: 'trailer', detail: `${bytes(trailer.length)} after the picture’s end${name}` }];
}
