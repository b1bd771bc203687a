import { randomUUID } from 'node:crypto';
import type { Box } from '../../protocol/attach.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { type QueuedQuestion, queue, unqueue } from '../../protocol/queue.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import type { Route } from '../../protocol/route.ts';
import type { PictureAttachment } from '../attachments.ts';
import { failureOf } from '../failure.ts';
import { type Spoken, spokenFields } from '../voice/spoken.ts';
import { openWay, refusalOf, unpricedModelOf } from '../ways-on.ts';
import { Asking, type AskingOptions } from './asking.ts';
import { Composition, sentencesOf, troubleOf } from './composition.ts';
import type { ExtensionMessage, Turn, WayOn } from './messages.ts';
import { type Offer, offerOf, Price, withoutWays } from './price.ts';
import { type Asked, Turns } from './turns.ts';

export interface ConversationOptions
  extends Pick<AskingOptions, 'daemon' | 'cancellation' | 'onDidChangeAnswering'> {
  /** To the view, if there is one: it gets everything again when it comes back. */
  readonly post: (message: ExtensionMessage) => void;
  /** The workspace of this window, as spending is booked. */
  readonly here: string;
  /** What of the question being composed was spoken. */
  readonly voice: {
    readonly spoken: Spoken | undefined;
    takeSpoken(): Spoken | undefined;
    giveBack(spoken: Spoken): void;
  };
}

/** The ways on where nobody could be reached, or a question waits for the network. */
export type OfflineWay = Extract<
  WayOn,
  'ask-when-online' | 'try-again' | 'answer-locally' | 'ask-now' | 'remove-queued'
>;

const BUSY = 'One question at a time: wait for the answer that is coming, or stop it.';

/** Another way than Lenscap would choose. */
export interface ChosenWay {
  readonly route: Route;
  readonly model: string;
}

/**
 * The conversation in the view: pictures and question being composed, and the
 * turns so far. It lives in the extension, because the view's own document
 * goes away whenever it is hidden.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #composition: Composition;
  /** The same secret has the same placeholder in all questions of one conversation. */
  #id = randomUUID();
  readonly #turns: Turns;
  #prompt = '';
  /** The way the user chose for the question being composed. */
  #chosen: ChosenWay | undefined;
  readonly #asking: Asking;
  /** What waits for the network, as the daemon told last. */
  #queued: readonly QueuedQuestion[] | undefined;
  /** Questions the user removed: news that are older than that do not bring them back. */
  readonly #removed = new Set<string>();
  readonly #price: Price;

  constructor(options: ConversationOptions) {
    this.#options = options;
    const { daemon, post } = options;
    this.#composition = new Composition({ daemon, post, notice: (text) => this.#notice(text) });
    this.#turns = new Turns(post);
    this.#asking = new Asking({
      ...options,
      onDidChangeAnswering: (answering) => {
        options.onDidChangeAnswering(answering);
        if (!answering) queueMicrotask(() => this.#askReady());
      },
      turns: this.#turns,
      toQuestion: (...asked) => this.#question(...asked),
      showFile: (picture) => this.#composition.showFile(picture),
      giveBack: (...asked) => this.#giveBack(...asked),
    });
    this.#price = new Price(
      () => this.#askPrice(),
      (line) => post({ type: 'quote', quote: line }),
    );
  }

  get answering(): boolean {
    return this.#asking.isUnderWay;
  }

  /** The pictures being composed with. They stay the conversation's. */
  get pictures(): readonly PictureAttachment[] {
    return this.#composition.pictures;
  }

  /** The question as far as it was typed. */
  get prompt(): string {
    return this.#prompt;
  }

  /** The questions and answers so far, oldest first. */
  get turns(): readonly Turn[] {
    return this.#turns.all;
  }

  turn(id: string): Turn | undefined {
    return this.#turns.find(id);
  }

  /** A view was loaded: it gets everything. What it kept itself counts where there is nothing else. */
  show(kept: { turns: readonly Turn[]; prompt: string }): void {
    const { post } = this.#options;
    if (kept.prompt === '' && this.#prompt !== '') post({ type: 'restore', prompt: this.#prompt });
    else this.#prompt = kept.prompt;
    this.#turns.takeOver(kept.turns);
    if (this.#queued) this.#turns.showQueue(this.#queued);
    post({ type: 'turns', turns: [...this.#turns.all] });
    this.#composition.show();
    for (const picture of this.#turns.pictures) this.#composition.showFile(picture);
    post({ type: 'quote', quote: this.#price.offer.line });
  }

  /** Takes a picture into the composer: the way was chosen for what was there before. Resolves when it is safe, or refused: the tile says which. */
  async attach(name: string, bytes: Uint8Array): Promise<void> {
    this.#chosen = undefined;
    await this.#composition.attach(name, bytes);
    await this.requote();
  }

  async remove(key: string): Promise<void> {
    this.#chosen = undefined;
    await this.#composition.remove(key);
    await this.requote();
  }

  /** Shows what was covered in a picture, or covers it again; takes away what the user painted over. */
  async toggle(key: string, finding: string): Promise<void> {
    await this.#composition.toggle(key, finding);
    await this.requote();
  }

  /** Paints over one more place in a picture. */
  async cover(key: string, box: Box): Promise<void> {
    await this.#composition.cover(key, box);
    await this.requote();
  }

  /** What has this hash is no secret: it is shown wherever it was covered. */
  async allow(valueHash: string): Promise<void> {
    await this.#composition.allow(valueHash);
    await this.requote();
  }

  /** The user says yes to sending a picture that is not safe, or takes it back. */
  agree(key: string, yes: boolean): void {
    this.#composition.agree(key, yes);
  }

  /** Has the question being composed answered in this way; without one, as Lenscap chooses. */
  async choose(way: ChosenWay | undefined): Promise<void> {
    this.#chosen = way;
    await this.requote();
  }

  /** The question changed. What it would cost is asked when the typing pauses. */
  draft(prompt: string): void {
    this.#prompt = prompt;
    this.#price.soon();
  }

  /** Adds what was said to the question. */
  addWords(text: string): void {
    this.#prompt = [this.#prompt.trimEnd(), text].filter((part) => part !== '').join('\n\n');
    this.#options.post({ type: 'restore', prompt: this.#prompt });
  }

  /** Asks for the price of what is being composed: it, the settings or the budget changed. */
  requote(): Promise<void> {
    return this.#price.now();
  }

  /** Looks again at what would be sent, and what it would cost: the daemon is another one, or was set up otherwise. */
  async refresh(): Promise<void> {
    await this.#composition.refresh();
    await this.requote();
  }

  /**
   * Sends what is composed. Does nothing while an answer is coming, or when there is nothing to ask.
   * @param allowNanoUsd what the user agreed it may cost at most, although a budget has no room for it
   */
  async send(prompt: string, allowNanoUsd?: number): Promise<void> {
    if (this.answering || (prompt.trim() === '' && this.#isEmpty)) return;
    const wanted = this.#wanted;
    const taken = this.#take();
    if (taken) await this.#asking.ask({ prompt, ...taken, ...wanted, isShown: true, allowNanoUsd });
  }

  /** Asks a turn's question once more, with its pictures, whatever was chosen or answered before. */
  async again(id: string): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const { prompt, pictures, spoken } = asked;
    const route = pictures.length > 0 && !spoken?.sound && ({ route: 'vision' } as const);
    await this.#asking.ask({ prompt, pictures, spoken, ...route, isShown: false, isFresh: true });
  }

  /** Puts a turn's question back into the composer, to be asked otherwise. What was there before has to go first. */
  edit(id: string): void {
    const asked = this.#asked(id);
    if (!asked) return;
    if (this.#prompt.trim() === '' && this.#isEmpty) this.#putBack(asked);
    else this.#notice('The question box is not empty. Send or clear what is in it first.');
  }

  /** Asks for the rest of an answer that broke off: a question of its own, which costs as one. */
  async continueAnswer(id: string): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const partial = (asked.partial ?? '') + (this.turn(id)?.text ?? '');
    await this.#asking.ask({ ...asked, partial, isShown: false, isFresh: true });
  }

  /**
   * Goes on from a refusal in a way that was offered with it, with the amounts that were shown.
   * @param id the turn that was refused; null for what is being composed
   */
  async wayOn(
    way: Extract<WayOn, 'allow-once' | 'raise' | 'accept-ledger'>,
    id: string | null,
  ): Promise<void> {
    if (this.answering) {
      this.#notice(BUSY);
      return;
    }
    const refusal = this.refusal(id);
    if (way !== 'accept-ledger' && !refusal) return;
    try {
      await openWay(this.#options.daemon, way, refusal);
    } catch (error) {
      this.#notice(sentencesOf(error));
      return;
    }
    const allowNanoUsd = way === 'allow-once' ? refusal?.neededNanoUsd : undefined;
    if (id === null) await this.send(this.#prompt, allowNanoUsd);
    else await this.#askRefused(id, { allowNanoUsd });
  }

  /** Goes on in one of the ways there are where nobody could be reached. */
  async wayOffline(way: OfflineWay, id: string): Promise<void> {
    if (this.answering) {
      this.#notice(BUSY);
      return;
    }
    const { queued, status } = this.turn(id) ?? {};
    const question = this.#queued?.find((each) => each.id === queued);
    if (way === 'remove-queued') {
      if (queued === undefined) return;
      try {
        await this.#options.daemon.request(unqueue, { id: queued });
        this.#removed.add(queued);
        this.#turns.remove(id);
      } catch (error) {
        this.#notice(sentencesOf(error));
      }
    } else if (way === 'ask-now') {
      if (queued !== undefined) await this.#askQueued(id, queued, question?.nowNanoUsd);
    } else {
      const wanted = {
        ...(way === 'answer-locally' && { route: 'local' as const, model: undefined }),
        ...(way === 'ask-when-online' && { queueOffline: true as const }),
      };
      if (status === 'failed') return this.#askRefused(id, wanted);
      // The answer that was given on this machine stays.
      const asked = this.#asked(id);
      if (asked) await this.#asking.ask({ ...asked, ...wanted, isShown: false });
    }
  }

  /** What waits for the network has changed: it is shown, and what is ready is asked. */
  showQueue(questions: readonly QueuedQuestion[]): void {
    this.#queued = questions.filter(({ id }) => !this.#removed.has(id));
    this.#turns.showQueue(this.#queued);
    this.#askReady();
  }

  /** Asks the daemon, which is another one, what waits for the network. */
  async refreshQueue(): Promise<void> {
    const { questions } = await this.#options.daemon.request(queue, {});
    this.showQueue(questions);
  }

  /** The budget that has no room for a turn's question, or with null for what is being composed. */
  refusal(id: string | null): Refusal | undefined {
    if (id === null) return this.#price.offer.refusal;
    const failure = this.#turns.failure(id);
    return failure && refusalOf(failure);
  }

  /** The model for whose unknown price a turn, or with null what is being composed, was refused. */
  unpricedModel(id: string | null): string | undefined {
    const failure = id === null ? this.#price.offer.failure : this.#turns.failure(id);
    return failure && unpricedModelOf(failure);
  }

  /** Stops the answer that is coming; what came of it stays. */
  stop(): void {
    this.#asking.stop();
  }

  /** Forgets all turns but those that wait for the network. What comes next is another conversation. */
  clear(): void {
    this.stop();
    this.#id = randomUUID();
    this.#turns.clear();
    if (this.#queued) this.#turns.showQueue(this.#queued);
  }

  /** Asks a refused turn's question in its place; from the composer, if it is still as it was put back there. */
  async #askRefused(
    id: string,
    wanted: Partial<Asked> & { allowNanoUsd?: number | undefined; queueOffline?: true },
  ): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const isPutBack = this.#isComposed(asked);
    if (isPutBack && !this.#take()) return;
    await this.#asking.ask({ ...asked, ...wanted, isShown: isPutBack }, id);
  }

  /** Asks the next question that waited for the network and can be asked now. */
  #askReady(): void {
    if (this.answering) return;
    const ready = this.#queued?.find(({ state }) => state === 'ready');
    const turn = this.turns.find(({ queued, status }) => queued === ready?.id && status === 'waiting');
    if (ready && turn) void this.#askQueued(turn.id, ready.id);
  }

  async #askQueued(turn: string, queued: string, upToNanoUsd?: number): Promise<void> {
    // It is asked once; should that fail, the daemon tells what became of it, now or while it was being asked.
    this.#queued = this.#queued?.map((each) => (each.id === queued ? { ...each, state: 'asking' } : each));
    await this.#asking.askQueued(turn, queued, upToNanoUsd);
    if (this.#queued) this.#turns.showQueue(this.#queued);
  }

  /** Whether the composer has this very question. */
  #isComposed({ prompt, pictures }: Asked): boolean {
    return (
      this.#prompt === prompt &&
      this.pictures.length === pictures.length &&
      this.pictures.every((picture, index) => picture === pictures[index])
    );
  }

  #asked(id: string): Asked | undefined {
    const asked = this.#turns.asked(id);
    if (!asked && this.turn(id)) this.#notice('The pictures of this question are gone. Paste them again.');
    return asked;
  }

  /** Takes the question out of the composer; undefined if its pictures cannot be sent, and says why. */
  #take(): Pick<Asked, 'pictures' | 'spoken'> | undefined {
    const refusal = this.#composition.refusal() ?? this.#soundRefusal() ?? null;
    this.#notice(refusal);
    if (refusal !== null) return undefined;
    const pictures = this.#composition.take();
    const spoken = this.#options.voice.takeSpoken();
    this.#prompt = '';
    this.#chosen = undefined;
    this.#options.post({ type: 'sent' });
    void this.requote();
    return { pictures, spoken };
  }

  /** Why a question with this sound is not sent, and what to do; undefined if it can be. */
  #soundRefusal(): string | undefined {
    const { spoken } = this.#options.voice;
    if (!spoken?.sound || spoken.agreed) return undefined;
    return 'The sound was not sent: secrets that are said in it cannot be covered. Choose “Send anyway”, or have it transcribed.';
  }

  /** The offer for what is composed. The ways on from a refusal are under the turn that was just refused, and not here too. */
  async #askPrice(): Promise<Offer> {
    const offer = await this.#askOffer();
    const last = this.turns.at(-1);
    const asked = last?.trouble?.ways?.length ? this.#turns.asked(last.id) : undefined;
    return asked && this.#isComposed(asked) ? withoutWays(offer) : offer;
  }

  async #askOffer(): Promise<Offer> {
    const pictures = this.#composition.ready;
    const { spoken } = this.#options.voice;
    if (pictures.length === 0 && !spoken?.sound && this.#prompt.trim() === '') {
      return { line: { kind: 'none' } };
    }
    try {
      const attachments = await Promise.all(pictures.map((picture) => picture.id()));
      // A price is no promise: the yes to an unsafe picture is asked for when it is sent.
      const question = {
        ...this.#question(attachments, this.#prompt, attachments, spoken && { ...spoken, agreed: true }),
        ...this.#wanted,
      };
      const { sent, texts, ...price } = await this.#options.daemon.request(quote, question);
      if (!this.#composition.shows(sent)) void this.#composition.refresh();
      const keyed = texts.flatMap(({ id, text }) => {
        const picture = pictures[attachments.indexOf(id)];
        return picture ? [{ key: picture.key, text }] : [];
      });
      return offerOf(price, keyed, this.#options.here, this.#wanted.route !== undefined);
    } catch (error) {
      const failure = failureOf(error);
      return { line: { kind: 'refused', trouble: troubleOf(failure) }, refusal: refusalOf(failure), failure };
    }
  }

  #question(
    attachments: string[],
    prompt: string,
    allowUnsafe: string[],
    spoken: Spoken | undefined,
  ): Question {
    return { attachments, prompt, conversation: this.#id, ...spokenFields(spoken, allowUnsafe) };
  }

  /** Nothing came: question and pictures go back into the composer, if that is still empty. */
  #giveBack(id: string, asked: Asked, cancelled: boolean): void {
    const hasText = (this.turn(id)?.text ?? '') !== '';
    if (!(cancelled && hasText) && this.#isEmpty && this.#prompt === '') this.#putBack(asked);
  }

  #putBack({ prompt, pictures, spoken }: Asked): void {
    this.#composition.giveBack(pictures);
    this.#prompt = prompt;
    if (spoken) this.#options.voice.giveBack(spoken);
    this.#options.post({ type: 'restore', prompt });
    void this.requote();
  }

  /** A sound that is sent itself has but one way. */
  get #wanted(): Pick<Question, 'route' | 'model'> {
    return wantedBy(this.#options.voice.spoken?.sound ? undefined : this.#chosen);
  }

  /** Whether there is nothing beside the words: no picture, no sound. */
  get #isEmpty(): boolean {
    return this.pictures.length === 0 && !this.#options.voice.spoken?.sound;
  }

  #notice(text: string | null): void {
    this.#options.post({ type: 'notice', text, canRestart: false });
  }
}

/** A way as a question has it: the local route has no model. */
function wantedBy(way: ChosenWay | undefined): Pick<Question, 'route' | 'model'> {
  if (!way) return {};
  return way.route === 'local' ? { route: way.route } : { route: way.route, model: way.model };
}
