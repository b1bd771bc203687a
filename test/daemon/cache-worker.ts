// One of several windows that share a cache: everything the daemon is made of, with a key that the
// test gives it instead of the keychain's. Asks the same question as often as it is told, all at once, and
// says so when it waits for another window.
import { Settings } from '../../protocol/settings.ts';
import { App } from '../../server/app.ts';

/** What it is told, once. */
export interface Errand {
  directory: string;
  baseUrl: string;
  /** The cache's key, in hex. */
  key: string;
  prompt: string;
  model: string;
  questions: number;
}

/** What came of the questions. */
export interface Errands {
  texts: string[];
  caches: string[];
  costNanoUsd: number;
  milliseconds: number;
}

async function run({ directory, baseUrl, key, prompt, model, questions }: Errand): Promise<Errands> {
  const app = await App.open({
    dataDirectory: directory,
    workspace: 'test',
    settings: Settings.parse({ privacy: { mode: 'off' } }),
    environment: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: baseUrl },
    cacheKey: async () => Buffer.from(key, 'hex'),
  });
  const startedAt = performance.now();
  const answers = await Promise.all(
    Array.from({ length: questions }, () =>
      app.explain(
        { attachments: [], prompt, model },
        {
          signal: new AbortController().signal,
          onProgress: ({ kind }) => kind === 'step' && process.send?.('waits'),
        },
      ),
    ),
  );
  const milliseconds = performance.now() - startedAt;
  await app.close();
  return {
    texts: [...new Set(answers.map(({ text }) => text))],
    caches: answers.map(({ cache }) => cache),
    costNanoUsd: answers.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0),
    milliseconds,
  };
}

process.on('message', (errand: Errand) => {
  void run(errand).then((errands) => {
    process.send?.(errands, () => process.disconnect());
  });
});
process.send?.('ready');
