import type { CancellationToken } from 'vscode';
import type { z } from 'zod';
import { QueuedError } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import { type askQueued, unqueue } from '../../protocol/queue.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import type { AttachmentDaemon, PictureAttachment } from '../attachments.ts';
import type { Changes } from '../changes.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { Spoken } from '../voice/spoken.ts';
import { foundHere, offerToAsk } from './local-comparison.ts';
import type { Asked, Turns } from './turns.ts';

/** What a question is refused with that is not this window's to ask. */
const GONE = new Set(['not-queued', 'queued-elsewhere']);

/** What asking needs of the daemon. */
export interface AskingDaemon extends AttachmentDaemon {
  explain(
    question: Question,
    onProgress: (progress: ExplainProgress) => void,
    token: CancellationToken,
  ): Promise<Explanation>;
  askQueued(
    params: z.input<typeof askQueued.params>,
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

export interface AskingOptions {
  readonly daemon: AskingDaemon;
  readonly turns: Turns;
  readonly cancellation: () => Cancellation;
  readonly onDidChangeAnswering: (answering: boolean) => void;
  readonly toQuestion: (
    attachments: string[],
    prompt: string,
    allowUnsafe: string[],
    spoken: Spoken | undefined,
    before: string | undefined,
  ) => Question;
  /** A question is asked. @returns whether it is the first of a conversation */
  readonly begin: () => boolean;
  /** A turn has begun, or its answer is there. */
  readonly onDidAsk: (turn: string) => void;
  readonly onDidAnswer: (turn: string) => void;
  readonly showFile: (picture: PictureAttachment) => void;
  /** Nothing, or not all, came of a turn's question. */
  readonly giveBack: (turn: string, asked: Asked, isCancelled: boolean) => void;
}

/** Asks a conversation's questions, one at a time, and keeps their turns up to date. */
export class Asking {
  readonly #options: AskingOptions;
  #running: Cancellation | undefined;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** Whether an answer is coming. */
  get isUnderWay(): boolean {
    return this.#running !== undefined;
  }

  stop(): void {
    this.#running?.cancel();
  }

  /**
   * @param question `isShown`: its pictures are as the view shows them, and nothing else may be sent; `isFresh`: no
   *   kept answer will do; `queueOffline`: where nobody can be reached, it waits
   * @param again the turn it is asked again in
   */
  async ask(
    question: Asked & {
      isShown: boolean;
      isFresh?: true;
      queueOffline?: true;
      allowNanoUsd?: number | undefined;
    },
    again?: string,
  ): Promise<void> {
    const { daemon, turns, showFile, giveBack, begin, onDidAsk, onDidAnswer } = this.#options;
    const { isShown, isFresh, queueOffline, allowNanoUsd, ...asked } = question;
    const { pictures, route, model, changes } = asked;
    // What is being changed will be otherwise; what is asked about again is attached anew.
    const shown = pictures.map(({ safe, changing }) => (isShown && !changing ? safe?.sha256 : undefined));
    await this.#underWay(pictures, async (token) => {
      const id = turns.begin(asked, begin(), again);
      onDidAsk(id);
      try {
        const what = await this.#question(asked, token);
        for (const picture of pictures) showFile(picture);
        if (token.isCancellationRequested) throw new CancelledError();
        const explanation = await daemon.explain(
          {
            ...what,
            turn: id,
            ...(route && { route }),
            ...(model !== undefined && { model }),
            ...(isFresh && { fresh: true }),
            ...(queueOffline && { queueOffline }),
            ...(allowNanoUsd !== undefined && { allowNanoUsd }),
            ...(!changes && expecting(what.attachments ?? [], shown)),
          },
          (progress) => this.#show(id, progress),
          token,
        );
        turns.finish(id, explanation);
        onDidAnswer(id);
      } catch (error) {
        const failure = failureOf(error);
        if (failure instanceof QueuedError) {
          turns.wait(id, failure.queued);
          return;
        }
        giveBack(id, asked, failure instanceof CancelledError);
        turns.fail(id, failure);
      } finally {
        void changes?.release();
      }
    });
  }

  /**
   * Says where the two pictures of a question differ, which is found on this machine, and offers to ask a model
   * what that means. What was found is kept for that, until it is asked or let go of.
   */
  async compare(asked: Asked & { changes: Changes }): Promise<void> {
    const { daemon, turns, begin, onDidAsk, giveBack } = this.#options;
    const { pictures, changes } = asked;
    await this.#underWay(pictures, async (token) => {
      const id = turns.begin(asked, begin());
      onDidAsk(id);
      try {
        const startedAt = performance.now();
        const found = await changes.find(token);
        turns.finish(id, foundHere(found, pictures, performance.now() - startedAt));
        if (found.places.length === 0 || pictures.some(({ sendable }) => !sendable)) return;
        const question = await this.#question(asked, token);
        // Without somebody to ask, what was found here is all there is.
        const quoted = await daemon.request(quote, question).catch(() => undefined);
        const ways = offerToAsk(quoted);
        turns.note(id, ({ foot }) => (foot ? { foot: { ...foot, ways } } : {}));
      } catch (error) {
        giveBack(id, asked, false);
        turns.fail(id, failureOf(error));
      }
    });
  }

  /** The question as the daemon gets it, but for how it is to be answered. */
  async #question(asked: Asked, token: CancellationToken): Promise<Question> {
    const { prompt, pictures, partial, spoken, before, about, changes } = asked;
    const { toQuestion } = this.#options;
    const words = partial === undefined ? prompt : restOf(prompt, partial);
    const code = about && about.code.length > 0 && { code: [...about.code] };
    if (changes) {
      const { attachments, allowUnsafe = [], form } = await changes.question(token);
      return { ...toQuestion(attachments, words, allowUnsafe, spoken, before), ...code, form };
    }
    const attachments = await Promise.all(pictures.map((picture) => picture.id()));
    const agreed = attachments.filter((_, index) => pictures[index]?.agreed);
    return { ...toQuestion(attachments, words, agreed, spoken, before), ...code };
  }

  /** Does something that can be stopped while nothing else is asked, and lets go of pictures afterwards. */
  async #underWay(
    pictures: readonly PictureAttachment[],
    work: (token: CancellationToken) => Promise<void>,
  ): Promise<void> {
    const running = this.#options.cancellation();
    this.#running = running;
    this.#options.onDidChangeAnswering(true);
    try {
      await work(running.token);
    } finally {
      running.dispose();
      this.#running = undefined;
      this.#options.onDidChangeAnswering(false);
      await Promise.all(pictures.map((picture) => picture.release().catch(() => {})));
    }
  }

  /**
   * Asks the question of a turn that waited for the network. The daemon keeps it until it is answered, and
   * tells of everything that keeps it from being so.
   * @param upToNanoUsd what the user agreed that it may cost, if they did
   */
  async askQueued(turn: string, queued: string, upToNanoUsd?: number): Promise<void> {
    const { daemon, turns } = this.#options;
    await this.#underWay([], async (token) => {
      turns.resume(turn);
      try {
        const explanation = await daemon.askQueued(
          { id: queued, ...(upToNanoUsd !== undefined && { upToNanoUsd }) },
          (progress) => this.#show(turn, progress),
          token,
        );
        if (explanation.finishReason === 'cancelled' && explanation.text === '') turns.wait(turn, queued);
        else {
          turns.finish(turn, explanation);
          this.#options.onDidAnswer(turn);
          await daemon.request(unqueue, { id: queued }).catch(() => {});
        }
      } catch (error) {
        const failure = failureOf(error);
        if (GONE.has(failure.code)) turns.fail(turn, failure);
        else turns.wait(turn, queued);
      }
    });
  }

  #show(id: string, progress: ExplainProgress): void {
    const { turns } = this.#options;
    if (progress.kind === 'delta') turns.append(id, progress.text);
    else if (progress.kind === 'step') turns.update(id, { step: progress.text });
    else {
      const { kind: _, ...choice } = progress;
      turns.update(id, { choice });
    }
  }
}

/** The question after the rest of an answer. In words that every model and every server understands. */
function restOf(prompt: string, partial: string): string {
  return `${prompt}

Your answer to this broke off. So far it is:

${partial}

Continue exactly where it ends; repeat nothing, and do not comment on it.`.trim();
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
