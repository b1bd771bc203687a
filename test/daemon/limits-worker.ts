// One of several windows that share what they know of a provider's limits. Asks as often as it is told, all at
// once, of a provider that answers at once, and writes down when it waits and when it goes.
import { appendFileSync } from 'node:fs';
import { systemClock } from '../../server/gateway/clock.ts';
import { type Candidate, Resilience } from '../../server/gateway/resilience.ts';
import { openShared } from '../../server/gateway/shared-file.ts';
import { outcomeOf } from '../support/outcome.ts';

/** What it is told, once. */
export interface Errand {
  directory: string;
  /** Gets a line for whoever waits first, and for each request that goes. */
  log: string;
  name: string;
  candidate: Candidate;
  questions: number;
}

async function run({ directory, log, name, candidate, questions }: Errand): Promise<void> {
  const shared = await openShared(directory, systemClock);
  const resilience = new Resilience({ shared: async () => shared });
  let waits = false;
  const ask = () =>
    resilience.run([candidate], {
      signal: new AbortController().signal,
      urgency: 'interactive',
      async attempt() {
        appendFileSync(log, `${name} goes\n`);
        return { outcome: outcomeOf() };
      },
      smaller: async () => undefined,
      spentNanoUsd: () => 0,
      onStep() {
        if (!waits) appendFileSync(log, `${name} waits\n`);
        waits = true;
      },
    });
  await Promise.allSettled(Array.from({ length: questions }, ask));
  shared.close();
}

process.on('message', (errand: Errand) => {
  void run(errand).then(() => process.disconnect());
});
process.send?.('ready');
