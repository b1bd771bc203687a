import {
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type OpenDialogOptions,
  Uri,
  window,
  workspace,
} from 'vscode';
import { acceptLedger, BudgetKey, spend } from '../protocol/spend.ts';
import { askModelPrice } from './add-model.ts';
import { PictureAttachment } from './attachments.ts';
import { Credentials } from './credentials.ts';
import { Daemon } from './daemon.ts';
import { EditorAnswers } from './editor/answers.ts';
import { noEditor } from './editor/insert.ts';
import type { PasteTarget } from './editor/paste.ts';
import { type ImageFile, readImages } from './files.ts';
import { ImageLinks } from './image-links.ts';
import { speakAsTheEditor } from './language.ts';
import { imageDialog, Panel, pastedName } from './panel/view.ts';
import { soundDialog } from './panel/voice.ts';
import { showHealth } from './provider-health.ts';
import { type Report, reporter } from './report.ts';
import { readSettings, section } from './settings.ts';
import { askBudget } from './spend/budget.ts';
import { Dashboard } from './spend/dashboard.ts';
import type { MeterState } from './spend/meter.ts';
import { StatusBarMeter } from './spend/status-bar.ts';
import { showSpend } from './spend/summary.ts';
import { whatIsUncertain } from './spend/uncertain.ts';
import { chooseMicrophone } from './voice/choose-microphone.ts';
import { Dictation } from './voice/dictation.ts';
import { MicrophoneIndicator } from './voice/indicator.ts';
import { FileTranscriber } from './voice/transcribe-files.ts';
import { readWorkspaceImage } from './workspace-images.ts';

/** The extension at work: everything that is made once the editor has started. */
export class Lenscap {
  readonly log: LogOutputChannel;
  readonly credentials: Credentials;
  readonly daemon: Daemon;
  readonly panel: Panel;
  readonly imageLinks: ImageLinks;
  readonly dashboard: Dashboard;
  readonly dictation: Dictation;
  readonly report: Report;
  /** The workspace of this window, as the daemon books its spending. */
  readonly here = workspace.name ?? '';
  readonly #editors: EditorAnswers;
  readonly #files: FileTranscriber;
  readonly #answering = { panel: false, editors: false, microphone: false };

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    speakAsTheEditor();
    this.log = log;
    this.credentials = new Credentials(context.secrets);
    const settings = () => readSettings((sentence) => log.warn(sentence));
    this.daemon = new Daemon({
      module: context.asAbsolutePath('out/daemon.js'),
      log,
      initialization: () => ({
        ...(this.here && { workspace: this.here }),
        settings: settings(),
        proxy: workspace.getConfiguration('http').get('proxy', ''),
        capabilities: { readFile: true },
      }),
      readFile: readWorkspaceImage,
      apiKey: () => this.credentials.read(),
    });
    const { daemon, here } = this;
    this.report = reporter(log, daemon);
    const { report } = this;
    const indicator = new MicrophoneIndicator();
    this.panel = new Panel({
      extensionUri: context.extensionUri,
      daemon,
      log,
      report,
      here,
      store: context.workspaceState,
      onDidChangeAnswering: (answering) => this.#setAnswering({ panel: answering }),
      onDidChangeMicrophone: (progress) => {
        indicator.show(progress);
        this.#setAnswering({ microphone: progress !== undefined });
      },
    });
    const { microphone } = this.panel.voice;
    this.dictation = new Dictation({ daemon, microphone, report });
    this.#files = new FileTranscriber({ daemon, report });
    this.dashboard = new Dashboard({ extensionUri: context.extensionUri, daemon, log });
    this.imageLinks = new ImageLinks({ daemon, panel: this.panel, report });
    this.#editors = new EditorAnswers({
      daemon,
      report,
      onDidChangeAnswering: (answering) => this.#setAnswering({ editors: answering }),
    });
    context.subscriptions.push(
      this.#meter(),
      indicator,
      this.dashboard,
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        daemon.configure(settings()).then(() => this.#requote(), report);
      }),
      this.credentials.onDidChange((apiKey) => {
        daemon.setApiKey(apiKey).then(() => this.#requote(), report);
      }),
    );
    daemon.start();
  }

  /** Explains pictures in the view: those the command was invoked on, or ones the user chooses. */
  async explainScreenshot(file?: unknown, selection?: unknown): Promise<void> {
    const uris = await invokedOn(file, selection, imageDialog);
    if (uris.length > 0) await this.panel.explainFiles(uris);
  }

  /** Explains what is attached in the view, or else the clipboard’s picture, at the cursor. */
  async explainIntoEditor(): Promise<void> {
    const editor = window.activeTextEditor;
    if (!editor) throw noEditor();
    const { document, selection, viewColumn } = editor;
    const { pictures, prompt } = this.panel.conversation;
    const { spoken } = this.panel.voice.notes;
    const asked = { document, position: selection.active };
    if (pictures.length > 0) {
      void this.#editors.write(document, selection.active, { pictures, prompt, spoken });
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

  /** Transcribes sound files, each into a document: those the command was invoked on, or ones the user chooses. */
  async transcribeAudioFile(file?: unknown, selection?: unknown): Promise<void> {
    await this.#files.transcribe(await invokedOn(file, selection, soundDialog));
  }

  async chooseMicrophone(): Promise<void> {
    await chooseMicrophone(this.daemon);
  }

  /** Stops what is under way: the microphone, if it is open; else the answers. */
  stop(): void {
    const wasDictating = this.dictation.cancel();
    if (this.panel.voice.cancel() || wasDictating) return;
    this.panel.conversation.stop();
    this.#editors.stop();
  }

  async showSpend(): Promise<void> {
    await showSpend(this.daemon, this.here);
  }

  async showHealth(): Promise<void> {
    await showHealth(this.daemon);
  }

  /** @param given the budget, if it is known already */
  async setBudget(given?: unknown): Promise<void> {
    const { summary } = await this.daemon.request(spend, { limit: 1 });
    await askBudget(this.daemon, summary, this.here, BudgetKey.safeParse(given).data);
  }

  /** @param name the model, if it is known already */
  async addModelPrice(name?: unknown): Promise<void> {
    const isAdded = await askModelPrice(this.daemon, typeof name === 'string' ? name : undefined);
    if (isAdded) await this.panel.conversation.requote();
  }

  /** Says what may be missing from a restored ledger, and lets questions pass again if the user accepts that. */
  async acceptLedger(): Promise<void> {
    const { summary } = await this.daemon.request(spend, { limit: 1 });
    if (!summary.uncertain) {
      void window.showInformationMessage(l10n.t('The ledger is whole: there is nothing to accept.'));
      return;
    }
    const detail = l10n.t('Budgets count what is left in the ledger from then on.');
    const accept = l10n.t('Accept');
    const options = { modal: true, detail };
    const chosen = await window.showWarningMessage(whatIsUncertain(summary.uncertain), options, accept);
    if (chosen === accept) await this.daemon.request(acceptLedger, {});
  }

  /** What questions cost, and whether anybody can be asked, may be otherwise by now. */
  async #requote(): Promise<void> {
    await Promise.all([this.panel.conversation.requote(), this.panel.showSetup()]).catch(this.report);
  }

  #meter(): StatusBarMeter {
    const { daemon, here } = this;
    let state: MeterState = { daemon: daemon.state.kind, summary: undefined, here };
    const meter = new StatusBarMeter(state);
    daemon.onDidChangeState(({ kind }) => {
      state = { ...state, daemon: kind };
      meter.show(state);
    });
    daemon.onDidChangeSpend((summary) => {
      state = { ...state, summary };
      meter.show(state);
      // What is being composed may fit a budget by now, or no more.
      void this.panel.conversation.requote();
    });
    return meter;
  }

  /** Whether there is something to stop. */
  #setAnswering(change: Partial<{ panel: boolean; editors: boolean; microphone: boolean }>): void {
    const before = Object.values(this.#answering).some(Boolean);
    Object.assign(this.#answering, change);
    const answering = Object.values(this.#answering).some(Boolean);
    if (answering !== before) void commands.executeCommand('setContext', 'lenscap.answering', answering);
  }
}

/** The files a command was invoked on, in the Explorer or an editor's tab, or else ones the user chooses. */
async function invokedOn(file: unknown, selection: unknown, dialog: OpenDialogOptions): Promise<Uri[]> {
  const invoked = (Array.isArray(selection) ? selection : [file]).filter((each) => each instanceof Uri);
  return invoked.length > 0 ? invoked : ((await window.showOpenDialog(dialog)) ?? []);
}
