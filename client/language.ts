import { env, l10n } from 'vscode';
import type { Bundle } from '../protocol/bundle.ts';
import { language, speak } from '../protocol/language.ts';

/** Has everything speak the editor's language, where there is a translation into it. */
export function speakAsTheEditor(): void {
  if (l10n.bundle) speak(env.language, l10n.bundle);
}

/** What a webview's page has to carry so that it speaks the same. */
export function spoken(): { language: string; bundle: Bundle | undefined } {
  return { language: language(), bundle: l10n.bundle };
}
