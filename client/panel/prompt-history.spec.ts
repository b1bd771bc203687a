import { expect, test } from 'vitest';
import { PromptHistory } from './prompt-history.ts';

function store(kept?: unknown) {
  const all = new Map<string, unknown>([['lenscap.prompts', kept]]);
  return {
    get: (key: string) => all.get(key),
    update: async (key: string, value: unknown) => void all.set(key, value),
    get kept() {
      return all.get('lenscap.prompts');
    },
  };
}

test('questions are kept without their secrets, and as they were typed while the window lives', async () => {
  const disk = store();
  const history = new PromptHistory(disk);
  await history.add('Why does s3cret fail?', Promise.resolve('Why does ⟦password-1⟧ fail?'));
  await history.add('And this?', Promise.resolve('And this?'));
  expect(history.all).toEqual(['Why does s3cret fail?', 'And this?']);
  expect(disk.kept).toEqual(['Why does ⟦password-1⟧ fail?', 'And this?']);
  expect(new PromptHistory(disk).all).toEqual(['Why does ⟦password-1⟧ fail?', 'And this?']);
});

test('one that could not be looked through is not kept', async () => {
  const disk = store();
  const history = new PromptHistory(disk);
  await history.add('s3cret', Promise.resolve(undefined));
  expect(history.all).toEqual(['s3cret']);
  expect(disk.kept).toEqual([]);
});

test('the same question is there once, empty and long ones are not, and the oldest go', async () => {
  const disk = store();
  const history = new PromptHistory(disk);
  for (let i = 0; i < 101; i++) await history.add(`${i}`, Promise.resolve(`${i}`));
  await history.add('50', Promise.resolve('50'));
  await history.add(' ', Promise.resolve(' '));
  await history.add('x'.repeat(5_000), Promise.resolve(''));
  expect(history.all).toHaveLength(100);
  expect([history.all[0], history.all.at(-1)]).toEqual(['1', '50']);
});

test('what is no history is none', () => {
  expect(new PromptHistory(store([1, 2])).all).toEqual([]);
});
