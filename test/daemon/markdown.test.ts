import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ImageLink, imageLinkAt, stripMetadata } from '../../protocol/workspace-image.ts';
import { insertChunks, png, pngChunk } from '../support/images.ts';
import { photo, SERIAL } from '../support/photo.ts';
import { failureOf } from './harness.ts';
import { Action, DOCUMENT, FOLDER, startMarkdownClient } from './markdown-client.ts';

const PHOTO = `${FOLDER}/docs/photo.jpg`;

/** A client that shows a document with one photograph. */
async function withPhoto(text = 'See ![a photo](photo.jpg "title").\n', options = {}) {
  const client = await startMarkdownClient({ files: { 'docs/photo.jpg': await photo() }, ...options });
  await client.open(text);
  return client;
}

describe('the hover of a picture', () => {
  test('says its size, what it carries, and what it would cost to send', async () => {
    const client = await withPhoto();
    const hover = await client.hover(0, 20);
    expect(hover).toMatch(/^\*\*64 × 48\*\* JPEG, [\d.]+ (KB|bytes) · carries\\: /);
    expect(hover).toContain('GPS position 59.91, 10.75');
    expect(hover).toContain(SERIAL);
    expect(hover).toMatch(/ · to send\\: about \\\$0\.\d+ \(64 × 48, gpt-4o\)$/);
  });

  test('prices it as large as it would be sent', async () => {
    const client = await startMarkdownClient({
      files: { 'docs/a.png': await png(2000, 1000) },
      settings: { image: { maxEdge: 512 } },
    });
    await client.open('![](a.png)');
    const hover = await client.hover(0, 2);
    expect(hover).toContain('**2000 × 1000** PNG');
    expect(hover).toContain('512 × 256');
    expect(hover).not.toContain('GPS');
  });

  test('is plain text where the client shows no Markdown', async () => {
    const client = await withPhoto(undefined, { capabilities: {} });
    expect(await client.hover(0, 20)).toMatch(/^64 × 48 JPEG, .*GPS position 59\.91, 10\.75/);
  });

  test('shows what a file says as it is, never as markup', async () => {
    const description = '[click](https://evil.example) <b>![x](https://evil.example/x.png) `$(zap)`';
    const client = await startMarkdownClient({ files: { 'docs/photo.jpg': await photo({ description }) } });
    await client.open('![](photo.jpg)');
    const hover = (await client.hover(0, 2)) ?? '';
    expect(hover).toContain('click');
    // Brackets, and what begins an icon, are markup; what stands between them is none by itself.
    expect(hover.replaceAll(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[[\]<>`$]/);
  });

  test('says what is wrong with a file that is no picture', async () => {
    const client = await startMarkdownClient({ files: { 'docs/a.png': Buffer.from('<html></html>') } });
    await client.open('![](a.png)');
    expect(await client.hover(0, 2)).toMatch(/^Lenscap\\: The file is /);
  });

  test('is nowhere else, and for nothing that is not there', async () => {
    const client = await withPhoto('text ![a](photo.jpg) text ![b](none.png) `![c](photo.jpg)`');
    expect(await client.hover(0, 2)).toBeUndefined();
    expect(await client.hover(0, 30)).toBeUndefined();
    expect(await client.hover(0, 48)).toBeUndefined();
    expect(await client.hover(0, 8)).toBeDefined();
  });

  test('also stands at the definition of a reference, and at a tag', async () => {
    const client = await withPhoto('![a][ref]\n\n[ref]: photo.jpg\n\n<img src="/docs/photo.jpg">\n');
    expect(await client.hover(0, 4)).toContain('GPS');
    expect(await client.hover(2, 10)).toContain('GPS');
    expect(await client.hover(4, 15)).toContain('GPS');
  });
});

describe('diagnostics', () => {
  test('warn of a position and of a serial number, at the address', async () => {
    const client = await withPhoto('🙂 ![a photo](photo.jpg "title").\n');
    const shown = await client.diagnosed(({ length }) => length > 0);
    const range = { start: { line: 0, character: 14 }, end: { line: 0, character: 23 } };
    expect(shown).toMatchObject([
      { range, severity: 2, source: 'Lenscap', code: 'picture-position' },
      { range, severity: 2, source: 'Lenscap', code: 'picture-serial' },
    ]);
    expect(shown[0]?.message).toMatch(/^“photo.jpg” .*59\.91, 10\.75.*\. Strip .*\.$/);
    expect(shown[1]?.message).toContain(SERIAL);
  });

  test('not of anything else a picture has', async () => {
    const comment = pngChunk('tEXt', Buffer.from('Comment\0made with care', 'latin1'));
    const plain = insertChunks(await png(), comment);
    const client = await startMarkdownClient({
      files: { 'docs/a.png': plain, 'docs/b.jpg': await photo({ position: false }) },
    });
    await client.open('![](a.png) ![](b.jpg)');
    const shown = await client.diagnosed(({ length }) => length > 0);
    expect(shown.map(({ code }) => code)).toEqual(['picture-serial']);
  });

  test('follow the document, without reading the picture again, and go when it is closed', async () => {
    const client = await withPhoto();
    await client.diagnosed(({ length }) => length === 2);
    await client.change(0, 0, 0, 'Look!\n');
    await client.diagnosed(([first]) => first?.range.start.line === 1);
    await client.change(1, 5, 6, '');
    await client.diagnosed(({ length }) => length === 0);
    await client.change(1, 5, 5, '[');
    await client.diagnosed(({ length }) => length === 2);
    expect(client.asked).toEqual([PHOTO]);
    await client.close();
    await client.diagnosed(({ length }) => length === 0);
  });

  test('follow the picture', async () => {
    const client = await withPhoto();
    await client.diagnosed(({ length }) => length === 2);
    await vi.waitFor(() => expect(client.watched).toHaveLength(1));
    expect(client.watched[0]).toContain('[jJ][pP][gG]');
    client.files.set(PHOTO, await photo({ serial: false }));
    // As another client may write the same URI.
    await client.fileChanged('file:///work/my project/docs/photo.jpg');
    await client.diagnosed(({ length }) => length === 1);
    client.files.delete(PHOTO);
    await client.fileChanged(PHOTO);
    await client.diagnosed(({ length }) => length === 0);
  });

  test('see a picture as it is when the document is opened again', async () => {
    const client = await withPhoto();
    await client.diagnosed(({ length }) => length === 2);
    await client.close();
    await client.diagnosed(({ length }) => length === 0);
    client.files.set(PHOTO, await photo({ serial: false }));
    await client.open('![](photo.jpg)');
    await client.diagnosed(({ length }) => length === 1);
  });

  test('warn once at a definition that is used twice', async () => {
    const client = await withPhoto('![a][r] ![b][r]\n\n[r]: photo.jpg\n');
    const shown = await client.diagnosed(({ length }) => length > 0);
    expect(shown.map(({ range }) => range.start)).toEqual([
      { line: 2, character: 5 },
      { line: 2, character: 5 },
    ]);
  });

  test('of many pictures: three are read at a time, two hundred in all', async () => {
    let running = 0;
    let most = 0;
    const file = { data: (await photo({ serial: false })).toString('base64') };
    const read = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return file;
    };
    const client = await startMarkdownClient({ read });
    await client.open(Array.from({ length: 250 }, (_, index) => `![](${index}.jpg)`).join('\n'));
    await client.diagnosed(({ length }) => length === 200);
    expect(client.asked).toHaveLength(200);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('code actions', () => {
  test('strip, explain, write alt text', async () => {
    const client = await withPhoto();
    const shown = await client.diagnosed(({ length }) => length === 2);
    const actions = z.array(Action).parse(await client.actions(0, 20));
    expect(actions).toMatchObject([
      {
        title: 'Strip metadata',
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: shown,
        command: { command: 'lenscap.stripMetadata' },
      },
      { title: 'Explain', command: { command: 'lenscap.explainImageLink' } },
      { title: 'Write alt text', kind: 'refactor.rewrite', command: { command: 'lenscap.writeAltText' } },
    ]);
    for (const { command } of actions) {
      expect(ImageLink.parse(command.arguments[0])).toEqual({
        document: DOCUMENT,
        image: PHOTO,
        alt: {
          range: { start: { line: 0, character: 6 }, end: { line: 0, character: 13 } },
          before: '',
          after: '',
          language: 'markdown',
        },
      });
    }
  });

  test('only of the kind that is asked for', async () => {
    const client = await withPhoto();
    await client.diagnosed(({ length }) => length === 2);
    const only = async (kind: string) =>
      z
        .array(Action)
        .parse(await client.actions(0, 20, { only: [kind] }))
        .map(({ title }) => title);
    expect(await only('quickfix')).toEqual(['Strip metadata']);
    expect(await only('refactor')).toEqual(['Write alt text']);
    expect(await only('source')).toEqual([]);
  });

  test('nothing to strip where there is nothing', async () => {
    const client = await startMarkdownClient({ files: { 'docs/a.png': await png() } });
    await client.open('![](a.png)');
    const actions = z.array(Action).parse(await client.actions(0, 3));
    expect(actions.map(({ title }) => title)).toEqual(['Explain', 'Write alt text']);
    expect(await client.actions(0, 3, { only: ['quickfix'] })).toEqual([]);
  });

  test('are bare commands for clients that know no more', async () => {
    const client = await withPhoto(undefined, { capabilities: {} });
    expect(await client.actions(0, 20)).toMatchObject([
      { title: 'Strip metadata', command: 'lenscap.stripMetadata' },
      { command: 'lenscap.explainImageLink' },
      { command: 'lenscap.writeAltText' },
    ]);
  });

  test('the link at a place can be asked for', async () => {
    const client = await withPhoto('a ![b](photo.jpg) c');
    const at = (character: number) =>
      client.daemon.request(imageLinkAt, { document: DOCUMENT, position: { line: 0, character } });
    expect(await at(5)).toMatchObject({ image: PHOTO });
    expect(await at(0)).toBeNull();
  });
});

describe('stripping', () => {
  test('leaves the pixels, and says what went', async () => {
    const client = await startMarkdownClient({});
    const data = (await photo()).toString('base64');
    const stripped = await client.daemon.request(stripMetadata, { data });
    expect(stripped.mime).toBe('image/jpeg');
    expect(stripped.removed.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['gps', 'serial']));
    client.files.set(`${FOLDER}/docs/a.jpg`, Buffer.from(stripped.data, 'base64'));
    await client.open('![](a.jpg)');
    expect(await client.hover(0, 3)).toMatch(/\*\*64 × 48\*\* JPEG.*carries no metadata/);
  });

  test('refuses what is no picture', async () => {
    const client = await startMarkdownClient({ canRead: false });
    const data = Buffer.from('no picture at all').toString('base64');
    expect(await failureOf(client.daemon.request(stripMetadata, { data }))).toMatchObject({ kind: 'unsafe' });
  });
});

describe('what is asked of the client', () => {
  test('nothing of a client that does not read files, and that is no error', async () => {
    const client = await withPhoto(undefined, { canRead: false });
    expect(client.capabilities).not.toHaveProperty('hoverProvider');
    expect(client.capabilities).not.toHaveProperty('codeActionProvider');
    expect(client.capabilities['textDocumentSync']).toBe(0);
    expect(await client.hover(0, 20)).toBeUndefined();
    expect(await client.actions(0, 20)).toEqual([]);
    await client.change(0, 0, 0, 'x');
    await client.fileChanged(PHOTO);
    await client.close();
    await client.daemon.spend();
    expect(client.asked).toEqual([]);
    expect(client.watched).toEqual([]);
    expect(client.published()).toBe(0);
    expect(client.daemon.log()).toBe('');
  });

  test('only for pictures in the file system of the document', async () => {
    const links = [
      'https://example.com/a.png',
      '//example.com/a.png',
      '\\\\\\\\example.com\\\\a.png',
      'file://example.com/a.png',
      'data:image/png;base64,AAAA',
      '../.env',
      '../../../../../etc/a.png',
      'photo.jpg',
    ];
    const client = await withPhoto(links.map((link) => `![](${link})`).join('\n\n'));
    await client.diagnosed(({ length }) => length === 2);
    expect(client.asked).toEqual([PHOTO]);
  });

  test('nothing for documents of other languages', async () => {
    const client = await startMarkdownClient({ files: { 'docs/photo.jpg': await photo() } });
    await client.daemon.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: DOCUMENT, languageId: 'plaintext', version: 1, text: '![](photo.jpg)' },
    });
    expect(await client.hover(0, 4)).toBeUndefined();
    expect(client.asked).toEqual([]);
  });

  test.each([
    ['is no object', () => 'yes'],
    ['is no base64', () => ({ data: '§§§' })],
    [
      'is an error',
      () => {
        throw new Error('no disk');
      },
    ],
    ['is more than was asked for', () => ({ data: Buffer.alloc(20_000_001).toString('base64') })],
  ])('an answer that %s is none, and the daemon lives on', async (_what, read) => {
    const client = await withPhoto(undefined, { read });
    expect(await client.hover(0, 20)).toBeUndefined();
    await client.diagnosed(({ length }) => length === 0);
    expect(await client.actions(0, 20)).toEqual([]);
    await client.daemon.spend();
    expect(client.daemon.log()).toContain('“photo.jpg” could not be read');
  });

  test('a client that never answers is given up on, and holds up nothing else', async () => {
    const never = new Promise(() => {});
    let isCancelled = false;
    const client = await startMarkdownClient({
      read(_uri, token) {
        token.onCancellationRequested(() => {
          isCancelled = true;
        });
        return never;
      },
    });
    await client.open('![](a.png)');
    const hover = client.hover(0, 2);
    await client.daemon.spend();
    expect(await hover).toBeUndefined();
    await vi.waitFor(() => expect(isCancelled).toBe(true));
    await client.diagnosed(({ length }) => length === 0);
  });

  test('a read nobody waits for any more is called off', async () => {
    let isCancelled = false;
    const client = await startMarkdownClient({
      read: (_uri, token) =>
        new Promise((resolve) => {
          token.onCancellationRequested(() => {
            isCancelled = true;
            resolve(null);
          });
        }),
    });
    await client.open('![](a.png)');
    await vi.waitFor(() => expect(client.asked).toHaveLength(1));
    await client.close();
    await vi.waitFor(() => expect(isCancelled).toBe(true));
  });
});

describe('the lenses above links', () => {
  test('are where something is to be done', async () => {
    const client = await withPhoto('![a photo](photo.jpg)\n\n![](plain.png)\n\n![fine](plain.png)\n');
    client.files.set(`${FOLDER}/docs/plain.png`, await png(4, 4));
    const lenses = await client.lenses();
    expect(lenses.map(({ title, line, command }) => [line, title, command])).toEqual([
      [0, 'Strip Metadata (GPS, Serial Number)', 'lenscap.stripMetadata'],
      [2, 'Write Alt Text', 'lenscap.writeAltText'],
    ]);
    expect(ImageLink.parse(lenses[0]?.argument)).toMatchObject({ document: DOCUMENT, image: PHOTO });
  });

  test('are on every link if the user wants them so, and on none', async () => {
    const text = '![a photo](photo.jpg)\n\n<img src="photo.jpg">\n';
    const always = await withPhoto(text, { settings: { markdown: { codeLens: 'always' } } });
    expect((await always.lenses()).map(({ title }) => title)).toEqual([
      'Explain',
      'Write Alt Text',
      'Strip Metadata (GPS, Serial Number)',
    ]);
    const off = await withPhoto(text, { settings: { markdown: { codeLens: 'off' } } });
    expect(await off.lenses()).toEqual([]);
  });

  test('go when the picture has been stripped, and come with the setting', async () => {
    const client = await withPhoto('![a photo](photo.jpg)\n');
    expect(await client.lenses()).toHaveLength(1);
    client.files.set(PHOTO, await png(4, 4));
    await client.fileChanged(PHOTO);
    await vi.waitFor(() => expect(client.refreshed()).toBe(1), { timeout: 20_000 });
    expect(await client.lenses()).toEqual([]);
    const settings = { markdown: { codeLens: 'always' } };
    await client.daemon.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await vi.waitFor(() => expect(client.refreshed()).toBe(2), { timeout: 20_000 });
    expect((await client.lenses()).map(({ title }) => title)).toEqual(['Explain', 'Write Alt Text']);
  });

  test('are not above what is missing, nor what is no picture', async () => {
    const client = await withPhoto('![](missing.png) ![](page.png)\n');
    client.files.set(`${FOLDER}/docs/page.png`, Buffer.from('<html>'));
    expect(await client.lenses()).toEqual([]);
  });
});
