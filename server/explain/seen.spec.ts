import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import { Settings } from '../../protocol/settings.ts';
import { noise } from '../../test/support/images.ts';
import type { Detector } from '../privacy/detector.ts';
import type { WarmReader } from '../privacy/read/read.ts';
import type { Reading } from '../privacy/reading.ts';
import { AttachmentStore } from './attachments.ts';
import type { SafetyOptions } from './make-safe.ts';
import { SeenPictures } from './seen.ts';

const HOUR_MS = 3_600_000;
const inForce = Settings.parse({});
const { cache, privacy } = inForce;
const WORD = 'hunter2';

/** What is read in every picture: one word, which is a secret. */
const READING: Reading = (() => {
  const symbols = [...WORD].map((text, index) => ({
    text,
    box: { x: 10 + index * 8, y: 10, width: 8, height: 14 },
  }));
  const box = { x: 10, y: 10, width: WORD.length * 8, height: 14 };
  return { lines: [{ box, words: [{ text: WORD, confidence: 0.9, box, symbols }] }] };
})();

const detector: Detector = {
  inText: async () => [],
  inReading: ({ lines }) =>
    lines.length === 0
      ? []
      : [
          {
            rule: 'password',
            title: 'password',
            confidence: 1,
            value: WORD,
            spans: [{ line: 0, from: 0, to: WORD.length }],
          },
        ],
};

/** A window in which pictures are attached, and a reader that reads a word where nothing is painted over. */
function start() {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const read = vi.fn<WarmReader['read']>(async (_picture, { without }) =>
    without ? { lines: [] } : READING,
  );
  const names: { name: WarmReader['name'] } = { name: 'bundled' };
  const reader: WarmReader = {
    get name() {
      return names.name;
    },
    read,
    warmUp: async () => {},
    close: async () => {},
  };
  const store = new AttachmentStore();
  const seen = new SeenPictures(inForce, () => clock.now);
  const attach = (file: Buffer, settings: Partial<Settings['privacy']> = {}) => {
    const asked = { ...privacy, ...settings };
    const options: SafetyOptions = {
      maxEdge: 1024,
      maxBytes: 1_500_000,
      mode: asked.mode,
      privacy: async () => ({ reader, detector }),
      see: seen.under(asked),
      signal: new AbortController().signal,
    };
    return store.add('a.png', file, options);
  };
  /** Whether it was read for this attachment. */
  const isRead = async (file: Buffer, settings?: Partial<Settings['privacy']>) => {
    read.mockClear();
    await attach(file, settings);
    return read.mock.calls.length > 0;
  };
  return { attach, isRead, read, names, clock, seen, store };
}

test('the same picture is read once, however its file is written, until an hour has passed', async () => {
  const { attach, isRead, clock } = start();
  const file = await noise(300, 200);
  const first = await attach(file);
  expect(first.findings).toMatchObject([{ id: 'password-1', covered: true }]);
  const { id: _, name: __, ...image } = first;
  const again = await sharp(file).png({ compressionLevel: 1 }).toBuffer();
  clock.now += HOUR_MS - 1;
  expect(await attach(again)).toMatchObject({ ...image, source: { ...image.source, bytes: again.length } });
  expect(await isRead(file)).toBe(false);
  clock.now += 1;
  expect(await isRead(file)).toBe(true);
});

test.each<[string, Partial<Settings['privacy']>]>([
  ['the mode', { mode: 'strict' }],
  ['the languages', { languages: ['eng', 'deu'] }],
  ['a rule', { rules: [{ id: 'mine', description: 'mine', pattern: 'x' }] }],
  ['what is no secret', { allow: ['0'.repeat(64)] }],
  ['the countries', { nationalIds: ['de'] }],
])('where %s differs it is read again', async (_what, settings) => {
  const { isRead } = start();
  const file = await noise(300, 200);
  expect(await isRead(file)).toBe(true);
  expect(await isRead(file, settings)).toBe(true);
  expect(await isRead(file)).toBe(false);
});

test('another reader reads it again, and so does the same one another picture', async () => {
  const { isRead, names } = start();
  const file = await noise(300, 200);
  expect(await isRead(file)).toBe(true);
  expect(await isRead(await noise(300, 200, 2))).toBe(true);
  names.name = 'system';
  expect(await isRead(file)).toBe(true);
});

test('what the user leaves open in one is covered in the next', async () => {
  const { attach, store } = start();
  const file = await noise(300, 200);
  const first = await attach(file);
  const open = await store.redact(first.id, { uncover: ['password-1'], cover: [] });
  expect(open.findings[0]?.covered).toBe(false);
  expect(open.sha256).not.toBe(first.sha256);
  const next = await attach(file);
  expect(next.findings[0]?.covered).toBe(true);
  expect(next).toMatchObject({ sha256: first.sha256, text: first.text });
});

test('a doubt is not kept: the reader may work the next time', async () => {
  const { attach, isRead, read } = start();
  const file = await noise(300, 200);
  read.mockRejectedValueOnce(new LocalError('reader-missing', 'It is not there.', 'Install it.'));
  expect(await attach(file)).toMatchObject({ safe: false });
  expect(await isRead(file)).toBe(true);
  expect(await attach(file)).toMatchObject({ safe: true });
});

test('with 0 seconds every picture is read, and what was kept is forgotten', async () => {
  const { isRead, seen } = start();
  const file = await noise(300, 200);
  expect(await isRead(file)).toBe(true);
  seen.configure({ privacy, cache: { ...cache, readingSeconds: 0 } });
  seen.configure(inForce);
  expect(await isRead(file)).toBe(true);
  seen.configure({ privacy, cache: { ...cache, readingSeconds: 0 } });
  expect(await isRead(file)).toBe(true);
  expect(await isRead(file)).toBe(true);
});

test('with other privacy settings all is forgotten, also what is being read under the old ones', async () => {
  const { attach, isRead, read, seen } = start();
  const [kept, under] = [await noise(300, 200), await noise(300, 200, 2)];
  await attach(kept);
  read.mockImplementationOnce(async () => {
    seen.configure({ cache, privacy: { ...privacy, mode: 'strict' } });
    return READING;
  });
  await attach(under);
  expect(await isRead(under)).toBe(true);
  seen.configure(inForce);
  expect(await isRead(kept)).toBe(true);
  seen.configure({ cache, privacy: structuredClone(privacy) });
  expect(await isRead(kept)).toBe(false);
});
