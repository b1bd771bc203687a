// Runs a bundled test entry inside the extension host of a real VS Code: a page opens the bare VS Code
// server with its smoke-test driver on, which makes it run `extensionTestsPath` and report to the page.
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { ensureCodeServer } from '../../scripts/code-server.ts';
import { startGroup } from '../../scripts/process-group.ts';
import { HostResult } from '../host/results.ts';
import { editorEnvironment, launchChromium } from './editor.ts';

export interface HostRun {
  /** The folder of the extension under test. */
  readonly extension: string;
  /** The bundled file that exports `run()`. */
  readonly tests: string;
  /** Environment of the extension host, beside `LENSCAP_HOST_RESULTS`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The longest the tests may take together, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * @returns the result of every test inside.
 * @throws Error with what VS Code wrote, if the tests did not run to their end.
 */
export async function runInExtensionHost(options: HostRun): Promise<HostResult[]> {
  const server = await ensureCodeServer();
  const root = await realpath(await mkdtemp(join(tmpdir(), 'lenscap-host-')));
  const workspace = join(root, 'workspace');
  const home = join(root, 'home');
  const results = join(root, 'results.json');
  await mkdir(workspace);
  await mkdir(home);

  const group = startGroup(
    server.node,
    [
      server.serverMain,
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      ...['--enable-smoke-test-driver', '--disable-telemetry', '--disable-workspace-trust'],
      ...['--server-data-dir', join(root, 'data')],
    ],
    {
      cwd: root,
      env: editorEnvironment(home, {
        LENSCAP_DATA_DIR: join(root, 'lenscap'),
        LENSCAP_HOST_RESULTS: results,
        ...options.env,
      }),
    },
  );
  let browser: Awaited<ReturnType<typeof launchChromium>> | undefined;
  const log: string[] = [];
  try {
    const [, port] = await group.waitFor(/Extension host agent listening on (\d+)/, 60_000);
    browser = await launchChromium();
    const page = await browser.newPage();
    const ended = Promise.withResolvers<void>();
    await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
      log.push(parts.map(String).join(' '));
    });
    await page.exposeFunction('codeAutomationExit', () => ended.resolve());

    const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(options.extension)],
      ['extensionTestsPath', remote(options.tests)],
    ];
    const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
    await page.goto(`http://127.0.0.1:${port}/?${query}`);

    const timer = setTimeout(
      () => ended.reject(new Error(`The tests did not end within ${options.timeoutMs} ms.`)),
      options.timeoutMs,
    );
    await ended.promise.finally(() => clearTimeout(timer));
    return z.array(HostResult).parse(JSON.parse(await readFile(results, 'utf8')));
  } catch (error) {
    const output = `${log.join('\n')}\n${group.output()}`.slice(-8_000);
    throw new Error(`The tests inside VS Code could not be run. VS Code wrote:\n${output}`, { cause: error });
  } finally {
    await browser?.close();
    await group.stop();
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
