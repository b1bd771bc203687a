import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { CurrentCatalogue } from './current-catalogue.ts';

const model = { name: 'mine', input: 1, output: 2 };
const setting = { name: 'set', abilities: ['text' as const], prices: [{ input: 3, output: 4 }] };
const DAY = '2026-11-21';

function open() {
  const file = join(scratchDirectory(), 'models.json');
  return { file, window: new CurrentCatalogue(file, []), another: new CurrentCatalogue(file, []) };
}

test('a model that another window adds is known at the next question', async () => {
  const { window, another } = open();
  expect(window.now().find('mine')).toBeUndefined();
  expect(await another.add(model, DAY)).toContain('models.json');
  expect(another.last.find('mine')).toBeDefined();
  expect(window.last.find('mine')).toBeUndefined();
  expect(window.now().find('mine')).toBeDefined();
  expect(window.last).toBe(window.now());
});

test('a window adds to what another has added', async () => {
  const { window, another } = open();
  await another.add(model, DAY);
  await window.add({ ...model, name: 'yours' }, DAY);
  for (const name of ['mine', 'yours']) expect(another.now().find(name)).toBeDefined();
});

test('a file that is wrong is told of until it is right, and the last one that was right stays', async () => {
  const { file, window } = open();
  await window.add(model, DAY);
  writeFileSync(file, '{"models": [');
  for (const _ of [1, 2]) expect(() => window.now()).toThrow('is not a list of models');
  expect(() => window.setCustom([setting])).toThrow('is not a list of models');
  expect(window.last.find('mine')).toBeDefined();
  rmSync(file);
  expect(window.now().find('mine')).toBeUndefined();
  expect(window.now().find('set')).toBeDefined();
});
