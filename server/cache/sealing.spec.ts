import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { KEY_BYTES, Seal } from './sealing.ts';

const key = randomBytes(KEY_BYTES);
const seal = new Seal(key);
const TEXT = 'The build fails — because ⟦api-key-1⟧ is missing.';

test('what is sealed opens with the same key, in another process, too', () => {
  expect(new Seal(Buffer.from(key)).open(seal.seal(TEXT))).toBe(TEXT);
  expect(seal.open(seal.seal(''))).toBe('');
});

test('it says nothing, and the same text is never sealed alike', () => {
  const [one, two] = [seal.seal(TEXT), seal.seal(TEXT)];
  expect(one).not.toBe(two);
  expect(Buffer.from(one, 'base64').toString('latin1')).not.toContain('build');
});

test('what was changed, cut off or sealed with another key does not open', () => {
  const sealed = Buffer.from(seal.seal(TEXT), 'base64');
  for (const at of [0, 11, 12, 20, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(seal.open(changed.toString('base64'))).toBeUndefined();
  }
  for (const length of [0, 12, 27, sealed.length - 1])
    expect(seal.open(sealed.subarray(0, length).toString('base64'))).toBeUndefined();
  expect(new Seal(randomBytes(KEY_BYTES)).open(sealed.toString('base64'))).toBeUndefined();
});

test('a name depends on the key, and is always the same', () => {
  expect(seal.name('abc')).toBe(new Seal(key).name('abc'));
  expect(seal.name('abc')).not.toBe(seal.name('abd'));
  expect(new Seal(randomBytes(KEY_BYTES)).name('abc')).not.toBe(seal.name('abc'));
});

test('a short key is refused', () => {
  expect(() => new Seal(Buffer.alloc(16))).toThrow('32 bytes');
});
