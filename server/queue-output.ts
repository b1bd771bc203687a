import { UsageError } from '../protocol/errors.ts';
import { formatUsd } from '../protocol/money.ts';
import type { QueuedQuestion } from '../protocol/queue.ts';
import type { App } from './app.ts';
import * as print from './print.ts';
import { fitted, printable, table } from './print-table.ts';
import { EXIT, type Output, toFailure } from './run.ts';

// What the command line does about questions that wait for the network.

export async function showQueue(app: App): Promise<Output> {
  const questions = await app.queueing.list(true);
  const unreadable = await app.queueing.countUnreadable();
  const lost =
    unreadable === 0
      ? []
      : [
          `${unreadable} more cannot be read: the keychain has another key by now. "lenscap queue clear" forgets them.`,
        ];
  const text =
    questions.length + unreadable === 0
      ? 'No question waits for the network.'
      : [...(questions.length > 0 ? [listed(questions)] : []), ...lost].join('\n');
  return { text, json: { questions, unreadable } };
}

/** Asks those of the ids, or all that no window looks after, and takes out what was answered. */
export async function askQueue(app: App, ids: string[], options: { json?: true }): Promise<Output> {
  const waiting = await app.queueing.list(true);
  const wanted =
    ids.length > 0
      ? ids.map((id) => find(waiting, id))
      : waiting.filter(({ state }) => state !== 'elsewhere');
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  const stream = options.json ? process.stderr : process.stdout;
  const answers: object[] = [];
  try {
    for (const { id, prompt } of wanted) {
      if (controller.signal.aborted) break;
      process.stderr.write(`> ${printable(prompt || 'Explain this')}\n`);
      const answer = await app.askQueued(id, undefined, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.kind === 'delta') stream.write(progress.text);
        },
      });
      stream.write('\n');
      if (!options.json) process.stderr.write(`${print.foot(answer)}\n`);
      answers.push({ id, ...answer });
      const isStopped = answer.finishReason === 'cancelled' && answer.text === '';
      if (!isStopped) await app.queueing.remove(id);
    }
  } catch (error) {
    if (!options.json || answers.length === 0) throw error;
    // What was answered before is out of the queue already: it must not be lost.
    const failure = toFailure(error);
    process.exitCode = EXIT[failure.kind];
    return { text: '', json: { answers, error: failure } };
  } finally {
    process.off('SIGINT', stop);
  }
  return { text: wanted.length === 0 ? 'There is nothing to ask.' : '', json: { answers } };
}

export async function removeQueued(app: App, ids: string[]): Promise<Output> {
  const waiting = await app.queueing.list(true);
  const found = ids.map((id) => find(waiting, id));
  for (const { id } of found) await app.queueing.remove(id);
  const what = found.length === 1 ? 'The question is' : `${found.length} questions are`;
  return { text: `${what} removed.`, json: { removed: found.map(({ id }) => id) } };
}

export async function clearQueue(app: App): Promise<Output> {
  const removed = await app.queueing.clear();
  return { text: 'No question waits any more.', json: { removed } };
}

/** By the beginning of its id, as it is listed. */
function find(waiting: readonly QueuedQuestion[], beginning: string): QueuedQuestion {
  const [found, another] = waiting.filter(({ id }) => id.startsWith(beginning));
  if (found && !another) return found;
  throw new UsageError(
    'not-queued',
    another
      ? `Several waiting questions begin with ${beginning}.`
      : `No question ${beginning} waits for the network.`,
    'Run "lenscap queue" to see those that do.',
  );
}

function listed(questions: readonly QueuedQuestion[]): string {
  const rows = questions.map(({ id, queuedAt, workspace, prompt, model, maxNanoUsd, state }) => [
    id.slice(0, 8),
    new Date(queuedAt).toLocaleString(),
    printable(workspace),
    model,
    formatUsd(maxNanoUsd, 'up'),
    state === 'elsewhere' ? 'in a window' : 'waiting',
    fitted(printable(prompt) || 'Explain this', 60, { unicode: true }),
  ]);
  const head = ['id', 'queued', 'workspace', 'model', 'at most', 'where', 'question'];
  return table([head, ...rows]);
}
