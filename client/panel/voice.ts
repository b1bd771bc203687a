import { CancellationTokenSource, commands, l10n, type Uri, window } from 'vscode';
import { soundExtensions } from '../../protocol/sound-extensions.ts';
import type { RecordProgress } from '../../protocol/voice.ts';
import type { Daemon } from '../daemon.ts';
import { readSounds } from '../files.ts';
import { readSettings } from '../settings.ts';
import { Microphone } from '../voice/microphone.ts';
import { PageMicrophone } from '../voice/page-microphone.ts';
import { hintedWords, isTranscriptReviewed } from '../voice/preferences.ts';
import { PushToTalk } from '../voice/push-to-talk.ts';
import { VoiceNotes } from '../voice/voice-notes.ts';
import { openOurSettings } from '../ways-on.ts';
import type { Conversation } from './conversation.ts';
import type { ExtensionMessage, FromView, WayOn } from './messages.ts';

export interface PanelVoiceOptions {
  readonly daemon: Daemon;
  readonly conversation: () => Conversation;
  readonly post: (message: ExtensionMessage) => void;
  readonly reveal: () => Promise<void>;
  readonly report: (error: unknown) => void;
  /** Whether and how the microphone is open; undefined when it is closed. */
  readonly onDidChangeMicrophone: (progress: RecordProgress | undefined) => void;
}

type VoiceMessage = Extract<
  FromView,
  { type: 'voice' | 'voiceUse' | 'voiceAgree' | 'voiceWayOn' | 'pageMicrophone' }
>;

/** Voice in the view: the microphone, the note it makes, and the key. */
export class PanelVoice {
  readonly #options: PanelVoiceOptions;
  readonly #page: PageMicrophone;
  readonly #key: PushToTalk;
  readonly microphone: Microphone;
  readonly notes: VoiceNotes;

  constructor(options: PanelVoiceOptions) {
    this.#options = options;
    const { daemon, conversation, post, reveal, onDidChangeMicrophone } = options;
    this.#page = new PageMicrophone({
      post,
      reveal,
      limits: () => {
        const { maxSeconds, stopOnSilence } = readSettings(() => {}).voice;
        return { maxSeconds, silenceSeconds: stopOnSilence };
      },
    });
    this.microphone = new Microphone({ daemon, other: this.#page, onDidChange: onDidChangeMicrophone });
    this.notes = new VoiceNotes({
      daemon,
      microphone: this.microphone,
      cancellation: () => new CancellationTokenSource(),
      composer: {
        get prompt() {
          return conversation().prompt;
        },
        addWords: (text) => conversation().addWords(text),
        requote: () => conversation().requote(),
        send: () => conversation().send(conversation().prompt),
      },
      show: (state, use) => post({ type: 'voice', state, use, canSendSound: canSendSound() }),
      canSendSound,
      isReviewed: isTranscriptReviewed,
      words: hintedWords,
    });
    this.#key = new PushToTalk({
      isRecording: () => this.microphone.isInUse,
      start: () => void this.record().catch(options.report),
      stop: () => void this.#act('stop').catch(options.report),
      now: () => performance.now(),
    });
  }

  /** The command's key: pressed to start and to stop, or held down. */
  press(): void {
    this.#key.press();
  }

  /** Shows the view, and records a note in it. */
  async record(): Promise<void> {
    await this.#options.reveal();
    await this.notes.record();
  }

  /** Takes sound files into the question. */
  async takeFiles(uris: readonly Uri[]): Promise<void> {
    if (uris.length > 0) await this.notes.takeFiles(await readSounds(uris));
  }

  /** Ends a recording without a trace. @returns whether there was one */
  cancel(): boolean {
    const wasInUse = this.microphone.isInUse;
    if (wasInUse || this.notes.isUnderWay) this.notes.cancel();
    return wasInUse;
  }

  /** The view's page went away; what it recorded, too. */
  pageGone(): void {
    this.#page.gone();
  }

  async handle(message: VoiceMessage): Promise<void> {
    const { notes } = this;
    switch (message.type) {
      case 'pageMicrophone':
        return this.#page.handle(message.event);
      case 'voiceUse':
        return notes.useFor(message.use);
      case 'voiceAgree':
        return notes.agree(message.yes);
      case 'voiceWayOn':
        return this.#wayOn(message.way);
      case 'voice':
        return this.#do(message.do);
    }
  }

  async #do(what: Extract<VoiceMessage, { type: 'voice' }>['do']): Promise<void> {
    const { notes } = this;
    switch (what) {
      case 'record':
        return notes.record();
      case 'again':
        return notes.tryAgain();
      case 'discard':
        return notes.discard();
      case 'chooseFile':
        return this.takeFiles((await window.showOpenDialog(soundDialog())) ?? []);
      default:
        return this.#act(what);
    }
  }

  /** A dictation's recording is stopped here as well: there is one microphone. */
  #act(action: Parameters<VoiceNotes['act']>[0]): Promise<void> {
    return this.notes.isUnderWay ? this.notes.act(action) : this.microphone.act(action);
  }

  async #wayOn(way: WayOn): Promise<void> {
    const { notes } = this;
    if (way === 'set-budget') await commands.executeCommand('lenscap.setBudget', notes.refusal);
    else if (way === 'set-api-key') await commands.executeCommand('lenscap.setApiKey');
    else if (way === 'open-settings') await commands.executeCommand(...openOurSettings);
    else if (way === 'add-model-price') {
      await commands.executeCommand('lenscap.addModelPrice', notes.unpricedModel);
    } else await notes.wayOn(way);
  }
}

/** Options for choosing sound files. What a file really is, its content says; the daemon looks. */
export function soundDialog() {
  return {
    title: l10n.t('Lenscap: Choose an Audio File'),
    openLabel: l10n.t('Transcribe'),
    canSelectMany: true,
    filters: { [l10n.t('Audio Files')]: [...soundExtensions] },
  };
}

/** Secrets in a sound cannot be covered, so in `strict` it is never sent itself. */
function canSendSound(): boolean {
  return readSettings(() => {}).privacy.mode !== 'strict';
}
