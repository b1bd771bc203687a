import { expect, test } from 'vitest';
import { createDetector } from './detect/detect.ts';
import { valueHash } from './placeholders.ts';
import { findSpoken } from './spoken.ts';
import { SpokenMemory } from './spoken-memory.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });
/** Nobody's. */
const CARD = `four one one one ${Array(12).fill('one').join(' ')}`;

async function rememberedFrom(transcript: string): Promise<SpokenMemory> {
  const memory = new SpokenMemory();
  memory.remember(await findSpoken(detector, transcript));
  return memory;
}

test('what was said is known again where it comes back as if typed', async () => {
  const memory = await rememberedFrom(`My card is ${CARD}.`);
  const pasted = `Earlier I said: ${CARD.replace('four', 'Four').replaceAll(' ', '\n')}, why?`;
  expect(await detector.inText(pasted)).toEqual([]);
  const found = await memory.around(detector, []).inText(pasted);
  expect(found).toMatchObject([{ rule: 'card-number', start: 16 }]);
  expect(pasted.slice(found[0]?.end)).toBe(', why?');
});

test('not what the user allowed, by what it stands for', async () => {
  const memory = await rememberedFrom(`My card is ${CARD}.`);
  const allow = [valueHash(`4111${'1'.repeat(12)}`)];
  expect(await memory.around(detector, allow).inText(CARD)).toEqual([]);
});

test('what holds nothing that was said is left as it is', async () => {
  const memory = await rememberedFrom('The parser drops commas.');
  expect(await memory.around(detector, []).inText('four one one one')).toEqual([]);
});
