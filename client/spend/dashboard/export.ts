import { homedir } from 'node:os';
import { l10n, Uri, window, workspace } from 'vscode';
import { LocalError } from '../../../protocol/errors.ts';
import { formatCount, plural } from '../../../protocol/language.ts';
import { reportRows } from '../../../protocol/report.ts';
import { exportRows } from '../../../protocol/spend-csv.ts';
import type { Daemon } from '../../daemon.ts';
import type { ExportFormat, Selection } from './messages.ts';
import { daysOf } from './range.ts';
import { localDate } from './webview/calendar.ts';

/**
 * Writes the rows of what is chosen to a file the user names.
 * @returns a sentence about it; undefined if the user changed their mind
 * @throws LocalError if the file cannot be written
 */
export async function exportSpend(
  daemon: Daemon,
  selection: Selection,
  format: ExportFormat,
): Promise<string | undefined> {
  const days = daysOf(selection.range, localDate(new Date()));
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const name = format.toUpperCase();
  const target = await window.showSaveDialog({
    title: l10n.t('Lenscap: Export Spend as {0}', name),
    filters: { [name]: [format] },
    saveLabel: l10n.t('Export'),
    defaultUri: Uri.joinPath(folder, `lenscap-spend-${days.from}-to-${days.to}.${format}`),
  });
  if (!target) return undefined;
  const { rows } = await daemon.request(reportRows, {
    ...days,
    ...(selection.workspace !== null && { workspace: selection.workspace }),
  });
  try {
    await workspace.fs.writeFile(target, Buffer.from(exportRows(rows, format)));
  } catch (cause) {
    throw new LocalError(
      'not-written',
      l10n.t('“{0}” cannot be written.', target.path),
      l10n.t('Choose another folder, or check that this one is writable.'),
      { cause },
    );
  }
  const file = target.path.split('/').at(-1) ?? '';
  return plural(rows.length, {
    one: l10n.t('1 row written to {0}.', file),
    other: l10n.t('{0} rows written to {1}.', formatCount(rows.length), file),
  });
}
