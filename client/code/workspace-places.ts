import { FileType, Position, Range, RelativePattern, Uri, window, workspace } from 'vscode';
import { findMentions, type Mention } from './mentions.ts';

/** The most mentions of one answer that are looked up. */
const MAX_LOOKUPS = 40;

/**
 * The words of an answer that name a place in a file of the workspace. Only
 * files in its own folders count, and of a name that several files have none.
 */
export async function placesIn(text: string): Promise<string[]> {
  const names = new Map<string, Mention>();
  for (const mention of findMentions(text)) {
    if (names.size === MAX_LOOKUPS) break;
    if (!names.has(mention.text)) names.set(mention.text, mention);
  }
  const files = new Map<string, Promise<Uri | undefined>>();
  const found = await Promise.all(
    [...names.values()].map(async ({ text: words, path }) => {
      const file = files.get(path) ?? findFile(path);
      files.set(path, file);
      return (await file) && words;
    }),
  );
  return found.filter((words) => words !== undefined);
}

/** Opens the place that words of an answer name, if they do and it is in the workspace. */
export async function openPlace(words: string): Promise<void> {
  const [mention] = findMentions(words);
  const file = mention && (await findFile(mention.path));
  if (!mention || !file) return;
  const { line = 1, column = 1 } = mention;
  const position = new Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await window.showTextDocument(file, { selection: new Range(position, position), preview: true });
}

/**
 * The file of the workspace that a path in an answer means: relative to one of its folders, within one, or the end
 * of just one file's path.
 */
export async function findFile(path: string): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (/(^|\/)\.\.(\/|$)/.test(path)) return undefined;
  const relative = path.replace(/^\.\//, '');
  for (const { uri } of folders) {
    const inFolder = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    const candidates = [
      ...(path.startsWith(inFolder) ? [uri.with({ path })] : []),
      ...(/^(\/|[A-Za-z]:)/.test(relative) ? [] : [Uri.joinPath(uri, relative)]),
    ];
    for (const candidate of candidates) if (await isFile(candidate)) return candidate;
  }
  // Where it was built or run elsewhere, its end is the same.
  const steps = relative.replace(/^([A-Za-z]:)?\//, '').split('/');
  for (let from = 0; from < Math.min(steps.length, 8); from++) {
    const end = steps
      .slice(from)
      .join('/')
      .replaceAll(/[[\]{}*?!]/g, '[$&]');
    for (const { uri } of folders) {
      const matches = await workspace.findFiles(new RelativePattern(uri, `**/${end}`), undefined, 2);
      if (matches.length === 1) return matches[0];
      if (matches.length > 1) return undefined;
    }
  }
  return undefined;
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.File) !== 0;
  } catch {
    return false;
  }
}
