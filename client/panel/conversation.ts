import { randomUUID } from 'node:crypto';
import type { CancellationToken } from 'vscode';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import type { Route } from '../../protocol/route.ts';
import { type AttachmentDaemon, PictureAttachment } from '../attachments.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { AttachmentTile, ExtensionMessage, QuoteLine, Trouble, Turn } from './messages.ts';
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
  #composing: PictureAttachment[] = [];
  readonly #tiles = new Map<string, AttachmentTile>();
  #turns: Turn[] = [];
  readonly #pictures = new Map<string, PictureAttachment[]>();
  #prompt = '';
  #answering: Cancellation | undefined;
  readonly #price: Price;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#price = new Price(
      () => this.#askPrice(),
      (line) => options.post({ type: 'quote', quote: line }),
    );
  }

  get answering(): boolean {
    return this.#answering !== undefined;
  }

  /** The pictures being composed with. They stay the conversation's. */
  get pictures(): readonly PictureAttachment[] {
    return this.#composing;
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
    this.#postTiles();
    // Each comes when it can: one that is still being made safe posts its own.
    for (const picture of [...this.#composing, ...[...this.#pictures.values()].flat()]) {
      if (this.#tiles.get(picture.key)?.state.kind === 'ready') void this.#postThumbnail(picture);
    }
    post({ type: 'quote', quote: this.#price.line });
  }

  /** Takes a picture into the composer. Resolves when it is safe, or refused: the tile says which. */
  async attach(name: string, bytes: Uint8Array): Promise<void> {
    const picture = new PictureAttachment(this.#options.daemon, name, bytes);
    this.#composing.push(picture);
    this.#setTile(picture, { kind: 'working' });
    try {
      const { about } = await picture.prepare();
      const { width, height, bytes: size, removed } = about;
      this.#setTile(picture, { kind: 'ready', width, height, bytes: size, removed });
      await this.#postThumbnail(picture);
    } catch (error) {
      this.#setTile(picture, { kind: 'refused', trouble: troubleOf(error) });
    }
    await this.requote();
  }

  async remove(key: string): Promise<void> {
    const removed = this.#composing.find((picture) => picture.key === key);
    this.#composing = this.#composing.filter((picture) => picture !== removed);
    this.#tiles.delete(key);
    this.#postTiles();
    await Promise.all([removed?.release().catch(() => {}), this.requote()]);
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

  /** Sends what is composed. Does nothing while an answer is coming, or when there is nothing to ask. */
  async send(prompt: string): Promise<void> {
    if (this.#answering || (prompt.trim() === '' && this.#composing.length === 0)) return;
    const refused = this.#composing.find(({ key }) => this.#tiles.get(key)?.state.kind === 'refused');
    if (refused) {
      this.#notice(`“${refused.name}” cannot be sent. Remove it to ask without it.`);
      return;
    }
    this.#notice(null);
    const pictures = this.#composing;
    this.#composing = [];
    this.#prompt = '';
    this.#options.post({ type: 'sent' });
    this.#postTiles();
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

  /** Forgets all turns. */
  clear(): void {
    this.stop();
    this.#turns = [];
    this.#pictures.clear();
    for (const key of this.#tiles.keys()) {
      if (!this.#composing.some((picture) => picture.key === key)) this.#tiles.delete(key);
    }
    this.#options.post({ type: 'turns', turns: [] });
  }

  async #askPrice(): Promise<QuoteLine> {
    const sendable = this.#composing.filter(({ key }) => this.#tiles.get(key)?.state.kind === 'ready');
    if (sendable.length === 0 && this.#prompt.trim() === '') return { kind: 'none' };
    try {
      const attachments = await Promise.all(sendable.map((picture) => picture.id()));
      const question = { attachments, prompt: this.#prompt };
      const { budgets: _, tokens: __, ...price } = await this.#options.daemon.request(quote, question);
      return { kind: 'quote', ...price };
    } catch (error) {
      return { kind: 'refused', trouble: troubleOf(error) };
    }
  }

  async #ask(question: { prompt: string; pictures: PictureAttachment[]; route?: Route }): Promise<void> {
    const { daemon, post, cancellation, onDidChangeAnswering } = this.#options;
    const { prompt, pictures, route } = question;
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
      if (running.token.isCancellationRequested) throw new CancelledError();
      const {
        text,
        model,
        reason,
        route: taken,
        timings,
        ...rest
      } = await daemon.explain(
        { attachments, prompt, ...(route && { route }) },
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
      const { usage, costNanoUsd, certainty, requestId, finishReason, notices } = rest;
      const foot = { usage, costNanoUsd, certainty, requestId, finishReason, notices };
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
    if ((cancelled && turn.text !== '') || this.#composing.length > 0 || this.#prompt !== '') return;
    this.#composing = [...pictures];
    this.#prompt = turn.prompt;
    this.#options.post({ type: 'restore', prompt: turn.prompt });
    this.#postTiles();
    void this.requote();
  }

  #keepPictures(id: string, pictures: PictureAttachment[]): void {
    this.#pictures.set(id, pictures);
    for (const old of [...this.#pictures.keys()].slice(0, -TURNS_WITH_PICTURES)) {
      for (const { key } of this.#pictures.get(old) ?? []) this.#tiles.delete(key);
      this.#pictures.delete(old);
      this.#turns = this.#turns.map((turn) => (turn.id === old ? { ...turn, canAskAgain: false } : turn));
    }
  }

  #setTile({ key, name }: PictureAttachment, state: AttachmentTile['state']): void {
    this.#tiles.set(key, { key, name, state });
    this.#postTiles();
  }

  #postTiles(): void {
    const tiles = this.#composing.flatMap(({ key }) => this.#tiles.get(key) ?? []);
    this.#options.post({ type: 'attachments', tiles });
  }

  async #postThumbnail(picture: PictureAttachment): Promise<void> {
    try {
      const { mime, bytes } = await picture.prepare();
      this.#options.post({ type: 'thumbnail', key: picture.key, mime, bytes });
    } catch {
      // Its tile says why there is no picture.
    }
  }

  #notice(text: string | null): void {
    this.#options.post({ type: 'notice', text, canRestart: false });
  }
}

function troubleOf(error: unknown): Trouble {
  const { code, message, hint } = failureOf(error);
  return { code, message, hint };
}
