// In which language people are spoken to, in whichever process: the extension, a webview, the daemon.
// The sentences themselves are where they are said, as `l10n.t('…')`: English is their key.
import * as l10n from '@vscode/l10n';
import type { Bundle } from './bundle.ts';

let current = 'en';

/**
 * Speaks a language from now on. What was said before stays as it is: so nothing is translated
 * while a module loads.
 * @param locale as VS Code calls it: `de`, `pt-br`
 * @param bundle its translations, or their JSON
 */
export function speak(locale: string, bundle: Bundle | string): void {
  current = locale;
  l10n.config({ contents: bundle });
}

/** What is spoken, for `Intl`: English, unless there is a translation. Never a language that only numbers are in. */
export function language(): string {
  return current;
}

/** Chooses the sentence for a number of things. Both have been translated. */
export function plural(count: number, sentences: { readonly one: string; readonly other: string }): string {
  return sentences[new Intl.PluralRules(current).select(count) === 'one' ? 'one' : 'other'];
}

/** A whole number for people: “12,345”, „12.345“. */
export function formatCount(count: number): string {
  return count.toLocaleString(current);
}

/** What stands before the decimals: “.”, „,“. */
export function decimalSign(): string {
  const parts = new Intl.NumberFormat(current).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
