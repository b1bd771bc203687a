import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LSPErrorCodes } from 'vscode-languageserver-protocol';
import { type Attachment, attach, preview, redact } from '../../protocol/attach.ts';
import { quote } from '../../protocol/quote.ts';
import { noise } from '../support/images.ts';
import { readText } from '../support/ocr.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { written } from '../support/written.ts';
import { ask, failureOf, provideRaw, refusalOf, startDaemon, type TestDaemon } from './harness.ts';

/** Nobody's; put together here so that no scanner takes it for one. */
const TOKEN = ['ghp', 'aB3dE5gH7jK9mN2pQ2rS4tU6vW8xYkzA2bC4'].join('_');

let screenshot: Buffer;
beforeAll(async () => {
  screenshot = await written([
    '$ cat .env',
    'NODE_ENV=development',
    `GITHUB_TOKEN=${TOKEN}`,
    'LOG_LEVEL=debug',
    '$ npm run build',
    'error TS2304: Cannot find name reader.',
  ]);
});

const attachTo = (daemon: TestDaemon, file = screenshot): Promise<Attachment> =>
  daemon.request(attach, { name: 'terminal.png', data: file.toString('base64') });

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

function answerWith(exchange: Exchange, ...pieces: string[]): void {
  exchange.open();
  for (const piece of pieces) exchange.delta(piece);
  exchange.finish().usage({ prompt_tokens: 1000, completion_tokens: 40 }).done();
}

/** The words that reached the provider. */
const wordsOf = ({ body }: Exchange): string => JSON.stringify(body);

describe('a screenshot with a token', () => {
  test('is sent without it, as the preview showed it', async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const attached = await attachTo(daemon);
    expect(attached).toMatchObject({ safe: true, doubts: [], mode: 'standard' });
    expect(attached.findings).toMatchObject([{ rule: 'github-token', covered: true }]);
    expect(attached.text).toContain('LOG_LEVEL=debug');
    expect(attached.text).toContain('GITHUB_TOKEN=⟦github-token-1⟧');
    const question = { attachments: [attached.id], route: 'vision' as const };
    const { sent } = await daemon.request(quote, question);
    const shown = await daemon.request(preview, { id: attached.id });
    expect(shown.sha256).toBe(attached.sha256);
    expect(sent).toMatchObject([{ id: attached.id, sha256: attached.sha256 }]);

    const answer = await daemon.explain(question);
    const [received] = provider.exchanges[0]?.images ?? [];
    if (!received) throw new Error('A picture was received.');
    expect(sha256(received)).toBe(shown.sha256);
    expect(answer.sent).toEqual(sent);
    const read = await readText(received);
    expect(read).toContain('npm run build');
    expect(read).not.toContain('ghp');
    // Nor a piece of it: the longest that could be left is a misread character or two.
    for (let at = 0; at + 6 <= TOKEN.length; at++) expect(read).not.toContain(TOKEN.slice(at, at + 6));
  });

  test('goes as the text that was read in it, without the token; no picture leaves', async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id, look } = await attachTo(daemon);
    expect(look?.textShare).toBeGreaterThan(0.7);
    const prompt = `does ${TOKEN} work?`;
    const answer = await daemon.explain({ attachments: [id], prompt });
    expect(answer).toMatchObject({ route: 'text', model: 'gpt-4o-mini', sent: [] });
    const [exchange] = provider.exchanges;
    if (!exchange) throw new Error('It was asked.');
    expect(exchange.images).toEqual([]);
    const words = wordsOf(exchange);
    expect(words).toContain('LOG_LEVEL=debug');
    expect(words).toContain('GITHUB_TOKEN=⟦github-token-');
    expect(words).not.toContain('ghp');
    for (let at = 0; at + 6 <= TOKEN.length; at++) expect(words).not.toContain(TOKEN.slice(at, at + 6));
  });

  test('can be uncovered and covered again, and boxes be added; the preview keeps up', async () => {
    const daemon = await startDaemon();
    const attached = await attachTo(daemon);
    const { id } = attached;
    const [finding] = attached.findings;
    if (!finding) throw new Error('A secret was found.');
    const uncovered = await daemon.request(redact, { id, uncover: [finding.id] });
    expect(uncovered.findings).toMatchObject([{ id: finding.id, covered: false }]);
    expect(uncovered.sha256).not.toBe(attached.sha256);
    const open = await daemon.request(preview, { id });
    expect(open.sha256).toBe(uncovered.sha256);
    expect(await readText(Buffer.from(open.data, 'base64'))).toContain('ghp');

    const box = { x: 30, y: 20, width: 200, height: 30 };
    const added = await daemon.request(redact, { id, cover: [box] });
    expect(added.findings).toMatchObject([
      { id: finding.id, covered: true },
      { rule: 'manual', boxes: [box], covered: true },
    ]);
    // Nor is it in the text that was read.
    expect(attached.text).toContain('cat');
    expect(added.text).not.toContain('cat');
    const shown = await daemon.request(preview, { id });
    expect(await readText(Buffer.from(shown.data, 'base64'))).not.toContain('cat');
    // The same decisions make the same bytes.
    expect((await daemon.request(redact, { id })).sha256).toBe(attached.sha256);
    await failureOf(daemon.request(redact, { id, uncover: ['no such finding'] }));
  });

  test('is sent as it is when privacy is off, and that is said', async () => {
    const daemon = await startDaemon({ settings: { privacy: { mode: 'off' } } });
    expect(await attachTo(daemon)).toMatchObject({ safe: true, mode: 'off', findings: [], text: '' });
  });

  test('is not sent as it was before a redaction that is still under way', async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id } = await attachTo(daemon);
    // Not waited for: both are on their way at once.
    const redacting = daemon.request(redact, { id, cover: [{ x: 30, y: 20, width: 400, height: 90 }] });
    const answering = daemon.explain({ attachments: [id], route: 'vision' });
    const { sha256: wanted } = await redacting;
    expect((await answering).sent).toMatchObject([{ sha256: wanted }]);
    expect(provider.exchanges[0]?.images.map(sha256)).toEqual([wanted]);
  });

  test('is not sent when it is not what was shown', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id, sha256: shown } = await attachTo(daemon);
    await daemon.request(redact, { id, cover: [{ x: 30, y: 20, width: 400, height: 90 }] });
    expect(await failureOf(daemon.explain({ attachments: [id], expected: { [id]: shown } }))).toMatchObject({
      kind: 'usage',
      code: 'preview-changed',
    });
    expect(provider.exchanges).toHaveLength(0);
    expect((await daemon.spend()).rows).toEqual([]);
  });

  test('that was attached when privacy was off is not sent when it no longer is', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      settings: { privacy: { mode: 'off' } },
    });
    const { id } = await attachTo(daemon);
    await daemon.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { privacy: { mode: 'standard' } },
    });
    expect(await failureOf(daemon.explain({ attachments: [id] }))).toMatchObject({
      kind: 'unsafe',
      code: 'looked-at-less',
    });
    expect(provider.exchanges).toHaveLength(0);
  });

  test('is still found when rules change while it is read', async () => {
    const daemon = await startDaemon();
    const attaching = attachTo(daemon);
    await daemon.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { privacy: { rules: [{ id: 'project', pattern: 'Nightingale' }] } },
    });
    expect(await attaching).toMatchObject({ safe: true, findings: [{ rule: 'github-token' }] });
  });

  test('is not looked at for nothing: a cancelled attachment ends', async () => {
    const daemon = await startDaemon();
    const { client } = daemon;
    const controller = new AbortController();
    const attaching = client.request(
      attach,
      { name: 'a.png', data: screenshot.toString('base64') },
      controller.signal,
    );
    controller.abort();
    expect(await refusalOf(attaching)).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    // The daemon goes on as if nothing had been.
    expect((await attachTo(daemon)).findings).toHaveLength(1);
  });

  test('among others has the bytes that the preview among them shows', async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      settings: { image: { maxPayloadBytes: 300_000 } },
    });
    const ids = [];
    for (const file of [await noise(500, 400), await noise(600, 300, 2), screenshot]) {
      ids.push((await attachTo(daemon, file)).id);
    }
    const shown = [];
    for (const id of ids) shown.push((await daemon.request(preview, { id, together: ids })).sha256);
    await daemon.explain({ attachments: ids });
    expect(provider.exchanges[0]?.images.map(sha256)).toEqual(shown);
  });
});

describe('what cannot be read', () => {
  test('is not sent without an explicit yes, for that one attachment', async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    // A tesseract that does not work.
    const programs = scratchDirectory();
    writeFileSync(join(programs, 'tesseract'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(programs, 'tesseract'), 0o755);
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      environment: { PATH: `${programs}:${process.env['PATH']}` },
      settings: { privacy: { reader: 'system' } },
    });
    const first = await attachTo(daemon);
    const second = await attachTo(daemon);
    expect(first).toMatchObject({ safe: false, findings: [] });
    expect(first.doubts).toHaveLength(1);
    // The price is known all the same.
    expect((await daemon.request(quote, { attachments: [first.id] })).expectedNanoUsd).toBeGreaterThan(0);
    const both = { attachments: [first.id, second.id] };
    expect(await failureOf(daemon.explain(both))).toMatchObject({
      kind: 'unsafe',
      code: 'unsafe-attachment',
    });
    expect(await failureOf(daemon.explain({ ...both, allowUnsafe: [first.id] }))).toMatchObject({
      kind: 'unsafe',
    });
    expect(provider.exchanges).toHaveLength(0);
    expect((await daemon.spend()).rows).toEqual([]);
    await daemon.explain({ attachments: [first.id], allowUnsafe: [first.id] });
    expect(provider.exchanges).toHaveLength(1);
  });
});

describe('a secret in the words of a question', () => {
  const prompt = `Why does ${TOKEN} not work, and is ${TOKEN} revoked?`;

  test('is sent as a placeholder, and stands in the answer again', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { placeholders } = await daemon.request(quote, { prompt });
    expect(placeholders).toMatchObject([{ placeholder: '⟦github-token-1⟧', rule: 'github-token' }]);
    provider.reply((exchange) =>
      answerWith(exchange, 'The token ⟦git', 'hub-token-', '1⟧ is ', 'expired; ⟦other-1⟧ is not mine.'),
    );
    const asking = ask(daemon, { prompt });
    const answer = await asking.answer;
    const [received] = provider.exchanges;
    if (!received) throw new Error('A question was received.');
    expect(wordsOf(received)).not.toContain(TOKEN);
    expect(wordsOf(received)).toContain(
      'Why does ⟦github-token-1⟧ not work, and is ⟦github-token-1⟧ revoked?',
    );
    expect(answer.text).toBe(`The token ${TOKEN} is expired; ⟦other-1⟧ is not mine.`);
    expect(asking.text()).toBe(answer.text);
    expect(answer.notices).toContain('A secret in the question was replaced before it was sent.');
    expect(daemon.log()).not.toContain(TOKEN);
  });

  test('keeps its placeholder throughout a conversation, and only there', async () => {
    const provider = await provideRaw();
    const fine = (exchange: Exchange) => answerWith(exchange, 'Fine.');
    provider.reply(fine, fine, fine, fine);
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const other = TOKEN.replace('aB3', 'zZ9');
    await daemon.explain({ prompt: `First ${other}.`, conversation: 'one' });
    // Typing towards it is not yet part of the conversation.
    await daemon.request(quote, { prompt: `Then ${TOKEN.slice(0, -1)}`, conversation: 'one' });
    await daemon.explain({ prompt: `Then ${TOKEN}.`, conversation: 'one' });
    await daemon.explain({ prompt: `Again ${other}.`, conversation: 'one' });
    await daemon.explain({ prompt: `Elsewhere ${TOKEN}.`, conversation: 'two' });
    const words = provider.exchanges.map(wordsOf);
    expect(words[0]).toContain('First ⟦github-token-1⟧.');
    expect(words[1]).toContain('Then ⟦github-token-2⟧.');
    expect(words[2]).toContain('Again ⟦github-token-1⟧.');
    expect(words[3]).toContain('Elsewhere ⟦github-token-1⟧.');
  });

  test('is not put back into an address that a picture may have asked for', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply((exchange) => answerWith(exchange, '![x](https://elsewhere.example/?q=⟦github-token-1⟧)'));
    const { text } = await daemon.explain({ prompt });
    expect(text).not.toContain(TOKEN);
  });

  test("follows the user's own rules and allowed values", async () => {
    const provider = await provideRaw();
    provider.reply((exchange) => answerWith(exchange, 'Fine.'));
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      settings: {
        privacy: {
          allow: [sha256(Buffer.from(TOKEN))],
          rules: [
            { id: 'project', pattern: 'Project [A-Z][a-z]+' },
            { id: 'broken', pattern: '(' },
          ],
        },
      },
    });
    await daemon.explain({ prompt: `Is ${TOKEN} for Project Nightingale?` });
    const [received] = provider.exchanges;
    if (!received) throw new Error('A question was received.');
    expect(wordsOf(received)).toContain(`Is ${TOKEN} for ⟦project-1⟧?`);
    expect(daemon.log()).toContain('broken');
  });
});
