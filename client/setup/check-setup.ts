import {
  CodeLens,
  Disposable,
  EventEmitter,
  version as editorVersion,
  env,
  languages,
  ProgressLocation,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { type Check, checkSetup } from '../../protocol/setup.ts';
import type { Daemon } from '../daemon.ts';
import { failureOf } from '../failure.ts';
import { type SetupReport, setupReport } from './setup-report.ts';

const scheme = 'lenscap-setup';
const address = Uri.from({ scheme, path: '/Lenscap Setup.md' });

/** “Check Setup”: a read-only document that says what works and how to mend the rest. */
export class SetupCheck implements Disposable {
  readonly #daemon: Pick<Daemon, 'request'>;
  readonly #version: string;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registered: Disposable;
  #report: SetupReport = { text: '', ways: [] };

  /** @param version the extension's */
  constructor(daemon: Pick<Daemon, 'request'>, version: string) {
    this.#daemon = daemon;
    this.#version = version;
    this.#registered = Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: () => this.#report.text,
      }),
      languages.registerCodeLensProvider({ scheme }, { provideCodeLenses: () => this.#lenses() }),
    );
  }

  /** Looks, and shows what was found beside what is open. */
  async show(): Promise<void> {
    await window.withProgress({ location: ProgressLocation.Window, title: 'Checking Lenscap’s setup' }, () =>
      this.#look(),
    );
    this.#changed.fire(address);
    const document = await workspace.openTextDocument(address);
    const isShown = window.visibleTextEditors.find((editor) => editor.document === document);
    const viewColumn =
      isShown?.viewColumn ?? (window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active);
    await window.showTextDocument(document, { viewColumn, preview: false });
  }

  async copy(): Promise<void> {
    if (this.#report.text === '') await this.#look();
    await env.clipboard.writeText(this.#report.text);
  }

  dispose(): void {
    this.#registered.dispose();
  }

  async #look(): Promise<void> {
    const checks = await this.#checks();
    this.#report = setupReport([...checks, ...this.#ours()], new Date().toLocaleString());
  }

  /** What the daemon finds; that there is no daemon, otherwise. */
  async #checks(): Promise<Check[]> {
    try {
      return (await this.#daemon.request(checkSetup, {})).checks;
    } catch (error) {
      const { message, hint } = failureOf(error);
      return [{ area: 'answers', name: 'daemon', ok: false, detail: message, mend: hint }];
    }
  }

  #ours(): Check[] {
    const known = { area: 'versions', ok: true, mend: null } as const;
    const where = env.remoteName === undefined ? 'local' : `remote (${env.remoteName})`;
    return [
      { ...known, name: 'extension', detail: this.#version },
      { ...known, name: 'VS Code', detail: `${editorVersion}, ${env.appName}, ${env.appHost}, ${where}` },
      { ...known, name: 'workspace', detail: describeWorkspace() },
    ];
  }

  #lenses(): CodeLens[] {
    const lens = (line: number, title: string, command: string) =>
      new CodeLens(new Range(line, 0, line, 0), { title, command });
    return [
      lens(0, '$(copy) Copy', 'lenscap.copySetup'),
      lens(0, '$(refresh) Check Again', 'lenscap.checkSetup'),
      ...this.#report.ways.map(({ line, title, command }) => lens(line, title, command)),
    ];
  }
}

/** Its kind, without its name. */
function describeWorkspace(): string {
  const folders = workspace.workspaceFolders ?? [];
  const schemes = new Set(folders.map(({ uri }) => uri.scheme));
  const virtual = [...schemes].filter((each) => each !== 'file' && each !== 'vscode-remote');
  const kind =
    folders.length === 0
      ? 'none open'
      : virtual.length > 0
        ? `virtual (${virtual.join(', ')})`
        : folders.length === 1
          ? 'one folder'
          : `${folders.length} folders`;
  return workspace.isTrusted ? kind : `${kind}, in Restricted Mode`;
}
