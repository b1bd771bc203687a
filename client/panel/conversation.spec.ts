import { describe, expect, it, vi } from 'vitest';
import { BudgetError, UnsafeMediaError } from '../../protocol/errors.ts';
import { explanation, hash, png, shownBytes, start } from '../../test/support/tiny-daemon.ts';
import { DaemonDiedError } from '../failure.ts';
import type { Turn } from './messages.ts';

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
    // The rest of it was there before the page was to be told.
    expect(posted.filter(({ type }) => type === 'delta')).toMatchObject([{ text: 'Be' }]);
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
