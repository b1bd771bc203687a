import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Uri, type Webview } from 'vscode';
import { spoken } from '../language.ts';
import { page } from './html.ts';

/**
 * One of our pages, as HTML for a webview, which it lets load what it needs.
 * @param name of its script and style sheet in `out/webview`
 * @param imports names of what its script imports once it runs, which lies beside it
 * @throws if a file is missing: the extension is not whole
 */
export async function readPage(
  webview: Webview,
  { extensionUri, name, imports }: { extensionUri: Uri; name: string; imports: readonly string[] },
): Promise<string> {
  const folder = Uri.joinPath(extensionUri, 'out', 'webview');
  const file = (...path: string[]): Uri => Uri.joinPath(folder, ...path);
  const address = (...path: string[]): string => webview.asWebviewUri(file(...path)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const [script, style] = await Promise.all(
    [`${name}.js`, `${name}.css`].map((each) => readFile(file(each).fsPath, 'utf8')),
  );
  return page({
    source: webview.cspSource,
    script: script ?? '',
    style: style ?? '',
    icons: address('codicons', 'codicon.css'),
    imports: Object.fromEntries(imports.map((each) => [each, address(`${each}.js`)])),
    nonce: randomBytes(16).toString('base64url'),
    ...spoken(),
  });
}
