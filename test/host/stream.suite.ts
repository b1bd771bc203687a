import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { insertAtCursor } from '../../client/editor/insert.ts';
import { commentTokens } from '../../client/editor/languages.ts';
import { DocumentStream } from '../../client/editor/stream.ts';
import { until } from './lenscap.ts';

async function show(language: string, content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

async function streamAt(editor: vscode.TextEditor, line: number, character: number): Promise<DocumentStream> {
  const { document } = editor;
  const position = new vscode.Position(line, character);
  editor.selection = new vscode.Selection(position, position);
  return new DocumentStream(document, position, await commentTokens(document.languageId));
}

const code = 'function f() {\n  return 1;\n}\n';

describe('an answer streamed into a document', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is a comment in code, with the indentation of its line', async () => {
    const editor = await show('typescript', code);
    const stream = await streamAt(editor, 1, 11);
    for (const piece of ['It ret', 'urns\r', '\nalways ', '1.\n']) await stream.write(piece);
    await stream.end();
    assert.equal(
      editor.document.getText(),
      'function f() {\n  return 1;\n  // It returns\n  // always 1.\n  //\n}\n',
    );
  });

  for (const [language, expected] of [
    ['python', '# a\n# b'],
    ['lua', '-- a\n-- b'],
    ['makefile', '# a\n# b'],
    ['css', '/*\na\nb\n*/'],
    ['html', '<!--\na\nb\n-->'],
    ['markdown', 'a\nb'],
    ['plaintext', 'a\nb'],
  ] as const) {
    it(`is written as ${language} has it`, async () => {
      const editor = await show(language, '');
      const stream = await streamAt(editor, 0, 0);
      await stream.write('a\nb');
      await stream.end();
      assert.equal(editor.document.getText(), expected);
    });
  }

  it('is gone after one undo', async () => {
    const editor = await show('typescript', code);
    await vscode.commands.executeCommand('type', { text: '/' });
    const before = editor.document.getText();
    const stream = await streamAt(editor, 1, 2);
    for (const piece of 'one two three'.split(' ')) await stream.write(`${piece}\n`);
    await stream.end();
    assert.match(editor.document.getText(), /\/\/ three/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('is gone after one undo though the document was saved in the middle of it', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'saved.ts');
    await vscode.workspace.fs.writeFile(file, Buffer.from(code));
    const editor = await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('type', { text: '/' });
    const before = editor.document.getText();
    const stream = await streamAt(editor, 1, 2);
    for (const piece of ['one', 'two', 'three']) {
      await stream.write(`${piece}\n`);
      await editor.document.save();
    }
    await stream.end();
    assert.match(editor.document.getText(), /\/\/ three/);
    await vscode.commands.executeCommand('undo');
    await until(vscode.workspace.onDidChangeTextDocument, () => editor.document.getText() === before);
    await editor.document.save();
    await vscode.workspace.fs.delete(file);
  });

  it('ends, and is all gone, when the user takes it back after it was saved', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'taken-back.md');
    await vscode.workspace.fs.writeFile(file, Buffer.from('text'));
    const editor = await vscode.window.showTextDocument(file);
    const stream = await streamAt(editor, 0, 4);
    await stream.write(' one');
    await editor.document.save();
    await stream.write(' two');
    await vscode.commands.executeCommand('undo');
    await stream.write(' three');
    await stream.end();
    await until(vscode.workspace.onDidChangeTextDocument, () => editor.document.getText() === 'text');
    await editor.document.save();
    await vscode.workspace.fs.delete(file);
  });

  it('goes on where it was while the user types elsewhere, and Undo keeps what was typed', async () => {
    const editor = await show('typescript', code);
    const stream = await streamAt(editor, 1, 11);
    await stream.write('one ');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('type', { text: 'async ' });
    await stream.write('two ');
    await vscode.commands.executeCommand('type', { text: 'x' });
    await stream.write('three');
    await stream.end();
    assert.equal(editor.document.getText(), 'async xfunction f() {\n  return 1;\n  // one two three\n}\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'async xfunction f() {\n  return 1;\n  // one two\n}\n');
  });

  it('leaves the cursor where it is, and stays in one piece when the user types there', async () => {
    const editor = await show('plaintext', '');
    const stream = await streamAt(editor, 0, 0);
    await stream.write('one ');
    assert.deepEqual(editor.selection, new vscode.Selection(0, 0, 0, 0));
    await vscode.commands.executeCommand('type', { text: '(mine) ' });
    await stream.write('two ');
    await stream.end();
    assert.equal(editor.document.getText(), '(mine) one two ');
  });

  it('loses nothing to typing that races with it', async () => {
    const editor = await show('plaintext', 'top\n');
    const stream = await streamAt(editor, 1, 0);
    editor.selection = new vscode.Selection(0, 3, 0, 3);
    const words = Array.from({ length: 50 }, (_, index) => `w${index} `);
    const typed = '#'.repeat(20);
    await Promise.all([
      ...words.map((word) => stream.write(word)),
      ...[...typed].map((text) => vscode.commands.executeCommand('type', { text })),
    ]);
    await stream.end();
    assert.equal(editor.document.getText(), `top${typed}\n${words.join('')}`);
  });

  it('ends when the user takes it back by Undo', async () => {
    const editor = await show('plaintext', 'text');
    const stream = await streamAt(editor, 0, 4);
    let stopped = false;
    stream.onDidStop(() => {
      stopped = true;
    });
    await stream.write(' one');
    await vscode.commands.executeCommand('undo');
    await stream.write(' two');
    await stream.end();
    assert.equal(stopped, true);
    assert.equal(editor.document.getText(), 'text');
  });

  it('is complete in a document that was hidden meanwhile', async () => {
    const editor = await show('typescript', 'a();\n');
    const { document } = editor;
    const stream = await streamAt(editor, 0, 4);
    await stream.write('one ');
    await show('plaintext', 'another');
    await stream.write('two ');
    assert.equal(document.getText(), 'a();\n// one\n');
    await stream.write('three');
    await stream.end();
    assert.equal(document.getText(), 'a();\n// one two three\n');
  });

  it('keeps the line ends of the document', async () => {
    const editor = await show('typescript', 'a();\r\nb();\r\n');
    const stream = await streamAt(editor, 0, 4);
    await stream.write('one\ntwo');
    await stream.end();
    assert.equal(editor.document.getText(), 'a();\r\n// one\r\n// two\r\nb();\r\n');
  });

  it('is refused by a document that cannot be changed', async () => {
    const scheme = 'lenscap-test-readonly';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'fixed',
    });
    const editor = await vscode.window.showTextDocument(vscode.Uri.parse(`${scheme}:/a.txt`));
    const stream = await streamAt(editor, 0, 0);
    await assert.rejects(stream.write('one'), /cannot be changed/);
    stream.dispose();
    provider.dispose();
  });

  it('can be inserted whole', async () => {
    const editor = await show('python', 'a()\n');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await insertAtCursor('one\ntwo');
    assert.equal(editor.document.getText(), 'a()\n# one\n# two');
  });
});
