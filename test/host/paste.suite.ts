import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { type EditorForm, pasteKinds } from '../../client/editor/kinds.ts';
import { type PasteTarget, pasteProvider } from '../../client/editor/paste.ts';
import { runningLenscap, tinyPng } from './lenscap.ts';

/** A file as a data transfer has it; VS Code makes them only from real ones. */
class FileItem extends vscode.DataTransferItem {
  override asFile(): vscode.DataTransferFile {
    return { name: 'image.png', data: () => Promise.resolve(tinyPng) };
  }
}

const none = new vscode.CancellationTokenSource().token;
const automatic = { only: undefined, triggerKind: vscode.DocumentPasteTriggerKind.Automatic };

type Accepted = (target: PasteTarget, pictures: unknown, form: EditorForm) => void;

async function edits(language: string, data: vscode.DataTransfer, accept: Accepted = () => {}) {
  const document = await vscode.workspace.openTextDocument({ language, content: 'a\n' });
  const provider = pasteProvider(accept);
  const range = new vscode.Range(1, 0, 1, 0);
  const found = await provider.provideDocumentPasteEdits?.(document, [range], data, automatic, none);
  return { provider, document, edits: found ?? [] };
}

function picture(): vscode.DataTransfer {
  const data = new vscode.DataTransfer();
  data.set('image/png', new FileItem(''));
  return data;
}

describe('pasting a picture into an editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const language of ['typescript', 'markdown']) {
    it(`can be explained in ${language}, but never before what costs nothing`, async () => {
      const { edits: found } = await edits(language, picture());
      assert.deepEqual(
        found.map(({ kind }) => kind.value),
        ['lenscap.explain', 'lenscap.code', 'lenscap.altText', 'lenscap.issue'],
      );
      const link = vscode.DocumentDropOrPasteEditKind.Empty.append('markdown', 'link', 'image');
      for (const { yieldTo } of found) assert.ok(yieldTo?.some((kind) => kind.contains(link)));
    });
  }

  it('is nothing to us when it is text', async () => {
    const data = new vscode.DataTransfer();
    data.set('text/plain', new vscode.DataTransferItem('text'));
    assert.deepEqual((await edits('typescript', data)).edits, []);
  });

  it('is nothing to us when another kind was asked for', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
    const found = await pasteProvider(() => {}).provideDocumentPasteEdits?.(
      document,
      [new vscode.Range(0, 0, 0, 0)],
      picture(),
      { only: vscode.DocumentDropOrPasteEditKind.Text, triggerKind: vscode.DocumentPasteTriggerKind.PasteAs },
      none,
    );
    assert.equal(found, undefined);
  });

  it('is made what was asked for, and nothing else', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
    const only = vscode.DocumentDropOrPasteEditKind.Empty.append('lenscap', 'code');
    const found = await pasteProvider(() => {}).provideDocumentPasteEdits?.(
      document,
      [new vscode.Range(0, 0, 0, 0)],
      picture(),
      { only, triggerKind: vscode.DocumentPasteTriggerKind.PasteAs },
      none,
    );
    assert.deepEqual(
      found?.map(({ kind }) => kind.value),
      ['lenscap.code'],
    );
  });

  it('is accepted when VS Code resolves it, and not before', async () => {
    const accepted: { target: PasteTarget; form: EditorForm }[] = [];
    const {
      provider,
      document,
      edits: found,
    } = await edits('typescript', picture(), (target, _pictures, form) => {
      accepted.push({ target, form });
    });
    assert.equal(accepted.length, 0);
    for (const edit of found) await provider.resolveDocumentPasteEdit?.(edit, none);
    assert.equal(accepted[0]?.target.document, document);
    assert.deepEqual(
      accepted.map(({ form }) => form),
      pasteKinds.map(({ form }) => form),
    );
  });

  it('writes the answer there', async () => {
    const lenscap = await runningLenscap();
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'a();\n' });
    await vscode.window.showTextDocument(document);
    await lenscap.writeAt(
      { document, position: new vscode.Position(1, 0) },
      [{ name: 'image.png', bytes: tinyPng }],
      [],
    );
    assert.match(document.getText(), /^a\(\);\n\/\/ This is a picture of one colour\.\n\/\/ It is red\.$/);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'a();\n');
  });
});
