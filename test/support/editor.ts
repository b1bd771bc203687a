// A real VS Code (code-server) in a real browser (Chromium), with everything of its own in a
// temporary folder: home, user data, extensions. Nothing of the user's own editor is touched.
import { spawn } from 'node:child_process';
import { glob, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import * as z from 'zod';
import { type CodeServer, ensureCodeServer, registerExtensions } from '../../scripts/code-server.ts';
import { type Group, startGroup } from '../../scripts/process-group.ts';
import { typeUserSettings } from './workbench.ts';

export const repository = join(import.meta.dirname, '../..');

/** Where pictures of tests go, for people to look at and for the README. */
export const resultsDirectory = join(repository, 'test-results');

/** The extension as users get it, or straight from a working folder. */
export type ExtensionSource = { readonly vsix: string } | { readonly folder: string };

export interface EditorOptions {
  readonly extension: ExtensionSource;
  /** The folder to open; an empty one if not given. */
  readonly workspace?: string;
  /** What the first window opens instead: nothing, or a folder of another file system, by its URI. */
  readonly opens?: 'nothing' | { readonly uri: string };
  /** Folders of further extensions. */
  readonly alsoInstalled?: readonly string[];
  readonly theme?: 'dark' | 'light';
  /** User settings beside those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host and the daemon: `OPENAI_BASE_URL`, `LENSCAP_DATA_DIR`, … */
  readonly env?: Readonly<Record<string, string>>;
  /** `trusted` (the default) asks nothing; `restricted` opens the folder untrusted. */
  readonly trust?: 'trusted' | 'restricted';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The language the editor is in. VS Code's own words stay English: its language packs are not here. */
  readonly locale?: string;
  /** Gives the browser a microphone that beeps. Pages get it once they are granted it. */
  readonly hasBeepingMicrophone?: boolean;
}

export interface Editor {
  /** The window that opened with the editor. */
  readonly page: Page;
  readonly context: BrowserContext;
  /** Address of the editor, without a folder. */
  readonly url: string;
  readonly workspace: string;
  /** Home of the editor's processes. */
  readonly home: string;
  /** Where a VSIX was unpacked, in a folder named after the extension. */
  readonly extensions: string;
  /** Changes settings, as someone does who edits the file of the user's settings: in the first window. */
  changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** The user's settings as they are in that file. */
  userSettings(): Promise<string>;
  /** Opens the same folder, or another one, in one more window. */
  openWindow(folder?: string): Promise<Page>;
  /** Writes `test-results/<name>.png`. @returns its path. */
  screenshot(name: string, page?: Page): Promise<string>;
  /** What the server, the extension host and Lenscap wrote, to look at when a test failed. */
  logs(): Promise<string>;
  close(): Promise<void>;
}

const quiet = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  // Chat would take the secondary side bar, and the focus.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.accessibilitySupport': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
} as const;

const themes = { dark: 'Dark Modern', light: 'Light Modern' } as const;

/** As VS Code keeps note of an installed language pack. It speaks no language that it has no pack for. */
async function installEmptyLanguagePack(userData: string, locale: string): Promise<void> {
  const translations = join(userData, `main.${locale}.i18n.json`);
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  // Without an extension that is said to have brought it, VS Code looks for one on the Internet first.
  const extensions = [{ extensionIdentifier: { id: `empty.language-pack-${locale}` }, version: '1.0.0' }];
  const pack = { hash: 'empty', extensions, translations: { vscode: translations }, label: locale };
  await writeFile(join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/** Starts a VS Code with the extension in it and waits until its workbench is there. */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const server = await ensureCodeServer();
  const root = await realpath(await mkdtemp(join(tmpdir(), 'lenscap-e2e-')));
  const home = join(root, 'home');
  const userData = join(root, 'data');
  const extensions = join(root, 'extensions');
  const workspace = options.workspace ?? join(root, 'workspace');
  const closers: (() => Promise<unknown>)[] = [
    () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  ];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };

  try {
    for (const each of [home, join(userData, 'User'), extensions, workspace]) {
      await mkdir(each, { recursive: true });
    }
    const settings = {
      ...quiet,
      'workbench.colorTheme': themes[options.theme ?? 'dark'],
      ...options.settings,
    };
    const userSettings = join(userData, 'User/settings.json');
    await writeFile(userSettings, JSON.stringify(settings, null, 2));

    if (options.locale !== undefined) await installEmptyLanguagePack(userData, options.locale);
    const env = editorEnvironment(home, options.env);
    const folders = ['--user-data-dir', userData, '--extensions-dir', extensions];
    await provideExtension(server, options, extensions, folders, env);

    const group = startGroup(
      server.node,
      [
        server.entry,
        ...folders,
        ...['--auth', 'none', '--bind-addr', '127.0.0.1:0'],
        ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
        ...(options.trust === 'restricted' ? [] : ['--disable-workspace-trust']),
        '--ignore-last-opened',
        ...(options.locale === undefined ? [] : ['--locale', options.locale]),
      ],
      { cwd: root, env },
    );
    closers.push(() => group.stop());
    const [, port] = await group.waitFor(/HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/, 60_000);
    const url = `http://127.0.0.1:${port}`;

    const browser = await launchChromium(
      options.hasBeepingMicrophone ? ['--use-fake-device-for-media-stream'] : [],
    );
    closers.push(() => browser.close());
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });

    const open = async (query: Readonly<Record<string, string>>) => {
      const page = await context.newPage();
      await page.goto(`${url}/?${new URLSearchParams(query)}`);
      await waitForWorkbench(page, group);
      return page;
    };
    const openWindow = (folder = workspace) => open({ folder });
    const { opens } = options;
    const page = await (opens === undefined
      ? openWindow()
      : open(opens === 'nothing' ? { ew: 'true' } : { folder: opens.uri }));
    return {
      page,
      context,
      url,
      workspace,
      home,
      extensions,
      changeSettings: async (changes) => {
        const before = parseSettings(await readFile(userSettings, 'utf8'));
        const json = JSON.stringify({ ...before, ...changes });
        await typeUserSettings(page, json, async () => (await readFile(userSettings, 'utf8')) === json);
      },
      userSettings: () => readFile(userSettings, 'utf8'),
      openWindow,
      async screenshot(name, of = page) {
        const path = join(resultsDirectory, `${name}.png`);
        await of.screenshot({ path });
        return path;
      },
      logs: async () => `${group.output()}\n${await extensionLogs(join(userData, 'logs'))}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Chromium that talks to this machine only. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
      ...more,
    ],
  });
}

/**
 * An environment with nothing of the developer's own in it: a key or a base URL that
 * happens to be set must not reach a test.
 */
export function editorEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const { PATH, LANG, TMPDIR } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    LANG: LANG ?? 'C.UTF-8',
    HOME: home,
    SHELL: '/bin/sh',
    // No marketplace: nothing to ask the network for.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    ...extra,
  };
}

function parseSettings(text: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

async function provideExtension(
  server: CodeServer,
  { extension: source, alsoInstalled = [] }: EditorOptions,
  extensions: string,
  folders: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if ('vsix' in source) {
    await run(server.node, [server.entry, ...folders, '--install-extension', source.vsix], env);
    return;
  }
  await registerExtensions([source.folder, ...alsoInstalled], extensions);
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  if ((await promise) !== 0) throw new Error(`${args.join(' ')} failed. It wrote:\n${output}`);
}

async function extensionLogs(directory: string): Promise<string> {
  let text = '';
  for await (const file of glob('**/{remoteexthost,Lenscap}.log', { cwd: directory })) {
    text += `--- ${file}\n${await readFile(join(directory, file), 'utf8')}\n`;
  }
  return text;
}

async function waitForWorkbench(page: Page, group: Group): Promise<void> {
  try {
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 120_000 });
    // The extension host is up once the first of its work shows; until then commands go nowhere.
    await page
      .locator('.monaco-workbench .part.statusbar .statusbar-item')
      .first()
      .waitFor({ timeout: 120_000 });
  } catch (error) {
    throw new Error(`The workbench did not appear. The server wrote:\n${group.output().slice(-8_000)}`, {
      cause: error,
    });
  }
}
