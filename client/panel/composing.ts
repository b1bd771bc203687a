import * as l10n from '@vscode/l10n';
import type { Box } from '../../protocol/attach.ts';
import type { Question } from '../../protocol/quote.ts';
import type { PictureAttachment } from '../attachments.ts';
import { type Spoken, spokenFields } from '../voice/spoken.ts';
import type { AskingDaemon } from './asking.ts';
import { type ChosenWay, wantedBy } from './chosen-way.ts';
import { CodeAlong, type CodeSource } from './code-along.ts';
import { Composition } from './composition.ts';
import { Identity } from './identity.ts';
import type { ExtensionMessage } from './messages.ts';
import { askOffer } from './offer.ts';
import { type Offer, Price } from './price.ts';
import type { Asked } from './turns.ts';

export interface ComposingOptions {
  readonly daemon: AskingDaemon;
  /** To the view, if there is one: it gets everything again when it comes back. */
  readonly post: (message: ExtensionMessage) => void;
  /** The workspace of this window, as spending is booked. */
  readonly here: string;
  /** The code that questions are about. */
  readonly code: CodeSource;
  /** What of the question being composed was spoken. */
  readonly voice: {
    readonly spoken: Spoken | undefined;
    takeSpoken(): Spoken | undefined;
    giveBack(spoken: Spoken): void;
  };
}

/** The question being composed: pictures, words, the way it is to be answered, and what it would cost. */
export abstract class Composing<Options extends ComposingOptions> {
  protected readonly options: Options;
  protected readonly composition: Composition;
  protected readonly identity: Identity;
  protected readonly price: Price;
  /** The lines of code that go along. */
  protected readonly code: CodeAlong;
  /** The words as far as they were typed. */
  protected text = '';
  /** The way the user chose. */
  #chosen: ChosenWay | undefined;

  constructor(options: Options) {
    this.options = options;
    const { daemon, post } = options;
    this.composition = new Composition({ daemon, post, notice: (text) => this.notice(text) });
    this.identity = new Identity(daemon, (isNew) => post({ type: 'conversation', isNew }));
    this.price = new Price(
      () => this.#askPrice(),
      (line) => {
        post({ type: 'quote', quote: line });
        const { about } = this.price.offer;
        if (about) this.code.take(about);
      },
    );
    this.code = new CodeAlong(options.code, post, () => void this.requote());
  }

  /** What is shown of an offer. */
  protected abstract shownOffer(offer: Offer): Offer;

  /** The pictures being composed with. They stay the conversation's. */
  get pictures(): readonly PictureAttachment[] {
    return this.composition.pictures;
  }

  /** The question as far as it was typed. */
  get prompt(): string {
    return this.text;
  }

  /** Takes a picture into the composer: the way was chosen for what was there before. Resolves when it is safe, or refused: the tile says which. */
  async attach(name: string, bytes: Uint8Array): Promise<void> {
    this.#chosen = undefined;
    await this.composition.attach(name, bytes);
    await this.requote();
  }

  async remove(key: string): Promise<void> {
    this.#chosen = undefined;
    await this.composition.remove(key);
    await this.requote();
  }

  /** Puts a picture in another place: the order is that in which they are sent. */
  async move(key: string, to: number): Promise<void> {
    this.composition.move(key, to);
    await this.requote();
  }

  /** Shows what was covered in a picture, or covers it again; takes away what the user painted over. */
  async toggle(key: string, finding: string): Promise<void> {
    await this.composition.toggle(key, finding);
    await this.requote();
  }

  /** Paints over one more place in a picture. */
  async cover(key: string, box: Box): Promise<void> {
    await this.composition.cover(key, box);
    await this.requote();
  }

  /** What has this hash is no secret: it is shown wherever it was covered. */
  async allow(valueHash: string): Promise<void> {
    await this.composition.allow(valueHash);
    await this.requote();
  }

  /** The user says yes to sending a picture that is not safe, or takes it back. */
  agree(key: string, yes: boolean): void {
    this.composition.agree(key, yes);
  }

  /** Has the lines around the places that the question names go along with it, or not. */
  async includeCode(yes: boolean): Promise<void> {
    await this.code.include(yes);
    await this.requote();
  }

  /** Has the question being composed answered in this way; without one, as Lenscap chooses. */
  async choose(way: ChosenWay | undefined): Promise<void> {
    this.#chosen = way;
    await this.requote();
  }

  /** The question changed. What it would cost is asked when the typing pauses. */
  draft(prompt: string): void {
    this.text = prompt;
    this.price.soon();
  }

  /** Adds what was said to the question. */
  addWords(text: string): void {
    this.text = [this.text.trimEnd(), text].filter((part) => part !== '').join('\n\n');
    this.options.post({ type: 'restore', prompt: this.text });
  }

  /** Asks for the price of what is being composed: it, the settings or the budget changed. */
  requote(): Promise<void> {
    return this.price.now();
  }

  /** Looks again at what would be sent, and what it would cost: the daemon is another one, or was set up otherwise. */
  async refresh(): Promise<void> {
    await this.composition.refresh();
    await this.requote();
  }

  /** Whether the composer has this very question. */
  protected isComposed({ prompt, pictures }: Asked): boolean {
    return (
      this.text === prompt &&
      this.pictures.length === pictures.length &&
      this.pictures.every((picture, index) => picture === pictures[index])
    );
  }

  /**
   * Takes the question out of the composer; undefined if its pictures cannot be sent, and says why.
   * @param isSent whether anything of it leaves this machine now
   */
  protected take(isSent = true): Pick<Asked, 'pictures' | 'spoken' | 'about'> | undefined {
    const refusal = (isSent && (this.composition.refusal() ?? this.#soundRefusal())) || null;
    this.notice(refusal);
    if (refusal !== null) return undefined;
    const pictures = this.composition.take();
    const spoken = this.options.voice.takeSpoken();
    const about = this.code.handOver();
    this.text = '';
    this.#chosen = undefined;
    this.options.post({ type: 'sent' });
    void this.requote();
    return { pictures, spoken, about };
  }

  /** Why a question with this sound is not sent, and what to do; undefined if it can be. */
  #soundRefusal(): string | undefined {
    const { spoken } = this.options.voice;
    if (!spoken?.sound || spoken.agreed) return undefined;
    return l10n.t(
      'The sound was not sent: secrets that are said in it cannot be covered. Choose “Send anyway”, or have it transcribed.',
    );
  }

  async #askPrice(): Promise<Offer> {
    const { daemon, here, voice } = this.options;
    const offer = await askOffer({
      daemon,
      here,
      composition: this.composition,
      prompt: this.text,
      spoken: voice.spoken,
      wanted: this.wanted,
      code: this.code.excerpts,
      toQuestion: (...asked) => this.toQuestion(...asked),
    });
    return this.shownOffer(offer);
  }

  protected toQuestion(
    attachments: string[],
    prompt: string,
    allowUnsafe: string[],
    spoken: Spoken | undefined,
    before?: string,
  ): Question {
    const conversation = this.identity.id;
    const about = { attachments, prompt, conversation, ...(before !== undefined && { before }) };
    return { ...about, ...spokenFields(spoken, allowUnsafe) };
  }

  protected putBack({ prompt, pictures, spoken, about }: Asked): void {
    this.composition.giveBack(pictures);
    this.text = prompt;
    if (spoken) this.options.voice.giveBack(spoken);
    if (about) this.code.giveBack(about.code);
    this.options.post({ type: 'restore', prompt });
    void this.requote();
  }

  /** A sound that is sent itself has but one way. */
  protected get wanted(): Pick<Question, 'route' | 'model'> {
    return wantedBy(this.options.voice.spoken?.sound ? undefined : this.#chosen);
  }

  /** Whether there is nothing beside the words: no picture, no sound. */
  protected get isEmpty(): boolean {
    return this.pictures.length === 0 && !this.options.voice.spoken?.sound;
  }

  protected notice(text: string | null): void {
    this.options.post({ type: 'notice', text, canRestart: false });
  }
}
