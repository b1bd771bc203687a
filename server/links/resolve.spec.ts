import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeUri, resolveImage } from './resolve.ts';

const document = 'file:///home/me/web/docs/guide.md';
const folders = ['file:///home/me/web', 'file:///home/me/web/docs/deep', 'file:///home/me/other'];

describe('resolveImage', () => {
  test.each([
    ['a.png', 'file:///home/me/web/docs/a.png'],
    ['./img/A.JPG', 'file:///home/me/web/docs/img/A.JPG'],
    ['../a.webp', 'file:///home/me/web/a.webp'],
    ['my%20shot.png', 'file:///home/me/web/docs/my%20shot.png'],
    ['my shot.png', 'file:///home/me/web/docs/my%20shot.png'],
    ['100%.png', 'file:///home/me/web/docs/100%25.png'],
    ['é🙂.png', 'file:///home/me/web/docs/%C3%A9%F0%9F%99%82.png'],
    ['a.png?raw=true', 'file:///home/me/web/docs/a.png'],
    ['a.png#part', 'file:///home/me/web/docs/a.png'],
    ['%2e%2e%2fa.png', 'file:///home/me/web/a.png'],
    ['/img/a.png', 'file:///home/me/web/img/a.png'],
    ['file:///home/me/web/a.png', 'file:///home/me/web/a.png'],
    ['FILE:///home/me/web/a.png', 'file:///home/me/web/a.png'],
    ['a:b.png'.replace('a:', './a:'), 'file:///home/me/web/docs/a%3Ab.png'],
  ])('%j', (target, uri) => expect(resolveImage(target, document, folders)).toBe(uri));

  test.each([
    'https://example.com/a.png',
    'http://example.com/a.png',
    '//example.com/a.png',
    '\\\\example.com\\a.png',
    'data:image/png;base64,AAAA',
    'javascript:a.png',
    'vscode-remote://host/a.png',
    'file://example.com/share/a.png',
    'C:\\a.png',
    'c:/a.png',
    '..\\..\\a.png',
    '../../../../../a.png',
    'a.svg',
    'a.png.txt',
    '../.env',
    'a.md#b.png',
    '%00.png',
    '.',
    '',
    '#',
  ])('nothing of ours: %j', (target) => expect(resolveImage(target, document, folders)).toBeUndefined());

  test.each([
    ['vscode-remote://ssh-remote+host/work/a.md', 'vscode-remote://ssh-remote+host/work/img/b.png'],
    ['vscode-vfs://github/me/web/a.md', 'vscode-vfs://github/me/web/img/b.png'],
    ['file:///C:/work/a.md', 'file:///c%3A/work/img/b.png'],
    ['file:///c%3A/work/a.md', 'file:///c%3A/work/img/b.png'],
    ['file://server/share/a.md', 'file://server/share/img/b.png'],
  ])('beside %s', (uri, picture) => expect(resolveImage('img/b.png', uri, [])).toBe(picture));

  test('from a folder’s root: the innermost one, and none without a folder', () => {
    const deep = 'file:///home/me/web/docs/deep/a.md';
    expect(resolveImage('/b.png', deep, folders)).toBe('file:///home/me/web/docs/deep/b.png');
    expect(resolveImage('/b.png', 'file:///home/me/webby/a.md', folders)).toBeUndefined();
    expect(resolveImage('/b.png', document, [])).toBeUndefined();
    expect(resolveImage('/../../../../b.png', document, folders)).toBeUndefined();
  });

  test.each(['untitled:Untitled-1', 'nonsense', ''])('a document without a place: %j', (uri) => {
    expect(resolveImage('a.png', uri, [])).toBeUndefined();
  });

  test('whatever is written, the result is normalized and in the document’s own file system', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        '/',
        '..',
        '.',
        '\\',
        '%2f',
        '%2e',
        '//',
        ':',
        'file:',
        '%',
        'a',
        '\0',
        '%00',
        '%5c',
        '?',
        '#',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const uri = resolveImage(`${parts.join('')}.png`, document, folders);
        if (uri === undefined) return;
        expect(uri).toMatch(/^file:\/\/\/[^/]/);
        expect(normalizeUri(uri)).toBe(uri);
        const path = decodeURIComponent(new URL(uri).pathname);
        expect(path).not.toMatch(/[\\\0]|\/\.{0,2}\/|\/\.{1,2}$/);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('normalizeUri', () => {
  test.each([
    ['file:///C:/a%20b.png', 'file:///c%3A/a%20b.png'],
    ['file:///c%3a/a b.png', 'file:///c%3A/a%20b.png'],
    ['FILE:/home/me/a(1).png', 'file:///home/me/a(1).png'],
    ['file:///home//me/./x/../a.png', 'file:///home/me/a.png'],
    ['vscode-remote://WSL+Debian/a.png', 'vscode-remote://wsl+debian/a.png'],
  ])('%j', (uri, normal) => expect(normalizeUri(uri)).toBe(normal));
});
