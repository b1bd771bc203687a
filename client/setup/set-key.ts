import type { CancellationToken } from 'vscode';
import { checkKey, type KeyVerdict } from '../../protocol/setup.ts';
import type { Credentials } from '../credentials.ts';
import type { Daemon } from '../daemon.ts';
import { CancelledError, failureOf, sentences } from '../failure.ts';
import { askVerified, type Verdict } from './verified-input.ts';

/**
 * Asks for the API key, has the provider look at it, and keeps it unless the provider refuses it. An empty
 * answer forgets the key, Escape changes nothing.
 */
export async function askKey(
  credentials: Pick<Credentials, 'read' | 'store'>,
  daemon: Pick<Daemon, 'request'>,
): Promise<void> {
  const isStored = (await credentials.read()) !== undefined;
  await askVerified({
    title: 'Lenscap: Set API Key',
    prompt: isStored
      ? 'A key is stored. Enter a new one, or nothing to forget it.'
      : 'It is kept in VS Code’s secret storage, and sent to nobody but your provider.',
    placeholder: 'API key of OpenAI, or of the server in “lenscap.provider.baseUrl”',
    password: true,
    wrong: (value) =>
      /\s/.test(value) ? 'A key has no blanks in it. Copy it again, without the text around it.' : undefined,
    verify: async (value, token) => {
      if (value === '') {
        await credentials.store(undefined);
        return undefined;
      }
      const said = await ask(daemon, value, token);
      if (token.isCancellationRequested) return undefined;
      const verdict = verdictOf(said);
      if (verdict.kind !== 'again') await credentials.store(value);
      return verdict;
    },
  });
}

async function ask(
  daemon: Pick<Daemon, 'request'>,
  apiKey: string,
  token: CancellationToken,
): Promise<KeyVerdict> {
  try {
    return await daemon.request(checkKey, { apiKey }, token);
  } catch (error) {
    const failure = failureOf(error);
    const message = failure instanceof CancelledError ? '' : sentences(failure);
    return { verdict: 'unchecked', message };
  }
}

/** What is said of a key in the box. */
export function verdictOf({ verdict, message }: KeyVerdict): Verdict {
  switch (verdict) {
    case 'accepted':
      return { kind: 'taken', message: `It works: ${message} It is stored.` };
    case 'refused':
      return { kind: 'again', message: `${message} Correct it, or press Escape to leave all as it was.` };
    case 'unchecked':
      return { kind: 'taken-with-doubt', message: `${message} The key is stored all the same.` };
  }
}
