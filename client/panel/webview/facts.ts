import type { Finding } from '../../../protocol/attach.ts';
import { formatUsd } from '../../../protocol/money.ts';
import type { QuoteLine, ReadyState } from '../messages.ts';
import { element, icon, iconButton } from './dom.ts';
import { formatBytes, formatMime, isManual, reasonOf } from './wording.ts';

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
  const rows = findings.map((finding, index) =>
    element(
      'li',
      { on: { mouseenter: () => point(finding.id), mouseleave: () => point(undefined) } },
      element(
        'label',
        {},
        element('input', {
          attributes: {
            type: 'checkbox',
            checked: finding.covered,
            'aria-label': `Cover ${index + 1}: ${finding.title}`,
            'data-finding': finding.id,
          },
          on: {
            change: () => toggle(finding.id),
            focus: () => point(finding.id),
            blur: () => point(undefined),
          },
        }),
        element(
          'span',
          {},
          `${index + 1}. ${finding.title}`,
          element('span', { class: 'small' }, whyAndWhere(finding, shows)),
        ),
      ),
      finding.valueHash !== undefined &&
        finding.covered &&
        notASecret(finding.title, finding.valueHash, allow),
    ),
  );
  return [
    element('h3', {}, 'Redactions'),
    element('ul', { attributes: { 'aria-label': 'Redactions' } }, ...rows),
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
  const state = isOutside ? 'outside of what is sent' : finding.covered ? 'covered' : 'not covered';
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
        'aria-label': `Not a secret: ${title}`,
        title: 'This value is no secret: do not cover it, here and from now on (lenscap.privacy.allow)',
      },
      on: { click: () => allow(valueHash) },
    },
    'Not a Secret',
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
  const size = `${state.width} × ${state.height} pixels, ${formatMime(state.mime)}, ${formatBytes(state.bytes)}`;
  return [
    element('h3', {}, isText ? 'The picture, which stays here' : 'What will be sent'),
    element(
      'dl',
      {},
      ...fact('Picture', size),
      ...fact(
        'Made from',
        `${source.width} × ${source.height} pixels, ${formatMime(source.mime)}, ${formatBytes(source.bytes)}`,
      ),
      ...(isCropped
        ? fact('Cropped', `to ${shows.width} × ${shows.height} of these, which is its content`)
        : []),
      ...(state.legibility
        ? fact(
            'Kept larger',
            `than ${state.legibility.width} × ${state.legibility.height}: ${state.legibility.reason}`,
          )
        : []),
      ...(quote.kind === 'quote' ? fact('Price', priceOf(quote)) : []),
      // Only of what would be sent now, not of what was shown a moment ago.
      ...(state.changing
        ? fact('SHA-256', 'is being counted…')
        : fact(
            'SHA-256',
            element('code', { attributes: { title: sha256 } }, `${sha256.slice(0, 12)}…${sha256.slice(-6)}`),
            iconButton('copy', `Copy the SHA-256 ${sha256}`, () => copyText(sha256)),
          )),
    ),
    ...(isText
      ? []
      : [
          element(
            'p',
            { class: 'small' },
            icon('verified'),
            ' The bytes whose hash is shown are the bytes that are sent.',
          ),
        ]),
    element('h3', {}, 'What was removed'),
    removed.length === 0
      ? element('p', { class: 'small' }, 'There was nothing in the file but the picture.')
      : element('ul', { class: 'removed' }, ...removed.map(({ detail }) => element('li', {}, detail))),
  ];
}

function fact(term: string, ...about: (string | Node)[]): Node[] {
  return [element('dt', {}, term), element('dd', {}, ...about)];
}

function priceOf(quote: Extract<QuoteLine, { kind: 'quote' }>): string {
  if (quote.route === 'local') return 'free, answered on this machine';
  if (quote.isCached) return 'free, answered before';
  const { expectedNanoUsd, maxNanoUsd, legibility } = quote;
  const price = `about ${formatUsd(expectedNanoUsd)}, at most ${formatUsd(maxNanoUsd, 'up')} for the question`;
  if (quote.route === 'text') return `${price}, which goes without the picture, as its text`;
  if (!legibility || legibility.extraNanoUsd === 0) return price;
  if (legibility.extraNanoUsd < 0)
    return `${price}; ${formatUsd(-legibility.extraNanoUsd)} saved by cropping to the content`;
  return `${price}; ${formatUsd(legibility.extraNanoUsd)} of it to keep small text legible`;
}
