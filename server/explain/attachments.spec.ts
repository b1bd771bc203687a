import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, png } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { AttachmentStore, bytesWithinBase64, checkCount, fairShare } from './attachments.ts';

const OPTIONS = { maxEdge: 1024, maxBytes: 1_500_000, ...unread };

async function storeOf(...files: Buffer[]) {
  const store = new AttachmentStore();
  const attachments = [];
  for (const [index, file] of files.entries())
    attachments.push(await store.add(`${index}.png`, file, OPTIONS));
  return { store, attachments, ids: attachments.map(({ id }) => id) };
}

test('what was attached is found again by its id, in the order of the question', async () => {
  const { store, attachments, ids } = await storeOf(await png(40, 30), await png(30, 40));
  expect(ids[0]).not.toBe(ids[1]);
  const [first, second] = await store.forQuestion(ids.toReversed(), 1_500_000);
  expect([first?.name, second?.name]).toEqual(['1.png', '0.png']);
  expect(first?.safe.image.sha256).toBe(attachments[1]?.sha256);
  expect(first?.attachMs).toBeGreaterThan(0);
});

test('what was removed is unknown; removing it twice, or what never was, is no error', async () => {
  const { store, ids } = await storeOf(await png());
  const [id = ''] = ids;
  store.remove(id);
  store.remove(id);
  store.remove('never');
  await expect(store.forQuestion([id], 1_500_000)).rejects.toMatchObject({
    kind: 'usage',
    code: 'unknown-attachment',
    hint: 'Attach the picture again.',
  });
});

test('a file that is refused leaves nothing behind', async () => {
  const store = new AttachmentStore();
  await expect(store.add('x.png', Buffer.from('<svg/>'), OPTIONS)).rejects.toMatchObject({ kind: 'unsafe' });
  expect(() => store.get('x.png')).toThrow();
});

test('ten pictures a question, not eleven', async () => {
  const { store, ids } = await storeOf(...Array<Buffer>(11).fill(await png()));
  expect(await store.forQuestion(ids.slice(1), 1_500_000)).toHaveLength(10);
  await expect(store.forQuestion(ids, 1_500_000)).rejects.toMatchObject({ code: 'too-many-attachments' });
  expect(() => checkCount(11)).toThrow('this one has 11');
  expect(checkCount(10)).toBeUndefined();
});

test('of clients that attach and never detach the newest 64 pictures are kept', async () => {
  const file = await png(8, 8);
  const { store, ids } = await storeOf(...Array<Buffer>(65).fill(file));
  expect(() => store.get(ids[0] ?? '')).toThrow('There is no attachment');
  for (const id of ids.slice(1)) expect(store.get(id).id).toBe(id);
});

test('together they keep the limit, the small ones as they are; the store keeps what it had', async () => {
  const { store, ids } = await storeOf(await noise(500, 400), await noise(300, 200, 2), await png());
  const limit = 90_000;
  const pictures = await store.forQuestion(ids, limit);
  const sizes = pictures.map(({ safe }) => safe.data.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limit);
  expect(sizes[2]).toBe(store.get(ids[2] ?? '').safe.data.length);
  for (const { safe } of pictures) expect(safe.image.bytes).toBe(safe.data.length);
  // The source is told as it was, not as the picture that was shrunk.
  expect(pictures[0]?.safe.image.source).toMatchObject({ mime: 'image/png', width: 500, height: 400 });
  expect(store.get(ids[0] ?? '').safe.data.length).toBeGreaterThan(limit);
});

test('a fair share keeps the limit, wastes next to nothing, and touches only what is larger', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 10, max: 3_000_000 }), (each, total) => {
      const share = fairShare(each, total);
      const cut = each.map((size) => Math.min(size, share));
      const sum = cut.reduce((left, right) => left + right, 0);
      const isCut = cut.some((size, index) => size < (each[index] ?? 0));
      return sum <= total && (!isCut || sum > total - each.length);
    }),
  );
});

test('within the limit nothing is encoded again', async () => {
  const { store, ids } = await storeOf(await png(), await png(50, 50));
  const pictures = await store.forQuestion(ids, 1_500_000);
  expect(pictures.map(({ safe }) => safe.data)).toEqual(ids.map((id) => store.get(id).safe.data));
});

test.each([
  [0, 0],
  [3, 0],
  [4, 3],
  [7, 3],
  [2_000_000, 1_500_000],
])('%i characters of base64 carry %i bytes', (characters, bytes) => {
  expect(bytesWithinBase64(characters)).toBe(bytes);
  expect(Buffer.alloc(bytes).toString('base64').length).toBeLessThanOrEqual(characters);
});
