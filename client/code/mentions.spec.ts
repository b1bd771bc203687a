import { expect, test } from 'vitest';
import { findMentions } from './mentions.ts';

test.each([
  ['See src/a.ts:12:5.', 'src/a.ts:12:5', 'src/a.ts', 12, 5],
  ['See `src/a.ts:12`', 'src/a.ts:12', 'src/a.ts', 12, undefined],
  ['  File "/app/my_service/a.py", line 3, in load', undefined, '/app/my_service/a.py', 3, undefined],
  ['in a.py", line 3', undefined, 'a.py', 3, undefined],
  ['Open `src/client.ts`, line 4.', undefined, 'src/client.ts', 4, undefined],
  ['src/client.ts (line 4)', undefined, 'src/client.ts', 4, undefined],
  ['  --> src/main.rs:10:9', 'src/main.rs:10:9', 'src/main.rs', 10, 9],
  ['\t/go/src/app/main.go:27 +0x1d', '/go/src/app/main.go:27', '/go/src/app/main.go', 27, undefined],
  ['at com.acme.App.run(App.java:42)', 'App.java:42', 'App.java', 42, undefined],
  ['at run (file.js:1:2)', 'file.js:1:2', 'file.js', 1, 2],
  ['src\\Program.cs(3,5): error CS1002', 'src\\Program.cs(3,5)', 'src/Program.cs', 3, 5],
  ['C:\\work\\a.ts:7', 'C:\\work\\a.ts:7', 'C:/work/a.ts', 7, undefined],
  ['./lib/a.test.tsx#L3', './lib/a.test.tsx#L3', './lib/a.test.tsx', 3, undefined],
  ['the package.json has', 'package.json', 'package.json', undefined, undefined],
  ['a Dockerfile:3', 'Dockerfile:3', 'Dockerfile', 3, undefined],
  ['app/[id]/page.tsx:3', 'app/[id]/page.tsx:3', 'app/[id]/page.tsx', 3, undefined],
])('%s', (sentence, text, path, line, column) => {
  // Names of classes look like those of files; whether there is one is looked up later.
  const mentions = findMentions(sentence);
  const [mention] = mentions.length > 1 ? mentions.filter((each) => each.line !== undefined) : mentions;
  expect(mention).toMatchObject({ path, ...(text && { text }) });
  expect([mention?.line, mention?.column]).toEqual([line, column]);
});

test.each([
  'https://example.com/a.ts:3',
  'at 12:30:45',
  'version 2.4.1',
  'e.g. this',
  'jane@example.com',
  'localhost:8080',
])('no file is meant in %s', (sentence) => {
  // What looks like a name is looked for in the workspace; what is an address, or has no name, is not.
  expect(findMentions(sentence).filter(({ path }) => !/^[\w.-]+$/.test(path))).toEqual([]);
});

test('several, in their order, none within another', () => {
  expect(findMentions('b.ts:2, then a.ts:1 and b.ts').map(({ text }) => text)).toEqual([
    'b.ts:2',
    'a.ts:1',
    'b.ts',
  ]);
});

test('a long text takes no longer than a person waits', () => {
  const text = `${'a/'.repeat(20_000)} ${'word.'.repeat(20_000)} ${'"'.repeat(20_000)}`;
  const startedAt = performance.now();
  findMentions(text);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});
