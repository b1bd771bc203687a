import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector } from './detect/detect.ts';
import { findSpoken, typed } from './spoken.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

const said = (text: string) => typed(text).text;

/** A card number that is everybody's example, said aloud. */
const CARD = `four oh one two ${'eight '.repeat(8)}one eight eight one`;

describe('a transcript, as it would have been typed', () => {
  it.each([
    ['the code is four one one one', 'the code is 4111'],
    ['double seven oh oh seven', '77007'],
    ['triple eight, nine, zero', '88890'],
    ['4 1 1 1 - 2 2', '411122'],
    ['four-one-one-one', '4111'],
    ['it has forty two point five five', 'it has 42.55'],
    ['eleven twenty-two thirty three', '112233'],
    ['jane dot doe at example dot com', 'jane.doe@example.com'],
    ['jane underscore doe at sign my dash host dot co dot uk', 'jane_doe@my-host.co.uk'],
    ['mail J-A-N-E at example dot com please', 'mail JANE@example.com please'],
    ['jane at example.com', 'jane@example.com'],
    ['go to h t t p s colon slash slash example dot com slash path', 'go to https://example.com/path'],
    ['capital S capital K dash a b c', 'SK-abc'],
  ])('%s', (transcript, expected) => {
    expect(said(transcript)).toBe(expected);
  });

  it.each([
    'I have one or two questions at most.',
    'Look at line 42, it is in a b tree.',
    'Oh, that one is at the top.',
    'A dot.',
    'See the picture at the top of example.com.',
    '',
  ])('leaves alone: %s', (transcript) => {
    expect(said(transcript)).toBe(transcript);
  });

  it('can end a number at a comma', () => {
    const transcript = 'one two three, four five six';
    expect(typed(transcript).text).toBe('123456');
    expect(typed(transcript, true).text).toBe('123, 456');
  });

  it('knows where each part comes from', () => {
    const { text, toOriginal } = typed('call double seven one now');
    const at = text.indexOf('771');
    const { start, end } = toOriginal(at, at + 3);
    expect('call double seven one now'.slice(start, end)).toBe('double seven one');
  });

  it('maps every range of any text into that text, in order', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...[
          'one',
          'oh',
          'double',
          'forty',
          'dot',
          'at',
          'at sign',
          'capital',
          'a',
          'b',
          'dash',
          'example',
          'com',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const transcripts = fc.array(fc.tuple(word, fc.constantFrom(' ', ', ', '-', '. ', '')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(transcripts, fc.boolean(), (words, stops) => {
        const transcript = words.map((pair) => pair.join('')).join('');
        const { text, toOriginal } = typed(transcript, stops);
        let last = 0;
        for (let at = 0; at < text.length; at++) {
          const { start, end } = toOriginal(at, at + 1);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(transcript.length);
          last = start;
        }
      }),
    );
  });
});

describe('secrets in a transcript', () => {
  const found = async (transcript: string) =>
    (await findSpoken(detector, transcript)).map(({ start, end }) => transcript.slice(start, end));

  it('are card numbers said digit by digit', async () => {
    expect(await found(`My card is ${CARD}, can you see it?`)).toEqual([CARD]);
    const grouped = CARD.replace(/^((?:\w+ ){3}\w+) ((?:\w+ ){3}\w+) /, '$1, $2. ');
    expect(await found(`My card is ${grouped} and it expires.`)).toEqual([grouped]);
  });

  it('are found with what follows after a comma', async () => {
    expect((await found(`Card ${CARD}, twelve twenty seven, five five five.`)).join()).toContain(CARD);
  });

  it('are mail addresses that are spelled out', async () => {
    expect(await found('Write to jane dot doe at example-company dot com today.')).toEqual([
      'jane dot doe at example-company dot com',
    ]);
  });

  it('are still those that are typed, each once', async () => {
    const address = ['jane.doe', 'example-company.com'].join('@');
    expect(await found(`Write to ${address} please.`)).toEqual([address]);
  });

  it('are not in plain words', async () => {
    expect(
      await found('The error is in line forty two of the parser, look at example dot com, one two three.'),
    ).toEqual([]);
  });

  it('carry what was said as their value', async () => {
    const [finding] = await findSpoken(detector, `My card is ${CARD}.`);
    expect(finding?.value).toBe(CARD);
  });
});
