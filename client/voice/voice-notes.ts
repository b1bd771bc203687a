import type { CancellationToken } from 'vscode';
import { LocalError, type Refusal } from '../../protocol/errors.ts';
import type { TranscribeProgress, Transcript } from '../../protocol/voice.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { Cancellation } from '../panel/asking.ts';
import { troubleOf } from '../panel/composition.ts';
import type { VoiceState, VoiceUse, WayOn } from '../panel/messages.ts';
import { openWay, refusalOf, unpricedModelOf } from '../ways-on.ts';
import { HeldSound, hold, type SoundFile } from './held-sound.ts';
import type { Microphone, RecordingAction, RecordingDaemon } from './microphone.ts';
import { type Spoken, spokenTurn } from './spoken.ts';

/** What voice notes need of the daemon. */
export interface VoiceDaemon extends RecordingDaemon {
  transcribe(
    params: { id: string; words: string[]; allowNanoUsd?: number },
    onProgress: (progress: TranscribeProgress) => void,
    token: CancellationToken,
  ): Promise<Transcript>;
}

/** Where a voice note ends up. */
export interface VoiceComposer {
  /** The question as it is now. */
  readonly prompt: string;
  /** Adds what was said to the question. */
  addWords(text: string): void;
  /** What is sent changed otherwise. */
  requote(): Promise<void>;
  /** Sends the question as it is. */
  send(): Promise<void>;
}

export interface VoiceNotesOptions {
  readonly daemon: VoiceDaemon;
  readonly microphone: Pick<Microphone, 'record' | 'act' | 'isInUse'>;
  readonly composer: VoiceComposer;
  readonly cancellation: () => Cancellation;
  readonly show: (state: VoiceState, use: VoiceUse) => void;
  /** Whether a sound may be sent itself; in `strict` it may not. */
  readonly canSendSound: () => boolean;
  /** Whether a transcript is shown for a yes before it goes on. */
  readonly isReviewed: () => boolean;
  /** Names of the workspace, as a hint for their spelling. */
  readonly words: () => Promise<string[]>;
}

/**
 * The voice note of the question being composed, from the microphone or a file
 * until it is words in the question box, or goes as the sound it is. One at a
 * time; every change is shown.
 */
export class VoiceNotes {
  readonly #options: VoiceNotesOptions;
  #state: VoiceState = { kind: 'off' };
  #use: VoiceUse = 'answer';
  #running: Cancellation | undefined;
  /** The sounds that may still be transcribed, or sent. */
  #sounds: HeldSound[] = [];
  #spoken: Spoken | undefined;
  #refusal: Refusal | undefined;
  #unpricedModel: string | undefined;
  /** Whether the question is to be sent as soon as the note is in it. */
  #isToSend = false;

  constructor(options: VoiceNotesOptions) {
    this.#options = options;
  }

  get state(): VoiceState {
    return this.#state;
  }

  /** Whether a note is on its way. */
  get isUnderWay(): boolean {
    return this.#running !== undefined;
  }

  /** What of the question being composed was spoken. */
  get spoken(): Spoken | undefined {
    return this.#spoken;
  }

  /** The budget that had no room for a transcription. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** The model for whose unknown price a transcription was refused. */
  get unpricedModel(): string | undefined {
    return this.#unpricedModel;
  }

  /** Shows everything to a view that was loaded. */
  show(): void {
    this.#options.show(this.#state, this.#use);
  }

  /** What becomes of this note, and of the next ones. */
  async useFor(use: VoiceUse): Promise<void> {
    this.#use = use;
    this.show();
    if (use === 'sound' || !this.#spoken) return;
    if (this.#spoken.sound) {
      this.#spoken = undefined;
      return this.tryAgain();
    }
    this.#spoken = { ...this.#spoken, form: formOf(use) };
    await this.#options.composer.requote();
  }

  /** Records a note, and takes it where it is to go. */
  async record(): Promise<void> {
    const { microphone, daemon } = this.#options;
    await this.#run(async (token) => {
      this.#forget();
      this.#set({
        kind: 'recording',
        state: 'opening',
        seconds: 0,
        maxSeconds: 0,
        level: -100,
        costNanoUsd: null,
      });
      const note = await microphone.record((progress) => {
        // What still comes after it was stopped is no recording any more.
        if (this.#state.kind === 'recording') this.#set({ kind: 'recording', ...progress });
      }, token);
      if (!note) return this.#set({ kind: 'off' });
      this.#sounds = [new HeldSound(daemon, note)];
      await this.#take(token);
    });
  }

  async act(action: RecordingAction): Promise<void> {
    if (action === 'cancel') return this.cancel();
    if (action === 'stop' && this.#state.kind === 'recording')
      this.#set({ kind: 'preparing', name: 'Recording' });
    await this.#options.microphone.act(action);
  }

  /** Takes sound files, one after the other, as one note. */
  async takeFiles(files: readonly SoundFile[]): Promise<void> {
    const { daemon } = this.#options;
    await this.#run(async (token) => {
      this.#forget();
      for (const file of files) {
        this.#set({ kind: 'preparing', name: file.name });
        this.#sounds.push(await hold(daemon, file, token));
        if (token.isCancellationRequested) throw new CancelledError();
      }
      await this.#take(token);
    });
  }

  /**
   * Transcribes once more what could not be.
   * @param allowNanoUsd what the user agreed it may cost at most, although a budget has no room for it
   */
  async tryAgain(allowNanoUsd?: number): Promise<void> {
    if (this.#sounds.length > 0) await this.#run((token) => this.#take(token, allowNanoUsd));
  }

  /** Goes on from a refusal in a way that was offered with it. */
  async wayOn(way: WayOn): Promise<void> {
    const refusal = this.#refusal;
    if (way !== 'accept-ledger' && !refusal) return;
    try {
      await openWay(this.#options.daemon, way, refusal);
    } catch (error) {
      return this.#fail(error);
    }
    await this.tryAgain(way === 'allow-once' ? refusal?.neededNanoUsd : undefined);
  }

  /** The user says yes to sending the sound itself, or takes it back. */
  agree(yes: boolean): void {
    if (this.#state.kind !== 'sound' || !this.#spoken) return;
    this.#spoken = { ...this.#spoken, agreed: yes };
    this.#set({ ...this.#state, agreed: yes });
  }

  /** Stops whatever is under way, and forgets the note. */
  cancel(): void {
    this.#running?.cancel();
    if (!this.#running) this.discard();
  }

  /** Forgets the note. Words of it in the question box stay, and stay spoken. */
  discard(): void {
    this.#forget();
    this.#set(this.#spoken ? this.#transcribed(this.#spoken, []) : { kind: 'off' });
  }

  /** The question was changed by hand: what nothing is left of was not spoken. */
  drafted(prompt: string): void {
    if (prompt.trim() !== '' || !this.#spoken || this.#spoken.sound) return;
    this.#spoken = undefined;
    if (this.#state.kind === 'transcribed') this.#set({ kind: 'off' });
  }

  /** The question is being asked: what was spoken goes with it. */
  takeSpoken(): Spoken | undefined {
    const spoken = this.#spoken;
    this.#spoken = undefined;
    // A turn that is asked again needs it still; the daemon lets go of the oldest by itself.
    if (spoken?.sound) this.#sounds = [];
    if (this.#state.kind === 'transcribed' || this.#state.kind === 'sound') this.#set({ kind: 'off' });
    return spoken;
  }

  /** A question is in the box again that was spoken. */
  giveBack(spoken: Spoken): void {
    this.#spoken = spoken;
    if (this.isUnderWay) return;
    if (spoken.sound) this.#sounds = [spoken.sound];
    this.#set(
      spoken.sound ? soundState(spoken.sound, spoken.agreed ?? false) : this.#transcribed(spoken, []),
    );
  }

  async #take(token: CancellationToken, allowNanoUsd?: number): Promise<void> {
    // It may have been chosen before the settings forbade it.
    if (this.#use === 'sound' && !this.#options.canSendSound()) this.#use = 'answer';
    if (this.#use === 'sound') return this.#keepSound();
    const { composer, isReviewed } = this.#options;
    const isAlone = composer.prompt.trim() === '' && !this.#spoken;
    const transcripts: Transcript[] = [];
    for (let sound = this.#sounds[0]; sound; sound = this.#sounds[0]) {
      const transcript = await this.#transcribe(sound, token, allowNanoUsd);
      this.#sounds.shift();
      void sound.release().catch(() => {});
      transcripts.push(transcript);
      // Spoken before it is in the box: not for a moment are its words sent as typed ones.
      this.#spoken = { form: formOf(this.#use), transcribed: together(transcripts) };
      composer.addWords(transcript.text.trim());
    }
    const notices = transcripts.flatMap((each) => each.notices);
    if (this.#spoken) this.#set(this.#transcribed(this.#spoken, notices));
    void composer.requote();
    // What somebody was typing already they send themselves.
    // Half a question is not sent before somebody has looked at it.
    const isWhole = transcripts.every((each) => each.isWhole);
    this.#isToSend = isAlone && isWhole && this.#use !== 'text' && !isReviewed();
  }

  async #transcribe(sound: HeldSound, token: CancellationToken, allowNanoUsd?: number): Promise<Transcript> {
    const { daemon, words } = this.#options;
    const { seconds, expectedNanoUsd } = sound.note;
    let text = '';
    const show = (step: string | null): void =>
      this.#set({ kind: 'transcribing', seconds, text, step, expectedNanoUsd });
    show(null);
    const transcript = await daemon.transcribe(
      { id: sound.id, words: await words(), ...(allowNanoUsd !== undefined && { allowNanoUsd }) },
      (progress) => {
        if (progress.kind === 'delta') text += progress.text;
        show(progress.kind === 'step' ? progress.text : null);
      },
      token,
    );
    if (token.isCancellationRequested) throw new CancelledError();
    if (transcript.text.trim() === '') {
      throw new LocalError(
        'no-words',
        'No words were heard.',
        'Speak again, closer to the microphone, or choose another one: “Lenscap: Choose Microphone”.',
      );
    }
    return transcript;
  }

  async #keepSound(): Promise<void> {
    const [sound, ...others] = this.#sounds;
    if (!sound) return;
    if (others.length > 0) {
      this.#letGo();
      throw new LocalError(
        'one-sound',
        'A question can have one sound that is sent itself.',
        'Choose one file, or have them transcribed.',
      );
    }
    this.#spoken = { form: 'answer', sound, agreed: false };
    this.#set(soundState(sound, false));
    await this.#options.composer.requote();
  }

  #transcribed(spoken: Spoken, notices: string[]): VoiceState {
    return { kind: 'transcribed', ...spokenTurn(spoken), notices, isToReview: this.#options.isReviewed() };
  }

  /** Runs one note's way. Its errors are shown, and not thrown. */
  async #run(work: (token: CancellationToken) => Promise<void>): Promise<void> {
    if (this.#running) return;
    const running = this.#options.cancellation();
    this.#running = running;
    this.#refusal = undefined;
    this.#unpricedModel = undefined;
    try {
      await work(running.token);
    } catch (error) {
      this.#fail(error);
    } finally {
      running.dispose();
      this.#running = undefined;
    }
    if (!this.#isToSend) return;
    this.#isToSend = false;
    await this.#options.composer.send();
  }

  #fail(error: unknown): void {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) {
      this.discard();
      return;
    }
    this.#refusal = refusalOf(failure);
    this.#unpricedModel = unpricedModelOf(failure);
    if (failure.code === 'sound-gone') this.#sounds = [];
    this.#set({ kind: 'failed', trouble: troubleOf(failure), canTryAgain: this.#sounds.length > 0 });
  }

  /** Lets go of a note that is not words yet. */
  #forget(): void {
    this.#letGo();
    if (!this.#spoken?.sound) return;
    this.#spoken = undefined;
    void this.#options.composer.requote();
  }

  #letGo(): void {
    for (const sound of this.#sounds) void sound.release().catch(() => {});
    this.#sounds = [];
  }

  #set(state: VoiceState): void {
    this.#state = state;
    this.show();
  }
}

function formOf(use: VoiceUse): Spoken['form'] {
  return use === 'note' ? 'note' : 'answer';
}

function soundState({ note }: HeldSound, agreed: boolean): VoiceState {
  const { name, seconds, bytes, removed } = note;
  return { kind: 'sound', name, seconds, bytes, removed: removed.map(({ detail }) => detail), agreed };
}

/** What several transcripts took and cost together. */
function together(transcripts: readonly Transcript[]): Spoken['transcribed'] {
  const [first] = transcripts;
  if (!first) return undefined;
  const isExact = transcripts.every(({ certainty }) => certainty === first.certainty);
  return {
    seconds: transcripts.reduce((sum, { seconds }) => sum + seconds, 0),
    isSound: false,
    transcription: {
      costNanoUsd: transcripts.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0),
      certainty: isExact ? first.certainty : 'estimated',
      model: first.model,
    },
  };
}
