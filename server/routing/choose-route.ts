import type { Route } from '../../protocol/route.ts';

/** All the choice depends on. */
export interface RouteFeatures {
  pictures: number;
  /** Whether a provider can be asked: there is a key, or a server on this machine. */
  providerAvailable: boolean;
  /** What the user asked for, if they did. */
  wanted: Route | undefined;
}

/**
 * Chooses how a question is answered, and says why in words the user sees.
 * A pure function: no clock, no network, no state.
 */
export function chooseRoute({ pictures, providerAvailable, wanted }: RouteFeatures): {
  route: Route;
  reason: string;
} {
  if (!providerAvailable) return { route: 'local', reason: 'no API key is set' };
  if (wanted) return { route: wanted, reason: 'you asked for it' };
  if (pictures === 1) return { route: 'vision', reason: 'the question is about a picture' };
  if (pictures > 1) return { route: 'vision', reason: `the question is about ${pictures} pictures` };
  return { route: 'text', reason: 'the question has no picture' };
}
