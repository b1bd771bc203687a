import { readFile, writeFile } from 'node:fs/promises';
import { LocalError, UsageError } from '../protocol/errors.ts';

// Files and standard input of the command line.

export async function readSource(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError('unreadable-file', `${file} cannot be read.`, 'Check its name and permissions.', {
      cause,
    });
  }
}

export async function writeTarget(file: string, data: Buffer): Promise<void> {
  try {
    await writeFile(file, data);
  } catch (cause) {
    throw new LocalError('unwritable-file', `${file} cannot be written.`, 'Choose another place for it.', {
      cause,
    });
  }
}

export async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}
