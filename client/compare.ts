import {
  type CancellationToken,
  commands,
  type OpenDialogOptions,
  Position,
  ProgressLocation,
  type QuickPickItem,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { z } from 'zod';
import { detach } from '../protocol/attach.ts';
import { compare } from '../protocol/compare.ts';
import { LocalError } from '../protocol/errors.ts';
import { formatUsd } from '../protocol/money.ts';
import { type Question, type Quote, quote } from '../protocol/quote.ts';
import { PictureAttachment } from './attachments.ts';
import { comparisonSentences } from './comparison-sentences.ts';
import type { Daemon } from './daemon.ts';
import type { EditorAnswers } from './editor/answers.ts';
import { CancelledError } from './failure.ts';
import { readImages } from './files.ts';

type Comparison = z.output<typeof compare.result>;

export interface ComparingOptions {
  readonly daemon: Daemon;
  readonly editors: Pick<EditorAnswers, 'writeChanges'>;
}

const LOCALLY = 'local';

/** Compares two screenshots: on this machine first, and a model is asked only about what differs. */
export class Comparing {
  readonly #options: ComparingOptions;

  constructor(options: ComparingOptions) {
    this.#options = options;
  }

  /**
   * @param uris the older file counts as the one before
   * @throws LocalError if they are not two; what attaching and comparing throw
   */
  async compare(uris: readonly Uri[]): Promise<void> {
    const [first, second, ...more] = uris;
    if (!first || !second || more.length > 0) {
      throw new LocalError(
        'not-two',
        'Two screenshots are compared, no more and no fewer.',
        'Select two pictures in the Explorer, or choose two.',
      );
    }
    const files = await readImages(await byAge(first, second));
    const { daemon } = this.#options;
    const [before, after] = files.map(({ name, bytes }) => new PictureAttachment(daemon, name, bytes));
    if (!before || !after) return;
    const names = [before.name, after.name] as const;
    try {
      const found = await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: 'Lenscap: comparing screenshots',
          cancellable: true,
        },
        (_progress, token) => this.#find(before, after, token),
      );
      await this.#tell(found, before, after, names);
    } finally {
      for (const each of [before, after]) void each.release().catch(() => {});
    }
  }

  async #find(
    before: PictureAttachment,
    after: PictureAttachment,
    token: CancellationToken,
  ): Promise<Comparison> {
    const { promise: cancelled, reject } = Promise.withResolvers<never>();
    const listening = token.onCancellationRequested(() => reject(new CancelledError()));
    try {
      const ids = Promise.all([before.id(), after.id()]);
      const [one, other] = await Promise.race([ids, cancelled]);
      const found = this.#options.daemon.request(compare, { before: one, after: other });
      return await Promise.race([found, cancelled]);
    } finally {
      listening.dispose();
    }
  }

  async #tell(
    found: Comparison,
    before: PictureAttachment,
    after: PictureAttachment,
    names: readonly [string, string],
  ): Promise<void> {
    const { daemon } = this.#options;
    const { attachments, places } = found;
    const sentences = comparisonSentences(found);
    if (places.length === 0) {
      void window.showInformationMessage(sentences.join(' '));
      return;
    }
    const letGo = () =>
      Promise.all(attachments.map((id) => daemon.request(detach, { id }).catch(() => null)));
    const allowUnsafe = places.flatMap((place) => [
      ...(place.before && before.agreed ? [place.before.id] : []),
      ...(place.after && after.agreed ? [place.after.id] : []),
    ]);
    const question: Question = {
      attachments,
      prompt: '',
      form: 'changes',
      ...(allowUnsafe.length > 0 && { allowUnsafe }),
    };
    // Without somebody to ask, what was found here is all there is.
    const quoted = await daemon.request(quote, question).catch(() => undefined);
    const chosen = await choose(sentences, quoted);
    if (!chosen) {
      await letGo();
      return;
    }
    const [was, is] = names;
    const title = `# What changed from “${was}” to “${is}”\n\n${sentences.join(' ')}\n`;
    const document = await workspace.openTextDocument({ language: 'markdown', content: title });
    await window.showTextDocument(document);
    if (chosen === LOCALLY) {
      await letGo();
      return;
    }
    await commands.executeCommand('cursorBottom');
    const end = document.validatePosition(new Position(document.lineCount, 0));
    void this.#options.editors.writeChanges(document, end, { ...question, route: chosen }).finally(letGo);
  }
}

/** With their prices. @returns the route to ask on, or that nobody is to be asked; undefined where nothing was chosen */
async function choose(
  sentences: readonly string[],
  quoted: Quote | undefined,
): Promise<Quote['route'] | undefined> {
  const asking = quoted && quoted.route !== LOCALLY ? quoted : undefined;
  const items: (QuickPickItem & { route: Quote['route'] })[] = [
    ...(asking
      ? [
          {
            label: '$(comment-discussion) Ask What Changed',
            description: `${asking.model}, about ${formatUsd(asking.expectedNanoUsd)}, at most ${formatUsd(asking.maxNanoUsd, 'up')}`,
            detail: sentOf(asking),
            route: asking.route,
          },
          ...asking.alternatives
            .filter(({ route }) => route !== LOCALLY)
            .map(({ route, model, title, expectedNanoUsd }) => ({
              label: `$(eye) ${title}`,
              description: `${model}, about ${formatUsd(expectedNanoUsd)}`,
              route,
            })),
        ]
      : []),
    { label: '$(list-flat) Only Say Where', description: 'free, on this machine', route: LOCALLY },
  ];
  const chosen = await window.showQuickPick(items, {
    title: 'Lenscap: Compare Two Screenshots',
    placeHolder: sentences.join(' '),
  });
  return chosen?.route;
}

function sentOf({ sent, route, texts }: Quote): string {
  if (route === 'text')
    return `Sent is the text of ${texts.length === 1 ? 'one piece' : `${texts.length} pieces`}, no picture.`;
  const pixels = sent.map(({ width, height }) => `${width} × ${height}`).join(', ');
  return `Sent are only these pieces, with secrets painted over: ${pixels}.`;
}

/** The older file first; as they came where that cannot be told. */
async function byAge(first: Uri, second: Uri): Promise<[Uri, Uri]> {
  const [one, other] = await Promise.all([first, second].map((uri) => workspace.fs.stat(uri)));
  return one && other && one.mtime > other.mtime ? [second, first] : [first, second];
}

/** Asks for two pictures. */
export const compareDialog = (images: OpenDialogOptions): OpenDialogOptions => ({
  ...images,
  canSelectMany: true,
  title: 'Lenscap: Choose Two Screenshots to Compare',
  openLabel: 'Compare',
});
