import { describe, expect, it } from 'vitest';
import { hash, png, shownBytes, start, token } from '../../test/support/tiny-daemon.ts';

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
