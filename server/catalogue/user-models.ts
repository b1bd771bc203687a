import { readFileSync, statSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { LocalError } from '../../protocol/errors.ts';
import { ModelEntry } from '../../protocol/models.ts';

/** The user's models.json: models of theirs, or corrections of ours, by name. */
export const UserModels = z.strictObject({ models: z.array(ModelEntry) });

/** Changes whenever the user's models.json does; empty while there is none. */
export function userModelsVersion(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    // Reading it says what is wrong.
    return '';
  }
}

/**
 * Reads the user's models.json.
 * @returns nothing if there is no such file
 * @throws LocalError if it cannot be read, or is no list of models.
 */
export function readUserModels(file: string): ModelEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return [];
    throw new LocalError(
      'catalogue-unreadable',
      l10n.t('{0} cannot be read.', file),
      l10n.t('Check its permissions.'),
      {
        cause: error,
      },
    );
  }
  try {
    return UserModels.parse(JSON.parse(text)).models;
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? z.prettifyError(error).replaceAll('\n', ' ')
        : error instanceof Error
          ? error.message
          : String(error);
    throw new LocalError(
      'catalogue-invalid',
      l10n.t('{0} is not a list of models: {1}.', file, why),
      l10n.t('Correct or remove the file.'),
      { cause: error },
    );
  }
}
