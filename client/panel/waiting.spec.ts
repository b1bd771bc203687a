import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { BudgetError, ProviderError, QueuedError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import { type askQueued, type QueuedQuestion, queue, unqueue } from '../../protocol/queue.ts';
import type { Question } from '../../protocol/quote.ts';
import { NO_USAGE } from '../../protocol/usage.ts';
import type { AskingDaemon } from './asking.ts';
import { Conversation } from './conversation.ts';
import type { Turn } from './messages.ts';
import { PromptHistory } from './prompt-history.ts';

function waiting(id: string, fields: Partial<QueuedQuestion> = {}): QueuedQuestion {
  return {
    id,
    queuedAt: '2026-11-21T10:00:00.000Z',
    workspace: 'w',
    prompt: 'Why?',
    pictures: [],
    route: 'text',
    model: 'gpt-4o-mini',
    expectedNanoUsd: 1_000_000,
    maxNanoUsd: 7_000_000,
    isDurable: true,
    state: 'waiting',
    ...fields,
  };
}

function answer(text: string, fields: Partial<Explanation> = {}): Explanation {
  return {
    text,
    masked: text,
    ...{ route: 'text', model: 'gpt-4o-mini', reason: 'r', finishReason: 'stop', usage: NO_USAGE },
    ...{ costNanoUsd: 0, certainty: 'exact', cache: 'off', requestId: 'req-1', attempts: [], sent: [] },
    timings: { attachMs: 0, firstDeltaMs: 1, totalMs: 2 },
    notices: [],
    ...fields,
  };
}

const unreachable = new ProviderError('unreachable', 'OpenAI cannot be reached.', 'Check the network.');

/** A daemon that is offline until the test says otherwise. */
class OfflineDaemon implements AskingDaemon {
  life = 1;
  questions: QueuedQuestion[] = [];
  readonly asked: Question[] = [];
  readonly askedQueued: z.input<typeof askQueued.params>[] = [];
  readonly unqueued: string[] = [];
  ask: (question: Question) => Promise<Explanation> = async () => {
    throw unreachable;
  };
  askWaiting: () => Promise<Explanation> = async () => answer('Because.');

  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    if (message.method === queue.method) return message.result.parse({ questions: this.questions });
    if (message.method === unqueue.method) this.unqueued.push(unqueue.params.parse(params).id);
    else throw new ProviderError('unreachable', 'No price.', 'None.');
    return message.result.parse(null);
  }

  explain(question: Question): Promise<Explanation> {
    this.asked.push(question);
    return this.ask(question);
  }

  askQueued(params: z.input<typeof askQueued.params>): Promise<Explanation> {
    this.askedQueued.push(params);
    return this.askWaiting();
  }
}

function start() {
  const daemon = new OfflineDaemon();
  const conversation = new Conversation({
    daemon,
    post: () => {},
    cancellation: () => new CancellationTokenSource(),
    onDidChangeAnswering: () => {},
    here: 'w',
    voice: { spoken: undefined, takeSpoken: () => undefined, giveBack: () => {} },
    prompts: new PromptHistory({ get: () => [], update: async () => {} }),
    placesIn: async () => [],
    code: { find: async () => [], read: async () => [], wish: () => 'ask' },
  });
  const only = (): Turn => {
    const [turn, ...others] = conversation.turns;
    if (!turn || others.length > 0) throw new Error(`There are ${conversation.turns.length} turns.`);
    return turn;
  };
  return { daemon, conversation, only };
}

/** Asks offline, and has the question wait. */
async function queueOne() {
  const started = start();
  const { daemon, conversation, only } = started;
  await conversation.send('Why?');
  daemon.ask = async () => {
    throw new QueuedError('q', 'OpenAI cannot be reached.', 'It waits.');
  };
  await conversation.wayOffline('ask-when-online', only().id);
  return started;
}

const waysOf = (turn: Turn) => turn.trouble?.ways.map(({ label }) => label);

describe('a question that meets nobody', () => {
  it('can wait, or be asked again; without a picture there is nothing to say of it here', async () => {
    const { conversation, only } = start();
    await conversation.send('Why?');
    expect(only()).toMatchObject({ status: 'failed', trouble: { code: 'unreachable' } });
    expect(waysOf(only())).toEqual(['Ask When Online', 'Try Again']);
  });

  it('waits in its own turn, and is not in the composer any more', async () => {
    const { daemon, conversation, only } = await queueOne();
    expect(daemon.asked.map(({ queueOffline }) => queueOffline)).toEqual([undefined, true]);
    expect(only()).toMatchObject({ status: 'waiting', queued: 'q', prompt: 'Why?' });
    expect(conversation.prompt).toBe('');
    conversation.showQueue([waiting('q')]);
    expect(only().trouble).toMatchObject({
      message: 'Waiting for the network.',
      hint: 'The question is asked by itself when it is back, for at most $0.0070.',
    });
    expect(waysOf(only())).toEqual(['Ask Now', 'Remove']);
  });

  it('is one turn, also where the daemon tells of it before it answers', async () => {
    const { daemon, conversation, only } = start();
    await conversation.send('Why?');
    daemon.ask = async () => {
      conversation.showQueue([waiting('q', { isDurable: false })]);
      throw new QueuedError('q', 'OpenAI cannot be reached.', 'It waits.');
    };
    await conversation.wayOffline('ask-when-online', only().id);
    expect(only()).toMatchObject({ status: 'waiting', queued: 'q' });
    expect(only().trouble?.hint).toContain('no keychain');
  });

  it('keeps the answer that was given on this machine, and waits in a turn of its own', async () => {
    const { daemon, conversation } = start();
    daemon.ask = async () => answer('A stack trace.', { isOffline: true, route: 'local', model: 'local' });
    await conversation.send('Why?');
    const [first] = conversation.turns;
    expect(first?.foot?.ways.map(({ label }) => label)).toEqual(['Ask When Online', 'Try Again']);
    daemon.ask = async () => {
      throw new QueuedError('q', 'OpenAI cannot be reached.', 'It waits.');
    };
    await conversation.wayOffline('ask-when-online', first?.id ?? '');
    expect(conversation.turns).toMatchObject([
      { status: 'done', text: 'A stack trace.' },
      { status: 'waiting', queued: 'q' },
    ]);
  });
});

describe('a question that waits', () => {
  it('is asked by itself, once, when the network is back, and then removed', async () => {
    const { daemon, conversation, only } = await queueOne();
    const { promise, resolve } = Promise.withResolvers<Explanation>();
    daemon.askWaiting = () => promise;
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    expect(only().status).toBe('answering');
    // News that cross each other do not ask it again.
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    expect(daemon.unqueued).toEqual([]);
    resolve(answer('Because.'));
    await vi.waitFor(() => expect(daemon.unqueued).toEqual(['q']));
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    conversation.showQueue([]);
    expect(daemon.askedQueued).toEqual([{ id: 'q' }]);
    expect(only()).toMatchObject({ status: 'done', text: 'Because.' });
  });

  it('lets the question that is being answered end first, and others follow one by one', async () => {
    const { daemon, conversation } = start();
    const { promise, resolve } = Promise.withResolvers<Explanation>();
    daemon.ask = () => promise;
    const sent = conversation.send('First?');
    await vi.waitFor(() => expect(daemon.asked).toHaveLength(1));
    const both = ['a', 'b'].map((id) => waiting(id, { state: 'ready' }));
    conversation.showQueue(both);
    expect(daemon.askedQueued).toEqual([]);
    resolve(answer('Yes.'));
    await sent;
    await vi.waitFor(() => expect(daemon.unqueued).toEqual(['a', 'b']));
    expect(conversation.turns.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  });

  it('stays where it may cost more, says so, and is asked for that if the user wants', async () => {
    const { daemon, conversation, only } = await queueOne();
    const failure = new BudgetError('dearer', 'It may cost $0.02 by now.', 'Ask it now, or remove it.');
    const stays = waiting('q', { state: 'stays', trouble: failure.toFailure(), nowNanoUsd: 20_000_000 });
    daemon.askWaiting = async () => {
      // What the daemon tells may come before or after its answer.
      conversation.showQueue([stays]);
      throw failure;
    };
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    await vi.waitFor(() => expect(only().status).toBe('waiting'));
    expect(only().trouble).toMatchObject({ code: 'dearer', message: 'It may cost $0.02 by now.' });
    expect(only().trouble?.ways[0]?.title).toBe('Asks now, for at most $0.0200');
    expect(daemon.askedQueued).toHaveLength(1);
    daemon.askWaiting = async () => answer('Because.');
    await conversation.wayOffline('ask-now', only().id);
    expect(daemon.askedQueued.at(-1)).toEqual({ id: 'q', upToNanoUsd: 20_000_000 });
    expect(only().status).toBe('done');
  });

  it('waits on where the network is gone again, or it was stopped before a word came', async () => {
    const { daemon, conversation, only } = await queueOne();
    daemon.askWaiting = async () => {
      throw unreachable;
    };
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    await vi.waitFor(() => expect(only().status).toBe('waiting'));
    daemon.askWaiting = async () => answer('', { finishReason: 'cancelled' });
    conversation.showQueue([waiting('q', { state: 'ready' })]);
    await vi.waitFor(() => expect(daemon.askedQueued).toHaveLength(2));
    await vi.waitFor(() => expect(only().status).toBe('waiting'));
    expect(daemon.unqueued).toEqual([]);
  });

  it('goes when the user removes it, and does not come back with old news', async () => {
    const { daemon, conversation, only } = await queueOne();
    conversation.showQueue([waiting('q')]);
    await conversation.wayOffline('remove-queued', only().id);
    expect(daemon.unqueued).toEqual(['q']);
    conversation.showQueue([waiting('q')]);
    expect(conversation.turns).toEqual([]);
  });

  it('stays when the answers are cleared', async () => {
    const { conversation, only } = await queueOne();
    conversation.showQueue([waiting('q')]);
    conversation.clear();
    expect(only()).toMatchObject({ status: 'waiting', queued: 'q' });
  });

  it('is there again after a restart, and goes on', async () => {
    const { conversation: before } = await queueOne();
    before.showQueue([waiting('q')]);
    const kept = [...before.turns];
    const { daemon, conversation, only } = start();
    daemon.questions = [waiting('q'), waiting('other', { prompt: 'Queued in a shell?' })];
    // The daemon may be there before the view is.
    conversation.show({ turns: kept, prompt: '' });
    await conversation.refreshQueue();
    expect(conversation.turns).toMatchObject([
      { queued: 'q', status: 'waiting', prompt: 'Why?' },
      { queued: 'other', status: 'waiting', prompt: 'Queued in a shell?' },
    ]);
    conversation.showQueue([waiting('other', { state: 'ready' })]);
    await vi.waitFor(() => expect(daemon.unqueued).toEqual(['other']));
    // The other one was asked elsewhere, or removed.
    expect(conversation.turns).toMatchObject([
      { status: 'failed', trouble: { message: 'This question no longer waits.' } },
      { status: 'done', text: 'Because.' },
    ]);
    expect(() => only()).toThrow('2 turns');
  });

  it('is one turn, too, where the daemon tells of it before the view is there', async () => {
    const { conversation: before } = await queueOne();
    const kept = [...before.turns];
    const { daemon, conversation, only } = start();
    daemon.questions = [waiting('q')];
    await conversation.refreshQueue();
    conversation.show({ turns: kept, prompt: '' });
    expect(only()).toMatchObject({ queued: 'q', status: 'waiting' });
  });

  it('waits on after a reload in the middle of its answer', async () => {
    const { conversation, daemon, only } = start();
    daemon.questions = [waiting('q', { state: 'asking' })];
    const cut: Turn = {
      id: 't',
      queued: 'q',
      prompt: 'Why?',
      pictures: [],
      text: 'Be',
      status: 'answering',
      canAskAgain: true,
      ...{ startsConversation: false, requests: [], places: [], masked: {} },
    };
    conversation.show({ turns: [cut], prompt: '' });
    await conversation.refreshQueue();
    expect(only()).toMatchObject({ status: 'waiting', text: '', queued: 'q' });
  });
});
