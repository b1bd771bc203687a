import { describe, expect, it } from 'vitest';
import type { ReadingFinding } from '../../detector.ts';
import type { Reading, ReadWord } from '../../reading.ts';
import { createDetector } from '../detect.ts';
import { expand, seeded } from '../template.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

const ADVANCE = 8;
const LINE = 20;

/**
 * A reading as of monospaced text. A space in the text is one character wide;
 * `·` stands for a gap within a word, of a third of a character.
 */
function read(...lines: string[]): Reading {
  return {
    lines: lines.map((text, row) => {
      const words: ReadWord[] = [];
      let x = 0;
      let symbols: ReadWord['symbols'] = [];
      const close = (): void => {
        const [first, last] = [symbols[0], symbols.at(-1)];
        if (first !== undefined && last !== undefined) {
          const box = { ...first.box, width: last.box.x + last.box.width - first.box.x };
          words.push({ text: symbols.map((symbol) => symbol.text).join(''), confidence: 0.9, box, symbols });
        }
        symbols = [];
      };
      for (const character of text) {
        if (character === ' ' || character === '·') close();
        else symbols.push({ text: character, box: { x, y: row * LINE, width: ADVANCE - 1, height: 12 } });
        x += character === '·' ? 3 : ADVANCE;
      }
      close();
      return { box: { x: 0, y: row * LINE, width: x, height: 12 }, words };
    }),
  };
}

/** What the spans cover, line by line, without spaces. */
function covered(reading: Reading, findings: readonly ReadingFinding[]): string[] {
  return findings
    .flatMap(({ spans }) => spans)
    .toSorted((a, b) => a.line - b.line || a.from - b.from)
    .map(({ line, from, to }) =>
      (reading.lines[line]?.words ?? [])
        .flatMap(({ symbols }) => symbols)
        .slice(from, to)
        .map(({ text }) => text)
        .join(''),
    );
}

function found(...lines: string[]): string[] {
  const reading = read(...lines);
  return covered(reading, detector.inReading(reading));
}

const make = (template: string, seed = 3): string => expand(template, seeded(seed));

describe('A token in a reading is found', () => {
  const body = make('{an:24}');
  it.each([
    ['as it is', `KEY = ghp_${make('{an:36}')}`, `ghp_${make('{an:36}')}`],
    ['with its underscores read as spaces', `sk live ${body}`, `sklive${body}`],
    [
      'with confused characters',
      `x0xb-${make('{d:12}-{d:12}-{an:24}')}`,
      `x0xb-${make('{d:12}-{d:12}-{an:24}')}`,
    ],
    ['with a letter read as two', `sk_lLive_${body}`, `sk_lLive_${body}`],
    [
      'fallen apart',
      `"sk-ant -api03-${body}· ${make('{an:20}', 9)}"`,
      `sk-ant-api03-${body}${make('{an:20}', 9)}`,
    ],
    ['a few characters short', `npm_${make('{an:33}')}`, `npm_${make('{an:33}')}`],
    ['after a name', `API_KEY: ${make('{an:30}7a')}`, make('{an:30}7a')],
    ['beside a label', `Token   ${make('{an:30}7a')}`, make('{an:30}7a')],
    ['with nothing that says so', `const x = '${make('{an:30}aB7')}';`, make('{an:30}aB7')],
  ])('%s', (_, line, secret) => {
    expect(found(line).join('')).toContain(secret);
  });

  it('around the edge of the window', () => {
    const token = `sk-proj-${make('{base64url:60}T3BlbkFJ{base64url:58}a9B')}`;
    const edge = 110;
    expect(found(`KEY='${token.slice(0, edge)}`, `${token.slice(edge)}',`, 'PORT=3000').join('')).toBe(token);
  });
});

describe('Found in a reading are also', () => {
  it.each([
    ['passwords after a name', 'DB_PASSWORD=f7x*qrM%rW', 'f7x*qrM%rW'],
    ['passwords on a command line', 'curl -u deploy:Sommer2024x https://x.example', 'Sommer2024x'],
    ['passwords in addresses', "pool('postgres: //app:gZbajAKd7HMX@db:5432/x')", 'gZbajAKd7HMX'],
    [
      'passwords in addresses without a scheme',
      'dsn := "app: VKAANYbRx7NQNaZ@tcp(db:3306)/x"',
      'VKAANYbRx7NQNaZ',
    ],
    ['passwords that somebody tells', 'is the db password still uAas#VzG7vHw ?', 'uAas#VzG7vHw'],
    ['cookies', make('set-cookie: session _id={hex:32}; Path=/'), make('{hex:32}')],
    ['addresses with spaces', 'mail jane. roe36@exampLle. com now', 'jane.roe36@exampLle.com'],
    ['addresses with another sign', 'mail jane.roe36©example.com now', 'jane.roe36©example.com'],
    ['card numbers with a wrong digit', 'card=4490 2555 5829 2178 declined', '4490255558292178'],
    ['account numbers', 'IBAN DE87 5091 1593 9245 6374 64', 'DE87509115939245637464'],
    ['tokens of bots', make('bot2141487324 : AALB{an:30}/getMe'), make('2141487324:AALB{an:30}')],
    ['private addresses', 'private_ip = "10.89.8.78"', '10.89.8.78'],
  ])('%s', (_, line, secret) => {
    expect(found(line).join('')).toContain(secret);
  });

  it('passwords below their label', () => {
    expect(found('Passwort', '| Falke7836# |', 'Sprache')).toEqual(['Falke7836#']);
  });

  it('private keys, to their end or to where they stop', () => {
    const lines = [make('{base64:64}', 1), make('{base64:30} {base64:33}', 2), make('{base64:40}', 3)];
    const begin = ['-----BEGIN RSA PR', 'IVATE KEY-----'].join('');
    const end = ['-----END RSA PR', 'IVATE KEY-----'].join('');
    const solid = lines.map((line) => line.replaceAll(' ', ''));
    expect(
      found('$ cat key.pem', begin, ...lines, end, '$ ls -la', 'total 48').map((line) => line.length),
    ).toEqual([begin, ...solid, end].map((line) => line.replaceAll(' ', '').length));
    expect(found(begin, ...lines, 'dev@host:~$ ls -la')).toHaveLength(4);
  });
});

describe('Nothing is found in a reading of', () => {
  it.each([
    make('integrity sha512-{base64:86}=='),
    make('integrity sha512-{base64:30} {base64:40}=='),
    make('{hex:64} dist.tar.gz'),
    make('{hex:30} {hex:34} dist.tar.gz'),
    make('commit {hex:40}'),
    make('image: ghcr.io/acme/my-service@sha256:{hex:64}'),
    make("export const BUILD_ID = '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}';"),
    make('{hex:12} postgres:16 Up 3 hours 0.0.0.0:5432->5432/tcp'),
    'const apiKey = process.env.OPENAI API KEY;',
    'const password = await promptForPassword();',
    'type UserRepositoryConnectionOptions = { maxPoolSizePerInstance: number };',
    'GET /api/v1/organizations/8842/repositories/my-service/actions/runs 200',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0',
    'Keep your secret key out of client-side code. Tokens expire after 90 days.',
    'The password field is required and must be at least 12 characters.',
    'echo $TOKEN | docker login -u token --password-stdin',
    'dev@build-07:~/my-service$ npm i typescript@5.9.0',
    '2026-03-01T10:10:00.100Z INFO http GET /api/v1/orders/1000 200 12ms',
  ])('%s', (line) => {
    expect(found(line)).toEqual([]);
  });
});

it('Findings of a reading share no symbols, and respect what the user allows', () => {
  const token = make('ghp_{an:36}');
  const reading = read(`GITHUB_TOKEN=${token} Bearer ${make('{an:40}')}`, `password: ${make('{an:12}7x')}`);
  const symbols = detector
    .inReading(reading)
    .flatMap(({ spans }) => spans)
    .flatMap(({ line, from, to }) => Array.from({ length: to - from }, (_, i) => `${line}:${from + i}`));
  expect(symbols.length).toBeGreaterThan(60);
  expect(new Set(symbols).size).toBe(symbols.length);
});

it('A screen full of text is looked through quickly', () => {
  const lines = Array.from({ length: 120 }, (_, i) =>
    make(`${i} const value{d:3} = compute(input, 'word-{az:9}', {hex:7});`, i),
  );
  const reading = read(
    ...lines,
    ...Array.from({ length: 20 }, (_, i) => make(`${'a'.repeat(i)}{base64:180}`, i)),
  );
  detector.inReading(reading);
  const started = performance.now();
  for (let i = 0; i < 5; i++) detector.inReading(reading);
  // It takes a few milliseconds; a pattern that explodes takes seconds.
  expect((performance.now() - started) / 5).toBeLessThan(1000);
});
