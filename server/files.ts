import { readFile, writeFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { LocalError, UsageError } from '../protocol/errors.ts';

// Files and standard input of the command line.

export async function readSource(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(
      'unreadable-file',
      l10n.t('{0} cannot be read.', file),
      l10n.t('Check its name and permissions.'),
      {
        cause,
      },
    );
  }
}

export async function writeTarget(file: string, data: Buffer): Promise<void> {
  try {
    await writeFile(file, data);
  } catch (cause) {
    throw new LocalError(
      'unwritable-file',
      l10n.t('{0} cannot be written.', file),
      l10n.t('Choose another place for it.'),
      {
        cause,
      },
    );
  }
}

export async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}
