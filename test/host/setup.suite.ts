import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as z from 'zod';
import { checkKey, findServers } from '../../protocol/setup.ts';
import { runningLenscap } from './lenscap.ts';

const Walkthroughs = z.object({
  contributes: z.object({
    walkthroughs: z.array(z.object({ id: z.string(), steps: z.array(z.object({ id: z.string() })) })),
  }),
});

describe('the first run', () => {
  it('has a walkthrough that VS Code opens', async () => {
    const manifest = vscode.extensions.getExtension('lenscap.lenscap')?.packageJSON;
    const [walkthrough] = Walkthroughs.parse(manifest).contributes.walkthroughs;
    assert.deepEqual(
      walkthrough?.steps.map(({ id }) => id),
      ['answers', 'budget', 'screenshot', 'setup'],
    );
    await runningLenscap();
    await vscode.commands.executeCommand('lenscap.openWalkthrough');
    const { tabs } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(tabs.some(({ label }) => /Welcome|Get Started|Walkthrough/.test(label)));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('puts a sample into the view, and sends nothing', async () => {
    const { panel } = await runningLenscap();
    const turns = panel.conversation.turns.length;
    await vscode.commands.executeCommand('lenscap.trySample');
    assert.equal(panel.conversation.pictures.length, 1);
    assert.equal(panel.conversation.turns.length, turns);
    await vscode.commands.executeCommand('lenscap.clearAnswers');
  });
});

describe('Check Setup', () => {
  it('is a document to read, with what can be done above it, and without the key', async () => {
    await vscode.commands.executeCommand('lenscap.checkSetup');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'lenscap-setup');
    assert.ok(document);
    const text = document.getText();
    for (const heading of ['Who Answers', 'Pictures', 'Sound', 'Ledger, Cache, and Keychain', 'Versions']) {
      assert.ok(text.includes(`\n## ${heading}\n`), heading);
    }
    for (const name of ['key', 'provider', 'proxy', 'reader', 'ledger', 'keychain', 'VS Code', 'workspace']) {
      assert.match(text, new RegExp(`^- [✓✗–] ${name}: .+$`, 'm'));
    }
    assert.match(text, /^- ✓ VS Code: \d+\.\d+/m);
    assert.ok(!text.includes(['not', 'a', 'real', 'key'].join('-')));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    const titles = lenses.map(({ command }) => command?.title.replace(/^\$\(\w+\) /, ''));
    assert.deepEqual(titles.slice(0, 2), ['Copy', 'Check Again']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('the key check', () => {
  const right = ['right', 'not', 'real'].join('-');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isRight = request.headers.authorization === `Bearer ${right}`;
    response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
    const error = { message: 'Incorrect API key provided', type: 'invalid_request_error' };
    response.end(JSON.stringify(isRight ? { object: 'list', data: [{ id: 'gpt-4o' }] } : { error }));
  });
  const settings = () => vscode.workspace.getConfiguration('lenscap.provider');
  let baseUrl = '';

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    baseUrl = `http://127.0.0.1:${address.port}/v1`;
    await settings().update('baseUrl', baseUrl, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    server.close();
    await settings().update('baseUrl', undefined, vscode.ConfigurationTarget.Global);
  });

  it('asks the provider, and tells a right key from a wrong one', async () => {
    const { daemon } = await runningLenscap();
    const verdict = async (apiKey: string) => (await daemon.request(checkKey, { apiKey })).verdict;
    // Until the daemon has learnt of the address; the test's time limit ends it.
    while (asked.length === 0) await verdict('wrong');
    assert.equal(await verdict('wrong'), 'refused');
    assert.equal(await verdict(right), 'accepted');
    assert.deepEqual([...new Set(asked)], ['GET /v1/models']);
  });

  it('does not put it in force', async () => {
    const { credentials } = await runningLenscap();
    assert.equal(await credentials.read(), undefined);
  });

  it('finds no server where one asks for a key', async () => {
    const { daemon } = await runningLenscap();
    assert.deepEqual(await daemon.request(findServers, { baseUrls: [baseUrl] }), { servers: [] });
  });
});
