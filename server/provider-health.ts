import type { ModelHealth } from '../protocol/health.ts';
import { bucketKey, type Need } from './gateway/buckets.ts';
import type { Health } from './gateway/health.ts';
import type { Provider } from './gateway/provider.ts';
import type { Shared } from './gateway/shared-file.ts';

/** A provider that is asked, and the models that are asked for there. */
export interface InUse {
  provider: Provider;
  models: readonly string[];
}

/**
 * How the models fare that are in use, and those that were asked in the last days.
 * @param need what a usual question takes of a provider's limits
 * @param now milliseconds since 1970
 */
export function healthOf(inUse: readonly InUse[], shared: Shared, need: Need, now: number): ModelHealth[] {
  const known = shared.health.list(now);
  const models = inUse.flatMap(({ provider, models: names }) =>
    [...new Set(names)].map((model) => ({ provider: provider.name, model })),
  );
  const others = known.filter(
    ({ provider, model }) => !models.some((each) => isSame(each, { provider, model })),
  );
  return [...models, ...others].map(({ provider: name, model }) => {
    // Limits are those of a key: of a provider that is asked no more there is none.
    const provider = inUse.find((each) => each.provider.name === name)?.provider;
    const { limits, waitMs } = provider
      ? shared.buckets.look(bucketKey(provider, model), need)
      : { limits: [], waitMs: 0 };
    const fared = known.find((each) => isSame(each, { provider: name, model }));
    return { provider: name, model, ...faring(fared, waitMs, now), limits };
  });
}

type Faring = Omit<ModelHealth, 'provider' | 'model' | 'limits'>;

function faring(fared: Health | undefined, waitMs: number, now: number): Faring {
  const {
    answeredAt = null,
    failedAt = null,
    code = '',
    failures = 0,
    pausedUntil,
    limitedUntil,
  } = fared ?? {};
  const limited = Math.max(limitedUntil ?? 0, waitMs > 0 ? now + waitMs : 0);
  const [state, until] = ((): [Faring['state'], number | null] => {
    if (pausedUntil && pausedUntil > now) return ['resting', pausedUntil];
    if (limited > now) return ['limited', limited];
    if (failures > 0 && pausedUntil) return ['rested', null];
    if (failures > 0) return ['failing', null];
    return [fared ? 'working' : 'unasked', null];
  })();
  return {
    state,
    until: toIso(until),
    answeredAt: toIso(answeredAt),
    failedAt: toIso(failedAt),
    error: code || null,
    failures,
  };
}

function isSame(one: Pick<Health, 'provider' | 'model'>, other: Pick<Health, 'provider' | 'model'>): boolean {
  return one.provider === other.provider && one.model === other.model;
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
