import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Placeholders, valueHash } from '../placeholders.ts';
import { createDetector } from './detect.ts';
import { rules } from './rules/rules.ts';
import { example, expand, seeded } from './template.ts';

const nothing = { nationalIds: [], rules: [], allow: [] };
const { detector } = createDetector(nothing);

/** A token, by a template. */
const make = (template: string, seed = 1): string => expand(template, seeded(seed));

/** Texts as they come: code, prose and secrets next to each other. */
const anyText = fc
  .array(
    fc.oneof(
      fc
        .constantFrom(...rules.flatMap((rule) => [...rule.examples, ...rule.counterExamples]))
        .chain((template) => fc.nat().map((seed) => make(template, seed).replace('«', '').replace('»', ''))),
      fc.constantFrom(
        ...[
          '\n',
          ' ',
          '=',
          ': ',
          '"',
          "'",
          'password',
          'token=',
          '⟦',
          '⟧',
          '⟦github-token-1⟧',
          '@',
          '://',
          '-----',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('Findings in text', () => {
  it('are in range and in order, do not overlap, and nothing is found once they are masked', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const findings = await detector.inText(text);
        let at = 0;
        for (const { start, end, value } of findings) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(value).toBe(text.slice(start, end));
          at = end;
        }
        const { text: masked } = new Placeholders().mask(text, findings);
        expect(await detector.inText(masked), masked).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('name the most specific rule', async () => {
    const token = make('ghp_{an:36}');
    for (const text of [`GITHUB_TOKEN=${token}`, `Authorization: Bearer ${token}`, `password: "${token}"`]) {
      expect((await detector.inText(text)).map(({ rule, value }) => [rule, value])).toEqual([
        ['github-token', token],
      ]);
    }
  });

  it('cover all of what several rules find in part', async () => {
    const token = make('ghp_{an:36}');
    const [found] = await detector.inText(`password: "left 4 ${token} right"`);
    expect(found?.value).toContain(token);
  });

  it('are none in what stands for secrets already', async () => {
    expect(await detector.inText('password=⟦password-1⟧ and token: "⟦secret-12⟧"')).toEqual([]);
    // What only looks so may hide one.
    expect(await detector.inText(`⟦${make('ghp_{an:36}')}-1⟧`)).toHaveLength(1);
  });

  it('are none that the user allows', async () => {
    const token = make('ghp_{an:36}');
    const allowing = createDetector({ ...nothing, allow: [valueHash(token)] }).detector;
    expect(await allowing.inText(`GITHUB_TOKEN=${token}`)).toEqual([]);
    expect(await allowing.inText(make('ghp_{an:36}', 2))).toHaveLength(1);
  });

  it('are national identity numbers for the countries that are asked for', async () => {
    const number = make('811218-{nothing}9876');
    expect(await detector.inText(`pnr ${number}`)).toEqual([]);
    const swedish = createDetector({ ...nothing, nationalIds: ['se'] }).detector;
    expect((await swedish.inText(`pnr ${number}`)).map(({ value }) => value)).toEqual([number]);
  });

  it('are none in ordinary code and logs', async () => {
    const text = [
      "import { createServer } from 'node:http';",
      'const password = await promptForPassword();',
      'const apiKey = process.env.OPENAI_API_KEY;',
      'export type UserRepositoryConnectionOptions = { maxPoolSizePerInstance: number };',
      make("export const BUILD_ID = '{hex:8}-{hex:4}-4{hex:3}-9{hex:3}-{hex:12}';"),
      make('commit {hex:40}'),
      make('"integrity": "sha512-{base64:86}=="'),
      make('image: ghcr.io/acme/my-service@sha256:{hex:64}'),
      '2026-03-01T10:10:00.100Z INFO  http GET /api/v1/orders/1000 200 12ms',
      'listening on http://127.0.0.1:3000, 0.0.0.0:80',
      'git clone git@github.com:acme/my-service.git && npm i typescript@5.9.0 @types/node@24.1.0',
      'if (token === undefined) throw new Error("token expired");',
      'max_tokens: 4096, temperature: 0.2',
      'password: z.string().min(12),',
    ].join('\n');
    expect((await detector.inText(text)).map(({ rule, value }) => [rule, value])).toEqual([]);
  });
});

describe("The user's rules", () => {
  it('find what they say, by their own name', async () => {
    const own = createDetector({
      ...nothing,
      rules: [{ id: 'ticket', description: 'Customer ticket', pattern: 'CUST-(\\d+)' }],
    });
    expect(own.warnings).toEqual([]);
    expect(await own.detector.inText('see CUST-4711 now')).toEqual([
      { rule: 'ticket', title: 'Customer ticket', confidence: 1, start: 9, end: 13, value: '4711' },
    ]);
  });

  it.each(['(', '(?=x)', '(a)\\1', '[z-a]'])(
    'are skipped with a warning where the pattern is %s',
    async (pattern) => {
      const own = createDetector({
        ...nothing,
        rules: [
          { id: 'broken', description: '', pattern },
          { id: 'whole', description: '', pattern: 'Project Heron' },
        ],
      });
      expect(own.warnings).toHaveLength(1);
      expect(own.warnings[0]).toContain('"broken"');
      expect(await own.detector.inText('about Project Heron')).toHaveLength(1);
    },
  );

  it('cannot stall: a pattern that explodes elsewhere takes time in proportion', async () => {
    const own = createDetector({ ...nothing, rules: [{ id: 'slow', description: '', pattern: '(a+)+$' }] });
    const started = performance.now();
    await own.detector.inText(`${'a'.repeat(20_000)}b`);
    // Backtracking would take longer than the universe has existed.
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('Speed', () => {
  const pathological = [
    ...[
      'a',
      'A',
      '0',
      ' ',
      '\n',
      '-',
      '.',
      '/',
      ':',
      '=',
      '@',
      '"',
      '\\',
      '_',
      '+',
      'a.',
      'a@',
      'a:',
      'a=',
      '://',
      '0.',
      '0:',
    ],
    ...[
      '1 ',
      '4111 ',
      'A1 ',
      '-----BEGIN ',
      'eyJ',
      'eyJ.',
      'password',
      'password=',
      'password ',
      'token: ',
      'cookie: a=b; ',
      'cookie: ',
    ],
    ...[
      'postgres://a:',
      'https://',
      'bearer ',
      'aws_secret',
      'mysql -h x ',
      'docker login ',
      'seed: abc ',
      'Private-Lines: 999\n',
      '+1 ',
    ],
    ...[
      'Authorization: ',
      'a b ',
      'login x password ',
      'name: Abc ',
      'AA11 ',
      'ab12',
      '"',
      "password: '",
      '⟦',
      'sha512-',
      'SG.',
      'key-',
    ],
    make('-----BEGIN RSA {nothing}PRIVATE KEY-----\n'),
  ];

  it('grows in proportion to the text, whatever it is', async () => {
    const time = async (text: string): Promise<number> => {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 3; i++) {
        const started = performance.now();
        await detector.inText(text);
        best = Math.min(best, performance.now() - started);
      }
      return best;
    };
    for (const unit of pathological) {
      const short = await time(unit.repeat(20_000 / unit.length));
      const long = await time(unit.repeat(160_000 / unit.length));
      // Eight times the text: 8 in proportion, 64 if quadratic. What is quick does not count.
      if (long > 500) expect(long / short, JSON.stringify(unit)).toBeLessThan(30);
    }
  }, 120_000);
});

describe('Stand-ins', () => {
  it('for tokens are none, by whatever means they were found', async () => {
    expect(await detector.inText(`GITHUB_TOKEN=ghp_${'x'.repeat(36)}`)).toEqual([]);
    expect(await detector.inText(`GITHUB_TOKEN=${expand('ghp_{an:36}', seeded(1))}`)).toHaveLength(1);
  });
});

describe('Examples', () => {
  it('are split into text and secret', () => {
    expect(example('a «b» c')).toEqual({ text: 'a b c', secret: 'b' });
    expect(() => example('a')).toThrow('no secret');
    expect(() => expand('{foo:3}', () => 0)).toThrow('foo');
  });
});
