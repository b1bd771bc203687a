import { randomUUID } from 'node:crypto';
import type { CancellationToken } from 'vscode';
import type { Box } from '../../protocol/attach.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import type { Route } from '../../protocol/route.ts';
import type { AttachmentDaemon, PictureAttachment } from '../attachments.ts';
import { CancelledError, failureOf } from '../failure.ts';
import { Composition, troubleOf } from './composition.ts';
import type { ExtensionMessage, QuoteLine, Turn } from './messages.ts';
import { Price } from './price.ts';

/** What a conversation needs of the daemon. */
export interface ConversationDaemon extends AttachmentDaemon {
  explain(
    question: Question,
    onProgress: (progress: ExplainProgress) => void,
    token: CancellationToken,
  ): Promise<Explanation>;
}

/** `vscode.CancellationTokenSource`, so that this file needs no editor. */
export interface Cancellation {
  readonly token: CancellationToken;
  cancel(): void;
  dispose(): void;
}

export interface ConversationOptions {
  readonly daemon: ConversationDaemon;
  /** To the view, if there is one: it gets everything again when it comes back. */
  readonly post: (message: ExtensionMessage) => void;
  readonly cancellation: () => Cancellation;
  readonly onDidChangeAnswering: (answering: boolean) => void;
}

// Pictures of turns further up are let go; their text stays.
const TURNS_WITH_PICTURES = 20;
const TURNS = 100;

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
  #turns: Turn[] = [];
  readonly #pictures = new Map<string, PictureAttachment[]>();
  #prompt = '';
  #answering: Cancellation | undefined;
  readonly #price: Price;

  constructor(options: ConversationOptions) {
    this.#options = options;
    const { daemon, post } = options;
    this.#composition = new Composition({ daemon, post, notice: (text) => this.#notice(text) });
    this.#price = new Price(
      () => this.#askPrice(),
      (line) => post({ type: 'quote', quote: line }),
    );
  }

  get answering(): boolean {
    return this.#answering !== undefined;
  }

  /** The pictures being composed with. They stay the conversation's. */
  get pictures(): readonly PictureAttachment[] {
    return this.#composition.pictures;
  }

  /** The question as far as it was typed. */
  get prompt(): string {
    return this.#prompt;
  }

  turn(id: string): Turn | undefined {
    return this.#turns.find((turn) => turn.id === id);
  }

  /** A view was loaded: it gets everything. What it kept itself counts where there is nothing else. */
  show(kept: { turns: readonly Turn[]; prompt: string }): void {
    const { post } = this.#options;
    if (kept.prompt === '' && this.#prompt !== '') post({ type: 'restore', prompt: this.#prompt });
    else this.#prompt = kept.prompt;
    if (this.#turns.length === 0) {
      this.#turns = kept.turns.map((turn) => ({
        ...turn,
        canAskAgain: false,
        // An answer the reload cut off has no end.
        status: turn.status === 'answering' ? 'failed' : turn.status,
      }));
    }
    post({ type: 'turns', turns: this.#turns });
    this.#composition.show();
    for (const picture of [...this.#pictures.values()].flat()) this.#composition.showFile(picture);
    post({ type: 'quote', quote: this.#price.line });
  }

  /** Takes a picture into the composer. Resolves when it is safe, or refused: the tile says which. */
  async attach(name: string, bytes: Uint8Array): Promise<void> {
    await this.#composition.attach(name, bytes);
    await this.requote();
  }

  async remove(key: string): Promise<void> {
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

  /** The question changed. What it would cost is asked when the typing pauses. */
  draft(prompt: string): void {
    this.#prompt = prompt;
    this.#price.soon();
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

  /** Sends what is composed. Does nothing while an answer is coming, or when there is nothing to ask. */
  async send(prompt: string): Promise<void> {
    if (this.#answering || (prompt.trim() === '' && this.pictures.length === 0)) return;
    const refusal = this.#composition.refusal() ?? null;
    this.#notice(refusal);
    if (refusal !== null) return;
    const pictures = this.#composition.take();
    this.#prompt = '';
    this.#options.post({ type: 'sent' });
    void this.requote();
    await this.#ask({ prompt, pictures });
  }

  /** Asks a turn's question once more, with its pictures, whatever was chosen before. */
  async again(id: string): Promise<void> {
    const turn = this.turn(id);
    const pictures = this.#pictures.get(id);
    if (!turn || this.#answering) return;
    if (!pictures) {
      this.#notice('The pictures of this question are gone. Paste them again.');
      return;
    }
    const route = pictures.length > 0 ? ('vision' as const) : undefined;
    await this.#ask({ prompt: turn.prompt, pictures, ...(route && { route }) });
  }

  /** Stops the answer that is coming; what came of it stays. */
  stop(): void {
    this.#answering?.cancel();
  }

  /** Forgets all turns. What comes next is another conversation. */
  clear(): void {
    this.stop();
    this.#id = randomUUID();
    this.#turns = [];
    this.#pictures.clear();
    this.#options.post({ type: 'turns', turns: [] });
  }

  async #askPrice(): Promise<QuoteLine> {
    const pictures = this.#composition.ready;
    if (pictures.length === 0 && this.#prompt.trim() === '') return { kind: 'none' };
    try {
      const attachments = await Promise.all(pictures.map((picture) => picture.id()));
      // A price is no promise: the yes to an unsafe picture is asked for when it is sent.
      const question = this.#question(attachments, this.#prompt, attachments);
      const { sent, ...price } = await this.#options.daemon.request(quote, question);
      if (!this.#composition.shows(sent)) void this.#composition.refresh();
      const { expectedNanoUsd, maxNanoUsd, model, route, reason, placeholders, legibility } = price;
      return { kind: 'quote', expectedNanoUsd, maxNanoUsd, model, route, reason, placeholders, legibility };
    } catch (error) {
      return { kind: 'refused', trouble: troubleOf(error) };
    }
  }

  #question(attachments: string[], prompt: string, allowUnsafe: string[]): Question {
    const allowed = allowUnsafe.length > 0 && { allowUnsafe };
    return { attachments, prompt, conversation: this.#id, ...allowed };
  }

  async #ask(question: { prompt: string; pictures: PictureAttachment[]; route?: Route }): Promise<void> {
    const { daemon, post, cancellation, onDidChangeAnswering } = this.#options;
    const { prompt, pictures, route } = question;
    // What is being changed will be otherwise; what is asked about again is attached anew.
    const shown = pictures.map(({ safe, changing }) => (route || changing ? undefined : safe?.sha256));
    const running = cancellation();
    this.#answering = running;
    onDidChangeAnswering(true);
    let turn: Turn = {
      id: randomUUID(),
      prompt,
      pictures: pictures.map(({ key, name }) => ({ key, name })),
      status: 'answering',
      text: '',
      canAskAgain: true,
    };
    const change = (fields: Partial<Turn>): void => {
      turn = { ...turn, ...fields };
      this.#turns = this.#turns.map((each) => (each.id === turn.id ? turn : each));
    };
    const update = (fields: Partial<Turn>): void => {
      change(fields);
      post({ type: 'turn', turn });
    };
    this.#turns = [...this.#turns, turn].slice(-TURNS);
    this.#keepPictures(turn.id, pictures);
    post({ type: 'turn', turn });

    try {
      const attachments = await Promise.all(pictures.map((picture) => picture.id()));
      for (const picture of pictures) this.#composition.showFile(picture);
      const agreed = attachments.filter((_, index) => pictures[index]?.agreed);
      if (running.token.isCancellationRequested) throw new CancelledError();
      const {
        text,
        model,
        reason,
        route: taken,
        timings,
        ...rest
      } = await daemon.explain(
        {
          ...this.#question(attachments, prompt, agreed),
          ...(route && { route }),
          ...expecting(attachments, shown),
        },
        (progress) => {
          if (progress.kind === 'delta') {
            change({ text: turn.text + progress.text });
            post({ type: 'delta', id: turn.id, text: progress.text });
          } else {
            const { kind: _, ...choice } = progress;
            update({ choice });
          }
        },
        running.token,
      );
      const { usage, costNanoUsd, certainty, requestId, finishReason, notices, sent } = rest;
      const covered = sent.length > 0 ? countCovered(pictures) : 0;
      const foot = { usage, costNanoUsd, certainty, requestId, finishReason, notices, covered };
      update({
        status: 'done',
        text,
        choice: { route: taken, model, reason },
        foot: { ...foot, totalMs: timings.totalMs },
      });
    } catch (error) {
      const failure = failureOf(error);
      this.#giveBack(turn, pictures, failure instanceof CancelledError);
      update({ status: 'failed', trouble: troubleOf(failure) });
    } finally {
      running.dispose();
      this.#answering = undefined;
      onDidChangeAnswering(false);
      await Promise.all(pictures.map((picture) => picture.release().catch(() => {})));
    }
  }

  /** Nothing came: question and pictures go back into the composer, if that is still empty. */
  #giveBack(turn: Turn, pictures: PictureAttachment[], cancelled: boolean): void {
    if ((cancelled && turn.text !== '') || this.pictures.length > 0 || this.#prompt !== '') return;
    this.#composition.giveBack(pictures);
    this.#prompt = turn.prompt;
    this.#options.post({ type: 'restore', prompt: turn.prompt });
    void this.requote();
  }

  #keepPictures(id: string, pictures: PictureAttachment[]): void {
    this.#pictures.set(id, pictures);
    for (const old of [...this.#pictures.keys()].slice(0, -TURNS_WITH_PICTURES)) {
      this.#pictures.delete(old);
      this.#turns = this.#turns.map((turn) => (turn.id === old ? { ...turn, canAskAgain: false } : turn));
    }
  }

  #notice(text: string | null): void {
    this.#options.post({ type: 'notice', text, canRestart: false });
  }
}

function countCovered(pictures: readonly PictureAttachment[]): number {
  return pictures.reduce((sum, { findings }) => sum + findings.filter(({ covered }) => covered).length, 0);
}

/** The pictures' hashes as the user was shown them, by the daemon's ids. */
function expecting(
  attachments: readonly string[],
  shown: readonly (string | undefined)[],
): Pick<Question, 'expected'> {
  const known = attachments.flatMap((id, index) => {
    const sha256 = shown[index];
    return sha256 === undefined ? [] : [[id, sha256] as const];
  });
  return known.length > 0 ? { expected: Object.fromEntries(known) } : {};
}
