import {
  CancellationTokenSource,
  type Position,
  ProgressLocation,
  Range,
  type TextDocument,
  window,
} from 'vscode';
import type { Explanation } from '../../protocol/explain.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { PictureAttachment } from '../attachments.ts';
import type { Daemon } from '../daemon.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { Report } from '../report.ts';
import { type Spoken, spokenFields } from '../voice/spoken.ts';
import { commentTokens } from './languages.ts';
import { DocumentStream } from './stream.ts';
import { TrackedRange } from './tracked-range.ts';

export interface EditorAnswersOptions {
  readonly daemon: Daemon;
  readonly report: Report;
  readonly onDidChangeAnswering: (answering: boolean) => void;
}

/** What is asked about a place in a document. */
export interface EditorQuestion {
  readonly pictures: readonly PictureAttachment[];
  readonly prompt: string;
  /** What of it was spoken rather than typed. */
  readonly spoken?: Spoken | undefined;
  /** What the user agreed it may cost at most, although a budget has no room for it. */
  readonly allowNanoUsd?: number | undefined;
}

const DONE_MESSAGE_MS = 8_000;

/** Answers that are being written into editors. */
export class EditorAnswers {
  readonly #options: EditorAnswersOptions;
  readonly #running = new Set<CancellationTokenSource>();

  constructor(options: EditorAnswersOptions) {
    this.#options = options;
  }

  /** Stops every answer that is being written; what came stays. */
  stop(): void {
    for (const source of this.#running) source.cancel();
  }

  /** Asks, and writes the answer at a place in a document. Errors are reported, not thrown. */
  async write(document: TextDocument, position: Position, question: EditorQuestion): Promise<void> {
    const source = new CancellationTokenSource();
    this.#running.add(source);
    this.#options.onDidChangeAnswering(true);
    const stream = new DocumentStream(document, position, await commentTokens(document.languageId));
    stream.onDidStop(() => source.cancel());
    try {
      await window.withProgress(
        { location: ProgressLocation.Window, title: 'Lenscap: answering, Escape stops' },
        async () => this.#told(await this.#ask(stream, question, source)),
      );
    } catch (error) {
      if (!(failureOf(error) instanceof CancelledError)) {
        void this.#tellOf(error, document, position, question);
      }
    } finally {
      this.#running.delete(source);
      source.dispose();
      this.#options.onDidChangeAnswering(this.#running.size > 0);
    }
  }

  /** Tells of an error. Whoever then wants the answer all the same gets it where that place is by then. */
  async #tellOf(
    error: unknown,
    document: TextDocument,
    position: Position,
    question: EditorQuestion,
  ): Promise<void> {
    const place = new TrackedRange(document, new Range(position, position));
    await this.#options.report(error, (allowNanoUsd) => {
      const now = place.range?.start ?? document.validatePosition(position);
      return this.write(document, now, { ...question, allowNanoUsd });
    });
    place.dispose();
  }

  async #ask(
    stream: DocumentStream,
    { pictures, prompt, spoken, allowNanoUsd }: EditorQuestion,
    source: CancellationTokenSource,
  ): Promise<Explanation> {
    let written = '';
    let failed: unknown;
    const write = (text: string): void => {
      written += text;
      stream.write(text).catch((error: unknown) => {
        failed = error;
        source.cancel();
      });
    };
    try {
      const attachments = await Promise.all(pictures.map((picture) => picture.id()));
      // The view asks for the yes to a picture that is not safe; it counts here as well.
      const allowUnsafe = attachments.filter((_, index) => pictures[index]?.agreed);
      const explanation = await this.#options.daemon.explain(
        {
          ...{ attachments, prompt },
          ...spokenFields(spoken, allowUnsafe),
          ...(allowNanoUsd !== undefined && { allowNanoUsd }),
        },
        (progress) => {
          if (progress.kind === 'delta') write(progress.text);
        },
        source.token,
      );
      // An answer that was not streamed, or not to its end.
      if (explanation.text.startsWith(written)) write(explanation.text.slice(written.length));
      return explanation;
    } finally {
      await stream.end().catch((error: unknown) => {
        failed ??= error;
      });
      void Promise.all(pictures.map((picture) => picture.release().catch(() => {})));
      if (failed) void this.#options.report(failed);
    }
  }

  #told({ finishReason, certainty, costNanoUsd, model }: Explanation): void {
    const cost =
      certainty === 'free' ? 'free' : `${certainty === 'estimated' ? 'about ' : ''}${formatUsd(costNanoUsd)}`;
    const state =
      finishReason === 'cancelled' ? '$(debug-stop) Lenscap: stopped' : '$(check) Lenscap: answered';
    window.setStatusBarMessage(`${state}, ${cost} · ${model}`, DONE_MESSAGE_MS);
  }
}
