import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { PictureAttachment } from '../../client/attachments.ts';
import { quote } from '../../protocol/quote.ts';
import { type SpendSummary, spend } from '../../protocol/spend.ts';
import { runningLenscap, tinyPng, until } from './lenscap.ts';

const models = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lenscap.models');

describe('the daemon of the window', () => {
  afterEach(() => models().update('text', undefined, vscode.ConfigurationTarget.Global));

  it('gets the settings, and gets them again when they change', async () => {
    const { daemon } = await runningLenscap();
    const model = async (): Promise<string> => (await daemon.request(quote, { prompt: 'Why?' })).model;
    assert.notEqual(await model(), 'gpt-4o');
    await models().update('text', 'gpt-4o', vscode.ConfigurationTarget.Global);
    assert.equal(await model(), 'gpt-4o');
  });

  it('refuses with the error it wrote', async () => {
    const { daemon } = await runningLenscap();
    const picture = new PictureAttachment(daemon, 'page.html', Buffer.from('<html></html>'));
    await assert.rejects(picture.prepare(), { kind: 'unsafe' });
  });

  it('comes back after it was killed, and a picture can be asked about as before', async () => {
    const { daemon } = await runningLenscap();
    const picture = new PictureAttachment(daemon, 'shot.png', tinyPng);
    const { about, bytes } = await picture.prepare();
    assert.equal(about.width, 1);
    assert.ok(bytes.length > 0);
    const before = await picture.id();
    const { pid, life } = daemon;
    assert.ok(pid);

    process.kill(pid, 'SIGKILL');
    await until(daemon.onDidChangeState, () => daemon.life > life);
    assert.notEqual(daemon.pid, pid);
    const { route } = await daemon.request(quote, { attachments: [await picture.id()], prompt: '' });
    assert.equal(route, 'vision');
    assert.notEqual(before, undefined);
  });

  it('says so to whoever was waiting when it died', async () => {
    const { daemon } = await runningLenscap();
    await daemon.request(spend, {});
    const { pid, life } = daemon;
    assert.ok(pid);
    const source = new vscode.CancellationTokenSource();
    const asking = daemon.explain(
      { prompt: 'a slow question' },
      () => process.kill(pid, 'SIGKILL'),
      source.token,
    );
    // By its code: the tests are bundled with a copy of the class of their own.
    await assert.rejects(asking, { code: 'daemon-died' });
    await until(daemon.onDidChangeState, () => daemon.life > life);
  });

  it('answers, and tells what it cost', async () => {
    const { daemon } = await runningLenscap();
    let summary: SpendSummary | undefined;
    const listening = daemon.onDidChangeSpend((latest) => {
      summary = latest;
    });
    const deltas: string[] = [];
    const source = new vscode.CancellationTokenSource();
    const { text, costNanoUsd, requestId } = await daemon.explain(
      { prompt: 'a quick question' },
      (progress) => {
        if (progress.kind === 'delta') deltas.push(progress.text);
      },
      source.token,
    );
    assert.equal(deltas.join(''), text);
    assert.ok(deltas.length > 1, 'The answer was not streamed');
    assert.ok(costNanoUsd > 0);
    await until(daemon.onDidChangeSpend, () => summary?.last?.requestId === requestId);
    listening.dispose();
  });

  it('is restarted by the command', async () => {
    const { daemon } = await runningLenscap();
    await daemon.request(spend, {});
    const { life } = daemon;
    await vscode.commands.executeCommand('lenscap.restartDaemon');
    assert.equal(daemon.life, life + 1);
    await daemon.request(spend, {});
  });
});
