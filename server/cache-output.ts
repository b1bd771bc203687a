import type { App } from './app.ts';
import type { Output } from './run.ts';

// What the command line does about answers that are kept.

export async function showCache(app: App): Promise<Output> {
  const state = await app.cache.state();
  const { file, answers, bytes } = state;
  const text =
    file === undefined
      ? 'This system has no keychain that keeps a key: answers are kept in memory, window by window.'
      : `${answers} ${answers === 1 ? 'answer' : 'answers'} in ${file}, ${bytes} bytes, sealed with a key from the keychain`;
  return { text, json: { file: file ?? null, answers, bytes } };
}

export async function clearCache(app: App): Promise<Output> {
  await app.cache.clear();
  const { file } = await app.cache.state();
  const text =
    file === undefined
      ? 'Nothing is kept on the disk. What windows have in memory is forgotten when they are closed.'
      : 'All kept answers are forgotten.';
  return { text, json: { cleared: true } };
}
