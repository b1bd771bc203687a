import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { runningLenscap, until } from './lenscap.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lenscap.provider');

describe('the API key', () => {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'gpt-4o-mini' };
    const choice = { index: 0, delta: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' };
    response.end(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\ndata: [DONE]\n\n`);
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    await settings().update(
      'baseUrl',
      `http://127.0.0.1:${address.port}/v1`,
      vscode.ConfigurationTarget.Global,
    );
  });
  after(async () => {
    server.close();
    await settings().update('baseUrl', undefined, vscode.ConfigurationTarget.Global);
  });
  afterEach(async () => (await runningLenscap()).credentials.store(undefined));

  const ask = async (): Promise<string | undefined> => {
    const { daemon } = await runningLenscap();
    const { token } = new vscode.CancellationTokenSource();
    // Other words every time: the same question may be answered from a cache one day.
    await daemon.explain({ prompt: `Is it so? (${keys.length})` }, () => {}, token);
    return keys.at(-1);
  };
  /** Asks until the daemon has learnt of a change; the test's time limit ends it. */
  const askUntil = async (isSo: (key: string | undefined) => boolean): Promise<void> => {
    while (!isSo(await ask())) {}
  };

  it('is the stored one, from the moment it is stored, and in the next life of the daemon', async () => {
    const { credentials, daemon } = await runningLenscap();
    const secret = ['stored', 'not', 'real'].join('-');
    await credentials.store(secret);
    await askUntil((key) => key === `Bearer ${secret}`);

    const { pid, life } = daemon;
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await until(daemon.onDidChangeState, () => daemon.life > life);
    assert.equal(await ask(), `Bearer ${secret}`);

    await credentials.store(undefined);
    await askUntil((key) => key !== `Bearer ${secret}`);
  });
});
