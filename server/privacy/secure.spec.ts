import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import { area, shared } from './boxes.ts';
import type { Detector, ReadingFinding } from './detector.ts';
import type { Picture, Reader, Reading, ReadLine, ReadRequest } from './reading.ts';
import { paint, type SecureOptions, secure } from './secure.ts';

const CHARACTER = { width: 8, height: 14 };

/** A line of typewriter text, 8 pixels a character, as a reader would return it. */
function typed(text: string, y: number): ReadLine {
  const place = (from: number, length: number) => ({
    x: 20 + from * CHARACTER.width,
    y,
    width: length * CHARACTER.width,
    height: CHARACTER.height,
  });
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    confidence: 0.9,
    box: place(index, word.length),
    symbols: [...word].map((symbol, i) => ({ text: symbol, box: place(index + i, 1) })),
  }));
  return { box: place(0, text.length), words };
}

function page(...texts: string[]): Reading {
  return { lines: texts.map((text, index) => typed(text, 20 + index * 30)) };
}

/** White, with a black dot in the first character of each line of a page. */
function blank(): Picture {
  const picture = { data: Buffer.alloc(600 * 300 * 3, 255), width: 600, height: 300 };
  for (let y = 24; y < 300; y += 30) picture.data.fill(0, (y * 600 + 22) * 3, (y * 600 + 23) * 3);
  return picture;
}

/** Finds SECRET and, so that there can be more than one kind, TOKEN. */
const detector: Detector = {
  inText: () => Promise.reject(new Error('There is no exact text in a picture.')),
  inReading: ({ lines }) =>
    lines.flatMap(({ words }, line): ReadingFinding[] => {
      const text = words.flatMap(({ symbols }) => symbols.map((symbol) => symbol.text)).join('');
      return [...text.matchAll(/SECRET\d*|TOKEN\d*/g)].map(({ 0: value, index }) => ({
        rule: value.startsWith('SECRET') ? 'a-secret' : 'a-token',
        title: value.startsWith('SECRET') ? 'secret of a test' : 'token of a test',
        confidence: 0.9,
        value,
        spans: [{ line, from: index, to: index + value.length }],
      }));
    }),
};

interface Asked {
  picture: Picture;
  request: ReadRequest;
}

/** Whether a place is to be read as if nothing were written there. */
function holds(asked: Asked | undefined, { x, y }: { x: number; y: number }): boolean {
  const boxes = asked?.request.without ?? [];
  return boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}

/** Answers one reading after the other, the last one from then on. Counts what it was asked. */
function readerOf(...answers: (Reading | Error)[]): { reader: Reader; asked: Asked[] } {
  const asked: Asked[] = [];
  const reader: Reader = {
    name: 'bundled',
    read: (picture, request) => {
      request.signal.throwIfAborted();
      asked.push({ picture, request });
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? page();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  };
  return { reader, asked };
}

function options(reader: Reader, mode: SecureOptions['mode'] = 'standard'): SecureOptions {
  return { mode, reader, detector, signal: new AbortController().signal };
}

function isBlack({ data, width }: Picture, x: number, y: number): boolean {
  return data[(y * width + x) * 3] === 0;
}

describe('making a picture secure', () => {
  it('finds what to paint over, and keeps the words that were read', async () => {
    const reading = page('nothing here', 'key = SECRET1 end');
    const { reader } = readerOf(reading, page('key = end'));
    const { findings, ...rest } = await secure(blank(), options(reader));
    expect(rest.reading).toBe(reading);
    expect(rest.doubts).toEqual([]);
    expect(rest.secrets).toMatchObject([{ value: 'SECRET1', spans: [{ line: 1, from: 4, to: 11 }] }]);
    expect(findings).toMatchObject([
      {
        id: 'a-secret-1',
        rule: 'a-secret',
        title: 'secret of a test',
        confidence: 0.9,
        value: 'SECRET1',
        valueHash: createHash('sha256').update('SECRET1').digest('hex'),
      },
    ]);
    const word = reading.lines[1]?.words[2]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(findings[0]?.boxes.map((box) => shared(box, word))).toEqual([area(word)]);
  });

  it('reads again only near what it painted, where nothing of it is left', async () => {
    const { reader, asked } = readerOf(page('SECRET1', '', '', '', '', 'far away'), page());
    const picture = blank();
    await secure(picture, options(reader));
    expect(asked).toHaveLength(2);
    expect(asked[0]?.picture).toBe(picture);
    expect(asked[0]?.request).toMatchObject({ layout: 'lines' });
    expect(asked[0]?.request.regions).toBeUndefined();
    const again = asked[1];
    expect(again?.picture).toBe(picture);
    expect(holds(again, { x: 22, y: 24 })).toBe(true);
    expect(holds(again, { x: 22, y: 174 })).toBe(false);
    const [region, ...others] = again?.request.regions ?? [];
    expect(others).toEqual([]);
    expect(region?.y).toBeLessThan(20);
    expect((region?.y ?? 0) + (region?.height ?? 0)).toBeGreaterThan(34);
    expect((region?.y ?? 0) + (region?.height ?? 0)).toBeLessThan(170);
  });

  it('reads once when there is nothing to paint', async () => {
    const { reader, asked } = readerOf(page('nothing here'));
    expect(await secure(blank(), options(reader))).toMatchObject({ findings: [], doubts: [], secrets: [] });
    expect(asked).toHaveLength(1);
  });

  it('paints over what only the second reading finds, in the first reading too', async () => {
    const first = page('SECRET1', 'T0KEH7 misread');
    const { reader, asked } = readerOf(first, page('', 'TOKEN7 misread'), page('', 'misread'));
    const { findings, secrets, doubts } = await secure(blank(), options(reader));
    expect(findings.map(({ id }) => id)).toEqual(['a-secret-1', 'a-token-1']);
    expect(secrets.at(-1)).toMatchObject({ rule: 'a-token', spans: [{ line: 1, from: 0, to: 6 }] });
    expect(doubts).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it('takes what is read into the paint for nothing', async () => {
    const { reader, asked } = readerOf(page('key SECRET1'), page('key SECRET2'));
    const { findings, doubts } = await secure(blank(), options(reader));
    expect(findings).toHaveLength(1);
    expect(doubts).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('doubts what still stands after two rounds', async () => {
    const { reader, asked } = readerOf(
      page('SECRET1'),
      page('', 'SECRET2'),
      page('', '', 'SECRET3'),
      page('', '', '', 'SECRET4 TOKEN5 TOKEN6'),
    );
    const { findings, doubts } = await secure(blank(), options(reader));
    expect(asked).toHaveLength(4);
    expect(findings.map(({ value }) => value)).toEqual(['SECRET1', 'SECRET2', 'SECRET3']);
    expect(doubts).toEqual([
      'A secret can still be read beside what was painted over: secret of a test.',
      'A secret can still be read beside what was painted over: token of a test.',
    ]);
  });

  it('covers whole lines and reads everything three times when strict', async () => {
    const reading = page('key = SECRET1 end', 'other');
    const { reader, asked } = readerOf(reading, page('', 'TOKEN9 in sparse'), page());
    const { findings } = await secure(blank(), options(reader, 'strict'));
    const line = reading.lines[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(findings[0]?.boxes.map((box) => shared(box, line))).toEqual([area(line)]);
    expect(findings[1]?.value).toBe('TOKEN9');
    expect(asked.map(({ request }) => request.layout)).toEqual(['lines', 'sparse', 'lines']);
    expect(asked.every(({ request }) => request.regions === undefined)).toBe(true);
    expect(holds(asked[2], { x: 22, y: 54 })).toBe(true);
  });

  it('looks for nothing when off', async () => {
    const { reader, asked } = readerOf(page('SECRET1'));
    const secured = await secure(blank(), options(reader, 'off'));
    expect(secured).toEqual({ findings: [], reading: { lines: [] }, secrets: [], doubts: [] });
    expect(asked).toEqual([]);
  });

  const broken = new LocalError('reader', 'The reader is broken.', 'Mend it.');

  it('doubts a picture that cannot be read', async () => {
    const { reader } = readerOf(broken);
    expect(await secure(blank(), options(reader))).toEqual({
      findings: [],
      reading: { lines: [] },
      secrets: [],
      doubts: ['The picture could not be searched for secrets. The reader is broken. Mend it.'],
    });
  });

  it('doubts a picture that cannot be read again, and keeps what was found', async () => {
    for (const mode of ['standard', 'strict'] as const) {
      const { reader } = readerOf(page('SECRET1'), broken);
      const { findings, doubts } = await secure(blank(), options(reader, mode));
      expect(findings).toHaveLength(1);
      expect(doubts.length).toBeGreaterThan(0);
    }
  });

  it('does not hide a mistake of ours behind a doubt', async () => {
    const { reader } = readerOf(new TypeError('undefined is not a function'));
    await expect(secure(blank(), options(reader))).rejects.toThrow(TypeError);
  });

  it("throws the signal's reason when aborted, before and while reading", async () => {
    const reason = new Error('The attachment was removed.');
    const { reader, asked } = readerOf(page('SECRET1'));
    const before = { ...options(reader), signal: AbortSignal.abort(reason) };
    await expect(secure(blank(), before)).rejects.toBe(reason);
    expect(asked).toEqual([]);

    const controller = new AbortController();
    const slow: Reader = {
      ...reader,
      read: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          controller.abort(reason);
        }),
    };
    const aborting = secure(blank(), { ...options(slow), signal: controller.signal });
    await expect(aborting).rejects.toBe(reason);
  });

  it('leaves the picture it was given as it was', async () => {
    const { reader } = readerOf(page('SECRET1'), page());
    const picture = blank();
    const { findings } = await secure(picture, options(reader));
    expect(picture).toEqual(blank());
    const covered = paint(
      picture,
      findings.flatMap(({ boxes }) => boxes),
    );
    expect(isBlack(covered, 30, 24)).toBe(true);
    expect(isBlack(picture, 30, 24)).toBe(false);
  });
});
