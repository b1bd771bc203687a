import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextFinding } from './detector.ts';
import { Placeholders, valueHash } from './placeholders.ts';

/** Findings at each place where a value stands in a text. */
function findings(text: string, values: readonly string[], rule = 'github-token'): TextFinding[] {
  const found: TextFinding[] = [];
  for (let at = 0; at < text.length; ) {
    const value = values.find((candidate) => text.startsWith(candidate, at));
    if (value !== undefined) {
      found.push({ rule, title: 'GitHub token', start: at, end: at + value.length, confidence: 1, value });
    }
    at += value?.length ?? 1;
  }
  return found;
}

const SECRET = 'Quiet7River';
const OTHER = 'Loud8Mountain';

function masking(text: string): { placeholders: Placeholders; masked: ReturnType<Placeholders['mask']> } {
  const placeholders = new Placeholders();
  return { placeholders, masked: placeholders.mask(text, findings(text, [SECRET, OTHER])) };
}

describe('Placeholders', () => {
  it('are the same for the same value throughout a conversation', () => {
    const { placeholders, masked } = masking(`a ${SECRET} b ${OTHER} c ${SECRET}`);
    expect(masked.text).toBe('a ⟦github-token-1⟧ b ⟦github-token-2⟧ c ⟦github-token-1⟧');
    expect(masked.placeholders).toEqual([
      {
        placeholder: '⟦github-token-1⟧',
        rule: 'github-token',
        title: 'GitHub token',
        valueHash: valueHash(SECRET),
      },
      {
        placeholder: '⟦github-token-2⟧',
        rule: 'github-token',
        title: 'GitHub token',
        valueHash: valueHash(OTHER),
      },
    ]);
    // Another rule may find it next time.
    expect(placeholders.mask(OTHER, findings(OTHER, [OTHER], 'password')).text).toBe('⟦github-token-2⟧');
  });

  it('are counted by rule', () => {
    const placeholders = new Placeholders();
    placeholders.mask(SECRET, findings(SECRET, [SECRET], 'password'));
    expect(placeholders.mask(OTHER, findings(OTHER, [OTHER], 'email')).text).toBe('⟦email-1⟧');
  });

  it('cannot be forged by the text', () => {
    const { placeholders, masked } = masking(`⟦github-token-1⟧ is not ${SECRET}`);
    expect(masked.text).toBe('⟦text-1⟧ is not ⟦github-token-1⟧');
    expect(masked.placeholders).toHaveLength(1);
    expect(placeholders.restore(masked.text)).toBe(`⟦github-token-1⟧ is not ${SECRET}`);
  });

  it('are left alone where there is no value for them', () => {
    expect(new Placeholders().restore('⟦github-token-7⟧')).toBe('⟦github-token-7⟧');
  });

  it('stay in what was masked before', () => {
    const masked = new Placeholders(true);
    const text = 'a ⟦github-token-1⟧ b';
    expect(masked.mask(text, []).text).toBe(text);
    expect(masked.copy().mask(text, []).text).toBe(text);
    expect(masked.restore(text)).toBe(text);
  });

  it('of a copy do not count for the original', () => {
    const { placeholders } = masking(SECRET);
    const copy = placeholders.copy();
    expect(copy.mask(`${SECRET} ${OTHER}`, findings(`${SECRET} ${OTHER}`, [SECRET, OTHER])).text).toBe(
      '⟦github-token-1⟧ ⟦github-token-2⟧',
    );
    expect(copy.restore('⟦github-token-2⟧')).toBe(OTHER);
    expect(placeholders.restore('⟦github-token-2⟧')).toBe('⟦github-token-2⟧');
  });

  it.each([
    'https://evil.example/?q=*',
    'see https://evil.example/*.',
    '[click](https://evil.example/?q=*)',
    '![](https://evil.example/?q=*)',
    '[click](/relative/*)',
    '[click](*)',
    '[click](\n*)',
    '[click](<https://evil.example/a b*>)',
    '[click](< *>)',
    '[click](a(b)*)',
    '[click](x "*")',
    '<https://evil.example/*>',
    '[1]: //evil.example/*',
    '[1]: <//evil.example/a *>',
    '[1]: evil.example/*',
    'mailto:a@evil.example?body=*',
    'javascript:alert(*)',
    'command:lenscap.x?*',
    'www.evil.example/*',
    '<img src="*">',
    '<a href=*>',
    'https&colon;//evil.example/*',
    '[x](https\\://evil.example/*)',
    'HTTPS://EVIL.EXAMPLE/*',
    'https://⟦github-token-1⟧.evil.example/',
    'https://evil.example/a(b*',
    '`https://evil.example/*`',
    '[x]: https\\:\\/\\/evil.example\\/*',
    '[x]: https&#0000058;&#0000047;&#0000047;evil.example&#0000047;*',
    'see https&#0000058;&#0000047;&#0000047;evil.example&#0000047;*',
    '[x]: https:1.2.3.4/*',
    '[x]:\nhttps:1.2.3.4/*',
    '<https:1.2.3.4/*>',
    '![a](<https://evil.example/\\>*>)',
    "<img src='https://evil.example/ *'>",
    '<img src="https://evil.example/?a=\n*">',
    '<img src = "https:1.2.3.4/*">',
    '<img alt=">" src="*">',
    '<pre><img src="https://evil.example/?a=\n\n*">',
    'background: url( "a b*")',
    '[docs](https://docs.example) *',
  ])('stay in addresses: %s', (template) => {
    const { placeholders } = masking(SECRET);
    const answer = template.replace('*', '⟦github-token-1⟧');
    expect(placeholders.restore(answer)).toBe(answer);
  });

  it.each([
    'The token is *.',
    '`*`',
    '```\nexport GITHUB_TOKEN=*\n```',
    '| a | * |',
    '"token": "*"',
    '[*] and (*)',
    '[link](https://example.com/)\n*',
    'a < b, *',
    'const list: Array<string> = ["*"];',
    '<https://example.com/> *',
    'https://example.com/ *',
    'password:*',
    'a.b *',
    '[*](https://example.com/)',
  ])('are restored elsewhere: %s', (template) => {
    const { placeholders } = masking(SECRET);
    expect(placeholders.restore(template.replaceAll('*', '⟦github-token-1⟧'))).toBe(
      template.replaceAll('*', SECRET),
    );
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    SECRET,
    OTHER,
    ' ',
    '\n',
    '⟦',
    '⟧',
    '⟦github-token-1⟧',
    '⟦text-1⟧',
    '⟦github-',
    '-1⟧',
    '[[',
    ']]',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
/** Nothing that is, or looks like, an address. */
const plainText = anyText.map((text) => text.replaceAll(/[:/\\.(=&%]/g, ' '));
const addressText = fc
  .array(fc.oneof(piece, fc.constantFrom('https://', '](', ')', '<', '>', 'www.', 'a.example/', '![')), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

/** A text and where to cut it. */
const inParts = addressText.chain((text) =>
  fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }), { maxLength: 12 })),
);

describe('Restoring', () => {
  it('undoes masking', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        const { placeholders, masked } = masking(text);
        expect(placeholders.restore(masked.text)).toBe(text);
        expect(masked.text).not.toContain(SECRET);
        expect(masked.text).not.toContain(OTHER);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same however the text is cut, and holds back little', () => {
    fc.assert(
      fc.property(inParts, ([text, cuts]) => {
        const { placeholders } = masking(`${SECRET} ${OTHER} ⟦text-1⟧`);
        const restorer = placeholders.restorer();
        let restored = '';
        let from = 0;
        for (const to of [...cuts.toSorted((a, b) => a - b), text.length]) {
          restored += restorer.push(text.slice(from, to));
          from = to;
          // What is held back is the end of what was pushed, restored or not.
          const whole = placeholders.restore(text.slice(0, to));
          expect(whole.startsWith(restored)).toBe(true);
          expect(whole.length - restored.length).toBeLessThanOrEqual(80);
        }
        expect(restored + restorer.end()).toBe(placeholders.restore(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the text', () => {
    const { placeholders } = masking(SECRET);
    const text = 'a https://x.example/'.repeat(2000) + '['.repeat(20_000) + '⟦'.repeat(20_000);
    const started = performance.now();
    const restorer = placeholders.restorer();
    let length = 0;
    for (const character of text) length += restorer.push(character).length;
    expect(length + restorer.end().length).toBe(text.length);
    // Quadratic would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
