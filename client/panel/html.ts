import type { Bundle } from '../../protocol/language.ts';

/** What the page needs of the webview it is shown in; addresses as the webview knows them. */
export interface PageOptions {
  /** `webview.cspSource` */
  readonly source: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** New for every page, so that no script runs but ours. */
  readonly nonce: string;
  readonly language: string;
  /** Its translations; undefined for English. */
  readonly bundle: Bundle | undefined;
}

/**
 * The view's page. Everything in it is made by its script; it may load our own
 * styles and fonts, show pictures it was given as bytes, and nothing else:
 * nothing from the network, no inline script, no inline style.
 */
export function page({ source, script, styles, nonce, language, bundle }: PageOptions): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src blob: data:`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  ${styles.map(styleSheet).join('\n  ')}
  <title>Lenscap</title>
</head>
<body>
  ${bundle ? `<script type="application/json" id="l10n">${escapeData(bundle)}</script>` : ''}
  <script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
</body>
</html>`;
}

/** The elements of VS Code's look for the icons' style sheet by this id, to have it in their shadow roots too. */
function styleSheet(href: string): string {
  const id = href.endsWith('/codicon.css') ? ' id="vscode-codicon-stylesheet"' : '';
  return `<link rel="stylesheet"${id} href="${escapeAttribute(href)}">`;
}

/** Data in a page ends at the first thing that looks like the end of a script. */
function escapeData(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
