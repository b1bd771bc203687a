import { speak } from '../../../protocol/language.ts';

// Imported before anything that says something: the page carries its translations (`html.ts`).
const carried = document.getElementById('l10n')?.textContent;
if (carried) speak(document.documentElement.lang, carried);
