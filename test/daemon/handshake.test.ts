import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ErrorCodes } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { attach, detach, preview } from '../../protocol/attach.ts';
import { commands } from '../../protocol/command.ts';
import { setCredentials } from '../../protocol/credentials.ts';
import { explain } from '../../protocol/explain.ts';
import { quote } from '../../protocol/quote.ts';
import { setBudget, spend } from '../../protocol/spend.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { failureOf, refusalOf, sendRaw, spawnDaemon, startDaemon, type TestDaemon } from './harness.ts';

const InitializeResult = z.object({
  serverInfo: z.object({ name: z.literal('lenscap'), version: z.string() }),
  capabilities: z.object({ executeCommandProvider: z.object({ commands: z.array(z.string()) }) }),
});

function initialize(daemon: TestDaemon, params: object): Promise<unknown> {
  return daemon.connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    ...params,
  });
}

/** That the daemon is there and does its work. */
async function expectAlive(daemon: TestDaemon): Promise<void> {
  expect(await daemon.spend()).toMatchObject({ rows: [], spentNanoUsd: 0 });
}

describe('initialize', () => {
  test('needs no options: any LSP client can connect', async () => {
    const daemon = spawnDaemon();
    const { capabilities, serverInfo } = InitializeResult.parse(await initialize(daemon, {}));
    expect(capabilities.executeCommandProvider.commands).toEqual([...commands]);
    expect(serverInfo.version).toMatch(/^\d+\.\d+\.\d+$/);
    await daemon.connection.sendNotification('initialized', {});
    await expectAlive(daemon);
    expect(await daemon.stop()).toBe(0);
    expect(daemon.log()).toBe('');
  });

  test('takes a data directory, a workspace and settings', async () => {
    const directory = join(scratchDirectory(), 'elsewhere');
    const daemon = spawnDaemon({ key: null });
    const settings = { answer: { maxOutputTokens: 100 } };
    await initialize(daemon, {
      initializationOptions: { dataDirectory: directory, workspace: 'my project', settings },
    });
    expect(existsSync(join(directory, 'lenscap.db'))).toBe(true);
    expect(existsSync(join(daemon.directory, 'lenscap.db'))).toBe(false);
    const answer = await daemon.explain({ prompt: 'Why?' });
    expect(answer.route).toBe('local');
    expect((await daemon.spend()).rows).toMatchObject([{ workspace: 'my project' }]);
  });

  test.each([
    [
      { workspaceFolders: [{ uri: 'file:///home/me/web', name: 'Web' }], rootUri: 'file:///home/me/other' },
      'Web',
    ],
    [{ workspaceFolders: [{ uri: 'file:///home/me/web', name: '/home/me/web' }] }, 'web'],
    [{ rootUri: 'file:///home/me/my%20project' }, 'my project'],
    [{ rootUri: 'file:///home/me/100%' }, '100%'],
    [{}, ''],
  ])('books under the workspace the client names: %j', async (params, workspace) => {
    const daemon = spawnDaemon({ key: null });
    await initialize(daemon, params);
    await daemon.explain({ prompt: 'Why?' });
    expect((await daemon.spend()).rows).toMatchObject([{ workspace }]);
  });

  test.each([
    [{ settings: { image: { maxEdge: 1 } } }, 'settings.image.maxEdge'],
    [{ settings: { provider: { baseUrl: 'nonsense' } } }, 'settings.provider.baseUrl'],
    [{ dataDirectory: 7 }, 'dataDirectory'],
    ['yes', 'params'],
  ])(
    'with wrong options (%j) names the field, and may be sent again',
    async (initializationOptions, field) => {
      const daemon = spawnDaemon();
      const refusal = await refusalOf(initialize(daemon, { initializationOptions }));
      expect(refusal).toMatchObject({ code: ErrorCodes.InvalidParams, data: { field } });
      await initialize(daemon, {});
      await expectAlive(daemon);
    },
  );

  test('a second time is refused, and changes nothing', async () => {
    const daemon = await startDaemon();
    expect(await refusalOf(initialize(daemon, {}))).toMatchObject({ code: ErrorCodes.InvalidRequest });
    await expectAlive(daemon);
  });

  test('has to come first', async () => {
    const daemon = spawnDaemon();
    for (const method of [spend.method, 'workspace/executeCommand']) {
      const refusal = await refusalOf(daemon.connection.sendRequest(method, { command: 'lenscap.spend' }));
      expect(refusal).toMatchObject({ code: -32_002, message: expect.stringContaining('initialize') });
    }
    await initialize(daemon, {});
    await expectAlive(daemon);
  });

  test('two daemons that open a new ledger at the same moment both get it', async () => {
    const directory = scratchDirectory();
    const daemons = Array.from({ length: 4 }, () => spawnDaemon({ directory }));
    await Promise.all(daemons.map((daemon) => initialize(daemon, {})));
    for (const daemon of daemons) await expectAlive(daemon);
  });
});

describe('a malformed request gets an error that names the field, and the daemon lives on', () => {
  test.each([
    [attach, {}, 'name'],
    [attach, { name: 'a.png', data: '§' }, 'data'],
    [attach, undefined, 'params'],
    [attach, null, 'params'],
    [attach, [], 'params'],
    [attach, ['a.png', 'AAAA'], 'params'],
    [detach, { id: 5 }, 'id'],
    [preview, { id: '' }, 'id'],
    [quote, { attachments: 'all' }, 'attachments'],
    [quote, { route: 'vison' }, 'route'],
    [explain, { prompt: ['why'] }, 'prompt'],
    [explain, { model: '' }, 'model'],
    [explain, { prompt: 'why', partialResultToken: {} }, 'partialResultToken'],
    [spend, { since: 'yesterday' }, 'since'],
    [setBudget, { scope: 'all', period: 'day' }, 'capNanoUsd'],
    [setBudget, { scope: 'all', period: 'day', capNanoUsd: -1 }, 'capNanoUsd'],
    [setCredentials, { apiKey: '' }, 'apiKey'],
    [setCredentials, {}, 'apiKey'],
  ])('%o %j', async (message, params, field) => {
    const daemon = await startDaemon();
    const refusal = await refusalOf(sendRaw(daemon, message, params));
    expect(refusal).toMatchObject({
      code: ErrorCodes.InvalidParams,
      data: { field },
      message: expect.stringContaining(`${message.method}: ${field}`),
    });
    await expectAlive(daemon);
  });

  test('no parameters at all are enough where none are needed', async () => {
    const daemon = await startDaemon();
    expect(await sendRaw(daemon, spend)).toMatchObject({ rows: [] });
    for (const message of [explain, quote]) {
      expect(await refusalOf(sendRaw(daemon, message))).toMatchObject({ data: { field: 'params' } });
      expect(await failureOf(sendRaw(daemon, message, {}))).toMatchObject({ code: 'empty-question' });
    }
    await expectAlive(daemon);
  });

  test('unknown methods, commands and attachments', async () => {
    const daemon = await startDaemon();
    expect(await refusalOf(daemon.connection.sendRequest('lenscap/unheardOf', {}))).toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
    const command = { command: 'lenscap.unheardOf', arguments: [] };
    expect(await refusalOf(daemon.connection.sendRequest('workspace/executeCommand', command))).toMatchObject(
      {
        code: ErrorCodes.InvalidParams,
        data: { field: 'command' },
      },
    );
    const question = { attachments: ['unknown'] };
    expect(await failureOf(daemon.request(explain, question))).toMatchObject({ code: 'unknown-attachment' });
    expect(await failureOf(daemon.request(preview, { id: 'unknown' }))).toMatchObject({
      code: 'unknown-attachment',
    });
    expect(await daemon.request(detach, { id: 'unknown' })).toBeNull();
    await expectAlive(daemon);
  });

  test.each([
    ['a body that is no JSON', 'Content-Length: 5\r\n\r\n{bad}'],
    ['JSON that is no message', 'Content-Length: 2\r\n\r\n[]'],
    ['a header without a length', 'Content-Type: text/plain\r\n\r\n'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n'],
    [
      'an answer to a question nobody asked',
      'Content-Length: 39\r\n\r\n{"jsonrpc":"2.0","id":99,"result":null}',
    ],
  ])('%s', async (_, frame) => {
    const daemon = await startDaemon();
    daemon.client.process.stdin.write(frame);
    let isAlive = false;
    const answer = expectAlive(daemon).then(() => {
      isAlive = true;
    });
    // After a bad header the reader waits for more bytes, even if it has a whole message already.
    await vi.waitFor(async () => {
      await daemon.connection.sendNotification('$/setTrace', { value: 'off' });
      expect(isAlive).toBe(true);
    }, 30_000);
    await answer;
  });
});

describe('the end', () => {
  test('shutdown and exit: status 0', async () => {
    const daemon = await startDaemon();
    expect(await daemon.stop()).toBe(0);
  });

  test('after shutdown nothing but exit is answered', async () => {
    const daemon = await startDaemon();
    await daemon.connection.sendRequest('shutdown');
    expect(await refusalOf(sendRaw(daemon, spend))).toMatchObject({ code: ErrorCodes.InvalidRequest });
    await daemon.connection.sendNotification('exit');
    expect(await once(daemon.client.process, 'exit')).toEqual([0, null]);
  });

  test('exit without shutdown: status 1', async () => {
    const daemon = await startDaemon();
    await daemon.connection.sendNotification('exit');
    expect(await once(daemon.client.process, 'exit')).toEqual([1, null]);
  });

  test('the client closed the pipe', async () => {
    const daemon = await startDaemon();
    daemon.client.process.stdin.end();
    expect(await once(daemon.client.process, 'exit')).toEqual([1, null]);
  });

  test('the client named in initialize is gone, although the pipe is open', async () => {
    const client = spawnIdle();
    const daemon = spawnDaemon();
    await initialize(daemon, { processId: client.pid });
    await expectAlive(daemon);
    client.kill('SIGKILL');
    expect(await once(daemon.client.process, 'exit')).toEqual([1, null]);
  });
});

/** A process that does nothing, to be killed. */
function spawnIdle(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
