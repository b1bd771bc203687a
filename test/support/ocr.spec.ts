import { expect, test } from 'vitest';
import { showsPartOf } from './ocr.ts';

const secret = 'k0_Ab3dEf6hKmN9pQrStU';

test.each([
  ['the whole', secret],
  ['a part of it, misread', 'token: kO Ab3dEf6 hKm'],
  ['broken over lines', 'xx k0_Ab3\ndEf6hK xx'],
])('%s is told', (_, text) => expect(showsPartOf(secret, text)).toBe(true));

test.each([
  ['seven characters', 'k0_Ab3dE'],
  ['others', 'Found 1 error in src/client.ts:4'],
])('%s are not', (_, text) => expect(showsPartOf(secret, text)).toBe(false));
