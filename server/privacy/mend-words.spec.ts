import { expect, test } from 'vitest';
import { lineAt, wordAt } from '../../test/support/reading.ts';
import { mendWords } from './mend-words.ts';
import { toText } from './reading-text.ts';

/** What becomes of a word that was read unsurely, below others that were read surely. */
function mended(unsure: string, confidence = 0.3, ...sure: readonly string[]): string {
  const above = sure.map((text, row) => lineAt(row * 20, wordAt(text, 0, row * 20)));
  const reading = { lines: [...above, lineAt(400, wordAt(unsure, 0, 400, confidence))] };
  return mendWords(reading).lines.at(-1)?.words[0]?.text ?? '';
}

test.each([
  ['00MKilled', 'OOMKilled'],
  ['round(sum0f(prices));', 'round(sumOf(prices));'],
  ["'Access-Control-Allow-0Origin'", "'Access-Control-Allow-Origin'"],
  ['CrashLoopBack0Off', 'CrashLoopBackOff'],
  ['ERR0R', 'ERROR'],
  ['app2:430@', 'app2:4300'],
  ['images[@];', 'images[0];'],
  ['error[E@502]:', 'error[E0502]:'],
  ['1@@%', '100%'],
  ['react@l9.1.e"', 'react@19.1.0"'],
  ['€032_split_address.sql', '0032_split_address.sql'],
  ['ee31_add_vat_id', '0031_add_vat_id'],
  ['2l4', '214'],
  ['mac0S', 'macOS'],
  ['I’an', 'l’an'],
  ['linux-armé4', 'linux-arm64'],
  ['react@"n19.1.0"', 'react@"^19.1.0"'],
])('%s is %s', (read, meant) => {
  expect(mended(read)).toBe(meant);
});

test.each([
  '0xfade',
  '0b1011',
  'eth0',
  'base0Color',
  'dead0beef',
  'v1.0.0',
  'user10name',
  '100ms',
  '0',
  'a0',
  'react@19.1.0',
  'log4j2@2.17',
  '2@example.com',
  'icon@2x.png',
  '@media',
  'v1.e2e',
  '€100',
  'l10n.json',
  '0x4l3af',
  'café',
  'I’m',
  '10S',
  'react@"v19.1.0"',
])('%s stays as it is', (read) => {
  expect(mended(read)).toBe(read);
});

test('what was read surely stays as it is', () => {
  expect(mended('sum0f', 0.9)).toBe('sum0f');
});

test.each([
  ["'https://pay.example.com/vl/intents'", "'https://pay.example.com/v1/intents'"],
  ['https://pay.example.com/v1l/intents', 'https://pay.example.com/v1/intents'],
  ['apps/vl', 'apps/v1'],
  ['5be3407allcd:', '5be3407a11cd:'],
  ['i-07be41c09d2f8aal3', 'i-07be41c09d2f8aa13'],
  ['e4lc09b', 'e41c09b'],
])('%s is %s, however surely it was read', (read, meant) => {
  expect(mended(read, 0.95)).toBe(meant);
});

test.each([
  '/usr/bin/vi',
  's|/v1|/v2|g',
  'https://i.ytimg.com/vi/ID',
  'dba1@db2',
  'abc123@def456',
  'label01a2',
  'lab2c001',
  'feel200c1',
  'code2cool4',
  '/vl.css',
  'https://example.com/vlog',
  'label02',
  'old2024',
  'feel200',
  '2fold3',
  '0x4l3af',
  'a1l2',
])('%s is no version and no hash', (read) => {
  expect(mended(read)).toBe(read);
});

test('an unsure word is spelled as the picture has it elsewhere', () => {
  expect(mended('rabbitmg:4.1', 0.3, 'rabbitmq:3.13')).toBe('rabbitmq:4.1');
  expect(mended('error[E@502]:', 0, 'E0502')).toBe('error[E0502]:');
  expect(mended('rabbitmg:4.1', 0.78, 'rabbitmq:3.13')).toBe('rabbitmg:4.1');
  expect(mended('userg', 0.3, 'userq', 'user9')).toBe('userg');
});

test('numbers are never changed', () => {
  expect(mended('10058', 0.1, '1OO58')).toBe('10058');
  expect(mended('user8', 0.1, 'user0')).toBe('user8');
});

test('secrets stand where they stood', () => {
  const reading = { lines: [lineAt(0, wordAt('0Origin', 0, 0, 0.3), wordAt('hunter', 90, 0))] };
  const finding = { rule: 'password', title: 'Password', confidence: 1, value: 'hunter' };
  const { text, findings } = toText(mendWords(reading), [
    { ...finding, spans: [{ line: 0, from: 7, to: 13 }] },
  ]);
  const [found] = findings;
  expect(text).toContain('Origin');
  expect(text.slice(found?.start, found?.end)).toBe('hunter');
});

test('a letter that was read twice, as two that look alike, is one', () => {
  const twice = (text: string, at: number, confidence = 0.3, ...sure: readonly string[]) => {
    const word = wordAt(text, 0, 0, confidence);
    const symbols = word.symbols.map((symbol, index) =>
      index === at ? { ...symbol, box: { ...symbol.box, x: symbol.box.x + 6, width: 10 } } : symbol,
    );
    const below = sure.map((each, row) => lineAt(20 * (row + 1), wordAt(each, 0, 20 * (row + 1))));
    return mendWords({ lines: [lineAt(0, { ...word, symbols }), ...below] }).lines[0]?.words[0]?.text;
  };
  expect(twice('start__1lt', 7)).toBe('start__lt');
  expect(twice('acquirewWithin', 7)).toBe('acquireWithin');
  // Which of the two it is, the same word elsewhere tells.
  expect(twice('rabbitmqg:4.1', 7)).toBe('rabbitmg:4.1');
  expect(twice('rabbitmqg:4.1', 7, 0.3, 'rabbitmq:3.13')).toBe('rabbitmq:4.1');
  expect(twice('acquirewWithin', 7, 0.9)).toBe('acquirewWithin');
  expect(twice('acquireaWithin', 7)).toBe('acquireaWithin');
  expect(twice('acquirewWithin', 2)).toBe('acquirewWithin');
});
