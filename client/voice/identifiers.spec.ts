import { expect, it } from 'vitest';
import { identifiersIn, interleaved } from './identifiers.ts';

it('finds names a transcriber would not spell, the most frequent first', () => {
  const text = `
    import { fetchWithTimeout } from './fetch.ts';
    const max_retries = 3; let value = fetchWithTimeout(url, max_retries);
    fetchWithTimeout(HTTPServer, utf8, größeÄndern);
  `;
  expect(identifiersIn(text)).toEqual([
    'fetchWithTimeout',
    'max_retries',
    'HTTPServer',
    'utf8',
    'größeÄndern',
  ]);
});

it('leaves out what could be a secret', () => {
  const text = `${'ghp_'}${'a1B2'.repeat(20)} 4a0f9c21d3 cafe1234 pin_4711 deadbeefCafe`;
  expect(identifiersIn(text)).toEqual([]);
});

it('takes from each list in turn, and no more than asked', () => {
  expect(interleaved([['a', 'b', 'c'], ['d'], ['a', 'e']], 4)).toEqual(['a', 'd', 'b', 'e']);
  expect(interleaved([], 4)).toEqual([]);
});
