import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../server/gateway/clock.ts';
import { Resilience, type ResilienceOptions } from '../../server/gateway/resilience.ts';
import { openShared, type Shared } from '../../server/gateway/shared-file.ts';
import { scratchDirectory } from './scratch.ts';

/** A way to providers for one test, with nothing known of them. */
export function newResilience(options: Partial<ResilienceOptions> = {}): Resilience {
  const clock: Clock = options.clock ?? systemClock;
  const directory = scratchDirectory();
  let opened: Promise<Shared> | undefined;
  onTestFinished(async () => (await opened)?.close());
  return new Resilience({
    shared: () => {
      opened ??= openShared(directory, clock);
      return opened;
    },
    ...options,
  });
}
