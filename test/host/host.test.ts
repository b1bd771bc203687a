// The tests inside the extension host, each as a test of Vitest's, so that one count has them all.
import { join } from 'node:path';
import { test } from 'vitest';
import { runInExtensionHost } from '../support/extension-host.ts';
import { startProvider } from '../support/provider.ts';

const repository = join(import.meta.dirname, '../..');

const provider = await startProvider();
// The second piece never comes: whoever asks this is cut off.
provider.answer('a slow question', 'This takes for ever.', { pauseMs: 600_000 });
provider.answer('a quick question', 'Because it is so, and has always been.');
provider.answer('alternative text', '“Four [coloured] quarters: 1 * 2.”');
provider.answer('Write down what this shows', '```ts\nconst red = true;\nif (red) {\n  go();\n}\n```\n');
provider.answer('issue report', '# It is red\n\n## Steps to Reproduce\n\n1. Look at it.');
provider.say('What was said.', { audioTokens: 10, textTokens: 0, outputTokens: 5 });
provider.answer(/./, 'This is a picture of one colour.\nIt is red.');

const results = await runInExtensionHost({
  extension: repository,
  tests: join(repository, 'out/test/host.cjs'),
  env: {
    OPENAI_BASE_URL: provider.baseUrl,
    OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
  },
  timeoutMs: 300_000,
}).finally(() => provider.stop());

for (const result of results) {
  test.skipIf(result.outcome === 'skipped')(result.title, () => {
    if (result.outcome === 'failed') throw new Error(result.error);
  });
}
