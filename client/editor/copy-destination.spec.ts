// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are VS Code's variables.
import { expect, test } from 'vitest';
import { copyDestination } from './copy-destination.ts';

const file = {
  document: '/home/me/site/docs/guide/intro.md',
  workspaceFolder: '/home/me/site',
  fileName: 'image.png',
  now: new Date('2026-11-21T10:00:00.000Z'),
};

test.each([
  ['', '/home/me/site/docs/guide/image.png'],
  ['images/', '/home/me/site/docs/guide/images/image.png'],
  ['../img/${fileName}', '/home/me/site/docs/img/image.png'],
  ['/assets/', '/home/me/site/assets/image.png'],
  ['/assets/${documentRelativeDirName}/', '/home/me/site/assets/docs/guide/image.png'],
  ['${documentWorkspaceFolder}/static/${documentBaseName}.${fileExtName}', '/home/me/site/static/intro.png'],
  ['${documentDirName}/${documentFileName}-${fileName}', '/home/me/site/docs/guide/intro.md-image.png'],
  [
    '/assets/${documentRelativeDirName/^docs\\/(.*)$/$1/}/${unixTime}-${fileName}',
    '/home/me/site/assets/guide/1795255200000-image.png',
  ],
  ['${documentBaseName/(/x/}/', '/home/me/site/docs/guide/intro/image.png'],
  ['${unknown}/\\${fileName}', '/home/me/site/docs/guide/${unknown}/${fileName}'],
])('%j goes to %s', (destination, path) => {
  expect(copyDestination(destination, file)).toBe(path);
});

test('outside of all folders the document’s own stands for the workspace’s', () => {
  const outside = { ...file, workspaceFolder: undefined };
  expect(copyDestination('/assets/', outside)).toBe('/home/me/site/docs/guide/assets/image.png');
  expect(copyDestination('${documentWorkspaceFolder}/a/', outside)).toBe(
    '/home/me/site/docs/guide/a/image.png',
  );
});
