import {
  CancellationTokenSource,
  commands,
  type Event,
  EventEmitter,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  type WebviewView,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { quote } from '../../protocol/quote.ts';
import { openPlace, placesIn } from '../code/answer-places.ts';
import { SuggestedChanges } from '../code/suggested-changes.ts';
import type { Daemon, DaemonState } from '../daemon.ts';
import { insertAtCursor, insertCode } from '../editor/insert.ts';
import { readImages } from '../files.ts';
import { isImage } from '../image-name.ts';
import { findCode, readCode } from '../places/read-code.ts';
import { openMention } from '../places/workspace-places.ts';
import { allowValue, readSettings, section } from '../settings.ts';
import { isSound, looksLikeSound } from '../voice/sound-name.ts';
import { openOurSettings } from '../ways-on.ts';
import { Conversation } from './conversation.ts';
import { type ExtensionMessage, FromView, type WayOn } from './messages.ts';
import { readPage } from './page-files.ts';
import { PromptHistory, type Store } from './prompt-history.ts';
import { PanelVoice, type PanelVoiceOptions } from './voice.ts';
import { WhatWasSent } from './what-was-sent.ts';

export interface PanelOptions extends Pick<PanelVoiceOptions, 'onDidChangeMicrophone'> {
  readonly extensionUri: Uri;
  readonly daemon: Daemon;
  readonly log: LogOutputChannel;
  readonly onDidChangeAnswering: (answering: boolean) => void;
  /** The workspace of this window, as spending is booked. */
  readonly here: string;
  /** What is kept for this workspace. */
  readonly store: Store;
  /** Shows an error that belongs to no place in the view. */
  readonly report: (error: unknown) => void;
}

/** The Lenscap view: connects its page with the conversation it shows. */
export class Panel {
  readonly #options: PanelOptions;
  readonly #ready = new EventEmitter<void>();
  readonly #clipboard = new EventEmitter<Uint8Array | null>();
  readonly conversation: Conversation;
  readonly voice: PanelVoice;
  readonly whatWasSent: WhatWasSent;
  readonly changes = new SuggestedChanges();
  #view: WebviewView | undefined;
  #loaded = false;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.voice = new PanelVoice({
      ...options,
      conversation: () => this.conversation,
      post: (message) => this.#post(message),
      reveal: () => this.reveal(),
    });
    this.conversation = new Conversation({
      daemon: options.daemon,
      post: (message) => this.#post(message),
      cancellation: () => new CancellationTokenSource(),
      onDidChangeAnswering: options.onDidChangeAnswering,
      here: options.here,
      voice: this.voice.notes,
      prompts: new PromptHistory(options.store),
      placesIn,
      code: { find: findCode, read: readCode, wish: () => readSettings(() => {}).context.includeCode },
    });
    this.whatWasSent = new WhatWasSent(options);
    options.daemon.onDidChangeState((state) => this.#showDaemon(state));
    options.daemon.onDidChangeQueue((questions) => this.conversation.showQueue(questions));
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.privacy.mode`)) this.#showPrivacy();
    });
  }

  /** Fills the view VS Code made. */
  async resolve(view: WebviewView): Promise<void> {
    this.#view = view;
    this.#loaded = false;
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#loaded = false;
      this.#clipboard.fire(null);
      this.voice.pageGone();
    });
    const { extensionUri } = this.#options;
    const html = await readPage(view.webview, { extensionUri, name: 'panel', imports: ['later'] });
    if (this.#view === view) view.webview.html = html;
  }

  /** Brings the view to the front and waits until its page is there. */
  async reveal(): Promise<void> {
    await commands.executeCommand('lenscap.view.focus');
    if (!this.#loaded) await once(this.#ready.event);
    this.#post({ type: 'focus' });
  }

  /** What is asked next goes without what was said before. */
  async startNewConversation(): Promise<void> {
    await this.conversation.startNew();
    await this.reveal();
  }

  /** Attaches pictures from files and sends them with what is typed in the view. */
  async explainFiles(uris: readonly Uri[]): Promise<void> {
    await this.reveal();
    await this.#attachFiles(uris);
    await this.conversation.send(this.conversation.prompt);
  }

  /** Shows the view with a picture in it that is not sent yet. */
  async offer(name: string, bytes: Uint8Array): Promise<void> {
    await this.reveal();
    await this.conversation.attach(name, bytes);
  }

  /** Attaches the clipboard's picture and sends it with what is typed in the view. */
  async pasteAndExplain(): Promise<void> {
    await this.conversation.attach(pastedName(), await this.readClipboard());
    await this.conversation.send(this.conversation.prompt);
  }

  /**
   * The clipboard's picture. The view has to be shown for it: its page can read
   * the clipboard, an extension cannot.
   * @throws LocalError if there is none
   */
  async readClipboard(): Promise<Uint8Array> {
    await this.reveal();
    const reading = once(this.#clipboard.event);
    this.#post({ type: 'readClipboard' });
    const bytes = await reading;
    if (bytes) return bytes;
    throw new LocalError(
      'no-picture',
      l10n.t('There is no picture on the clipboard.'),
      l10n.t('Take a screenshot, then try again.'),
    );
  }

  #receive(raw: unknown): void {
    const message = FromView.safeParse(raw);
    if (message.success) this.#handle(message.data).catch(this.#options.report);
    else this.#options.log.warn(`The view sent a message that is none: ${message.error.message}`);
  }

  async #handle(message: FromView): Promise<void> {
    const { conversation } = this;
    switch (message.type) {
      case 'ready':
        this.#loaded = true;
        // What was recorded in a page that was loaded anew is gone with the old one.
        this.voice.pageGone();
        conversation.show(message);
        if (message.isSpoken && !this.voice.notes.spoken) this.voice.notes.giveBack({ form: 'answer' });
        this.voice.notes.show();
        this.#showDaemon(this.#options.daemon.state);
        this.#showPrivacy();
        this.#ready.fire();
        return;
      case 'attach':
        return looksLikeSound(message.name, message.bytes)
          ? this.voice.notes.takeFiles([message])
          : conversation.attach(message.name, message.bytes);
      case 'attachUris':
        return this.#attachUris(message.uris.map((uri) => Uri.parse(uri, true)));
      case 'remove':
        return conversation.remove(message.key);
      case 'move':
        return conversation.move(message.key, message.to);
      case 'toggle':
        return conversation.toggle(message.key, message.finding);
      case 'cover':
        return conversation.cover(message.key, message.box);
      case 'agree':
        return conversation.agree(message.key, message.yes);
      case 'allow':
        await allowValue(message.valueHash);
        return conversation.allow(message.valueHash);
      case 'choose':
        return this.#choose();
      case 'draft':
        conversation.draft(message.prompt);
        return this.voice.notes.drafted(message.prompt);
      case 'send':
        return conversation.send(message.prompt);
      case 'compare':
        return conversation.compare(message.prompt);
      case 'route':
        return conversation.choose(message.way ?? undefined);
      case 'stop':
        return conversation.stop();
      case 'again':
        return conversation.again(message.id);
      case 'edit':
        conversation.edit(message.id);
        return this.#post({ type: 'focus' });
      case 'continue':
        return conversation.continueAnswer(message.id);
      case 'wayOn':
        return this.#wayOn(message.way, message.turn);
      case 'copy':
        return env.clipboard.writeText(conversation.turn(message.id)?.text ?? '');
      case 'copyText':
        return env.clipboard.writeText(message.text);
      case 'insert':
        return insertAtCursor(conversation.turn(message.id)?.text ?? '');
      case 'open':
        return openAsDocument(conversation.turn(message.id)?.text ?? '');
      case 'insertCode':
        return insertCode(message.code);
      case 'applyCode':
        return this.changes.show(message);
      case 'openPlace':
        return openPlace(message.words);
      case 'openCode':
        return openMention(message.place);
      case 'includeCode':
        return conversation.includeCode(message.yes);
      case 'whatWasSent':
        return this.whatWasSent.open(conversation.turn(message.id)?.requests ?? []);
      case 'setUp':
        return setUp(message.way);
      case 'clipboard':
        return this.#clipboard.fire(message.bytes);
      case 'restartDaemon':
        return this.#options.daemon.restart();
      default:
        return this.voice.handle(message);
    }
  }

  /** What asks for more than a click is a command; the question is still in the composer afterwards. */
  async #wayOn(way: WayOn, turn: string | null): Promise<void> {
    const { conversation } = this;
    if (way === 'set-budget') {
      await commands.executeCommand('lenscap.setBudget', conversation.refusal(turn));
    } else if (way === 'add-model-price') {
      await commands.executeCommand('lenscap.addModelPrice', conversation.unpricedModel(turn));
    } else if (way === 'set-api-key') {
      await commands.executeCommand('lenscap.setApiKey');
    } else if (way === 'open-settings') {
      await commands.executeCommand(...openOurSettings);
    } else if (way === 'allow-once' || way === 'raise' || way === 'accept-ledger') {
      await conversation.wayOn(way, turn);
    } else if (way === 'ask-changes-as-text' || way === 'ask-changes-as-picture') {
      if (turn !== null) await conversation.askChanges(way, turn);
    } else if (turn !== null) await conversation.wayOffline(way, turn);
  }

  async #choose(): Promise<void> {
    const uris = await window.showOpenDialog({
      ...imageDialog(),
      title: l10n.t('Lenscap: Choose Pictures'),
      openLabel: l10n.t('Attach'),
    });
    this.#post({ type: 'focus' });
    await this.#attachFiles(uris ?? []);
  }

  async #attachFiles(uris: readonly Uri[]): Promise<void> {
    const images = await readImages(uris);
    await Promise.all(images.map(({ name, bytes }) => this.conversation.attach(name, bytes)));
  }

  async #attachUris(uris: readonly Uri[]): Promise<void> {
    await Promise.all([
      this.#attachFiles(uris.filter(isImage)),
      this.voice.takeFiles(uris.filter((uri) => !isImage(uri) && isSound(uri))),
    ]);
  }

  #showDaemon({ kind }: DaemonState): void {
    const sentences = {
      starting: null,
      running: null,
      waiting: l10n.t('The Lenscap daemon stopped. It is starting again.'),
      stopped: l10n.t('The Lenscap daemon stopped several times in a row, and stays down.'),
    };
    this.#post({ type: 'notice', text: sentences[kind], canRestart: kind === 'stopped' });
    if (kind === 'running' && this.#loaded) void this.conversation.refresh();
    if (kind === 'running') this.showSetup().catch(this.#options.report);
    if (kind === 'running') this.conversation.refreshQueue().catch(this.#options.report);
  }

  /** Says whether anybody can be asked: what a view with nothing in it says to do depends on it. */
  async showSetup(): Promise<void> {
    if (!this.#loaded) return;
    const { route } = await this.#options.daemon.request(quote, { prompt: '?' });
    this.#post({ type: 'setup', canAsk: route !== 'local' });
  }

  #showPrivacy(): void {
    // What is wrong with a setting is said where the daemon gets it.
    const { mode } = readSettings(() => {}).privacy;
    this.#post({ type: 'privacy', mode });
    // Whether a sound may be sent itself depends on it.
    this.voice.notes.show();
  }

  #post(message: ExtensionMessage): void {
    void this.#view?.webview.postMessage(message);
  }
}

/** What a picture is called that comes from the clipboard and has no name. */
export function pastedName(): string {
  return l10n.t('Screenshot');
}

function once<T>(event: Event<T>): Promise<T> {
  return new Promise((resolve) => {
    const listening = event((value) => {
      listening.dispose();
      resolve(value);
    });
  });
}

/** Options for choosing pictures. What a file really is, its content says; the daemon looks. */
export function imageDialog() {
  return {
    title: l10n.t('Lenscap: Explain Screenshot'),
    openLabel: l10n.t('Explain'),
    canSelectMany: true,
    filters: { [l10n.t('Pictures')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'bmp'] },
  };
}

/** What lets questions be answered by a model. */
async function setUp(way: 'key' | 'server'): Promise<void> {
  await commands.executeCommand(way === 'key' ? 'lenscap.setApiKey' : 'lenscap.useLocalServer');
}

async function openAsDocument(content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
}
