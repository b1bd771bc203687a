// What the tests of one file have in common: a folder of their own, a VS Code with the extension, and a provider on
// this machine that it asks. All of it goes after the last test.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Editor, type EditorOptions, repository, startEditor } from './editor.ts';
import { providerEnvironment } from './provider.ts';

export interface StageOptions extends Partial<EditorOptions> {
  /** Who is asked; without it there is no key. */
  readonly provider?: { readonly baseUrl: string };
}

export interface Stage {
  /** A temporary folder, with the next two in it. */
  readonly root: string;
  readonly workspace: string;
  /** The daemon's. */
  readonly dataDirectory: string;
  /** Has something closed after the last test, before what was there earlier. */
  afterwards(close: () => Promise<unknown>): void;
  /** Starts VS Code with the extension from this repository. It is closed after the last test. */
  start(options?: StageOptions): Promise<Editor>;
}

/**
 * Prepares the tests of a file. A test that fails leaves a picture of each VS Code: `test-results/failed-….png`.
 * @param name of the temporary folder
 * @param timeoutMs for all of the preparation, if it needs longer than usual
 */
export function onStage(name: string, prepare: (stage: Stage) => Promise<unknown>, timeoutMs?: number): void {
  const closers: (() => Promise<unknown>)[] = [];
  const editors: Editor[] = [];
  beforeAll(async () => {
    const root = await realpath(await mkdtemp(join(tmpdir(), `lenscap-${name}-`)));
    closers.push(() => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
    const [workspace, dataDirectory] = [join(root, 'my-service'), join(root, 'data')];
    await mkdir(workspace);
    await prepare({
      root,
      workspace,
      dataDirectory,
      afterwards: (close) => void closers.push(close),
      async start({ provider, env, ...options } = {}) {
        const editor = await startEditor({
          extension: { folder: repository },
          workspace,
          viewport: { width: 1440, height: 900 },
          env: {
            LENSCAP_DATA_DIR: dataDirectory,
            ...(provider && providerEnvironment(provider)),
            ...env,
          },
          ...options,
        });
        editors.push(editor);
        closers.push(() => editor.close());
        return editor;
      },
    });
  }, timeoutMs);
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [index, editor] of editors.entries())
      await editor.screenshot(`failed-${task.id}${index === 0 ? '' : `-${index + 1}`}`);
  });
  afterAll(async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  });
}
