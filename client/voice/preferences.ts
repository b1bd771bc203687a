import { readSettings } from '../settings.ts';
import { wordsOfWorkspace } from './words.ts';

/** Whether a transcript is shown for a yes before it goes on. */
export function isTranscriptReviewed(): boolean {
  const { voice, privacy } = readSettings(() => {});
  return voice.review === 'always' || (voice.review === 'strict' && privacy.mode === 'strict');
}

/** Names of the workspace for the transcriber, unless the user keeps them here. */
export async function hintedWords(): Promise<string[]> {
  return readSettings(() => {}).voice.words ? wordsOfWorkspace() : [];
}
