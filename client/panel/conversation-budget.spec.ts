import { describe, expect, it, vi } from 'vitest';
import { BudgetError, type Refusal } from '../../protocol/errors.ts';
import { explanation, png, start } from '../../test/support/tiny-daemon.ts';

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
