import {
  commands,
  l10n,
  type OpenDialogOptions,
  Position,
  ProgressLocation,
  type QuickPickItem,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../protocol/errors.ts';
import { type Quote, quote } from '../protocol/quote.ts';
import { PictureAttachment } from './attachments.ts';
import { askingWays, Changes, type Comparison } from './changes.ts';
import { comparisonSentences } from './comparison-sentences.ts';
import type { Daemon } from './daemon.ts';
import type { EditorAnswers } from './editor/answers.ts';
import { readImages } from './files.ts';

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
        l10n.t('Two screenshots are compared, no more and no fewer.'),
        l10n.t('Select two pictures in the Explorer, or choose two.'),
      );
    }
    const files = await readImages(await byAge(first, second));
    const { daemon } = this.#options;
    const [before, after] = files.map(({ name, bytes }) => new PictureAttachment(daemon, name, bytes));
    if (!before || !after) return;
    const names = [before.name, after.name] as const;
    const changes = new Changes(daemon, before, after);
    try {
      const found = await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: l10n.t('Lenscap: comparing screenshots'),
          cancellable: true,
        },
        (_progress, token) => changes.find(token),
      );
      await this.#tell(found, changes, names);
    } finally {
      for (const each of [before, after]) void each.release().catch(() => {});
    }
  }

  async #tell(found: Comparison, changes: Changes, names: readonly [string, string]): Promise<void> {
    const sentences = comparisonSentences(found);
    if (found.places.length === 0) {
      void window.showInformationMessage(sentences.join(' '));
      return;
    }
    const question = { prompt: '', ...(await changes.question()) };
    // Without somebody to ask, what was found here is all there is.
    const quoted = await this.#options.daemon.request(quote, question).catch(() => undefined);
    const chosen = await choose(sentences, quoted);
    if (!chosen) {
      await changes.release();
      return;
    }
    const [was, is] = names;
    const title = `# ${l10n.t('What changed from “{0}” to “{1}”', was, is)}\n\n${sentences.join(' ')}\n`;
    const document = await workspace.openTextDocument({ language: 'markdown', content: title });
    await window.showTextDocument(document);
    if (chosen === LOCALLY) {
      await changes.release();
      return;
    }
    await commands.executeCommand('cursorBottom');
    const end = document.validatePosition(new Position(document.lineCount, 0));
    void this.#options.editors
      .writeChanges(document, end, { ...question, route: chosen })
      .finally(() => changes.release());
  }
}

/** With their prices. @returns the route to ask on, or that nobody is to be asked; undefined where nothing was chosen */
async function choose(
  sentences: readonly string[],
  quoted: Quote | undefined,
): Promise<Quote['route'] | undefined> {
  const items: (QuickPickItem & { route: Quote['route'] })[] = [
    ...askingWays(quoted).map(({ label, route, description, detail }, index) => ({
      label: index === 0 ? `$(comment-discussion) ${label}` : `$(eye) ${label}`,
      description,
      ...(detail !== undefined && { detail }),
      route,
    })),
    {
      label: `$(list-flat) ${l10n.t('Only Say Where')}`,
      description: l10n.t('free, on this machine'),
      route: LOCALLY,
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Lenscap: Compare Two Screenshots'),
    placeHolder: sentences.join(' '),
  });
  return chosen?.route;
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
  title: l10n.t('Lenscap: Choose Two Screenshots to Compare'),
  openLabel: l10n.t('Compare'),
});
