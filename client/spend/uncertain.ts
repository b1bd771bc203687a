import * as l10n from '@vscode/l10n';
import { language } from '../../protocol/language.ts';
import type { SpendSummary } from '../../protocol/spend.ts';

type Uncertain = NonNullable<SpendSummary['uncertain']>;

/** What may be missing from a restored ledger. */
export function whatIsUncertain({ since, until, setAside }: Uncertain): string {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: 'long', timeStyle: 'short' });
  return l10n.t(
    'The ledger was damaged and restored from a copy: what was spent between {0} and {1} may be missing from it. The damaged file is kept as {2}.',
    format.format(new Date(since)),
    format.format(new Date(until)),
    setAside,
  );
}

/** The same, with what follows from it and what to do. */
export function uncertainSentences(uncertain: Uncertain): string {
  const until = l10n.t(
    'Until you accept that, questions that cost something are refused: run “Lenscap: Accept Restored Ledger”.',
  );
  return `${whatIsUncertain(uncertain)} ${until}`;
}
