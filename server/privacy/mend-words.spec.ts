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

test('an unsure word is spelled as the picture has it elsewhere', () => {
  expect(mended('rabbitmg:4.1', 0.3, 'rabbitmq:3.13')).toBe('rabbitmq:4.1');
  expect(mended('error[E@502]:', 0, 'E0502')).toBe('error[E0502]:');
  expect(mended('rabbitmg:4.1', 0.6, 'rabbitmq:3.13')).toBe('rabbitmg:4.1');
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
  const twice = (text: string, at: number, confidence = 0.3) => {
    const word = wordAt(text, 0, 0, confidence);
    const symbols = word.symbols.map((symbol, index) =>
      index === at ? { ...symbol, box: { ...symbol.box, x: symbol.box.x + 6, width: 10 } } : symbol,
    );
    return mendWords({ lines: [lineAt(0, { ...word, symbols })] }).lines[0]?.words[0]?.text;
  };
  expect(twice('start__1lt', 7)).toBe('start__lt');
  expect(twice('acquirewWithin', 7)).toBe('acquireWithin');
  expect(twice('acquirewWithin', 7, 0.9)).toBe('acquirewWithin');
  expect(twice('acquireaWithin', 7)).toBe('acquireaWithin');
  expect(twice('acquirewWithin', 2)).toBe('acquirewWithin');
});
