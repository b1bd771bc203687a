import {
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type OpenDialogOptions,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import * as z from 'zod';
import { acceptLedger, BudgetKey, spend } from '../protocol/spend.ts';
import { askModelPrice } from './add-model.ts';
import { PictureAttachment } from './attachments.ts';
import { Comparing, compareDialog } from './compare.ts';
import { Credentials } from './credentials.ts';
import { Daemon } from './daemon.ts';
import { EditorAnswers } from './editor/answers.ts';
import { noEditor } from './editor/insert.ts';
import type { EditorForm } from './editor/kinds.ts';
import type { PasteTarget } from './editor/paste.ts';
import { failureOf } from './failure.ts';
import { type ImageFile, readImages } from './files.ts';
import { ImageLinks } from './image-links.ts';
import { speakAsTheEditor } from './language.ts';
import { imageDialog, Panel, pastedName } from './panel/view.ts';
import { soundDialog } from './panel/voice.ts';
import { type Report, reporter } from './report.ts';
import { readSettings, section } from './settings.ts';
import { SetupCheck } from './setup/check-setup.ts';
import { chooseLocalServer } from './setup/local-server.ts';
import { Progress } from './setup/progress.ts';
import { askKey } from './setup/set-key.ts';
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
  readonly setup: SetupCheck;
  readonly progress: Progress;
  readonly #context: ExtensionContext;
  /** The workspace of this window, as the daemon books its spending. */
  readonly here = workspace.name ?? '';
  readonly #editors: EditorAnswers;
  readonly #comparing: Comparing;
  readonly #files: FileTranscriber;
  readonly #answering = { panel: false, editors: false, microphone: false };

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    speakAsTheEditor();
    this.log = log;
    this.#context = context;
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
    this.setup = new SetupCheck(
      daemon,
      z.object({ version: z.string() }).parse(context.extension.packageJSON).version,
    );
    this.progress = new Progress(daemon);
    const lookWhoAnswers = () =>
      this.progress.lookWhoAnswers().catch((error) => log.warn(failureOf(error).message));
    daemon.onDidChangeState(({ kind }) => kind === 'running' && void lookWhoAnswers());
    this.#editors = new EditorAnswers({
      daemon,
      report,
      onDidChangeAnswering: (answering) => this.#setAnswering({ editors: answering }),
    });
    this.#comparing = new Comparing({ daemon, editors: this.#editors });
    context.subscriptions.push(
      this.#meter(),
      indicator,
      this.dashboard,
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        daemon.configure(settings()).then(() => this.#requote(), report);
        void lookWhoAnswers();
      }),
      this.credentials.onDidChange((apiKey) => {
        daemon.setApiKey(apiKey).then(() => Promise.all([this.#requote(), lookWhoAnswers()]), report);
      }),
      this.setup,
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
    const { document, selection } = editor;
    const { pictures, prompt } = this.panel.conversation;
    const { spoken } = this.panel.voice.notes;
    const asked = { document, position: selection.active };
    if (pictures.length > 0) {
      void this.#editors.write(document, selection.active, { pictures, prompt, spoken });
      return;
    }
    const bytes = await this.#clipboardPicture(editor);
    void this.writeAt(asked, [{ name: pastedName, bytes }], []);
  }

  /** Makes of what was pasted or dropped into a document what was chosen, right there. Waits until it is written. */
  async writeAt(
    { document, position }: PasteTarget,
    files: readonly ImageFile[],
    uris: readonly Uri[],
    form: EditorForm = 'answer',
  ): Promise<void> {
    // Where VS Code took back a link of its own for this, that link's snippet is still being filled in
    // for it: it would end our first step to undo at our first word.
    await commands.executeCommand('leaveSnippet');
    const read = (await readImages(uris)).map((file, index) => ({ ...file, uri: uris[index] }));
    const images = [...files, ...read];
    if (form === 'alt-text') return this.#editors.describe(document, position, images);
    const pictures = images.map(({ name, bytes }) => new PictureAttachment(this.daemon, name, bytes));
    await this.#editors.write(document, position, { pictures, prompt: '', form });
  }

  /** Makes of the clipboard's picture what was asked for, at the cursor. Does not wait until it is written. */
  async pasteAs(form: EditorForm): Promise<void> {
    const editor = window.activeTextEditor;
    if (!editor) throw noEditor();
    const { document, selection } = editor;
    const bytes = await this.#clipboardPicture(editor);
    const target = { document, position: selection.active };
    void this.writeAt(target, [{ name: pastedName, bytes }], [], form).catch(this.report);
  }

  /** By the view, which takes the focus for it; then the editor has it again. */
  async #clipboardPicture({ document, selection, viewColumn }: TextEditor): Promise<Uint8Array> {
    try {
      return await this.panel.readClipboard();
    } finally {
      const column = viewColumn && { viewColumn };
      const notebook = window.activeNotebookEditor;
      if (document.uri.scheme === 'vscode-notebook-cell' && notebook)
        await window.showNotebookDocument(notebook.notebook, { selections: [...notebook.selections] });
      else await window.showTextDocument(document, { selection, ...column });
    }
  }

  /** Transcribes sound files, each into a document: those the command was invoked on, or ones the user chooses. */
  async transcribeAudioFile(file?: unknown, selection?: unknown): Promise<void> {
    await this.#files.transcribe(await invokedOn(file, selection, soundDialog));
  }

  /** Compares two pictures: those the command was invoked on, or ones the user chooses. */
  async compareScreenshots(file?: unknown, selection?: unknown): Promise<void> {
    const uris = await invokedOn(file, selection, compareDialog(imageDialog));
    if (uris.length > 0) await this.#comparing.compare(uris);
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

  /** Asks for the key, and has the provider look at it. */
  setApiKey(): Promise<void> {
    return askKey(this.credentials, this.daemon);
  }

  /** Lets the user choose a server on this machine. */
  useLocalServer(): Promise<void> {
    return chooseLocalServer(this.daemon);
  }

  async openWalkthrough(): Promise<void> {
    await commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${this.#context.extension.id}#start`,
      false,
    );
  }

  /** Puts a sample into the view, to be asked about or not. */
  async trySample(): Promise<void> {
    const sample = Uri.joinPath(this.#context.extensionUri, 'media', 'sample.png');
    await this.panel.offer(sampleName, await workspace.fs.readFile(sample));
  }

  /** @param given the budget, if it is known already */
  async setBudget(given?: unknown): Promise<void> {
    const { summary } = await this.daemon.request(spend, { limit: 1 });
    const isSet = await askBudget(this.daemon, summary, this.here, BudgetKey.safeParse(given).data);
    if (isSet) this.progress.tell('lenscap.hasSetBudget', true);
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
      this.progress.tell('lenscap.isLedgerUncertain', Boolean(summary.uncertain));
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
    if (change.panel || change.editors) this.progress.tell('lenscap.hasAsked', true);
    if (answering !== before) void commands.executeCommand('setContext', 'lenscap.answering', answering);
  }
}

/** What the sample is called where attachments are. */
const sampleName = 'sample.png';

/** The files a command was invoked on, in the Explorer or an editor's tab, or else ones the user chooses. */
async function invokedOn(file: unknown, selection: unknown, dialog: OpenDialogOptions): Promise<Uri[]> {
  const invoked = (Array.isArray(selection) ? selection : [file]).filter((each) => each instanceof Uri);
  return invoked.length > 0 ? invoked : ((await window.showOpenDialog(dialog)) ?? []);
}
