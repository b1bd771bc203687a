import { commands, type ExtensionContext, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import { spend } from '../protocol/spend.ts';
import { PictureAttachment } from './attachments.ts';
import { Credentials } from './credentials.ts';
import { Daemon } from './daemon.ts';
import { EditorAnswers } from './editor/answers.ts';
import { noEditor } from './editor/insert.ts';
import type { PasteTarget } from './editor/paste.ts';
import { type ImageFile, readImages } from './files.ts';
import { ImageLinks } from './image-links.ts';
import { imageDialog, Panel, pastedName } from './panel/view.ts';
import { reporter } from './report.ts';
import { readSettings, section } from './settings.ts';
import { askBudget } from './spend/budget.ts';
import type { MeterState } from './spend/meter.ts';
import { StatusBarMeter } from './spend/status-bar.ts';
import { showSpend } from './spend/summary.ts';
import { readWorkspaceImage } from './workspace-images.ts';

/** The extension at work: everything that is made once the editor has started. */
export class Lenscap {
  readonly log: LogOutputChannel;
  readonly credentials: Credentials;
  readonly daemon: Daemon;
  readonly panel: Panel;
  readonly imageLinks: ImageLinks;
  readonly report: (error: unknown) => void;
  readonly #editors: EditorAnswers;
  readonly #answering = { panel: false, editors: false };

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    this.log = log;
    this.report = reporter(log);
    const { report } = this;
    this.credentials = new Credentials(context.secrets);
    const settings = () => readSettings((sentence) => log.warn(sentence));
    this.daemon = new Daemon({
      module: context.asAbsolutePath('out/daemon.js'),
      log,
      initialization: () => ({
        ...(workspace.name && { workspace: workspace.name }),
        settings: settings(),
        capabilities: { readFile: true },
      }),
      readFile: readWorkspaceImage,
      apiKey: () => this.credentials.read(),
    });
    const { daemon } = this;
    this.panel = new Panel({
      extensionUri: context.extensionUri,
      daemon,
      log,
      report,
      onDidChangeAnswering: (answering) => this.#setAnswering({ panel: answering }),
    });
    this.imageLinks = new ImageLinks({ daemon, panel: this.panel, report });
    this.#editors = new EditorAnswers({
      daemon,
      report,
      onDidChangeAnswering: (answering) => this.#setAnswering({ editors: answering }),
    });
    context.subscriptions.push(
      this.#meter(),
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        daemon.configure(settings()).then(() => this.panel.conversation.requote(), report);
      }),
      this.credentials.onDidChange((apiKey) => {
        daemon.setApiKey(apiKey).then(() => this.panel.conversation.requote(), report);
      }),
    );
    daemon.start();
  }

  /** Explains pictures in the view: those the command was invoked on, or ones the user chooses. */
  async explainScreenshot(file?: unknown, selection?: unknown): Promise<void> {
    const invoked = (Array.isArray(selection) ? selection : [file]).filter((each) => each instanceof Uri);
    const uris = invoked.length > 0 ? invoked : ((await window.showOpenDialog(imageDialog)) ?? []);
    if (uris.length > 0) await this.panel.explainFiles(uris);
  }

  /** Explains what is attached in the view, or else the clipboard’s picture, at the cursor. */
  async explainIntoEditor(): Promise<void> {
    const editor = window.activeTextEditor;
    if (!editor) throw noEditor();
    const { document, selection, viewColumn } = editor;
    const { pictures, prompt } = this.panel.conversation;
    const asked = { document, position: selection.active };
    if (pictures.length > 0) {
      void this.#editors.write(document, selection.active, { pictures, prompt });
      return;
    }
    const bytes = await this.panel.readClipboard();
    await window.showTextDocument(document, { selection, ...(viewColumn && { viewColumn }) });
    void this.explainAt(asked, [{ name: pastedName, bytes }], []);
  }

  /** Explains what was pasted or dropped into a document, right there. Does not wait for the answer. */
  async explainAt(
    { document, position }: PasteTarget,
    files: readonly ImageFile[],
    uris: readonly Uri[],
  ): Promise<void> {
    // Where VS Code took back a link of its own for this, that link's snippet is still being filled in
    // for it: it would end our first step to undo at our first word.
    await commands.executeCommand('leaveSnippet');
    const images = [...files, ...(await readImages(uris))];
    const pictures = images.map(({ name, bytes }) => new PictureAttachment(this.daemon, name, bytes));
    await this.#editors.write(document, position, { pictures, prompt: '' });
  }

  stop(): void {
    this.panel.conversation.stop();
    this.#editors.stop();
  }

  async showSpend(): Promise<void> {
    await showSpend(this.daemon);
  }

  async setBudget(): Promise<void> {
    const { summary } = await this.daemon.request(spend, {});
    await askBudget(this.daemon, summary.budgets);
  }

  #meter(): StatusBarMeter {
    const { daemon } = this;
    let state: MeterState = { daemon: daemon.state.kind, summary: undefined };
    const meter = new StatusBarMeter(state);
    daemon.onDidChangeState(({ kind }) => {
      state = { ...state, daemon: kind };
      meter.show(state);
    });
    daemon.onDidChangeSpend((summary) => {
      state = { ...state, summary };
      meter.show(state);
    });
    return meter;
  }

  #setAnswering(change: Partial<{ panel: boolean; editors: boolean }>): void {
    Object.assign(this.#answering, change);
    const answering = this.#answering.panel || this.#answering.editors;
    void commands.executeCommand('setContext', 'lenscap.answering', answering);
  }
}
