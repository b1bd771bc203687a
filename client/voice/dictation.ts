import {
  CancellationTokenSource,
  env,
  ProgressLocation,
  Range,
  type TextDocument,
  type TextEditor,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { Daemon } from '../daemon.ts';
import { noEditor } from '../editor/insert.ts';
import { TrackedRange } from '../editor/tracked-range.ts';
import { CancelledError, failureOf } from '../failure.ts';
import type { Report } from '../report.ts';
import { HeldSound } from './held-sound.ts';
import type { Microphone } from './microphone.ts';
import { hintedWords, isTranscriptReviewed } from './preferences.ts';
import { tell } from './tell.ts';

export interface DictationOptions {
  readonly daemon: Daemon;
  readonly microphone: Microphone;
  readonly report: Report;
}

/** A step that costs: with what the user agreed it may cost at most, although a budget has no room for it. */
type Paid<T> = (allowNanoUsd?: number) => Promise<T>;

const DONE_MESSAGE_MS = 8_000;

/** What is said, written at the cursor as one would write it: recorded, transcribed, cleaned, inserted. */
export class Dictation {
  readonly #options: DictationOptions;
  #running: CancellationTokenSource | undefined;

  constructor(options: DictationOptions) {
    this.#options = options;
  }

  get isUnderWay(): boolean {
    return this.#running !== undefined;
  }

  /** Stops without a trace. @returns whether there was anything to stop */
  cancel(): boolean {
    this.#running?.cancel();
    return this.#running !== undefined;
  }

  /**
   * Dictates at the active editor's cursor. Called once more, it stops the recording.
   * @throws LenscapError what it came to grief on
   */
  async dictate(): Promise<void> {
    const { microphone } = this.#options;
    if (this.#running) return microphone.act('stop');
    const editor = window.activeTextEditor;
    if (!editor) throw noEditor();
    const running = new CancellationTokenSource();
    this.#running = running;
    const place = new TrackedRange(editor.document, editor.selection);
    try {
      const note = await microphone.record(() => {}, running.token);
      if (!note) return;
      const sound = new HeldSound(this.#options.daemon, note);
      try {
        await this.#write(editor, place, sound, running);
      } finally {
        // Whatever became of it, what was said is kept no longer.
        void sound.release().catch(() => {});
      }
    } catch (error) {
      if (!(failureOf(error) instanceof CancelledError)) throw error;
    } finally {
      place.dispose();
      running.dispose();
      this.#running = undefined;
    }
  }

  async #write(
    { document }: TextEditor,
    place: TrackedRange,
    sound: HeldSound,
    { token }: CancellationTokenSource,
  ): Promise<void> {
    const { daemon } = this.#options;
    const title = 'Lenscap: writing down, Escape stops';
    await window.withProgress({ location: ProgressLocation.Window, title }, async (progress) => {
      const words = await hintedWords();
      const transcript = await this.#paid((allowNanoUsd) => {
        const allowed = allowNanoUsd !== undefined && { allowNanoUsd };
        let heard = '';
        return daemon.transcribe(
          { id: sound.id, words, ...allowed },
          (piece) => {
            if (piece.kind === 'delta') heard += piece.text;
            progress.report({ message: piece.kind === 'delta' ? heard.slice(-60) : piece.text });
          },
          token,
        );
      });
      const prompt = await reviewed(transcript.text.trim());
      if (prompt === undefined) return;
      const { text, finishReason, costNanoUsd, notices } = await this.#paid((allowNanoUsd) =>
        daemon.explain(
          { prompt, spoken: true, form: 'dictation', ...(allowNanoUsd !== undefined && { allowNanoUsd }) },
          () => {},
          token,
        ),
      ).catch(async (error: unknown) => {
        // What was said has been paid for, and nobody wants to say it twice.
        if (!token.isCancellationRequested) {
          await insert(document, place, prompt.trim());
          tell(['It is written as it was said, because nobody cleaned it up.']);
        }
        throw error;
      });
      if (token.isCancellationRequested || finishReason === 'cancelled') return;
      await insert(document, place, text.trim());
      tell([...transcript.notices, ...notices]);
      const cost = formatUsd(transcript.costNanoUsd + costNanoUsd);
      window.setStatusBarMessage(`$(check) Lenscap: written down, ${cost}`, DONE_MESSAGE_MS);
    });
  }

  /** Does what costs; where a budget refuses it, once more if the user allows that. */
  #paid<T>(step: Paid<T>): Promise<T> {
    return step().catch(async (error: unknown) => {
      if (failureOf(error) instanceof CancelledError) throw error;
      let again: Promise<T> | undefined;
      await this.#options.report(error, (allowNanoUsd) => {
        again = step(allowNanoUsd);
        // Its error is thrown below, and not told of twice.
        return again.catch(() => {});
      });
      if (again) return again;
      throw new CancelledError({ cause: error });
    });
  }
}

/** The transcript as the user wants it to go on; undefined if it is not to. Nothing is asked where none is to be. */
async function reviewed(text: string): Promise<string | undefined> {
  if (text === '') {
    throw new LocalError('no-words', 'No words were heard.', 'Speak again, closer to the microphone.');
  }
  if (!isTranscriptReviewed()) return text;
  return window.showInputBox({
    title: 'Lenscap: Dictate at Cursor',
    prompt:
      'This is what was said. Enter has it written as text: known secrets in it are replaced before it is sent.',
    value: text,
    ignoreFocusOut: true,
  });
}

async function insert(document: TextDocument, place: TrackedRange, text: string): Promise<void> {
  const range = place.range;
  if (!range) {
    await env.clipboard.writeText(text);
    throw new LocalError(
      'place-gone',
      'The text around the cursor changed meanwhile, so that what was said was written nowhere.',
      'It is on the clipboard: paste it where it belongs.',
    );
  }
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, spaced(document, range, text));
  if (!(await workspace.applyEdit(edit))) {
    throw new LocalError(
      'read-only',
      'What was said cannot be written here, because this document cannot be changed.',
      'Put the cursor into a document that can.',
    );
  }
}

/** With a blank in front where it follows a word. */
function spaced(document: TextDocument, { start }: Range, text: string): string {
  const before = document.getText(new Range(start.with({ character: 0 }), start));
  return /[\p{L}\p{N}.,;:!?]$/u.test(before) ? ` ${text}` : text;
}
