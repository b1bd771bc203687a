import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../../protocol/language.ts';
import { bytes, position, type Removal, type RemovedKind, said } from '../../metadata/said.ts';

/** The most entries of one file: a hostile one would have thousands. */
const MAX_ENTRIES = 60;

/** As much of a field's name as is shown. */
const MAX_NAME = 40;

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
  'pictures',
  'chunk',
  'trailer',
];

interface Meaning {
  kind: RemovedKind;
  label: () => string;
}

const MEANINGS: readonly (Meaning & { keys: readonly string[] })[] = [
  {
    kind: 'author',
    label: () => l10n.t('Artist'),
    keys: [
      'artist',
      'author',
      'performer',
      'album_artist',
      'albumartist',
      'iart',
      'tpe1',
      'tpe2',
      '©art',
      'aart',
    ],
  },
  { kind: 'author', label: () => l10n.t('Composer'), keys: ['composer', 'tcom', '©wrt'] },
  { kind: 'author', label: () => l10n.t('Copyright'), keys: ['copyright', 'icop', 'tcop', 'cprt', '©cpy'] },
  {
    kind: 'author',
    label: () => l10n.t('Engineer'),
    keys: ['ieng', 'itch', 'encoded_by', 'encoded-by', 'tenc', '©enc'],
  },
  {
    kind: 'date',
    label: () => l10n.t('Date'),
    keys: [
      'date',
      'year',
      'icrd',
      'tdrc',
      'tyer',
      'tdat',
      'tdrl',
      'tden',
      '©day',
      'date_recorded',
      'date_encoded',
      'creation_time',
    ],
  },
  {
    kind: 'software',
    label: () => l10n.t('Encoder'),
    keys: [
      'encoder',
      'software',
      'vendor',
      'isft',
      'tsse',
      '©too',
      'writingapp',
      'muxingapp',
      'encoder_settings',
    ],
  },
  {
    kind: 'camera',
    label: () => l10n.t('Device'),
    keys: [
      'make',
      'model',
      '©mak',
      '©mod',
      'isrc',
      'imed',
      'com.apple.quicktime.make',
      'com.apple.quicktime.model',
      'com.android.model',
      'com.android.manufacturer',
    ],
  },
  {
    kind: 'comment',
    label: () => l10n.t('Title'),
    keys: ['title', 'inam', 'isbj', 'tit1', 'tit2', 'tit3', '©nam'],
  },
  { kind: 'comment', label: () => l10n.t('Album'), keys: ['album', 'iprd', 'talb', '©alb'] },
  {
    kind: 'comment',
    label: () => l10n.t('Comment'),
    keys: ['comment', 'description', 'icmt', 'comm', '©cmt', 'desc', 'ldes', 'synopsis'],
  },
  { kind: 'comment', label: () => l10n.t('Lyrics'), keys: ['lyrics', 'unsyncedlyrics', 'uslt', '©lyr'] },
  {
    kind: 'location',
    label: () => l10n.t('Location'),
    keys: [
      'location',
      'recording_location',
      'geo_location',
      'recordinglocation',
      '©xyz',
      'iarl',
      'com.apple.quicktime.location.iso6709',
    ],
  },
];

const BY_KEY = new Map<string, Meaning>(
  MEANINGS.flatMap(({ keys, ...meaning }) => keys.map((key) => [key, meaning] as const)),
);

/** ISO 6709, as telephones write where they are: +52.5200+013.4050+034/ */
const ISO_6709 = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/;

/** One field of text, by its name in the format. */
export function tag(key: string, value: string): Removal[] {
  const meaning = BY_KEY.get(key.toLowerCase());
  const [, latitude, longitude] = (meaning?.kind === 'location' && ISO_6709.exec(value)) || [];
  if (latitude !== undefined && longitude !== undefined) return position(Number(latitude), Number(longitude));
  if (meaning) return said(meaning.kind, meaning.label(), value);
  const name = key.replace(/[^\x20-\x7e]/g, '').slice(0, MAX_NAME) || l10n.t('Text');
  return said('text', name, value);
}

export function coverArt(size: number): Removal {
  return { kind: 'pictures', detail: l10n.t('Cover art, {0}', bytes(size)) };
}

/** A block whose content is not told. */
export function block(name: string, size: number): Removal {
  return { kind: 'chunk', detail: `${name}, ${bytes(size)}` };
}

/** The same thing said twice is listed once, and no more than people read. */
export function listed(metadata: readonly Removal[]): Removal[] {
  const distinct = new Map(metadata.map((entry) => [`${entry.kind} ${entry.detail}`, entry]));
  const list = [...distinct.values()].toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  if (list.length <= MAX_ENTRIES) return list;
  const more = formatCount(list.length - MAX_ENTRIES);
  return [...list.slice(0, MAX_ENTRIES), { kind: 'chunk', detail: l10n.t('{0} more', more) }];
}
