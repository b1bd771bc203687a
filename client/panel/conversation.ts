import * as l10n from '@vscode/l10n';
import type { Refusal } from '../../protocol/errors.ts';
import type { QueuedQuestion } from '../../protocol/queue.ts';
import { Changes } from '../changes.ts';
import { openWay, refusalOf, unpricedModelOf } from '../ways-on.ts';
import { Asking, type AskingOptions } from './asking.ts';
import { Composing, type ComposingOptions } from './composing.ts';
import { sentencesOf } from './composition.ts';
import { routeOfWay } from './local-comparison.ts';
import type { Turn, WayOn } from './messages.ts';
import { type Offer, withoutWays } from './price.ts';
import type { PromptHistory } from './prompt-history.ts';
import { type Asked, Turns } from './turns.ts';
import { type OfflineWay, Waiting } from './waiting.ts';

export interface ConversationOptions
  extends ComposingOptions,
    Pick<AskingOptions, 'cancellation' | 'onDidChangeAnswering'> {
  /** The questions asked so far. */
  readonly prompts: PromptHistory;
  /** Which words of an answer name places in the workspace. */
  readonly placesIn: (text: string) => Promise<string[]>;
}

/**
 * The conversation in the view: pictures and question being composed, and the
 * turns so far. It lives in the extension, because the view's own document
 * goes away whenever it is hidden.
 */
export class Conversation extends Composing<ConversationOptions> {
  readonly #turns: Turns;
  readonly #asking: Asking;
  readonly #waiting: Waiting;
  /** What was compared last: it is at hand until it is asked about. */
  #compared: Changes | undefined;

  constructor(options: ConversationOptions) {
    super(options);
    const { daemon, post } = options;
    this.#turns = new Turns(post);
    this.#asking = new Asking({
      ...options,
      onDidChangeAnswering: (answering) => {
        options.onDidChangeAnswering(answering);
        if (!answering) queueMicrotask(() => this.#waiting.askReady());
      },
      turns: this.#turns,
      toQuestion: (...asked) => this.toQuestion(...asked),
      showFile: (picture) => this.composition.showFile(picture),
      giveBack: (...asked) => this.#giveBack(...asked),
      begin: () => this.identity.begin(),
      onDidAsk: (id) => void this.#keepMasked(id),
      onDidAnswer: (id) => void this.#findPlaces(id),
    });
    this.#waiting = new Waiting({ daemon, turns: this.#turns, asking: this.#asking });
  }

  get answering(): boolean {
    return this.#asking.isUnderWay;
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
    const { post } = this.options;
    if (kept.prompt === '' && this.text !== '') post({ type: 'restore', prompt: this.text });
    else this.text = kept.prompt;
    this.#turns.takeOver(kept.turns);
    this.#waiting.show();
    this.#turns.show();
    this.composition.show();
    for (const picture of this.#turns.pictures) this.composition.showFile(picture);
    post({ type: 'quote', quote: this.price.offer.line });
    this.code.show();
    post({ type: 'prompts', prompts: this.options.prompts.all });
    post({ type: 'conversation', isNew: this.identity.isNew });
  }

  /**
   * Sends what is composed. Does nothing while an answer is coming, or when there is nothing to ask.
   * @param allowNanoUsd what the user agreed it may cost at most, although a budget has no room for it
   */
  async send(prompt: string, allowNanoUsd?: number): Promise<void> {
    if (this.answering || (prompt.trim() === '' && this.isEmpty)) return;
    // The lines the user said yes to may still be on their way.
    await this.code.settled;
    if (this.answering) return;
    const wanted = this.wanted;
    const taken = this.take();
    if (!taken) return;
    void this.#remember(prompt, taken.spoken !== undefined);
    await this.#asking.ask({ prompt, ...taken, ...wanted, isShown: true, allowNanoUsd });
  }

  /** Compares the two pictures that are composed, on this machine, and offers to ask about what differs. */
  async compare(prompt: string): Promise<void> {
    await this.code.settled;
    const { sound } = this.options.voice.spoken ?? {};
    const [before, after, ...more] = this.composition.ready;
    const isTwo = this.pictures.length === 2 && before && after && more.length === 0;
    if (this.answering || sound || !isTwo) return;
    const taken = this.take(false);
    if (!taken) return;
    if (prompt.trim() !== '') void this.#remember(prompt, taken.spoken !== undefined);
    await this.#compare({ prompt, ...taken, changes: new Changes(this.options.daemon, before, after) });
  }

  /** Asks a model about what differs, as it was offered under the answer that was found on this machine. */
  async askChanges(way: WayOn, id: string): Promise<void> {
    const route = routeOfWay(way);
    const asked = this.#asked(id);
    if (this.answering || !route || !asked?.changes) return;
    this.#turns.note(id, ({ foot }) => (foot ? { foot: { ...foot, ways: [] } } : {}));
    await this.#asking.ask({ ...asked, route, isShown: false });
  }

  async #compare(asked: Asked & { changes: Changes }): Promise<void> {
    void this.#compared?.release();
    this.#compared = asked.changes;
    await this.#asking.compare(asked);
  }

  /** Asks a turn's question once more, with its pictures, whatever was chosen or answered before. */
  async again(id: string): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const { prompt, pictures, spoken, about, before = id, changes } = asked;
    // What was only compared is compared again.
    if (changes && !asked.route) return this.#compare({ ...asked, changes });
    if (changes) return this.#asking.ask({ ...asked, isShown: false, isFresh: true });
    const route = pictures.length > 0 && !spoken?.sound && ({ route: 'vision' } as const);
    await this.#asking.ask({
      prompt,
      pictures,
      spoken,
      about,
      before,
      ...route,
      isShown: false,
      isFresh: true,
    });
  }

  /** Puts a turn's question back into the composer, to be asked otherwise. What was there before has to go first. */
  edit(id: string): void {
    const asked = this.#asked(id);
    if (!asked) return;
    if (this.text.trim() === '' && this.isEmpty) this.putBack(asked);
    else this.notice(l10n.t('The question box is not empty. Send or clear what is in it first.'));
  }

  /** Asks for the rest of an answer that broke off: a question of its own, which costs as one. */
  async continueAnswer(id: string): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const partial = (asked.partial ?? '') + (this.turn(id)?.text ?? '');
    await this.#asking.ask({ ...asked, before: asked.before ?? id, partial, isShown: false, isFresh: true });
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
      this.notice(busy());
      return;
    }
    const refusal = this.refusal(id);
    if (way !== 'accept-ledger' && !refusal) return;
    try {
      await openWay(this.options.daemon, way, refusal);
    } catch (error) {
      this.notice(sentencesOf(error));
      return;
    }
    const allowNanoUsd = way === 'allow-once' ? refusal?.neededNanoUsd : undefined;
    if (id === null) await this.send(this.text, allowNanoUsd);
    else await this.#askRefused(id, { allowNanoUsd });
  }

  /** Goes on in one of the ways there are where nobody could be reached. */
  async wayOffline(way: OfflineWay, id: string): Promise<void> {
    if (this.answering) {
      this.notice(busy());
      return;
    }
    if (way === 'remove-queued') {
      await this.#waiting.remove(id).catch((error: unknown) => this.notice(sentencesOf(error)));
    } else if (way === 'ask-now') {
      await this.#waiting.askNow(id);
    } else {
      const wanted = {
        ...(way === 'answer-locally' && { route: 'local' as const, model: undefined }),
        ...(way === 'ask-when-online' && { queueOffline: true as const }),
      };
      if (this.turn(id)?.status === 'failed') return this.#askRefused(id, wanted);
      // The answer that was given on this machine stays.
      const asked = this.#asked(id);
      const before = asked?.before ?? id;
      if (asked) await this.#asking.ask({ ...asked, before, ...wanted, isShown: false });
    }
  }

  /** What waits for the network has changed: it is shown, and what is ready is asked. */
  showQueue(questions: readonly QueuedQuestion[]): void {
    this.#waiting.take(questions);
  }

  /** Asks the daemon, which is another one, what waits for the network. */
  refreshQueue(): Promise<void> {
    return this.#waiting.refresh();
  }

  /** The budget that has no room for a turn's question, or with null for what is being composed. */
  refusal(id: string | null): Refusal | undefined {
    if (id === null) return this.price.offer.refusal;
    const failure = this.#turns.failure(id);
    return failure && refusalOf(failure);
  }

  /** The model for whose unknown price a turn, or with null what is being composed, was refused. */
  unpricedModel(id: string | null): string | undefined {
    const failure = id === null ? this.price.offer.failure : this.#turns.failure(id);
    return failure && unpricedModelOf(failure);
  }

  /** Stops the answer that is coming; what came of it stays. */
  stop(): void {
    this.#asking.stop();
  }

  /** What comes next goes without what was said before. The turns stay to be read. */
  async startNew(): Promise<void> {
    if (!this.identity.isNew) this.identity.renew();
    await this.requote();
  }

  /** Forgets all turns but those that wait for the network. What comes next is another conversation. */
  clear(): void {
    this.stop();
    void this.#compared?.release();
    this.identity.renew();
    this.#turns.clear();
    this.#waiting.show();
    void this.requote();
  }

  /** Asks a refused turn's question in its place; from the composer, if it is still as it was put back there. */
  async #askRefused(
    id: string,
    wanted: Partial<Asked> & { allowNanoUsd?: number | undefined; queueOffline?: true },
  ): Promise<void> {
    if (this.answering) return;
    const asked = this.#asked(id);
    if (!asked) return;
    const isPutBack = this.isComposed(asked);
    if (isPutBack && !this.take()) return;
    await this.#asking.ask({ ...asked, ...wanted, isShown: isPutBack }, id);
  }

  #asked(id: string): Asked | undefined {
    const asked = this.#turns.asked(id);
    if (!asked && this.turn(id))
      this.notice(l10n.t('The pictures of this question are gone. Paste them again.'));
    return asked;
  }

  /** The ways on from a refusal are under the turn that was just refused, and not here too. */
  protected override shownOffer(offer: Offer): Offer {
    const last = this.turns.at(-1);
    const asked = last?.trouble?.ways?.length ? this.#turns.asked(last.id) : undefined;
    return asked && this.isComposed(asked) ? withoutWays(offer) : offer;
  }

  /** Adds a question to those the arrow keys call up. */
  async #remember(prompt: string, isSpoken: boolean): Promise<void> {
    const { prompts, post } = this.options;
    const adding = prompts.add(prompt, this.identity.mask(prompt, isSpoken));
    post({ type: 'prompts', prompts: prompts.all });
    await adding;
  }

  /** Has a turn's question looked through for what must not be kept on disk. */
  async #keepMasked(id: string): Promise<void> {
    const { prompt, spoken } = this.turn(id) ?? {};
    if (prompt === undefined) return;
    const masked = await this.identity.mask(prompt, spoken !== undefined);
    if (masked !== undefined)
      this.#turns.note(id, (turn) => ({ masked: { ...turn.masked, prompt: masked } }));
  }

  /** Has the places in files found that an answer names. */
  async #findPlaces(id: string): Promise<void> {
    const text = this.turn(id)?.text ?? '';
    const places = await this.options.placesIn(text).catch(() => []);
    if (places.length > 0) this.#turns.note(id, () => ({ places }));
  }

  /** Nothing came: question and pictures go back into the composer, if that is still empty. */
  #giveBack(id: string, asked: Asked, cancelled: boolean): void {
    // Where they were compared, the answer stands above, and asks again.
    if (asked.changes && asked.route) return;
    const hasText = (this.turn(id)?.text ?? '') !== '';
    if (!(cancelled && hasText) && this.isEmpty && this.text === '') this.putBack(asked);
  }
}

function busy(): string {
  return l10n.t('One question at a time: wait for the answer that is coming, or stop it.');
}
