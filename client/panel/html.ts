import type { Bundle } from '../../protocol/bundle.ts';

/** What the page needs of the webview it is shown in; addresses as the webview knows them. */
export interface PageOptions {
  /** `webview.cspSource` */
  readonly source: string;
  /** The page's script and its style sheet. */
  readonly script: string;
  readonly style: string;
  /** Where the icons' style sheet is. */
  readonly icons: string;
  /** What the script imports once it runs: the names it uses, and where that is. */
  readonly imports: Readonly<Record<string, string>>;
  /** New for every page, so that no script runs but ours. */
  readonly nonce: string;
  readonly language: string;
  /** Its translations; undefined for English. */
  readonly bundle: Bundle | undefined;
}

/**
 * The view's page. Everything in it is made by its script; it may load our own
 * styles and fonts, show pictures it was given as bytes, and nothing else:
 * nothing from the network, no script and no style that is not ours.
 *
 * Script and style sheet are in the page itself: each file that it waits for is fetched through VS Code, on a
 * remote machine over the network.
 */
export function page(options: PageOptions): string {
  const { source, script, style, icons, imports, nonce, language, bundle } = options;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src blob: data:`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  // The icons' style sheet is applied by the script (`icons.ts`), so that nothing waits for it; VS Code's elements
  // look for it by this id, to have it in their shadow roots, too.
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="preload" as="style" id="vscode-codicon-stylesheet" href="${escapeAttribute(icons)}">
  <style nonce="${nonce}">${escapeStyle(style)}</style>
  <title>Lenscap</title>
</head>
<body>
  <script type="importmap" nonce="${nonce}">${escapeData({ imports })}</script>
  ${bundle ? `<script type="application/json" id="l10n">${escapeData(bundle)}</script>` : ''}
  <script nonce="${nonce}">${escapeScript(script)}</script>
</body>
</html>`;
}

/** Data in a page ends at the first thing that looks like the end of a script. */
function escapeData(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/**
 * So does a script: in a string or a template, where ours have these, the same otherwise written. In a pattern it may be
 * another thing: `opening.spec.ts` sees to it that none has it.
 */
function escapeScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}

function escapeStyle(css: string): string {
  return css.replaceAll(/<(?=\/style)/gi, '\\3c ');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
