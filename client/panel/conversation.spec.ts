import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { attach, detach, preview } from '../../protocol/attach.ts';
import { BudgetError, UnsafeMediaError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import { DaemonDiedError } from '../failure.ts';
import { Conversation, type ConversationDaemon } from './conversation.ts';
import type { ExtensionMessage, Turn } from './messages.ts';

const usage = { input: 10, cachedInput: 0, image: 5, audio: 0, output: 2, reasoning: 0 };

function explanation(text: string, finishReason = 'stop'): Explanation {
  return {
    text,
    finishReason,
    usage,
    route: 'vision',
    model: 'gpt-4o',
    reason: 'r',
    costNanoUsd: 1_000_000,
    certainty: 'exact',
    cache: 'off',
    requestId: 'req-1',
    attempts: [],
    timings: { attachMs: 0, firstDeltaMs: 1, totalMs: 2 },
    notices: [],
  };
}

/** A daemon whose answers the test gives. */
class TinyDaemon implements ConversationDaemon {
  life = 1;
  refusal: Error | undefined;
  readonly questions: Question[] = [];
  answer: (progress: (piece: ExplainProgress) => void, cancelled: Promise<void>) => Promise<Explanation> =
    () => Promise.resolve(explanation('Because.'));
  #count = 0;

  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    return message.result.parse(this.#reply(message.method, params));
  }

  async explain(
    question: Question,
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    this.questions.push(question);
    return this.answer(
      onProgress,
      new Promise((resolve) => void token.onCancellationRequested(() => resolve())),
    );
  }

  #reply(method: string, params: unknown): unknown {
    switch (method) {
      case attach.method: {
        if (this.refusal) throw this.refusal;
        this.#count += 1;
        const source = { mime: 'image/png', width: 2, height: 2, bytes: 3 };
        const about = { safe: true, sha256: '00', removed: [], findings: [], text: '' };
        return {
          ...source,
          ...about,
          source,
          id: `id-${this.#count}`,
          name: attach.params.parse(params).name,
        };
      }
      case preview.method:
        return { mime: 'image/png', data: 'AAAA' };
      case quote.method: {
        const { prompt } = quote.params.parse(params);
        const tokens = { text: 1, image: 1, audio: 0, maxOutput: 1 };
        const price = { expectedNanoUsd: prompt.length, maxNanoUsd: prompt.length * 2 };
        return { route: 'vision', model: 'gpt-4o', reason: 'r', tokens, budgets: [], ...price };
      }
      case detach.method:
        return null;
      default:
        throw new Error(method);
    }
  }
}

function start() {
  const daemon = new TinyDaemon();
  const posted: ExtensionMessage[] = [];
  const answering: boolean[] = [];
  const conversation = new Conversation({
    daemon,
    post: (message) => void posted.push(message),
    cancellation: () => new CancellationTokenSource(),
    onDidChangeAnswering: (now) => void answering.push(now),
  });
  const last = <T extends ExtensionMessage['type']>(type: T) =>
    posted.findLast((message): message is Extract<ExtensionMessage, { type: T }> => message.type === type);
  const turns = (): Turn[] => {
    const ids = new Set(posted.flatMap((message) => (message.type === 'turn' ? [message.turn.id] : [])));
    return [...ids].flatMap((id) => conversation.turn(id) ?? []);
  };
  return { daemon, posted, answering, conversation, last, turns };
}

const png = Buffer.from('png');

describe('the conversation', () => {
  it('shows a picture while it is made safe, and what came out', async () => {
    const { conversation, posted, last } = start();
    await conversation.attach('shot.png', png);
    const states = posted.flatMap((message) =>
      message.type === 'attachments' ? message.tiles.map(({ state }) => state.kind) : [],
    );
    expect(states).toEqual(['working', 'ready']);
    expect(last('thumbnail')?.bytes).toEqual(new Uint8Array([0, 0, 0]));
    expect(last('quote')?.quote.kind).toBe('quote');
  });

  it('does not send what was refused, and says which', async () => {
    const { daemon, conversation, last } = start();
    daemon.refusal = new UnsafeMediaError('unknown', 'This is no picture.', 'Use a PNG.');
    await conversation.attach('page.html', png);
    expect(last('attachments')?.tiles[0]?.state).toMatchObject({
      kind: 'refused',
      trouble: { hint: 'Use a PNG.' },
    });
    await conversation.send('Why?');
    expect(daemon.questions).toEqual([]);
    expect(last('notice')?.text).toContain('page.html');
    await conversation.remove(last('attachments')?.tiles[0]?.key ?? '');
    await conversation.send('Why?');
    expect(daemon.questions).toHaveLength(1);
  });

  it('streams the answer into a turn', async () => {
    const { daemon, conversation, posted, answering, last, turns } = start();
    daemon.answer = async (progress) => {
      progress({ kind: 'route', route: 'vision', model: 'gpt-4o', reason: 'r' });
      for (const text of ['Be', 'cause']) progress({ kind: 'delta', text });
      return explanation('Because.');
    };
    await conversation.attach('shot.png', png);
    await conversation.send('Why?');
    expect(daemon.questions).toEqual([{ attachments: ['id-1'], prompt: 'Why?' }]);
    expect(posted.filter(({ type }) => type === 'delta')).toHaveLength(2);
    expect(turns()).toMatchObject([
      {
        prompt: 'Why?',
        text: 'Because.',
        status: 'done',
        foot: { requestId: 'req-1' },
        pictures: [{ name: 'shot.png' }],
      },
    ]);
    expect(last('attachments')?.tiles).toEqual([]);
    expect(answering).toEqual([true, false]);
  });

  it('does not send nothing, nor two questions at once', async () => {
    const { daemon, conversation } = start();
    await conversation.send('  ');
    daemon.answer = async (_, cancelled) => {
      await cancelled;
      return explanation('', 'cancelled');
    };
    const first = conversation.send('One?');
    await conversation.send('Two?');
    await vi.waitFor(() => expect(daemon.questions).toHaveLength(1));
    conversation.stop();
    await first;
    expect(daemon.questions.map(({ prompt }) => prompt)).toEqual(['One?']);
  });

  it('keeps what came when it is stopped', async () => {
    const { daemon, conversation, turns } = start();
    daemon.answer = async (progress, cancelled) => {
      progress({ kind: 'delta', text: 'Be' });
      await cancelled;
      return explanation('Be', 'cancelled');
    };
    const asking = conversation.send('Why?');
    await vi.waitFor(() => expect(turns()[0]?.text).toBe('Be'));
    conversation.stop();
    await asking;
    expect(turns()).toMatchObject([{ text: 'Be', status: 'done', foot: { finishReason: 'cancelled' } }]);
  });

  it('puts question and pictures back when the daemon dies over them', async () => {
    const { daemon, conversation, last, turns } = start();
    daemon.answer = async (progress) => {
      progress({ kind: 'delta', text: 'Be' });
      daemon.life += 1;
      throw new DaemonDiedError();
    };
    await conversation.attach('shot.png', png);
    await conversation.send('Why?');
    expect(turns()).toMatchObject([{ text: 'Be', status: 'failed', trouble: { code: 'daemon-died' } }]);
    expect(last('restore')?.prompt).toBe('Why?');
    expect(last('attachments')?.tiles).toMatchObject([{ name: 'shot.png', state: { kind: 'ready' } }]);
    daemon.answer = () => Promise.resolve(explanation('Because.'));
    await conversation.send('Why?');
    expect(daemon.questions.at(-1)?.attachments).not.toEqual(['id-1']);
    expect(turns().at(-1)?.status).toBe('done');
  });

  it('leaves a question that was begun meanwhile alone', async () => {
    const { daemon, conversation, last } = start();
    daemon.answer = async () => {
      conversation.draft('Another');
      throw new BudgetError('budget-exceeded', 'No.', 'Wait.');
    };
    await conversation.send('Why?');
    expect(last('restore')).toBeUndefined();
    expect(conversation.prompt).toBe('Another');
  });

  it('asks again with the picture', async () => {
    const { daemon, conversation, turns } = start();
    await conversation.attach('shot.png', png);
    await conversation.send('');
    await conversation.again(turns()[0]?.id ?? '');
    expect(daemon.questions.at(-1)).toMatchObject({ route: 'vision', prompt: '' });
    expect(daemon.questions.at(-1)?.attachments).toHaveLength(1);
  });

  it('shows a view that comes back everything, and takes over what it kept when it has nothing', async () => {
    const { conversation, posted, last } = start();
    const kept: Turn = {
      id: 't',
      prompt: 'Why?',
      pictures: [],
      status: 'answering',
      text: 'Be',
      canAskAgain: true,
    };
    conversation.show({ turns: [kept], prompt: 'Draft' });
    expect(conversation.prompt).toBe('Draft');
    expect(last('turns')?.turns).toMatchObject([{ text: 'Be', status: 'failed', canAskAgain: false }]);
    await conversation.attach('shot.png', png);
    posted.length = 0;
    conversation.show({ turns: [], prompt: '' });
    expect(last('turns')?.turns).toHaveLength(1);
    expect(last('attachments')?.tiles).toHaveLength(1);
    await vi.waitFor(() => expect(last('thumbnail')).toBeDefined());
    expect(last('restore')?.prompt).toBe('Draft');
  });

  it('asks for the price when the typing pauses, and shows the latest one only', async () => {
    vi.useFakeTimers();
    try {
      const { conversation, posted } = start();
      for (const prompt of ['W', 'Wh', 'Why?']) conversation.draft(prompt);
      await vi.runAllTimersAsync();
      const quotes = posted.flatMap((message) => (message.type === 'quote' ? [message.quote] : []));
      expect(quotes).toMatchObject([{ kind: 'quote', expectedNanoUsd: 4 }]);
    } finally {
      vi.useRealTimers();
    }
  });
});
