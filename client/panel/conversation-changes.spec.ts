import { describe, expect, it, vi } from 'vitest';
import { explanation, png, start } from '../../test/support/tiny-daemon.ts';
import { DaemonDiedError } from '../failure.ts';

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
