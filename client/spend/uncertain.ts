import type { SpendSummary } from '../../protocol/spend.ts';

type Uncertain = NonNullable<SpendSummary['uncertain']>;

const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** What may be missing from a restored ledger. */
export function whatIsUncertain({ since, until, setAside }: Uncertain): string {
  const [from, to] = [since, until].map((at) => format.format(new Date(at)));
  return `The ledger was damaged and restored from a copy: what was spent between ${from} and ${to} may be missing from it. The damaged file is kept as ${setAside}.`;
}

/** The same, with what follows from it and what to do. */
export function uncertainSentences(uncertain: Uncertain): string {
  return `${whatIsUncertain(uncertain)} Until you accept that, questions that cost something are refused: run “Lenscap: Accept Restored Ledger”.`;
}
