import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { type Attachment, attach, detach, type Finding, preview, redact } from '../../protocol/attach.ts';
import { BudgetError, UnsafeMediaError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import { type Placeholder, type Question, quote } from '../../protocol/quote.ts';
import { DaemonDiedError } from '../failure.ts';
import { Conversation, type ConversationDaemon } from './conversation.ts';
import type { ExtensionMessage, Turn } from './messages.ts';

const file = { mime: 'image/png', width: 2, height: 2, bytes: 3 };
const safe = {
  ...file,
  source: file,
  safe: true,
  doubts: [],
  mode: 'standard' as const,
  sha256: '00',
  removed: [],
  findings: [],
  shows: { x: 0, y: 0, width: 2, height: 2 },
  legibility: null,
  text: '',
};
const token: Finding = {
  id: 'token',
  rule: 'github-token',
  title: 'GitHub token',
  boxes: [{ x: 0, y: 0, width: 1, height: 1 }],
  confidence: 0.97,
  covered: true,
  valueHash: 'a'.repeat(64),
};

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
    sent: [],
  };
}

/** A daemon whose answers the test gives. What is covered shows in the bytes of its pictures. */
class TinyDaemon implements ConversationDaemon {
  life = 1;
  refusal: Error | undefined;
  /** Of the next picture. */
  findings: Finding[] = [];
  doubts: string[] = [];
  placeholders: Placeholder[] = [];
  readonly questions: Question[] = [];
  readonly quoted: Question[] = [];
  readonly redacted: z.infer<typeof redact.params>[] = [];
  /** What the daemon waits for before it paints. */
  painting = Promise.resolve();
  answer: (progress: (piece: ExplainProgress) => void, cancelled: Promise<void>) => Promise<Explanation> =
    () => Promise.resolve(explanation('Because.'));
  readonly #pictures = new Map<string, Attachment>();
  #count = 0;

  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
  ): Promise<z.output<R>> {
    if (message.method === redact.method) await this.painting;
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
        const id = `id-${this.#count}`;
        const { name } = attach.params.parse(params);
        const { findings, doubts } = this;
        const attachment = { ...safe, id, name, findings, doubts, safe: doubts.length === 0 };
        this.#pictures.set(id, attachment);
        return attachment;
      }
      case redact.method: {
        const asked = redact.params.parse(params);
        this.redacted.push(asked);
        const attachment = this.#picture(asked.id);
        const findings = [
          ...attachment.findings
            .filter(({ rule }) => rule !== 'manual')
            .map((each) => ({ ...each, covered: !asked.uncover.includes(each.id) })),
          ...asked.cover.map((box, index) => ({
            ...token,
            id: `manual-${index}`,
            rule: 'manual',
            boxes: [box],
          })),
        ];
        const redacted = { ...attachment, findings };
        this.#pictures.set(asked.id, redacted);
        return redacted;
      }
      case preview.method: {
        const { id, together } = preview.params.parse(params);
        const bytes = this.bytes(id, together.includes(id) ? together.length - 1 : 0);
        const file = { mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: hash(bytes) };
        return { ...file, data: bytes.toString('base64') };
      }
      case quote.method: {
        const question = quote.params.parse(params);
        this.quoted.push(question);
        const { prompt, attachments } = question;
        const tokens = { text: 1, image: 1, audio: 0, maxOutput: 1 };
        const price = { expectedNanoUsd: prompt.length, maxNanoUsd: prompt.length * 2 };
        const sent = attachments.map((id) => {
          const bytes = this.bytes(id, attachments.length - 1);
          return { id, mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: hash(bytes) };
        });
        const { placeholders } = this;
        const about = {
          route: 'vision',
          model: 'gpt-4o',
          reason: 'r',
          tokens,
          budgets: [],
          legibility: null,
        };
        return { ...about, ...price, placeholders, sent };
      }
      case detach.method:
        return null;
      default:
        throw new Error(method);
    }
  }

  /** The file of a picture among so many others. */
  bytes(id: string, others: number): Buffer {
    const covered = this.#picture(id).findings.filter((each) => each.covered);
    return Buffer.from(`${covered.map((each) => each.id)} beside ${others}`);
  }

  #picture(id: string): Attachment {
    const picture = this.#pictures.get(id);
    if (!picture) throw new Error(id);
    return picture;
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
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

function shownBytes(message: Extract<ExtensionMessage, { type: 'thumbnail' }> | undefined): Uint8Array {
  return message?.bytes instanceof Uint8Array ? message.bytes : new Uint8Array();
}

describe('the conversation', () => {
  it('shows a picture while it is made safe, and what came out', async () => {
    const { conversation, posted, last } = start();
    await conversation.attach('shot.png', png);
    const states = posted.flatMap((message) =>
      message.type === 'attachments' ? message.tiles.map(({ state }) => state.kind) : [],
    );
    expect([...new Set(states)]).toEqual(['working', 'ready']);
    const state = last('attachments')?.tiles[0]?.state;
    expect(state).toMatchObject({ kind: 'ready', sha256: hash(shownBytes(last('thumbnail'))) });
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
    expect(daemon.questions).toEqual([
      {
        attachments: ['id-1'],
        prompt: 'Why?',
        conversation: expect.any(String),
        // What is shown is what may be sent.
        expected: { 'id-1': expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
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

describe('what will be sent', () => {
  async function startWithToken() {
    const started = start();
    started.daemon.findings = [token];
    await started.conversation.attach('shot.png', png);
    const tile = () => started.last('attachments')?.tiles[0];
    const state = () => {
      const now = tile()?.state;
      if (now?.kind !== 'ready') throw new Error(`The picture is ${now?.kind}.`);
      return now;
    };
    return { ...started, key: tile()?.key ?? '', state };
  }

  it('is shown anew when a redaction is switched off and on: the hash is that of the bytes shown', async () => {
    const { conversation, daemon, key, state, last } = await startWithToken();
    const covered = state().sha256;
    await conversation.toggle(key, 'token');
    expect(state().findings).toMatchObject([{ covered: false }]);
    expect(state().sha256).not.toBe(covered);
    expect(hash(shownBytes(last('thumbnail')))).toBe(state().sha256);
    await conversation.toggle(key, 'token');
    expect(state().sha256).toBe(covered);
    expect(daemon.redacted.map(({ uncover }) => uncover)).toEqual([['token'], []]);
  });

  it('has the boxes of the user’s own, until they are taken away', async () => {
    const { conversation, daemon, key, state } = await startWithToken();
    const box = { x: 1, y: 1, width: 1, height: 1 };
    await conversation.cover(key, box);
    expect(state().findings).toMatchObject([{ id: 'token' }, { rule: 'manual', boxes: [box] }]);
    // By the id it had from the first moment: a key may be pressed before the daemon has answered.
    await conversation.toggle(key, state().findings[1]?.id ?? '');
    expect(state().findings).toMatchObject([{ id: 'token', covered: true }]);
    expect(daemon.redacted.at(-1)).toMatchObject({ uncover: [], cover: [] });
  });

  it('loses the box that was meant, although the daemon was still painting it', async () => {
    const { conversation, daemon, key, state } = await startWithToken();
    const { promise, resolve } = Promise.withResolvers<void>();
    daemon.painting = promise;
    const [first, second] = [1, 0].map((x) => ({ x, y: 1, width: 1, height: 1 }));
    if (!first || !second) throw new Error('Two boxes.');
    const covering = [conversation.cover(key, first), conversation.cover(key, second)];
    const id = state().findings[1]?.id ?? '';
    resolve();
    await Promise.all(covering);
    await conversation.toggle(key, id);
    expect(state().findings.map(({ boxes }) => boxes[0])).toEqual([token.boxes[0], second]);
  });

  it('is what the last of several changes in a row says', async () => {
    const { conversation, daemon, key, state } = await startWithToken();
    const { promise, resolve } = Promise.withResolvers<void>();
    daemon.painting = promise;
    const changes = [1, 2, 3].map(() => conversation.toggle(key, 'token'));
    expect(state()).toMatchObject({ changing: true, findings: [{ covered: false }] });
    resolve();
    await Promise.all(changes);
    expect(state()).toMatchObject({ changing: false, findings: [{ covered: false }] });
    expect(daemon.redacted.length).toBeLessThan(3);
  });

  it('waits for what is being covered, and is not sent if that fails', async () => {
    const { conversation, daemon, key, turns, last } = await startWithToken();
    const { promise, reject } = Promise.withResolvers<void>();
    daemon.painting = promise;
    const covering = conversation.cover(key, { x: 0, y: 0, width: 1, height: 1 });
    const sending = conversation.send('Why?');
    reject(new Error('No paint.'));
    await Promise.all([covering, sending]);
    expect(daemon.questions).toEqual([]);
    expect(turns()).toMatchObject([{ status: 'failed' }]);
    expect(last('notice')?.text).toContain('No paint');
    expect(last('restore')?.prompt).toBe('Why?');
  });

  it('is looked at again when other pictures come and go', async () => {
    const { conversation, state, last } = await startWithToken();
    const alone = state().sha256;
    await conversation.attach('other.png', png);
    expect(state().sha256).not.toBe(alone);
    await conversation.remove(last('attachments')?.tiles[1]?.key ?? '');
    expect(state().sha256).toBe(alone);
  });

  it('shows a value everywhere that is no secret', async () => {
    const { conversation, state } = await startWithToken();
    await conversation.allow('b'.repeat(64));
    expect(state().findings).toMatchObject([{ covered: true }]);
    await conversation.allow('a'.repeat(64));
    expect(state().findings).toMatchObject([{ covered: false }]);
  });

  it('keeps open what the user opened when it is attached again to another daemon', async () => {
    const { conversation, daemon, key, state } = await startWithToken();
    await conversation.toggle(key, 'token');
    daemon.life += 1;
    await conversation.refresh();
    expect(state().findings).toMatchObject([{ covered: false }]);
    await conversation.send('Why?');
    expect(daemon.questions[0]?.attachments).toEqual(['id-2']);
  });

  it('says which secrets in the words are replaced, for the whole of a conversation', async () => {
    const { conversation, daemon, last } = start();
    const placeholder = { placeholder: '⟦github-token-1⟧', rule: 'github-token', title: 'GitHub token' };
    daemon.placeholders = [{ ...placeholder, valueHash: 'a'.repeat(64) }];
    conversation.draft('Why?');
    await conversation.requote();
    expect(last('quote')?.quote).toMatchObject({ kind: 'quote', placeholders: [placeholder] });
    for (const prompt of ['One?', 'Two?']) await conversation.send(prompt);
    conversation.clear();
    await conversation.send('Three?');
    const [one, two, three] = daemon.questions.map(({ conversation }) => conversation);
    expect(one).toBe(two);
    expect(three).not.toBe(one);
    expect(daemon.quoted[0]?.conversation).toBe(one);
  });
});

describe('a picture that is not safe', () => {
  async function startUnsafe() {
    const started = start();
    started.daemon.doubts = ['It could not be read.'];
    await started.conversation.attach('shot.png', png);
    return { ...started, key: started.last('attachments')?.tiles[0]?.key ?? '' };
  }

  it('is not sent without a yes, and Send says so', async () => {
    const { conversation, daemon, key, last } = await startUnsafe();
    await conversation.send('Why?');
    expect(daemon.questions).toEqual([]);
    expect(last('notice')?.text).toContain('“shot.png” was not sent');
    conversation.agree(key, true);
    expect(last('notice')?.text).toBeNull();
    await conversation.send('Why?');
    expect(daemon.questions).toMatchObject([{ attachments: ['id-1'], allowUnsafe: ['id-1'] }]);
  });

  it('needs another yes when it was changed, and none for others', async () => {
    const { conversation, daemon, key, last } = await startUnsafe();
    conversation.agree(key, true);
    daemon.doubts = [];
    await conversation.attach('safe.png', png);
    await conversation.cover(key, { x: 0, y: 0, width: 1, height: 1 });
    expect(last('attachments')?.tiles[0]?.state).toMatchObject({ safe: false, agreed: false });
    await conversation.send('Why?');
    expect(daemon.questions).toEqual([]);
    conversation.agree(key, true);
    conversation.agree(key, false);
    await conversation.send('Why?');
    expect(daemon.questions).toEqual([]);
  });
});
