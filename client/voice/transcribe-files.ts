import {
  type CancellationToken,
  CancellationTokenSource,
  l10n,
  Position,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { formatUsd } from '../../protocol/money.ts';
import type { Transcript } from '../../protocol/voice.ts';
import type { Daemon } from '../daemon.ts';
import { DocumentStream } from '../editor/stream.ts';
import { CancelledError, failureOf } from '../failure.ts';
import { readSounds } from '../files.ts';
import type { Report } from '../report.ts';
import { hold, type SoundFile } from './held-sound.ts';
import { hintedWords } from './preferences.ts';
import { tell } from './tell.ts';

export interface FileTranscriberOptions {
  readonly daemon: Daemon;
  readonly report: Report;
}

const DONE_MESSAGE_MS = 8_000;

/** Transcribes sound files, each into a new document, as the words come. */
export class FileTranscriber {
  readonly #options: FileTranscriberOptions;

  constructor(options: FileTranscriberOptions) {
    this.#options = options;
  }

  /** @throws LocalError if a file cannot be read; what else goes wrong is reported */
  async transcribe(uris: readonly Uri[]): Promise<void> {
    for (const file of await readSounds(uris)) await this.#transcribe(file);
  }

  async #transcribe(file: SoundFile, allowNanoUsd?: number): Promise<void> {
    const title = l10n.t('Lenscap: transcribing “{0}”', file.name);
    const location = ProgressLocation.Notification;
    try {
      await window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
        const { text, costNanoUsd, certainty, model, notices } = await this.#intoDocument(
          file,
          allowNanoUsd,
          token,
          (message) => progress.report({ message }),
        );
        const cost = certainty === 'free' || costNanoUsd === 0 ? l10n.t('free') : formatUsd(costNanoUsd);
        const done =
          text === ''
            ? l10n.t('Lenscap: no words were heard, {0}', cost)
            : l10n.t('Lenscap: transcribed, {0}', cost);
        tell(notices);
        window.setStatusBarMessage(`$(check) ${done} · ${model}`, DONE_MESSAGE_MS);
      });
    } catch (error) {
      if (failureOf(error) instanceof CancelledError) return;
      await this.#options.report(error, (allowed) => this.#transcribe(file, allowed));
    }
  }

  async #intoDocument(
    file: SoundFile,
    allowNanoUsd: number | undefined,
    token: CancellationToken,
    say: (message: string) => void,
  ): Promise<Transcript> {
    const { daemon } = this.#options;
    const sound = await hold(daemon, file, token);
    const { expectedNanoUsd } = sound.note;
    if (expectedNanoUsd) say(l10n.t('about {0}', formatUsd(expectedNanoUsd)));
    const stopping = new CancellationTokenSource();
    const cancelling = token.onCancellationRequested(() => stopping.cancel());
    // The document is opened with the first words: there is none of a file that has none.
    let stream: Promise<DocumentStream> | undefined;
    let writing = Promise.resolve();
    let written = '';
    const write = (piece: string): void => {
      if (piece === '') return;
      written += piece;
      stream ??= newDocument(stopping);
      const opened = stream;
      writing = writing.then(async () => (await opened).write(piece));
      writing.catch(() => stopping.cancel());
    };
    try {
      const words = await hintedWords();
      const transcript = await daemon.transcribe(
        { id: sound.id, words, ...(allowNanoUsd !== undefined && { allowNanoUsd }) },
        (progress) => {
          if (progress.kind === 'delta') write(progress.text);
          else say(progress.text);
        },
        stopping.token,
      );
      if (transcript.text.startsWith(written)) write(transcript.text.slice(written.length));
      return transcript;
    } finally {
      await writing;
      await (await stream)?.end();
      cancelling.dispose();
      stopping.dispose();
      void sound.release().catch(() => {});
    }
  }
}

async function newDocument(stopping: CancellationTokenSource): Promise<DocumentStream> {
  const document = await workspace.openTextDocument({ language: 'markdown', content: '' });
  await window.showTextDocument(document, { preview: false });
  const stream = new DocumentStream(document, new Position(0, 0), undefined);
  stream.onDidStop(() => stopping.cancel());
  return stream;
}
