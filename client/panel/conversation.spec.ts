import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { type Attachment, attach, detach, type Finding, preview, redact } from '../../protocol/attach.ts';
import { compare } from '../../protocol/compare.ts';
import { BudgetError, type Refusal, UnsafeMediaError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import { type askQueued, unqueue } from '../../protocol/queue.ts';
import { type Placeholder, type Question, quote } from '../../protocol/quote.ts';
import { mask } from '../../protocol/sent.ts';
import { acceptLedger, type BudgetState, setBudget } from '../../protocol/spend.ts';
import type { SoundNote } from '../../protocol/voice.ts';
import { DaemonDiedError } from '../failure.ts';
import { HeldSound } from '../voice/held-sound.ts';
import type { Spoken } from '../voice/spoken.ts';
import type { AskingDaemon } from './asking.ts';
import { Conversation } from './conversation.ts';
import type { ExtensionMessage, Turn } from './messages.ts';
import { PromptHistory } from './prompt-history.ts';

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
  look: null,
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

const usage = {
  input: 10,
  cachedInput: 0,
  cacheWrite: 0,
  image: 5,
  audio: 0,
  output: 2,
  reasoning: 0,
  audioOutput: 0,
};

function explanation(text: string, finishReason = 'stop'): Explanation {
  return {
    text,
    masked: text,
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

const summary = { budgets: [], last: null, notes: [], uncertain: null };

/** A daemon whose answers the test gives. What is covered shows in the bytes of its pictures. */
class TinyDaemon implements AskingDaemon {
  life = 1;
  refusal: Error | undefined;
  /** Of the next picture. */
  findings: Finding[] = [];
  doubts: string[] = [];
  placeholders: Placeholder[] = [];
  budgets: BudgetState[] = [];
  readonly caps: z.infer<typeof setBudget.params>[] = [];
  isAccepted = false;
  /** Whether pictures go as their text. */
  isTextFirst = false;
  readonly questions: Question[] = [];
  readonly askedQueued: z.input<typeof askQueued.params>[] = [];
  readonly unqueued: string[] = [];
  readonly quoted: Question[] = [];
  readonly redacted: z.infer<typeof redact.params>[] = [];
  readonly detached: string[] = [];
  readonly compared: z.infer<typeof compare.params>[] = [];
  /** Whether two pictures differ. */
  areSame = false;
  /** Whether nobody can be asked. */
  isKeyless = false;
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

  askQueued(
    params: z.input<typeof askQueued.params>,
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    this.askedQueued.push(params);
    return this.#answered(onProgress, token);
  }

  async explain(
    question: Question,
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
    this.questions.push(question);
    return this.#answered(onProgress, token);
  }

  #answered(
    onProgress: (progress: ExplainProgress) => void,
    token: { onCancellationRequested: (listener: () => void) => unknown },
  ): Promise<Explanation> {
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
      case unqueue.method: {
        this.unqueued.push(unqueue.params.parse(params).id);
        return null;
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
        const tokens = { text: 1, image: 1, audio: 0, expectedOutput: 1, maxOutput: 1 };
        const price = { expectedNanoUsd: prompt.length, maxNanoUsd: prompt.length * 2 };
        const sent = attachments.map((id) => {
          const bytes = this.bytes(id, attachments.length - 1);
          return { id, mime: 'image/png', width: 2, height: 2, bytes: bytes.length, sha256: hash(bytes) };
        });
        const { placeholders, budgets } = this;
        const about = {
          route: this.isKeyless ? 'local' : 'vision',
          model: 'gpt-4o',
          reason: 'r',
          tokens,
          budgets,
          legibility: null,
          frames: [],
          code: [],
          earlier: { turns: 0, leftOut: 0 },
          maskedPrompt: prompt,
          alternatives: [],
          texts: this.isTextFirst ? attachments.map((id) => ({ id, text: `text of ${id}` })) : [],
          isCached: false,
        };
        return { ...about, ...price, placeholders, sent };
      }
      case detach.method:
        this.detached.push(detach.params.parse(params).id);
        return null;
      case compare.method: {
        const pair = compare.params.parse(params);
        this.compared.push(pair);
        const box = { x: 1, y: 1, width: 1, height: 1 };
        const attachments = this.areSame ? [] : [pair.before, pair.after].map((id) => `${id}-part`);
        for (const id of attachments) this.#pictures.set(id, { ...safe, id, name: id });
        const [before, after] = attachments.map((id) => ({ id, box }));
        const places = before && after ? [{ before, after }] : [];
        const found = { alignment: 'exact', movedBy: 0, share: 0.25, hasCovered: false };
        return { ...found, places, attachments };
      }
      case mask.method:
        return {
          texts: mask.params.parse(params).texts.map((text) => text.replaceAll('s3cret', '⟦password-1⟧')),
        };
      case setBudget.method:
        this.caps.push(setBudget.params.parse(params));
        return summary;
      case acceptLedger.method:
        this.isAccepted = true;
        return summary;
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
  const disk: unknown[] = [];
  const heard: { spoken: Spoken | undefined } = { spoken: undefined };
  const conversation = new Conversation({
    daemon,
    post: (message) => void posted.push(message),
    cancellation: () => new CancellationTokenSource(),
    onDidChangeAnswering: (now) => void answering.push(now),
    here: 'w',
    voice: {
      get spoken() {
        return heard.spoken;
      },
      takeSpoken: () => {
        const { spoken } = heard;
        heard.spoken = undefined;
        return spoken;
      },
      giveBack: (spoken) => {
        heard.spoken = spoken;
      },
    },
    prompts: new PromptHistory({ get: () => [], update: async (_, kept) => void disk.push(kept) }),
    placesIn: async (text) => (text.includes('a.ts:1') ? ['a.ts:1'] : []),
    code: { find: async () => [], read: async () => [], wish: () => 'ask' },
  });
  const last = <T extends ExtensionMessage['type']>(type: T) =>
    posted.findLast((message): message is Extract<ExtensionMessage, { type: T }> => message.type === type);
  const turns = (): Turn[] => {
    const ids = new Set(posted.flatMap((message) => (message.type === 'turn' ? [message.turn.id] : [])));
    return [...ids].flatMap((id) => conversation.turn(id) ?? []);
  };
  return { daemon, posted, answering, conversation, heard, disk, last, turns };
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

  it('shows the text that is sent instead of each picture', async () => {
    const { daemon, conversation, last } = start();
    daemon.isTextFirst = true;
    await conversation.attach('one.png', png);
    await conversation.attach('two.png', png);
    const keys = last('attachments')?.tiles.map(({ key }) => key);
    const [one, two] = daemon.quoted.at(-1)?.attachments ?? [];
    expect(last('quote')?.quote).toMatchObject({
      texts: [
        { key: keys?.[0], text: `text of ${one}` },
        { key: keys?.[1], text: `text of ${two}` },
      ],
    });
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
        turn: expect.any(String),
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

  it('asks for the rest of an answer that broke off, as often as it takes', async () => {
    const { daemon, conversation, turns } = start();
    daemon.answer = async () => explanation('Because it ', 'interrupted');
    await conversation.send('Why?');
    daemon.answer = async () => explanation('is so ', 'interrupted');
    await conversation.continueAnswer(turns()[0]?.id ?? '');
    const [, second] = turns();
    expect(second).toMatchObject({ prompt: 'Continue', text: 'is so ' });
    expect(daemon.questions.at(-1)?.prompt).toMatch(/^Why\?\n.*broke off.*\n\nBecause it/s);
    expect(daemon.questions.at(-1)).toMatchObject({ fresh: true });
    await conversation.continueAnswer(second?.id ?? '');
    expect(daemon.questions.at(-1)?.prompt).toContain('Because it is so');
  });

  it('asks again with the picture', async () => {
    const { daemon, conversation, turns } = start();
    await conversation.attach('shot.png', png);
    await conversation.send('');
    await conversation.again(turns()[0]?.id ?? '');
    expect(daemon.questions.at(-1)).toMatchObject({ route: 'vision', prompt: '', fresh: true });
    expect(daemon.questions[0]?.fresh).toBeUndefined();
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
      ...{ startsConversation: false, requests: [], places: [], masked: {} },
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

describe('the way a question is answered', () => {
  const vision = { route: 'vision', model: 'gpt-4o' } as const;

  it('is the one the user chose, in the price and in the question, once', async () => {
    const { conversation, daemon, last } = start();
    await conversation.attach('shot.png', png);
    expect(last('quote')?.quote).toMatchObject({ isChosen: false });
    await conversation.choose(vision);
    expect(daemon.quoted.at(-1)).toMatchObject(vision);
    expect(last('quote')?.quote).toMatchObject({ isChosen: true });
    await conversation.send('Why?');
    expect(daemon.questions.at(-1)).toMatchObject({ prompt: 'Why?', ...vision });
    await conversation.send('And now?');
    expect(daemon.questions.at(-1)?.route).toBeUndefined();
    expect(daemon.questions.at(-1)?.model).toBeUndefined();
  });

  it('has no model on this machine', async () => {
    const { conversation, daemon } = start();
    await conversation.attach('shot.png', png);
    await conversation.choose({ route: 'local', model: 'local' });
    await conversation.send('');
    expect(daemon.questions.at(-1)).toMatchObject({ route: 'local' });
    expect(daemon.questions.at(-1)?.model).toBeUndefined();
  });

  it("is Lenscap's again when the user leaves it to Lenscap, or the pictures are others", async () => {
    const { conversation, daemon } = start();
    await conversation.attach('shot.png', png);
    await conversation.choose(vision);
    await conversation.choose(undefined);
    expect(daemon.quoted.at(-1)?.route).toBeUndefined();
    await conversation.choose(vision);
    await conversation.attach('other.png', png);
    expect(daemon.quoted.at(-1)?.route).toBeUndefined();
  });

  it('shows what is waited for or tried instead, until the answer comes', async () => {
    const { conversation, daemon, turns } = start();
    let during: string | undefined;
    daemon.answer = (progress) => {
      progress({ kind: 'step', text: 'gpt-4o is overloaded. Trying again.' });
      during = turns()[0]?.step;
      return Promise.resolve(explanation('Because.'));
    };
    await conversation.send('Why?');
    expect(during).toBe('gpt-4o is overloaded. Trying again.');
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

describe('a question that a budget has no room for', () => {
  const refusal: Refusal = {
    ...{ scope: 'all', subject: '', period: 'day', renewsAt: '2026-11-22T00:00:00Z' },
    ...{ capNanoUsd: 1_000_000, leftNanoUsd: 0, neededNanoUsd: 7_000_000, raiseToNanoUsd: 10_000_000 },
  };
  const noRoom = new BudgetError('budget-exceeded', 'No room.', 'Raise it.', { refusal });

  async function startRefused(failure: Error = noRoom) {
    const started = start();
    const { daemon, conversation, turns } = started;
    daemon.answer = () => Promise.reject(failure);
    await conversation.attach('shot.png', png);
    await conversation.send('Why?');
    daemon.answer = () => Promise.resolve(explanation('Because.'));
    return { ...started, id: turns()[0]?.id ?? '' };
  }

  it('is shown with the ways on, and put back', async () => {
    const { conversation, last, turns } = await startRefused();
    expect(turns()).toMatchObject([
      { status: 'failed', trouble: { ways: [{ way: 'allow-once' }, { label: 'Raise to $0.0100' }, {}] } },
    ]);
    expect(last('restore')?.prompt).toBe('Why?');
    expect(conversation.pictures).toHaveLength(1);
  });

  it('has its ways on once: under the turn, until the question is another one', async () => {
    const { conversation, daemon, last } = await startRefused();
    const { period, renewsAt } = refusal;
    const figures = { capNanoUsd: 1, spentNanoUsd: 1, heldNanoUsd: 0, allowedNanoUsd: 0 };
    daemon.budgets = [{ scope: 'all', subject: '', period, renewsAt, ...figures }];
    const misfit = async () => {
      await conversation.requote();
      const line = last('quote')?.quote;
      return line?.kind === 'quote' ? line.misfit : undefined;
    };
    expect(await misfit()).toMatchObject({ sentence: expect.stringContaining('Does not fit'), ways: [] });
    conversation.draft('Why not?');
    expect((await misfit())?.ways).toHaveLength(3);
  });

  it('is asked in its place when it is allowed once, and leaves the composer', async () => {
    const { conversation, daemon, id, last, turns } = await startRefused();
    await conversation.wayOn('allow-once', id);
    expect(daemon.questions.at(-1)).toMatchObject({
      prompt: 'Why?',
      allowNanoUsd: 7_000_000,
      expected: { 'id-2': expect.any(String) },
    });
    expect(turns()).toMatchObject([{ id, status: 'done', text: 'Because.' }]);
    expect(turns()[0]?.trouble).toBeUndefined();
    expect(conversation.prompt).toBe('');
    expect(last('attachments')?.tiles).toEqual([]);
    expect(last('sent')).toBeDefined();
    expect(daemon.caps).toEqual([]);
    // What was allowed was allowed once.
    await conversation.send('And now?');
    expect(daemon.questions.at(-1)?.allowNanoUsd).toBeUndefined();
    await conversation.wayOn('allow-once', id);
    expect(daemon.questions).toHaveLength(3);
  });

  it('is asked after the budget was raised to what was shown', async () => {
    const { conversation, daemon, id, turns } = await startRefused();
    await conversation.wayOn('raise', id);
    expect(daemon.caps).toEqual([{ scope: 'all', subject: '', period: 'day', capNanoUsd: 10_000_000 }]);
    expect(daemon.questions.at(-1)?.allowNanoUsd).toBeUndefined();
    expect(turns()).toMatchObject([{ status: 'done' }]);
  });

  it('leaves the composer alone where something else is in it by now', async () => {
    const { conversation, daemon, id, turns } = await startRefused();
    conversation.draft('Another');
    await conversation.wayOn('allow-once', id);
    expect(daemon.questions.at(-1)).toMatchObject({ prompt: 'Why?', attachments: [expect.any(String)] });
    expect(conversation.prompt).toBe('Another');
    expect(conversation.pictures).toHaveLength(1);
    expect(turns()).toMatchObject([{ id, status: 'done' }]);
  });

  it('waits for the answer that is coming', async () => {
    const { conversation, daemon, id, last } = await startRefused();
    daemon.answer = async (_, cancelled) => {
      await cancelled;
      return explanation('', 'cancelled');
    };
    const asking = conversation.send('One?');
    await vi.waitFor(() => expect(daemon.questions).toHaveLength(2));
    await conversation.wayOn('allow-once', id);
    expect(last('notice')?.text).toMatch(/^One question at a time/);
    conversation.stop();
    await asking;
    expect(daemon.questions).toHaveLength(2);
  });

  it('goes on when what is missing from the ledger is accepted', async () => {
    const lost = new BudgetError('ledger-uncertain', 'It was damaged.', 'Accept that.');
    const { conversation, daemon, id, turns } = await startRefused(lost);
    expect(turns()[0]?.trouble?.ways).toMatchObject([{ way: 'accept-ledger' }]);
    await conversation.wayOn('accept-ledger', id);
    expect(daemon.isAccepted).toBe(true);
    expect(turns()).toMatchObject([{ status: 'done' }]);
  });

  it('is refused for an amount the extension knows, and not for one the view says', async () => {
    const { conversation, daemon } = await startRefused();
    await conversation.wayOn('allow-once', 'no-such-turn');
    await conversation.wayOn('raise', 'no-such-turn');
    expect([daemon.caps.length, daemon.questions.length]).toEqual([0, 1]);
  });

  it('has no ways on after the window was reloaded: its pictures are gone', async () => {
    const { turns } = await startRefused();
    const reloaded = start();
    reloaded.conversation.show({ turns: turns(), prompt: '' });
    expect(reloaded.last('turns')?.turns).toMatchObject([{ canAskAgain: false, trouble: { ways: [] } }]);
  });

  it('is known before it is sent, and can be allowed or the budget be raised there', async () => {
    const { conversation, daemon, last } = start();
    daemon.budgets = [
      {
        ...{ scope: 'all', subject: '', period: 'day', renewsAt: refusal.renewsAt, allowedNanoUsd: 0 },
        ...{ capNanoUsd: 10, spentNanoUsd: 5, heldNanoUsd: 0 },
      },
    ];
    conversation.draft('Wh?');
    await conversation.requote();
    expect(last('quote')?.quote).toMatchObject({
      maxNanoUsd: 6,
      misfit: {
        sentence: expect.stringContaining('Does not fit today’s budget'),
        ways: [{ way: 'allow-once' }, {}, {}],
      },
    });
    await conversation.wayOn('allow-once', null);
    expect(daemon.questions).toMatchObject([{ prompt: 'Wh?', allowNanoUsd: 6 }]);

    conversation.draft('Why?');
    await conversation.requote();
    await conversation.wayOn('raise', null);
    expect(daemon.caps).toEqual([{ scope: 'all', subject: '', period: 'day', capNanoUsd: 10_000_000 }]);
    expect(daemon.questions.at(-1)).toEqual({
      ...{ prompt: 'Why?', attachments: [], turn: expect.any(String), conversation: expect.any(String) },
    });
  });

  it('has another price with every picture that is ready, and says so with its words', async () => {
    const { conversation, daemon, last } = start();
    conversation.draft('Why?');
    await Promise.all(['a.png', 'b.png'].map((name) => conversation.attach(name, png)));
    expect(daemon.quoted.at(-1)).toMatchObject({
      prompt: 'Why?',
      attachments: [expect.any(String), expect.any(String)],
    });
    expect(last('quote')?.quote).toMatchObject({ kind: 'quote', expectedNanoUsd: 4, misfit: null });
  });
});

it('does not bring back an answer that was cleared while it came', async () => {
  const { daemon, conversation, posted } = start();
  daemon.answer = async (progress, cancelled) => {
    await cancelled;
    progress({ kind: 'delta', text: 'Late' });
    return explanation('Late', 'cancelled');
  };
  const asking = conversation.send('Why?');
  await vi.waitFor(() => expect(daemon.questions).toHaveLength(1));
  conversation.clear();
  const before = posted.filter(({ type }) => type === 'turn' || type === 'delta').length;
  await asking;
  expect(posted.filter(({ type }) => type === 'turn' || type === 'delta')).toHaveLength(before);
});

describe('a question that was spoken', () => {
  const transcribed = {
    seconds: 6,
    isSound: false,
    transcription: { costNanoUsd: 250_000, certainty: 'exact' as const, model: 'gpt-4o-mini-transcribe' },
  };
  const sound: SoundNote = {
    id: 'sound-1',
    name: 'Recording',
    seconds: 5,
    sourceSeconds: 6,
    format: 'microphone',
    removed: [],
    bytes: 160_044,
    sha256: '00',
    parts: 1,
    expectedNanoUsd: null,
    maxNanoUsd: null,
    notices: [],
  };

  it('is asked and priced as one, and says so in its turn', async () => {
    const { daemon, conversation, heard, turns } = start();
    heard.spoken = { form: 'note', transcribed };
    conversation.addWords('Call back.');
    await conversation.requote();
    expect(daemon.quoted.at(-1)).toMatchObject({ prompt: 'Call back.', spoken: true, form: 'note' });
    await conversation.send('Call back.');
    expect(daemon.questions).toMatchObject([{ prompt: 'Call back.', spoken: true, form: 'note' }]);
    expect(turns()).toMatchObject([{ spoken: transcribed }]);
    // The next one is typed.
    await conversation.send('And now?');
    expect(daemon.questions[1]).not.toHaveProperty('spoken');
  });

  it('is still spoken when it is asked again, or put back to be changed', async () => {
    const { daemon, conversation, heard, last, turns } = start();
    heard.spoken = { form: 'answer', transcribed };
    await conversation.send('four one one one');
    const [turn] = turns();
    await conversation.again(turn?.id ?? '');
    expect(daemon.questions[1]).toMatchObject({ spoken: true, fresh: true });
    conversation.edit(turn?.id ?? '');
    expect(last('restore')).toMatchObject({ prompt: 'four one one one' });
    expect(heard.spoken).toMatchObject({ transcribed });
    conversation.edit(turn?.id ?? '');
    expect(last('notice')?.text).toMatch(/is not empty/);
  });

  it('goes back into the box, spoken, when it was not answered', async () => {
    const { daemon, conversation, heard } = start();
    daemon.answer = () => Promise.reject(new DaemonDiedError());
    heard.spoken = { form: 'answer', transcribed };
    await conversation.send('four one one one');
    expect(conversation.prompt).toBe('four one one one');
    expect(heard.spoken).toBeDefined();
  });

  it('can be the sound itself, after a yes and without words', async () => {
    const { daemon, conversation, heard, last } = start();
    heard.spoken = { form: 'answer', sound: new HeldSound(daemon, sound), agreed: false };
    await conversation.send('');
    expect(daemon.questions).toEqual([]);
    expect(last('notice')?.text).toMatch(/Send anyway/);
    heard.spoken = { ...heard.spoken, agreed: true };
    await conversation.send('');
    expect(daemon.questions).toMatchObject([
      { prompt: '', sound: 'sound-1', route: 'audio', allowUnsafe: ['sound-1'] },
    ]);
  });
});

describe('several questions', () => {
  it('are one conversation, each under its name, until another is begun', async () => {
    const { daemon, conversation, last, turns } = start();
    await conversation.send('One?');
    await conversation.send('Two?');
    const [one, two] = daemon.questions;
    expect(two?.conversation).toBe(one?.conversation);
    expect([one?.turn, two?.turn]).toEqual(turns().map(({ id }) => id));
    expect(last('conversation')).toEqual({ type: 'conversation', isNew: false });
    await conversation.startNew();
    expect(last('conversation')).toEqual({ type: 'conversation', isNew: true });
    await conversation.send('Three?');
    expect(daemon.questions[2]?.conversation).not.toBe(one?.conversation);
    expect(turns().map(({ startsConversation }) => startsConversation)).toEqual([false, false, true]);
  });

  it('begin another conversation where the daemon has forgotten it', async () => {
    const { daemon, conversation, turns } = start();
    await conversation.send('One?');
    daemon.life = 2;
    await conversation.send('Two?');
    const [one, two] = daemon.questions;
    expect(two?.conversation).not.toBe(one?.conversation);
    expect(turns()[1]?.startsConversation).toBe(true);
  });

  it('go again with what was said before them', async () => {
    const { daemon, conversation, turns } = start();
    await conversation.send('One?');
    await conversation.again(turns()[0]?.id ?? '');
    await conversation.again(turns()[1]?.id ?? '');
    const first = daemon.questions[0]?.turn;
    expect(daemon.questions.map(({ before }) => before)).toEqual([undefined, first, first]);
  });

  it('are put in the order in which their pictures are sent', async () => {
    const { daemon, conversation } = start();
    for (const name of ['a', 'b', 'c']) await conversation.attach(name, png);
    await conversation.move(conversation.pictures[2]?.key ?? '', 0);
    await conversation.move(conversation.pictures[1]?.key ?? '', 9);
    expect(conversation.pictures.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
    await conversation.send('');
    expect(daemon.questions[0]?.attachments).toEqual(['id-3', 'id-2', 'id-1']);
  });

  it('leave nothing secret for the disk, and are called up as they were typed', async () => {
    const { conversation, disk, last, turns } = start();
    await conversation.send('Is s3cret good?');
    await vi.waitFor(() => expect(disk).toEqual([['Is ⟦password-1⟧ good?']]));
    await vi.waitFor(() =>
      expect(turns()[0]?.masked).toEqual({ prompt: 'Is ⟦password-1⟧ good?', text: 'Because.' }),
    );
    expect(last('prompts')?.prompts).toEqual(['Is s3cret good?']);
  });

  it('know the places their answers name, and the requests that were made', async () => {
    const { daemon, conversation, turns } = start();
    const attempt = { id: 'ours', provider: 'p', model: 'm', status: 200, costNanoUsd: 1 };
    daemon.answer = async () => ({ ...explanation('See a.ts:1.'), attempts: [attempt] });
    await conversation.send('Where?');
    await vi.waitFor(() => expect(turns()[0]).toMatchObject({ places: ['a.ts:1'], requests: ['ours'] }));
  });
});

describe('two pictures', () => {
  const compared = async (prompt = '', doubts: string[] = []) => {
    const started = start();
    started.daemon.doubts = doubts;
    for (const name of ['a.png', 'b.png']) await started.conversation.attach(name, png);
    const compare = () => started.conversation.compare(prompt);
    return { ...started, compare, first: () => started.turns()[0] };
  };

  it('are compared here, and only what differs is asked about, for a price that was shown', async () => {
    const { daemon, conversation, compare, first, turns, last } = await compared();
    await compare();
    expect(daemon.compared).toEqual([{ before: 'id-1', after: 'id-2' }]);
    expect(daemon.questions).toEqual([]);
    expect(last('attachments')?.tiles).toEqual([]);
    expect(first()).toMatchObject({
      prompt: 'What changed?',
      status: 'done',
      text: expect.stringContaining('One place differs, 25 % of the picture.'),
      choice: { route: 'local' },
      foot: { certainty: 'free' },
    });
    const about = { attachments: ['id-1-part', 'id-2-part'], prompt: '', form: 'changes' };
    expect(daemon.quoted.at(-1)).toMatchObject(about);
    const [way] = first()?.foot?.ways ?? [];
    expect(way).toMatchObject({
      way: 'ask-changes-as-picture',
      label: expect.stringMatching(/^Ask What Changed · about \$/),
      title: expect.stringContaining('2 × 2, 2 × 2'),
    });
    // What was cut out is kept until it was asked about.
    expect(daemon.detached).toEqual(['id-1', 'id-2']);
    await conversation.askChanges('ask-changes-as-picture', first()?.id ?? '');
    expect(daemon.questions).toHaveLength(1);
    expect(daemon.questions[0]).toMatchObject({ ...about, route: 'vision' });
    expect(daemon.compared).toHaveLength(1);
    await vi.waitFor(() => expect(daemon.detached).toEqual(expect.arrayContaining(about.attachments)));
    expect(first()?.foot?.ways).toEqual([]);
    expect(turns()[1]).toMatchObject({ text: 'Because.', pictures: [{ name: 'a.png' }, { name: 'b.png' }] });
  });

  it('are compared again where the daemon has forgotten what was found', async () => {
    const { daemon, conversation, compare, first } = await compared('Why?');
    await compare();
    expect(first()?.prompt).toBe('Why?');
    daemon.life = 2;
    await conversation.askChanges('ask-changes-as-picture', first()?.id ?? '');
    expect(daemon.compared.at(-1)).toEqual({ before: 'id-3', after: 'id-4' });
    expect(daemon.questions[0]).toMatchObject({ attachments: ['id-3-part', 'id-4-part'], prompt: 'Why?' });
  });

  it('that are the same, or that nobody can be asked about, are nobody’s to ask about', async () => {
    const same = await compared();
    same.daemon.areSame = true;
    await same.compare();
    expect(same.first()?.text).toContain('The screenshots are the same');
    expect(same.first()?.foot?.ways).toEqual([]);
    const keyless = await compared();
    keyless.daemon.isKeyless = true;
    await keyless.compare();
    expect(keyless.first()?.foot?.ways).toEqual([]);
  });

  it('are compared also where one may show a secret, which is not sent without a yes', async () => {
    const { daemon, conversation, compare, first } = await compared('', ['It may show a key.']);
    await compare();
    expect(first()?.foot?.ways).toEqual([]);
    expect(first()?.foot?.notices).toEqual([expect.stringContaining('may still show a secret')]);
    conversation.edit(first()?.id ?? '');
    for (const { key } of conversation.pictures) conversation.agree(key, true);
    await compare();
    const again = conversation.turns.at(-1);
    expect(again?.foot?.ways).toHaveLength(1);
    await conversation.askChanges('ask-changes-as-picture', again?.id ?? '');
    expect(daemon.questions[0]?.allowUnsafe).toEqual(daemon.questions[0]?.attachments);
  });

  it('are asked about once more where asking failed', async () => {
    const { daemon, conversation, compare, first, turns } = await compared();
    daemon.answer = () => Promise.reject(new DaemonDiedError());
    await compare();
    await conversation.askChanges('ask-changes-as-picture', first()?.id ?? '');
    expect(turns()[1]?.status).toBe('failed');
    expect(conversation.pictures).toEqual([]);
    daemon.answer = () => Promise.resolve(explanation('Because.'));
    await conversation.again(turns()[1]?.id ?? '');
    expect(daemon.questions.at(-1)).toMatchObject({ form: 'changes', fresh: true });
  });

  it('are two, no more and no fewer', async () => {
    const { daemon, conversation, compare } = await compared();
    await conversation.attach('c.png', png);
    await compare();
    expect(daemon.compared).toEqual([]);
  });
});
