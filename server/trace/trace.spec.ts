import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FRAMES } from '../../protocol/code.ts';
import { mend } from './misread.ts';
import { findFrames } from './trace.ts';

const places = (text: string, isRead = false) =>
  findFrames(text, isRead).map(({ path, line, column }) => [path, line, column].filter(Boolean).join(':'));

describe('the places in a text', () => {
  it('are the user’s own first, where it went wrong before what called it', () => {
    const text = `Traceback (most recent call last):
  File "/app/main.py", line 9, in <module>
    run()
  File "/app/.venv/lib/python3.11/site-packages/flask/app.py", line 1463, in dispatch
  File "/app/shop/cart.py", line 42, in total
TypeError: unsupported operand`;
    expect(places(text)).toEqual([
      '/app/shop/cart.py:42',
      '/app/main.py:9',
      '/app/.venv/lib/python3.11/site-packages/flask/app.py:1463',
    ]);
  });

  it('are each there once, and not too many', () => {
    const trace = Array.from({ length: 50 }, (_, line) => `    at f (src/a.ts:${(line % 30) + 1}:1)`);
    expect(places(trace.join('\n'))).toHaveLength(MAX_FRAMES);
    expect(places('src/a.ts:3\nsrc/a.ts:3')).toEqual(['src/a.ts:3']);
  });

  it('are found in a log that has the stack trace as JSON', () => {
    const stack = ['Error: no', '    at total (src/cart.ts:42:17)', '    at main (src/main.ts:3:1)'].join(
      '\n',
    );
    expect(places(JSON.stringify({ level: 50, stack }))).toEqual(['src/cart.ts:42:17', 'src/main.ts:3:1']);
  });

  it('are found behind what other tools put before a line', () => {
    expect(places('web-1  |     at total (/app/src/cart.ts:42:17)')).toEqual(['/app/src/cart.ts:42:17']);
    expect(places('2026-11-21T10:30:15.123Z     at total (/app/src/cart.ts:42:17)')).toEqual([
      '/app/src/cart.ts:42:17',
    ]);
  });

  it('are found where a terminal broke the line', () => {
    const path = '/home/somebody/projects/a-long-name/packages/shop/src/cart/total.ts';
    const line = `    at Object.total (${path}:42:17)`;
    const broken = `${line.slice(0, 60)}\n${line.slice(60)}\n    at main (/home/somebody/main.ts:3:1)`;
    expect(places(broken)).toEqual([`${path}:42:17`, '/home/somebody/main.ts:3:1']);
  });
});

describe('a text that was read in a picture', () => {
  it.each([
    ['    at total (src/cart.ts;42:17)', 'src/cart.ts:42:17'],
    ['    at total (src/cart.ts:4l:l7)', 'src/cart.ts:41:17'],
    ['    at total (src/ cart.ts: 42:17)', 'src/cart.ts:42:17'],
    ['    at total (src/cart. ts:42 :17)', 'src/cart.ts:42:17'],
    ['  File “/app/cart.py”, line 1O, in total', '/app/cart.py:10'],
    ['  File "/app/cart.py" , 1ine 42, in total', '/app/cart.py:42'],
    ['src/cart.ts(42, 17): error TS2322: Type', 'src/cart.ts:42:17'],
    [' —-> src/main.rs:3:5', 'src/main.rs:3:5'],
    ['    at total (src/cart.t5:42:17)', 'src/cart.ts:42:17'],
    ['   at Shop.Cart.Total() in C:\\src\\Cart.cs:1ine 42', 'C:\\src\\Cart.cs:42'],
  ])('%s', (text, place) => expect(places(text, true)).toEqual([place]));

  it.each(['see cart.ts: so it is', 'or/and: lines', 'cart.ts: 42 tests passed', 'Read app.ts; is it ok?'])(
    'names no place in “%s”',
    (text) => expect(places(text, true)).toEqual([]),
  );

  it('is as it is where nothing is misread', () => {
    const lines = [
      'const total = lines.reduce((a, b) => a + b, 0);',
      'https://example.com/a/b?c=1',
      '1 / 2 / 3',
    ];
    for (const line of lines) expect(mend(line).replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
  });
});

/** What frames are made of, so that made-up texts are nearly ones. */
const piece = fc.constantFrom(
  ...[
    'at ',
    'File "',
    '", line ',
    'in ',
    ' (',
    ')',
    ':',
    '::',
    '.ts',
    '.py',
    '.rs:',
    '#1 ',
    '@http://a/',
    'async ',
  ],
  ...[
    'src/',
    'C:\\',
    'node_modules/',
    '42',
    '0',
    '999999999',
    'l',
    '-->',
    '❯ ',
    '\n',
    '\\n    at ',
    ' ',
    '(',
    '…',
  ],
);

it('Whatever the text, every place is within bounds', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, fc.boolean(), (text, isRead) => {
      const frames = findFrames(text, isRead);
      expect(frames.length).toBeLessThanOrEqual(MAX_FRAMES);
      for (const { path, line, column = 1 } of frames) {
        expect(path.length).toBeGreaterThan(0);
        expect(path.length).toBeLessThanOrEqual(1_000);
        for (const number of [line, column]) {
          expect(Number.isInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThan(10_000_000);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

it('No text makes it slow, however it is written', () => {
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.boolean(), (pieces, isRead) => {
      const unit = pieces.join('');
      const text = unit.repeat(Math.ceil(60_000 / unit.length));
      const begin = performance.now();
      findFrames(text, isRead);
      // It takes milliseconds; a pattern that goes back and forth, or a search that is quadratic, takes minutes.
      expect(performance.now() - begin).toBeLessThan(10_000);
    }),
    { numRuns: 100 },
  );
}, 120_000);
