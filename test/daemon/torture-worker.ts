// One of several processes that ask questions on one ledger, many at once, until it is done or killed.
import * as z from 'zod';
import { BudgetError, ProviderError } from '../../protocol/errors.ts';
import { Settings } from '../../protocol/settings.ts';
import { App } from '../../server/app.ts';
import { createRandom } from '../corpus/random.ts';
import { png } from '../support/images.ts';

const Task = z.object({
  directory: z.string(),
  baseUrl: z.string(),
  /** Whom the questions name, in turn. */
  models: z.array(z.string()),
  worker: z.int(),
  from: z.int(),
  to: z.int(),
});
export type Task = z.infer<typeof Task>;

/** How many questions one window has under way at once. */
const AT_ONCE = 4;

async function askAll({ directory, baseUrl, models, worker, from, to }: Task): Promise<void> {
  const random = createRandom(1000 * worker + from);
  const app = await App.open({
    dataDirectory: directory,
    workspace: `workspace ${worker % 3}`,
    settings: Settings.parse({
      provider: { baseUrl },
      answer: { maxOutputTokens: 64 },
      // Money is what is tested here; reading pictures takes a hundred times as long as all the rest.
      privacy: { mode: 'off' },
    }),
    environment: {},
  });
  app.spending.watch(
    () => {},
    () => {},
  );
  const picture = await png(640, 400);

  async function ask(index: number): Promise<void> {
    process.send?.({ asked: index });
    const kind = random.below(100);
    const attachments =
      kind < 10 ? [(await app.attach('a.png', picture, new AbortController().signal)).id] : [];
    const controller = new AbortController();
    const stopAfter = kind >= 95 ? 3 : Number.POSITIVE_INFINITY;
    let deltas = 0;
    try {
      await app.explain(
        {
          attachments,
          prompt: kind >= 90 ? `Question ${index}? ${'And more of it. '.repeat(40)}` : `Question ${index}?`,
          ...(kind >= 85 && kind < 90 && { route: 'local' as const }),
          ...(attachments.length === 0 && { model: models[index % models.length] }),
        },
        {
          signal: controller.signal,
          onProgress(progress) {
            if (progress.kind !== 'delta') return;
            deltas++;
            if (deltas >= stopAfter) controller.abort();
          },
        },
      );
      process.send?.({ ended: 'answered' });
    } catch (error) {
      if (error instanceof BudgetError) process.send?.({ ended: 'refused' });
      else if (error instanceof ProviderError) process.send?.({ ended: 'failed' });
      else throw error;
    } finally {
      for (const id of attachments) app.detach(id);
    }
  }

  let next = from;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < to) {
        const index = next;
        next += 1;
        await ask(index);
      }
    }),
  );
  await app.close();
}

process.once('message', (message) => {
  askAll(Task.parse(message)).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');
