import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { TrackedRange } from '../../client/editor/tracked-range.ts';
import { ImageLinks } from '../../client/image-links.ts';
import { checkWritable, readWorkspaceImage, workspaceImage } from '../../client/workspace-images.ts';
import { spend } from '../../protocol/spend.ts';
import { ImageLink } from '../../protocol/workspace-image.ts';
import { photo, SERIAL } from '../support/photo.ts';
import { runningLenscap, tinyPng, until } from './lenscap.ts';

const closeAll = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');

function folder(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first);
  return first.uri;
}

describe('a picture linked in a Markdown document', () => {
  const directory = (): vscode.Uri => vscode.Uri.joinPath(folder(), 'pictures and words');
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(directory(), name);
  let original: Buffer;
  let names = 0;

  before(async () => {
    original = await photo();
    await vscode.workspace.fs.createDirectory(directory());
  });
  after(() => vscode.workspace.fs.delete(directory(), { recursive: true }));
  afterEach(closeAll);

  /** A photograph, and a document that shows it. */
  async function show(write: (photo: string) => string) {
    const name = `photo ${++names}.jpg`;
    const image = at(name);
    await vscode.workspace.fs.writeFile(image, original);
    const file = at(`guide ${names}.md`);
    await vscode.workspace.fs.writeFile(file, Buffer.from(write(encodeURIComponent(name))));
    const editor = await vscode.window.showTextDocument(file);
    return { image, editor, document: editor.document };
  }

  const codes = (document: vscode.TextDocument) =>
    vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === 'Lenscap')
      .map(({ code }) => code);
  const diagnosed = (document: vscode.TextDocument, count: number): Promise<void> =>
    until(vscode.languages.onDidChangeDiagnostics, () => codes(document).length === count);

  async function actionsAt(document: vscode.TextDocument, position: vscode.Position) {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(position, position),
    );
    return actions.filter(({ command }) => command?.command.startsWith('lenscap.'));
  }

  /** The code action's command, as VS Code runs it. */
  async function run(title: string, document: vscode.TextDocument, position: vscode.Position): Promise<void> {
    const action = (await actionsAt(document, position)).find((each) => each.title === title);
    assert.ok(action?.command, `There is no code action “${title}”`);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }

  it('has a hover with its size, its metadata and its price', async () => {
    const { document } = await show((name) => `# Guide\r\n\r\nSee ![](${name}).\r\n`);
    await diagnosed(document, 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(2, 8),
    );
    const texts = hovers
      .flatMap(({ contents }) => contents)
      .map((each) => (typeof each === 'string' ? each : each.value));
    const hover = texts.find((text) => text.includes('64 × 48'));
    assert.ok(hover, `The hovers are ${JSON.stringify(texts)}`);
    assert.match(hover, /JPEG.*carries.*GPS position 59\.91.*to send.*\$0/s);
    assert.ok(hover.includes(SERIAL));
  });

  it('is warned of, stripped, not warned of, and warned of again when that is undone', async () => {
    const { document, image } = await show((name) => `![](${name})\n`);
    await diagnosed(document, 2);
    assert.deepEqual(codes(document), ['picture-position', 'picture-serial']);

    const { imageLinks } = await runningLenscap();
    const { removed, undo } = await imageLinks.strip(image);
    assert.ok(removed.some((detail) => detail.includes('59.91')));
    await diagnosed(document, 0);
    const stripped = Buffer.from(await vscode.workspace.fs.readFile(image));
    assert.ok(!stripped.includes(SERIAL));

    await undo();
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(image)), original);
    await diagnosed(document, 2);
  });

  it('is stripped by the quick fix', async () => {
    const { document, image } = await show((name) => `![](${name})\n`);
    await diagnosed(document, 2);
    const position = new vscode.Position(0, 6);
    const titles = (await actionsAt(document, position)).map(({ title }) => title);
    assert.deepEqual(titles.toSorted(), ['Explain', 'Strip metadata', 'Write alt text']);
    await run('Strip metadata', document, position);
    await diagnosed(document, 0);
    assert.notDeepEqual(Buffer.from(await vscode.workspace.fs.readFile(image)), original);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is left alone by an undo that comes too late', async () => {
    const { image } = await show((name) => `![](${name})\n`);
    const { imageLinks } = await runningLenscap();
    const { undo } = await imageLinks.strip(image);
    await vscode.workspace.fs.writeFile(image, tinyPng);
    await assert.rejects(undo(), { code: 'changed' });
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(image)), tinyPng);
  });

  it('gets an alt text, escaped, booked, and in one step to undo', async () => {
    const { document } = await show((name) => `One ![old](${name}) and two.\n`);
    await diagnosed(document, 2);
    const before = document.getText();
    const { daemon } = await runningLenscap();
    const { rows } = await daemon.request(spend, {});
    await run('Write alt text', document, new vscode.Position(0, 6));
    const written = 'Four \\[coloured\\] quarters: 1 \\* 2.';
    assert.equal(document.getText(), before.replace('old', written));
    const booked = await daemon.request(spend, {});
    assert.equal(booked.rows.length, rows.length + 1);
    assert.equal(booked.rows[0]?.route, 'vision');
    assert.ok((booked.rows[0]?.costNanoUsd ?? 0) > 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('gets an alt text at the cursor, in HTML too', async () => {
    const { document, editor } = await show((name) => `<p>\n  <img src="${name}">\n</p>\n`);
    editor.selection = new vscode.Selection(1, 5, 1, 5);
    await vscode.commands.executeCommand('lenscap.writeAltText');
    assert.match(
      document.lineAt(1).text,
      /^ {2}<img src="[^"]+" alt="Four \[coloured\] quarters: 1 \* 2\.">$/,
    );
  });

  it('keeps its alt text when that is called off, or not safe to ask for', async () => {
    const { document, image } = await show((name) => `![old](${name})\n`);
    await diagnosed(document, 2);
    const [action] = await actionsAt(document, new vscode.Position(0, 4));
    const link = ImageLink.parse(action?.command?.arguments?.[0]);
    const { imageLinks, panel, daemon } = await runningLenscap();
    const cancelled = new vscode.CancellationTokenSource();
    cancelled.cancel();
    await assert.rejects(imageLinks.describe(link, image, cancelled.token), { code: 'cancelled' });

    const doubtful = new ImageLinks({
      panel,
      report: async () => {},
      daemon: {
        life: daemon.life,
        async request(message, params, token?: vscode.CancellationToken) {
          const result = await daemon.request(message, params, token);
          return message.method === 'lenscap/attach'
            ? message.result.parse({ ...Object(result), safe: false, doubts: ['A token can still be read.'] })
            : result;
        },
        explain: () => Promise.reject(new Error('It was sent.')),
      },
    });
    const { token } = new vscode.CancellationTokenSource();
    await assert.rejects(doubtful.describe(link, image, token), {
      code: 'not-safe',
      message: /may still show secrets: A token can still be read\.$/,
    });
    assert.match(document.getText(), /^!\[old\]/);
  });

  it('is explained in the view', async () => {
    const { editor, image } = await show((name) => `![](${name})\n`);
    editor.selection = new vscode.Selection(0, 3, 0, 3);
    const { daemon, report } = await runningLenscap();
    const shown: string[] = [];
    const explainFiles = async (uris: readonly vscode.Uri[]): Promise<void> => {
      shown.push(...uris.map(({ path }) => path));
    };
    await new ImageLinks({ daemon, report, panel: { explainFiles } }).explain();
    assert.deepEqual(shown, [image.path]);
  });

  it('says so where there is none at the cursor', async () => {
    const { editor } = await show((name) => `text ![old](${name})\n`);
    editor.selection = new vscode.Selection(0, 1, 0, 1);
    const { imageLinks } = await runningLenscap();
    await assert.rejects(imageLinks.stripAndTell(), { code: 'no-image-link' });
    await assert.rejects(imageLinks.writeAltText(), { code: 'no-image-link' });
  });
});

describe('a place an alt text is made for', () => {
  afterEach(closeAll);

  async function track(content: string, from: number, to: number) {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    const place = new TrackedRange(document, new vscode.Range(0, from, 0, to));
    const insert = async (column: number, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, column), text);
      await vscode.workspace.applyEdit(edit);
    };
    return { place, insert };
  }

  it('moves with what is typed before it, and not with what is typed behind', async () => {
    const { place, insert } = await track('a ![](b.png)', 4, 4);
    await insert(0, 'xy');
    await insert(14, 'z');
    assert.ok(place.range?.isEqual(new vscode.Range(0, 6, 0, 6)));
    place.dispose();
  });

  it('is lost when somebody writes there', async () => {
    const { place, insert } = await track('a ![](b.png)', 4, 4);
    await insert(4, 'mine');
    assert.equal(place.range, undefined);
    place.dispose();
  });
});

describe('what a document can make Lenscap read', () => {
  const maxBytes = 1_000;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);
  const read = (uri: vscode.Uri | string) => readWorkspaceImage({ uri: uri.toString(), maxBytes });

  it('is a picture of the workspace', async () => {
    await vscode.workspace.fs.writeFile(at('small one.png'), tinyPng);
    assert.deepEqual(await read(at('small one.png')), { data: tinyPng.toString('base64') });
    await vscode.workspace.fs.delete(at('small one.png'));
    assert.equal(await read(at('small one.png')), null);
  });

  it('is nothing large, no folder, and nothing that is not called a picture', async () => {
    await vscode.workspace.fs.writeFile(at('large.png'), Buffer.alloc(maxBytes + 1));
    await vscode.workspace.fs.createDirectory(at('folder.png'));
    await vscode.workspace.fs.writeFile(at('.env'), Buffer.from('A=B'));
    for (const name of ['large.png', 'folder.png', '.env']) {
      assert.equal(await read(at(name)), null, name);
      await vscode.workspace.fs.delete(at(name), { recursive: true });
    }
  });

  it('is nothing outside the workspace', async () => {
    const outside = vscode.Uri.joinPath(folder(), '../outside.png');
    await vscode.workspace.fs.writeFile(outside, tinyPng);
    assert.equal(await read(outside), null);
    const root = folder().toString();
    for (const uri of [
      `${root}/../outside.png`,
      `${root}/%2e%2e/outside.png`,
      `${root}/..%2foutside.png`,
      `${root}/..%5coutside.png`,
      'https://example.com/a.png',
      'http://127.0.0.1/a.png',
      'vscode-userdata:/a.png',
      'a.png',
      '',
    ]) {
      assert.equal(workspaceImage(uri), undefined, uri);
      assert.equal(await read(uri), null, uri);
    }
    await vscode.workspace.fs.delete(outside);
  });

  it('is not written through a symbolic link', async () => {
    await vscode.workspace.fs.createDirectory(at('real'));
    await vscode.workspace.fs.writeFile(at('real/a.png'), tinyPng);
    await symlink(at('real').fsPath, at('linked').fsPath);
    await symlink(at('real/a.png').fsPath, at('linked.png').fsPath);
    await checkWritable(at('real/a.png'));
    for (const name of ['linked/a.png', 'linked.png']) {
      await assert.rejects(checkWritable(at(name)), { code: 'symbolic-link' });
      await vscode.workspace.fs.delete(at(name.split('/')[0] ?? ''), { recursive: false });
    }
    await vscode.workspace.fs.delete(at('real'), { recursive: true });
  });
});
