import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../server/gateway/clock.ts';
import { Resilience, type ResilienceOptions } from '../../server/gateway/resilience.ts';
import { openShared, type Shared } from '../../server/gateway/shared-file.ts';
import { scratchDirectory } from './scratch.ts';

/** What windows know of the providers, for one test: nothing. */
export function sharedFile(clock: Pick<Clock, 'now'>): () => Promise<Shared> {
  const directory = scratchDirectory();
  let opened: Promise<Shared> | undefined;
  onTestFinished(async () => (await opened)?.close());
  return () => {
    opened ??= openShared(directory, clock);
    return opened;
  };
}

/** A way to providers for one test, with nothing known of them. */
export function newResilience(options: Partial<ResilienceOptions> = {}): Resilience {
  return new Resilience({ shared: sharedFile(options.clock ?? systemClock), ...options });
}
