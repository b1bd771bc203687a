import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { EditorForm } from '../../client/editor/kinds.ts';
import { runningLenscap, tinyPng, until } from './lenscap.ts';

const picture = { name: 'image.png', bytes: tinyPng };
const described = '![Four \\[coloured\\] quarters: 1 \\* 2.]';

describe('a picture pasted as something', () => {
  const directory = (): vscode.Uri => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    return vscode.Uri.joinPath(folder.uri, 'my notes');
  };
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(directory(), name);
  let names = 0;

  before(() => vscode.workspace.fs.createDirectory(directory()));
  after(() => vscode.workspace.fs.delete(directory(), { recursive: true }));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** Pastes where `|` stands in a new file. */
  async function paste(form: EditorForm, extension: string, text: string, uris: vscode.Uri[] = []) {
    const file = at(`document ${++names}.${extension}`);
    const content = text.replace('|', '');
    await vscode.workspace.fs.writeFile(file, Buffer.from(content));
    const { document } = await vscode.window.showTextDocument(file);
    const position = document.positionAt(text.indexOf('|'));
    const lenscap = await runningLenscap();
    await lenscap.writeAt({ document, position }, uris.length > 0 ? [] : [picture], uris, form);
    return { document, content };
  }

  async function undoIsAll({ document, content }: Awaited<ReturnType<typeof paste>>): Promise<void> {
    const undone = until(vscode.workspace.onDidChangeTextDocument, () => document.getText() === content);
    await vscode.commands.executeCommand('undo');
    await undone;
    await document.save();
  }

  const exists = (uri: vscode.Uri): Promise<boolean> =>
    Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      () => true,
      () => false,
    );

  it('is code, bare and indented as its line', async () => {
    const pasted = await paste('code', 'ts', 'function f() {\n  |\n}\n');
    assert.equal(
      pasted.document.getText(),
      'function f() {\n  const red = true;\n  if (red) {\n    go();\n  }\n}\n',
    );
    await undoIsAll(pasted);
  });

  it('is an issue report', async () => {
    const pasted = await paste('issue', 'md', 'Notes\n\n|');
    assert.equal(
      pasted.document.getText(),
      'Notes\n\n# It is red\n\n## Steps to Reproduce\n\n1. Look at it.',
    );
    await undoIsAll(pasted);
  });

  it('is alt text with a file of its own, and one undo takes both away', async () => {
    const pasted = await paste('alt-text', 'md', 'See |!\n');
    assert.equal(pasted.document.getText(), `See ${described}(image.png)!\n`);
    assert.equal(await exists(at('image.png')), true);
    await pasted.document.save();
    await undoIsAll(pasted);
    assert.equal(await exists(at('image.png')), false);
  });

  it('gets a name that is free', async () => {
    await vscode.workspace.fs.writeFile(at('image.png'), tinyPng);
    const pasted = await paste('alt-text', 'md', '|');
    assert.equal(pasted.document.getText(), `${described}(image-1.png)`);
    await undoIsAll(pasted);
    await vscode.workspace.fs.delete(at('image.png'));
  });

  it('goes where VS Code has what is pasted into Markdown', async () => {
    const settings = vscode.workspace.getConfiguration('markdown');
    const set = (value?: Record<string, string>) =>
      settings.update('copyFiles.destination', value, vscode.ConfigurationTarget.Workspace);
    await set({ '/elsewhere/**': 'never/', '/**/*.md': `/assets/\${documentBaseName}/` });
    try {
      const pasted = await paste('alt-text', 'md', '|');
      const { path } = pasted.document.uri;
      const name = path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
      assert.equal(
        pasted.document.getText(),
        `${described}(../assets/${encodeURIComponent(name)}/image.png)`,
      );
      assert.equal(await exists(at(`../assets/${name}/image.png`)), true);
      await undoIsAll(pasted);
    } finally {
      await set();
      await vscode.workspace.fs.delete(at('../assets'), { recursive: true });
    }
  });

  it('is a link to the file it comes from', async () => {
    await vscode.workspace.fs.writeFile(at('red dot.png'), tinyPng);
    const pasted = await paste('alt-text', 'md', '|', [at('red dot.png')]);
    assert.equal(pasted.document.getText(), `${described}(red%20dot.png)`);
    await undoIsAll(pasted);
  });

  it('is the text alone inside of a link, and where there are no links', async () => {
    const inside = await paste('alt-text', 'md', '![o|ld](image.png)');
    assert.equal(inside.document.getText(), `${described}(image.png)`);
    const html = await paste('alt-text', 'html', '<img src="a.png" alt="|">');
    assert.equal(html.document.getText(), '<img src="a.png" alt="Four [coloured] quarters: 1 * 2.">');
    const text = await paste('alt-text', 'txt', '|');
    assert.equal(text.document.getText(), 'Four [coloured] quarters: 1 * 2.');
    for (const each of [inside, html, text]) await each.document.save();
  });
});
