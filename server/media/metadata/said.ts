import * as l10n from '@vscode/l10n';
import { formatCount, plural } from '../../../protocol/language.ts';

/** What was removed, for programs. */
export type RemovedKind =
  | 'gps'
  | 'location'
  | 'camera'
  | 'serial'
  | 'date'
  | 'author'
  | 'software'
  | 'comment'
  | 'text'
  | 'thumbnail'
  | 'exif'
  | 'xmp'
  | 'iptc'
  | 'icc'
  | 'chunk'
  | 'density'
  | 'trailer'
  | 'pictures'
  | 'frames'
  | 'alpha'
  | 'orientation';

/** As it goes over the wire, with kinds that are known. */
export interface Removal {
  kind: RemovedKind;
  detail: string;
}

/** As much of a value as is shown: who wrote the file chose it. */
const MAX_SHOWN = 80;
/** Directions of writing that would turn around what stands beside the value. */
const BIDIRECTIONAL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line for people, without what could disturb the place it is shown in, and of bounded length. */
export function shown(value: string): string {
  const line = value
    .slice(0, MAX_SHOWN * 4)
    .replace(BIDIRECTIONAL, '')
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= MAX_SHOWN ? line : `${characters.slice(0, MAX_SHOWN).join('')}…`;
}

/** One entry, or none where there is nothing to show. */
export function said(kind: RemovedKind, label: string, value: unknown): Removal[] {
  if (typeof value !== 'string') return [];
  const text = shown(value);
  return text === '' ? [] : [{ kind, detail: l10n.t('{0} "{1}"', label, text) }];
}

/** Degrees with as many decimals as tell a house from its neighbour. */
export function position(latitude: number, longitude: number): Removal[] {
  const isSomewhere = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const degrees = (value: number) => String(Number(value.toFixed(4)));
  const detail = isSomewhere
    ? l10n.t('GPS position {0}, {1}', degrees(latitude), degrees(longitude))
    : l10n.t('GPS position');
  return [{ kind: 'gps', detail }];
}

export function bytes(count: number): string {
  return plural(count, { one: l10n.t('1 byte'), other: l10n.t('{0} bytes', formatCount(count)) });
}
