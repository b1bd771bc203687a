import {
  type ExtensionContext,
  ExtensionMode,
  type LogOutputChannel,
  l10n,
  commands as registry,
  window,
} from 'vscode';
import { type Command, commands } from './commands.ts';
import { registerPasteAndDrop } from './editor/paste.ts';
import type { Lenscap } from './lenscap.ts';

/** What `activate` returns, for the benchmark and the tests inside VS Code. */
export interface Activation {
  /** Our own part of the activation, in milliseconds. */
  readonly activationMs: number;
  /** Only under test: to other extensions we are closed. */
  readonly lenscap?: () => Promise<Lenscap>;
}

let running: Promise<Lenscap> | undefined;

/**
 * Two phases, so that starting VS Code does not wait for us: here everything
 * is registered under its name; what it does is loaded right afterwards, or
 * by the first use.
 */
export function activate(context: ExtensionContext): Activation {
  const startedAt = performance.now();
  const log = window.createOutputChannel('Lenscap', { log: true });
  const lenscap = (): Promise<Lenscap> => {
    running ??= load(context, log).catch((error: unknown) => {
      // Nothing of ours works now: said once, here, and again to whoever asks for something.
      log.error(error instanceof Error ? error : String(error));
      void window.showErrorMessage(l10n.t('Lenscap could not start. Open the “Lenscap” output for details.'));
      throw error;
    });
    return running;
  };
  const run = async (command: Command, args: readonly unknown[]): Promise<void> => {
    const loaded = await lenscap();
    try {
      await command(loaded, ...args);
    } catch (error) {
      void loaded.report(error);
    }
  };
  context.subscriptions.push(
    log,
    ...Object.entries(commands).map(([name, command]) =>
      registry.registerCommand(name, (...args: readonly unknown[]) => run(command, args)),
    ),
    window.registerWebviewViewProvider('lenscap.view', {
      resolveWebviewView: async (view) => (await lenscap()).panel.resolve(view),
    }),
    registerPasteAndDrop((target, { files, uris }, form) => {
      void run((loaded) => loaded.writeAt(target, files, uris, form), []);
    }),
  );
  setImmediate(() => void lenscap().catch(() => {}));
  return {
    activationMs: performance.now() - startedAt,
    ...(context.extensionMode === ExtensionMode.Test && { lenscap }),
  };
}

/** Ends the daemon before the extension host goes. */
export async function deactivate(): Promise<void> {
  await running?.then(
    ({ daemon }) => daemon.stop(),
    () => {},
  );
}

async function load(context: ExtensionContext, log: LogOutputChannel): Promise<Lenscap> {
  const { Lenscap } = await import('./lenscap.ts');
  return new Lenscap(context, log);
}
