// `npm test`: builds what the tests run, provides the editor they run it in, runs them, and says
// as the last line how many passed and failed.
//   npm test [-- [unit] [daemon] [host] [e2e] [arguments of vitest…]]
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { ensureCodeServer } from './code-server.ts';
import {
  browserRequirements,
  codeServerRequirements,
  ensureDebianPackages,
  soundRequirements,
  toolRequirements,
} from './debian.ts';

const root = join(import.meta.dirname, '..');
const projects = ['unit', 'daemon', 'host', 'e2e'];
const editorProjects = ['host', 'e2e'];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function runNode(file: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Runs Vitest. A file that failed without a failing test in it (it threw, or a hook did) counts as one failure. */
async function runVitest(selected: readonly string[], args: readonly string[]): Promise<Counts> {
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-test-'));
  try {
    const file = join(directory, 'report.json');
    const succeeded = runNode('node_modules/vitest/vitest.mjs', [
      'run',
      ...selected.flatMap((project) => ['--project', project]),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      ...args,
    ]);
    const report = Report.parse(JSON.parse(await readFile(file, 'utf8')));
    const brokenFiles = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    const failed = report.numFailedTests + brokenFiles.length;
    return {
      passed: report.numPassedTests,
      // Vitest also fails for errors outside any test.
      failed: succeeded ? failed : Math.max(failed, 1),
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    console.error(`Vitest left no report: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Makes sure that there is an editor to test in.
 * @returns one line saying why not, where the machine does not have what it takes.
 */
async function provideEditor(): Promise<string | undefined> {
  const lacking = ensureDebianPackages([...browserRequirements, ...codeServerRequirements]);
  if (lacking !== undefined) return lacking;
  await ensureCodeServer();
  return undefined;
}

async function main(): Promise<Counts> {
  const args = process.argv.slice(2);
  const named = args.findIndex((arg) => !projects.includes(arg));
  const asked = named < 0 ? args : args.slice(0, named);
  let selected = asked.length > 0 ? asked : projects;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const notes: string[] = [];
  const fail = (note: string) => {
    counts.failed += 1;
    notes.push(note);
  };

  // The VSIX comes first: making it empties out/, where the next build puts the tests.
  if (selected.includes('e2e') && !runNode('scripts/package.ts', [])) fail('The VSIX could not be made.');
  if (!runNode('scripts/build.ts', ['--tests'])) {
    fail('The build failed.');
    return summarize(counts, notes);
  }

  const wantsEditor = selected.filter((project) => editorProjects.includes(project));
  if (wantsEditor.length > 0) {
    const lacking = await provideEditor().catch((error: unknown) => {
      fail(error instanceof Error ? error.message : String(error));
      return 'there is no code-server';
    });
    if (lacking !== undefined) {
      const files = wantsEditor.flatMap((project) => globSync(`test/${project}/**/*.test.ts`, { cwd: root }));
      counts.skipped += files.length;
      notes.push(`Skipped the ${files.length} files of editor tests (${wantsEditor.join(', ')}): ${lacking}`);
      selected = selected.filter((project) => !wantsEditor.includes(project));
    }
  }
  if (selected.includes('unit')) {
    const lacking = ensureDebianPackages(soundRequirements);
    if (lacking !== undefined) notes.push(`Tests of sound are skipped: ${lacking}`);
  }
  if (selected.includes('daemon') || selected.includes('e2e')) {
    const lacking = ensureDebianPackages(toolRequirements);
    if (lacking !== undefined) notes.push(`Tests that need other programs are skipped: ${lacking}`);
  }

  if (selected.length > 0) {
    const ran = await runVitest(selected, named < 0 ? [] : args.slice(named));
    counts.passed += ran.passed;
    counts.failed += ran.failed;
    counts.skipped += ran.skipped;
  }
  return summarize(counts, notes);
}

function summarize(counts: Counts, notes: readonly string[]): Counts {
  if (counts.passed + counts.failed === 0) notes = [...notes, 'No test ran.'];
  for (const note of notes) console.log(note);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts;
}

const { passed, failed } = await main();
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
