import * as l10n from '@vscode/l10n';
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import type { Removed } from '../../protocol/attach.ts';
import { language } from '../../protocol/language.ts';
import { formatUsd } from '../../protocol/money.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import type { Look, PictureFacts } from './pictures.ts';

/** What sending a picture would cost, and the size it would have. */
export interface SendingCost {
  width: number;
  height: number;
  model: string;
  expectedNanoUsd: number;
}

/** What a picture has, or how it is, without saying more than its pixels do. */
const PIXELS: ReadonlySet<string> = new Set(['alpha', 'frames', 'orientation']);

/** What tells nothing of a person: not worth encoding a picture anew. */
const STRUCTURE: ReadonlySet<string> = new Set(['icc', 'density']);

interface Warning {
  readonly code: string;
  readonly kind: Removed['kind'];
  readonly sentence: (name: string, details: string) => string;
}

/** What a diagnostic warns of, by its code. */
const WARNINGS: readonly Warning[] = [
  {
    code: 'picture-position',
    kind: 'gps',
    sentence: (name, details) => l10n.t('“{0}” carries the place it was taken at: {1}.', name, details),
  },
  {
    code: 'picture-serial',
    kind: 'serial',
    sentence: (name, details) =>
      l10n.t('“{0}” carries what tells the very device it was taken with: {1}.', name, details),
  },
];

export const DIAGNOSTIC_SOURCE = 'Lenscap';

/** As many entries are named; whoever made the file chose their number. */
const MAX_NAMED = 8;

/** The metadata of a picture. */
export function carried({ removed }: PictureFacts): Removed[] {
  return removed.filter(({ kind }) => !PIXELS.has(kind));
}

/** Whether there is something to strip, and Lenscap can: it writes no bitmaps and no animations. */
export function isStrippable(facts: PictureFacts): boolean {
  if (facts.mime === 'image/bmp' || facts.removed.some(({ kind }) => kind === 'frames')) return false;
  return carried(facts).some(({ kind }) => !STRUCTURE.has(kind));
}

/**
 * What a hover says, as Markdown or as plain text.
 * @param cost undefined where the price is not known
 */
export function describeLook(look: Look, cost: SendingCost | undefined, markdown: boolean): string {
  const plain = (text: string) => (markdown ? escapeMarkdown(text) : text);
  if (look.kind === 'refused') return plain(`Lenscap: ${look.message}`);
  const { facts } = look;
  const size = plain(`${facts.width} × ${facts.height}`);
  const parts = [
    `${markdown ? `**${size}**` : size} ${plain(`${formatName(facts.mime)}, ${bytes(look.bytes)}`)}`,
    plain(describeCarried(carried(facts))),
    plain(cost ? describeCost(cost) : l10n.t('to send: price unknown')),
  ];
  return parts.join(' · ');
}

/** Warnings for one link. */
export function diagnose(name: string, { removed }: PictureFacts, range: Range): Diagnostic[] {
  return WARNINGS.flatMap(({ code, kind, sentence }): Diagnostic[] => {
    const details = removed.filter((each) => each.kind === kind).map(({ detail }) => detail);
    if (details.length === 0) return [];
    return [
      {
        range,
        severity: DiagnosticSeverity.Warning,
        source: DIAGNOSTIC_SOURCE,
        code,
        message: `${sentence(name, list(details))} ${l10n.t('Strip its metadata before anyone gets it.')}`,
      },
    ];
  });
}

function describeCarried(entries: readonly Removed[]): string {
  return entries.length === 0
    ? l10n.t('carries no metadata')
    : l10n.t('carries: {0}', list(entries.map(({ detail }) => detail)));
}

function describeCost({ width, height, model, expectedNanoUsd }: SendingCost): string {
  return l10n.t('to send: about {0} ({1}, {2})', formatUsd(expectedNanoUsd), `${width} × ${height}`, model);
}

function list(details: readonly string[]): string {
  const named = details.slice(0, MAX_NAMED).join('; ');
  return details.length > MAX_NAMED ? l10n.t('{0}; and {1} more', named, details.length - MAX_NAMED) : named;
}

function formatName(mime: string): string {
  const name = mime.replace('image/', '').toUpperCase();
  return name === 'WEBP' ? 'WebP' : name;
}

function bytes(count: number): string {
  if (count < 1_000) return l10n.t('{0} bytes', count);
  const megabytes = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return count < 1_000_000
    ? `${Math.round(count / 1_000)} KB`
    : `${(count / 1_000_000).toLocaleString(language(), megabytes)} MB`;
}
