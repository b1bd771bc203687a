import { expect, test } from 'vitest';
import type { SoundPart } from '../media/sound/parts.ts';
import { MAX_STORED_BYTES, NoteStore } from './notes.ts';

async function* parts(...sizes: number[]): AsyncGenerator<SoundPart> {
  for (const size of sizes) yield { wav: Buffer.alloc(size), seconds: 1, fromSeconds: 0, toSeconds: 1 };
}

const about = () => ({ name: 'a note', sourceSeconds: 2, format: 'wav', removed: [], notices: [] });

test('a note is kept until it is removed', async () => {
  const store = new NoteStore();
  const { facts } = await store.add(parts(100, 50), about);
  expect(facts).toMatchObject({ seconds: 2, bytes: 150, parts: 2 });
  expect(store.get(facts.id).parts).toHaveLength(2);
  store.remove(facts.id);
  expect(() => store.get(facts.id)).toThrow('There is no recording');
});

test('the oldest go first, by size and by number', async () => {
  const store = new NoteStore();
  const half = MAX_STORED_BYTES / 2;
  const [first, second, third] = [
    await store.add(parts(half), about),
    await store.add(parts(half), about),
    await store.add(parts(10), about),
  ];
  expect(() => store.get(first.facts.id)).toThrow();
  expect(store.get(second.facts.id)).toBe(second);
  for (let count = 0; count < 31; count++) await store.add(parts(1), about);
  expect(() => store.get(second.facts.id)).toThrow();
  expect(store.get(third.facts.id)).toBe(third);
});

test('what is larger than all that is kept is refused before it is all there', async () => {
  await expect(new NoteStore().add(parts(MAX_STORED_BYTES, 1), about)).rejects.toMatchObject({
    code: 'too-large',
  });
});
