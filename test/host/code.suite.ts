import assert from 'node:assert/strict';
import { lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { findCode, readCode } from '../../client/places/read-code.ts';
import { openMention } from '../../client/places/workspace-places.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
assert.ok(folder);
const root = folder.fsPath;
const outside = join(dirname(root), 'outside');

const text = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`).join('\n');
const files: Readonly<Record<string, string | Buffer>> = {
  'traced/src/app.ts': text,
  'traced/web/deep/app.ts': text,
  'traced/web/[id]/page.tsx': text,
  'traced/ignored/out.ts': text,
  'traced/own/here.gen.ts': text,
  'traced/own/.gitignore': '*.gen.ts\n',
  'traced/hidden.hide.ts': text,
  'traced/large.ts': `${text}\n${'x'.repeat(1_100_000)}`,
  'traced/binary.ts': Buffer.from([1, 2, 0, 3, 10, 255, 254]),
  'traced/.env.ts.env': 'KEY=1',
  'traced/node_modules/pack/index.js': text,
  '.gitignore': 'ignored/\nnode_modules/\n',
};

const at = (path: string, line = 30) => ({ path, line });
const whyNotOf = async (path: string): Promise<string | undefined> => {
  const [found] = await findCode([at(path)]);
  assert.ok(found, `${path} was not found`);
  assert.deepEqual(await readCode([{ ...found, whyNot: undefined }]), [], path);
  return found.whyNot;
};

describe('code that a question is about', () => {
  before(async () => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), content);
    }
    await mkdir(outside, { recursive: true });
    await writeFile(join(outside, 'away.ts'), text);
    await symlink(outside, join(root, 'traced/linked'));
    await symlink(join(outside, 'away.ts'), join(root, 'traced/link.ts'));
    await vscode.workspace
      .getConfiguration('files')
      .update('exclude', { '**/*.hide.ts': true }, vscode.ConfigurationTarget.Workspace);
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('files')
      .update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
    for (const path of [join(root, 'traced'), join(root, '.gitignore'), outside])
      await rm(path, { recursive: true, force: true });
  });

  it('is found by the end of a path, wherever it was built', async () => {
    const found = await findCode([
      at('/builds/17/traced/src/app.ts'),
      at('web/[id]/page.tsx'),
      at('app.ts'),
      at('/usr/lib/elsewhere.ts'),
      { ...at('web/deep/aqp.ts'), isRead: true },
      { ...at('web/deep/app .ts'), isRead: true },
      { ...at('/x/node_modules/pack/index.js'), isLibrary: true },
    ]);
    assert.deepEqual(
      found.map(({ place }) => place.path),
      ['traced/src/app.ts', 'traced/web/[id]/page.tsx', 'traced/web/deep/app.ts'],
    );
  });

  it('is read around its places', async () => {
    const [excerpt, ...others] = await readCode(await findCode([at('src/app.ts')]));
    assert.equal(others.length, 0);
    assert.equal(excerpt?.path, 'traced/src/app.ts');
    assert.equal(excerpt?.firstLine, 20);
    assert.equal(excerpt?.text.split('\n').at(-1), 'line 40');
  });

  it('stays here where Git ignores it, by any .gitignore above it', async () => {
    assert.equal(await whyNotOf('ignored/out.ts'), 'Git ignores it');
    assert.equal(await whyNotOf('own/here.gen.ts'), 'Git ignores it');
  });

  it('stays here where the way to it leads through a symbolic link', async () => {
    assert.ok((await lstat(join(root, 'traced/linked'))).isSymbolicLink());
    // Named as they stand: a search may or may not follow links.
    assert.match((await whyNotOf(join(root, 'traced/link.ts'))) ?? '', /symbolic link/);
    assert.match((await whyNotOf(join(root, 'traced/linked/away.ts'))) ?? '', /symbolic link/);
  });

  it('stays here where it is too large, no text, or for secrets, or hidden', async () => {
    assert.equal(await whyNotOf('traced/large.ts'), 'it is too large');
    await whyNotOf('traced/binary.ts');
    assert.equal(await whyNotOf('traced/.env.ts.env'), 'secrets are kept in such files');
    assert.equal(await whyNotOf(join(root, 'traced/hidden.hide.ts')), 'files.exclude hides it');
  });

  it('is not there outside the workspace', async () => {
    assert.deepEqual(await findCode([at(join(outside, 'away.ts')), at('../outside/away.ts')]), []);
  });

  it('opens at its line, or says that it is not there', async () => {
    await openMention({ path: 'src/app.ts', line: 42, column: 3 });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, join(root, 'traced/src/app.ts'));
    assert.deepEqual(editor?.selection.active, new vscode.Position(41, 2));
    await assert.rejects(openMention({ path: 'nowhere.ts', line: 1 }), /no “nowhere.ts”/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
