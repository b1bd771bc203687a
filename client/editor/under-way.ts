import {
  CancellationTokenSource,
  type Disposable,
  type Position,
  StatusBarAlignment,
  type TextDocument,
  window,
} from 'vscode';
import { formatUsd } from '../../protocol/money.ts';
import { type Question, quote } from '../../protocol/quote.ts';
import type { Daemon } from '../daemon.ts';
import { InlineProgress } from './inline-progress.ts';
import { type EditorForm, wordsFor } from './kinds.ts';

/** Something that is being written into a document: what stops it, and what is shown of it meanwhile. */
export class UnderWay implements Disposable {
  readonly source = new CancellationTokenSource();
  readonly #daemon: Pick<Daemon, 'request'>;
  readonly #inline: InlineProgress;
  readonly #status = window.createStatusBarItem('answering', StatusBarAlignment.Left, -1);
  readonly #doing: string;
  #price = '';
  #position: Position;
  #isOver = false;

  constructor(
    daemon: Pick<Daemon, 'request'>,
    document: TextDocument,
    position: Position,
    form: EditorForm | 'changes',
  ) {
    this.#daemon = daemon;
    this.#position = position;
    this.#doing = `Lenscap: ${wordsFor(form).doing}`;
    this.#inline = new InlineProgress(document, position, this.#sentence());
    this.#status.name = 'Lenscap: Answer Under Way';
    this.#status.command = 'lenscap.stop';
    this.#status.tooltip = 'Stop';
    this.#showStatus();
    this.#status.show();
  }

  /** What is written has come as far as here. */
  at(position: Position): void {
    this.#position = position;
    this.#inline.show(position);
  }

  /** Shows what a question that is being sent will cost, as soon as that is known. */
  async price(question: Question): Promise<void> {
    // What is wrong with it, asking it says better.
    const quoted = await this.#daemon.request(quote, question).catch(() => undefined);
    if (this.#isOver || !quoted) return;
    const { model, expectedNanoUsd, maxNanoUsd } = quoted;
    this.#price =
      maxNanoUsd === 0
        ? ', free'
        : ` (${model}, about ${formatUsd(expectedNanoUsd)}, at most ${formatUsd(maxNanoUsd, 'up')})`;
    this.#inline.show(this.#position, this.#sentence());
    this.#showStatus();
  }

  dispose(): void {
    this.#isOver = true;
    this.source.dispose();
    this.#inline.dispose();
    this.#status.dispose();
  }

  #sentence(): string {
    return `${this.#doing}${this.#price}, Escape stops`;
  }

  #showStatus(): void {
    this.#status.text = `$(loading~spin) ${this.#sentence()}`;
  }
}
