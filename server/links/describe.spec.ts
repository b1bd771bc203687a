import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { describeLook, diagnose, isStrippable } from './describe.ts';
import type { PictureFacts } from './pictures.ts';

function factsOf(kinds: readonly string[], mime = 'image/jpeg'): PictureFacts {
  return { mime, width: 1920, height: 1080, removed: kinds.map((kind) => ({ kind, detail: `The ${kind}` })) };
}
const cost = { width: 1024, height: 576, model: 'gpt-4o', expectedNanoUsd: 2_100_000 };
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

describe('describeLook', () => {
  test.each([
    [
      312_000,
      factsOf(['gps', 'alpha']),
      '1920 × 1080 JPEG, 312 KB · carries: The gps · to send: about $0.0021 (1024 × 576, gpt-4o)',
    ],
    [
      2_340_000,
      factsOf(['frames', 'orientation'], 'image/webp'),
      '1920 × 1080 WebP, 2.3 MB · carries no metadata · to send: about $0.0021 (1024 × 576, gpt-4o)',
    ],
  ])('%i bytes', (bytes, facts, text) => {
    expect(describeLook({ kind: 'picture', bytes, facts }, cost, false)).toBe(text);
  });

  test('without a price, and with more than anybody reads', () => {
    const facts = factsOf(Array.from({ length: 20 }, (_, index) => `k${index}`));
    const text = describeLook({ kind: 'picture', bytes: 5, facts }, undefined, false);
    expect(text).toContain('The k7; and 12 more · to send: price unknown');
  });

  test('whatever is in a file, Markdown shows it as it is', () => {
    const markdown = new MarkdownIt({ html: true, linkify: true });
    // As VS Code and GitHub do: addresses are what begins like one.
    markdown.linkify.set({ fuzzyLink: false });
    const details = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '[a](b)',
        '![a](b)',
        '<b>',
        '**a**',
        '`a`',
        'https://evil.example',
        'www.evil.example',
        'who@evil.example',
        '1. a',
        '- a',
        '+ a',
        '&lt;',
        '\n\n# a',
        '\\',
        '~~a~~',
      ),
    );
    fc.assert(
      fc.property(fc.array(details, { maxLength: 4 }), (list) => {
        const removed = list.map((detail) => ({ kind: 'comment', detail }));
        const look = { kind: 'picture' as const, bytes: 5, facts: { ...factsOf([]), removed } };
        const html = markdown.render(describeLook(look, cost, true));
        expect(html).toMatch(/^<p><strong>1920 × 1080<\/strong> [^<]*<\/p>\n$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('diagnose', () => {
  test.each([
    [['gps', 'exif'], ['picture-position']],
    [
      ['serial', 'gps'],
      ['picture-position', 'picture-serial'],
    ],
    [['camera', 'date', 'author', 'location', 'icc'], []],
  ])('%j: %j', (kinds, codes) => {
    expect(diagnose('a.jpg', factsOf(kinds), range).map(({ code }) => code)).toEqual(codes);
  });
});

describe('isStrippable', () => {
  test.each([
    [['gps'], 'image/jpeg', true],
    [['comment', 'icc'], 'image/png', true],
    [['icc', 'density', 'alpha', 'orientation'], 'image/png', false],
    [[], 'image/png', false],
    [['gps', 'frames'], 'image/gif', false],
    [['trailer'], 'image/bmp', false],
  ])('%j in %s: %s', (kinds, mime, expected) => expect(isStrippable(factsOf(kinds, mime))).toBe(expected));
});
