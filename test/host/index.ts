// Runs inside the extension host of a real VS Code, where `vscode` can be imported: the suites
// below under mocha. The file is bundled; host.test.ts starts it and repeats its results to Vitest.
import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import type { HostResult } from './results.ts';

// Imported once mocha knows where their tests belong, so not at the top. A new suite goes here.
const suites = [
  () => import('./activation.suite.ts'),
  () => import('./stream.suite.ts'),
  () => import('./paste.suite.ts'),
  () => import('./paste-kinds.suite.ts'),
  () => import('./daemon.suite.ts'),
  () => import('./budget.suite.ts'),
  () => import('./credentials.suite.ts'),
  () => import('./markdown.suite.ts'),
  () => import('./voice.suite.ts'),
  () => import('./code.suite.ts'),
  () => import('./setup.suite.ts'),
];

/** VS Code's entry point (`extensionTestsPath`). Fails only if the tests could not be run at all. */
export async function run(): Promise<void> {
  const file = process.env['LENSCAP_HOST_RESULTS'];
  if (!file) throw new Error('LENSCAP_HOST_RESULTS is not set. Start these tests by "npm test -- host".');

  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, file, mocha);
  for (const load of suites) await load();

  const results: HostResult[] = [];
  await new Promise<void>((finished) => {
    const record = (test: Mocha.Test, outcome: HostResult['outcome'], error?: Error) => {
      results.push({
        title: test.fullTitle(),
        outcome,
        durationMs: test.duration ?? 0,
        ...(error ? { error: error.stack ?? error.message } : {}),
      });
    };
    mocha
      .run(() => finished())
      .on('pass', (test) => record(test, 'passed'))
      // Also a failing hook, which stands for the tests it kept from running.
      .on('fail', (test, error) => record(test, 'failed', error))
      .on('pending', (test) => record(test, 'skipped'));
  });
  await writeFile(file, JSON.stringify(results));
}
