import { l10n, type Position, Range, type TextDocument, window } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { Question } from '../../protocol/quote.ts';
import type { PictureAttachment } from '../attachments.ts';
import type { Daemon } from '../daemon.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { Report } from '../report.ts';
import { type Spoken, spokenFields } from '../voice/spoken.ts';
import { AltTextPlace, type PastedPicture } from './alt-text-place.ts';
import { askAltText } from './alt-text-question.ts';
import { placeCode } from './comments.ts';
import { type EditorForm, wordsFor } from './kinds.ts';
import { commentTokens } from './languages.ts';
import { DocumentStream } from './stream.ts';
import { TrackedRange } from './tracked-range.ts';
import { UnderWay } from './under-way.ts';

export interface EditorAnswersOptions {
  readonly daemon: Daemon;
  readonly report: Report;
  readonly onDidChangeAnswering: (answering: boolean) => void;
}

/** What is asked about a place in a document. */
export interface EditorQuestion {
  readonly pictures: readonly PictureAttachment[];
  readonly prompt: string;
  /** What the answer is; an ordinary one if missing. */
  readonly form?: Exclude<EditorForm, 'alt-text'>;
  /** What of it was spoken rather than typed. */
  readonly spoken?: Spoken | undefined;
  /** What the user agreed it may cost at most, although a budget has no room for it. */
  readonly allowNanoUsd?: number | undefined;
}

const DONE_MESSAGE_MS = 8_000;

/** Answers that are being written into editors. */
export class EditorAnswers {
  readonly #options: EditorAnswersOptions;
  readonly #running = new Set<UnderWay>();

  constructor(options: EditorAnswersOptions) {
    this.#options = options;
  }

  /** Stops every answer that is being written; what came stays. */
  stop(): void {
    for (const { source } of this.#running) source.cancel();
  }

  /** Asks, and writes the answer at a place in a document. Errors are reported, not thrown. */
  write(document: TextDocument, position: Position, question: EditorQuestion): Promise<void> {
    const { form = 'answer' } = question;
    return this.#run(
      document,
      position,
      form,
      async (underWay) => {
        // Code is no comment: it stands as it is.
        const stream =
          form === 'code'
            ? new DocumentStream(document, position, undefined, placeCode)
            : new DocumentStream(document, position, await commentTokens(document.languageId));
        stream.onDidStop(() => underWay.source.cancel());
        return this.#ask(stream, document, question, underWay);
      },
      (now, allowNanoUsd) => this.write(document, now, { ...question, allowNanoUsd }),
    );
  }

  /** Asks what changed between screenshots, as `lenscap/compare` made the question. Errors are reported, not thrown. */
  writeChanges(document: TextDocument, position: Position, question: Question): Promise<void> {
    return this.#run(
      document,
      position,
      'changes',
      (underWay) => {
        const stream = new DocumentStream(document, position, undefined);
        stream.onDidStop(() => underWay.source.cancel());
        return this.#stream(stream, underWay, async () => question);
      },
      (now, allowNanoUsd) =>
        this.writeChanges(document, now, {
          ...question,
          ...(allowNanoUsd !== undefined && { allowNanoUsd }),
        }),
    );
  }

  /** Has pictures described, and writes links to them, or the text alone. Errors are reported, not thrown. */
  describe(
    document: TextDocument,
    position: Position,
    pictures: readonly PastedPicture[],
    allowNanoUsd?: number,
  ): Promise<void> {
    const { daemon } = this.#options;
    return this.#run(
      document,
      position,
      'alt-text',
      async (underWay) => {
        const place = new AltTextPlace(document, position);
        try {
          const described: { picture: PastedPicture; sentence: string }[] = [];
          const explanations: Explanation[] = [];
          for (const picture of pictures) {
            const { sentence, explanation } = await askAltText(daemon, picture, {
              token: underWay.source.token,
              allowNanoUsd,
              onQuestion: (question) => void underWay.price(question),
            });
            described.push({ picture, sentence });
            explanations.push(explanation);
          }
          await place.insert(described, daemon);
          return sumOf(explanations);
        } finally {
          place.dispose();
        }
      },
      (now, allowed) => this.describe(document, now, pictures, allowed),
    );
  }

  async #run(
    document: TextDocument,
    position: Position,
    form: EditorForm | 'changes',
    work: (underWay: UnderWay) => Promise<Explanation>,
    again: (position: Position, allowNanoUsd: number | undefined) => Promise<void>,
  ): Promise<void> {
    const underWay = new UnderWay(this.#options.daemon, document, position, form);
    this.#running.add(underWay);
    this.#options.onDidChangeAnswering(true);
    try {
      tell(await work(underWay), form);
    } catch (error) {
      if (!(failureOf(error) instanceof CancelledError)) void this.#tellOf(error, document, position, again);
    } finally {
      this.#running.delete(underWay);
      underWay.dispose();
      this.#options.onDidChangeAnswering(this.#running.size > 0);
    }
  }

  /** Tells of an error. Whoever then wants the answer all the same gets it where that place is by then. */
  async #tellOf(
    error: unknown,
    document: TextDocument,
    position: Position,
    again: (position: Position, allowNanoUsd: number | undefined) => Promise<void>,
  ): Promise<void> {
    const place = new TrackedRange(document, new Range(position, position));
    await this.#options.report(error, (allowNanoUsd) =>
      again(place.range?.start ?? document.validatePosition(position), allowNanoUsd),
    );
    place.dispose();
  }

  async #ask(
    stream: DocumentStream,
    document: TextDocument,
    { pictures, prompt, form, spoken, allowNanoUsd }: EditorQuestion,
    underWay: UnderWay,
  ): Promise<Explanation> {
    try {
      return await this.#stream(stream, underWay, async () => {
        const attachments = await Promise.all(pictures.map((picture) => picture.id()));
        // The view asks for the yes to a picture that is not safe; it counts here as well.
        const allowUnsafe = attachments.filter((_, index) => pictures[index]?.agreed);
        return {
          ...{ attachments, prompt },
          ...spokenFields(spoken, allowUnsafe),
          ...(form && form !== 'answer' && { form, ...languageOf(document) }),
          ...(allowNanoUsd !== undefined && { allowNanoUsd }),
        };
      });
    } finally {
      void Promise.all(pictures.map((picture) => picture.release().catch(() => {})));
    }
  }

  async #stream(
    stream: DocumentStream,
    underWay: UnderWay,
    toQuestion: () => Promise<Question>,
  ): Promise<Explanation> {
    const { source } = underWay;
    let written = '';
    let failed: unknown;
    const write = (text: string): void => {
      written += text;
      stream.write(text).then(
        () => underWay.at(stream.position),
        (error: unknown) => {
          failed = error;
          source.cancel();
        },
      );
    };
    try {
      const question = await toQuestion();
      void underWay.price(question);
      const explanation = await this.#options.daemon.explain(
        question,
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
      if (failed) void this.#options.report(failed);
    }
  }
}

/** What the daemon takes for a language; every other name says nothing to it. */
function languageOf({ languageId }: TextDocument): Pick<Question, 'language'> {
  return /^[\w.+#-]{1,40}$/.test(languageId) ? { language: languageId } : {};
}

function tell(
  { finishReason, certainty, costNanoUsd, model, route, notices }: Explanation,
  form: EditorForm | 'changes',
): void {
  const cost =
    certainty === 'free' || costNanoUsd === 0
      ? l10n.t('free')
      : certainty === 'estimated'
        ? l10n.t('about {0}', formatUsd(costNanoUsd))
        : formatUsd(costNanoUsd);
  const state =
    finishReason === 'cancelled'
      ? `$(debug-stop) Lenscap: ${l10n.t('stopped')}`
      : `$(check) Lenscap: ${wordsFor(form).done()}`;
  window.setStatusBarMessage(`${state}, ${cost} · ${model}`, DONE_MESSAGE_MS);
  // Code that no model wrote has to be looked over, and a document has no foot to say so.
  if (form === 'code' && route === 'local') void window.showInformationMessage(notices.join(' '));
}

/** Several answers as one, for what is told of them. */
function sumOf(explanations: readonly Explanation[]): Explanation {
  const [first, ...rest] = explanations;
  if (!first) throw new LocalError('no-picture', l10n.t('There is no picture.'), l10n.t('Paste one.'));
  const costNanoUsd = rest.reduce((sum, each) => sum + each.costNanoUsd, first.costNanoUsd);
  const [uncertain = first] = explanations.filter(({ certainty }) => certainty === 'estimated');
  return { ...first, costNanoUsd, certainty: uncertain.certainty };
}
