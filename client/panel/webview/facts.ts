import * as l10n from '@vscode/l10n';
import type { Finding } from '../../../protocol/attach.ts';
import { formatUsd } from '../../../protocol/money.ts';
import type { QuoteLine, ReadyState } from '../messages.ts';
import { checkbox } from './checkbox.ts';
import { element, icon, iconButton } from './dom.ts';
import { aboutAtMost, formatBytes, formatMime, isManual, reasonOf } from './wording.ts';

export interface FactActions {
  readonly copyText: (text: string) => void;
  /** What has this hash is no secret. */
  readonly allow: (valueHash: string) => void;
}

export interface RowActions extends Pick<FactActions, 'allow'> {
  readonly toggle: (finding: string) => void;
  /** A row is pointed at, or none any more. */
  readonly point: (finding: string | undefined) => void;
}

/** The redactions of a picture as a list, under the numbers they have on the picture. */
export function findingRows({ findings, shows }: ReadyState, { toggle, point, allow }: RowActions): Node[] {
  if (findings.length === 0) return [];
  const rows = findings.map((finding, index) => {
    const box = checkbox(
      [`${index + 1}. ${finding.title} `, element('span', { class: 'small' }, whyAndWhere(finding, shows))],
      () => toggle(finding.id),
      { isChecked: finding.covered },
    );
    box.dataset['finding'] = finding.id;
    box.addEventListener('focus', () => point(finding.id));
    box.addEventListener('blur', () => point(undefined));
    return element(
      'li',
      { on: { mouseenter: () => point(finding.id), mouseleave: () => point(undefined) } },
      box,
      finding.valueHash !== undefined &&
        finding.covered &&
        notASecret(finding.title, finding.valueHash, allow),
    );
  });
  return [
    element('h3', {}, l10n.t('Redactions')),
    element('ul', { attributes: { 'aria-label': l10n.t('Redactions') } }, ...rows),
  ];
}

function whyAndWhere(finding: Finding, shows: ReadyState['shows']): string {
  const isOutside = finding.boxes.every(
    ({ x, y, width, height }) =>
      x >= shows.x + shows.width ||
      y >= shows.y + shows.height ||
      x + width <= shows.x ||
      y + height <= shows.y,
  );
  const state = isOutside
    ? l10n.t('outside of what is sent')
    : finding.covered
      ? l10n.t('covered')
      : l10n.t('not covered');
  return isManual(finding) ? state : `${reasonOf(finding)}, ${state}`;
}

/** The button by which the user says that something is none. */
export function notASecret(
  title: string,
  valueHash: string,
  allow: (valueHash: string) => void,
): HTMLElement {
  return element(
    'button',
    {
      class: 'link-button',
      attributes: {
        type: 'button',
        'aria-label': l10n.t('Not a secret: {0}', title),
        title: l10n.t(
          'This value is no secret: do not cover it, here and from now on (lenscap.privacy.allow)',
        ),
      },
      on: { click: () => allow(valueHash) },
    },
    l10n.t('Not a Secret'),
  );
}

/**
 * What a picture is that will be sent: sizes, hash, price, and what it has no more.
 * @param isText whether it stays here, and its text is sent
 */
export function facts(
  state: ReadyState,
  quote: QuoteLine,
  isText: boolean,
  { copyText }: FactActions,
): Node[] {
  const { source, shows, sha256, removed } = state;
  const isCropped = shows.width < source.width || shows.height < source.height;
  return [
    element('h3', {}, isText ? l10n.t('The picture, which stays here') : l10n.t('What will be sent')),
    element(
      'dl',
      {},
      ...fact(l10n.t('Picture'), fileOf(state)),
      ...fact(l10n.t('Made from'), fileOf(source)),
      ...(isCropped
        ? fact(
            l10n.t('Cropped'),
            l10n.t('to {0} × {1} of these, which is its content', shows.width, shows.height),
          )
        : []),
      ...(state.legibility
        ? fact(
            l10n.t('Instead of'),
            l10n.t(
              '{0} × {1} pixels: {2}',
              state.legibility.width,
              state.legibility.height,
              state.legibility.reason,
            ),
          )
        : []),
      ...(quote.kind === 'quote' ? fact(l10n.t('Price'), priceOf(quote)) : []),
      // Only of what would be sent now, not of what was shown a moment ago.
      ...(state.changing
        ? fact('SHA-256', l10n.t('is being counted…'))
        : fact(
            'SHA-256',
            element('code', { attributes: { title: sha256 } }, `${sha256.slice(0, 12)}…${sha256.slice(-6)}`),
            iconButton('copy', l10n.t('Copy the SHA-256 {0}', sha256), () => copyText(sha256)),
          )),
    ),
    ...(isText
      ? []
      : [
          element(
            'p',
            { class: 'small' },
            icon('verified'),
            ` ${l10n.t('The bytes whose hash is shown are the bytes that are sent.')}`,
          ),
        ]),
    element('h3', {}, l10n.t('What was removed')),
    removed.length === 0
      ? element('p', { class: 'small' }, l10n.t('There was nothing in the file but the picture.'))
      : element('ul', { class: 'removed' }, ...removed.map(({ detail }) => element('li', {}, detail))),
  ];
}

function fileOf(file: Pick<ReadyState, 'width' | 'height' | 'mime' | 'bytes'>): string {
  const pixels = l10n.t('{0} × {1} pixels', file.width, file.height);
  return `${pixels}, ${formatMime(file.mime)}, ${formatBytes(file.bytes)}`;
}

function fact(term: string, ...about: (string | Node)[]): Node[] {
  return [element('dt', {}, term), element('dd', {}, ...about)];
}

function priceOf(quote: Extract<QuoteLine, { kind: 'quote' }>): string {
  if (quote.route === 'local') return l10n.t('free, answered on this machine');
  if (quote.isCached) return l10n.t('free, answered before');
  const price = l10n.t('{0} for the question', aboutAtMost(quote));
  if (quote.route === 'text') return l10n.t('{0}, which goes without the picture, as its text', price);
  const extra = quote.legibility?.extraNanoUsd ?? 0;
  if (extra === 0) return price;
  return extra < 0
    ? l10n.t('{0}; {1} saved by cropping to the content', price, formatUsd(-extra))
    : l10n.t('{0}; {1} of it to keep small text legible', price, formatUsd(extra));
}
