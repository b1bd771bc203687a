import { type Catalogue, type Model, priceOn } from '../catalogue/catalogue.ts';
import type { Policy } from './choose-route.ts';

/** Whom a question can go to, and with what. */
export interface Candidate {
  /** The provider with the key, or the server on this machine. */
  provider: 'main' | 'local';
  route: 'text' | 'vision' | 'audio';
  model: string;
}

/** What asking it costs. */
export interface Priced extends Candidate {
  expectedNanoUsd: number;
  maxNanoUsd: number;
}

export interface ChainOptions {
  /** The choice. */
  first: Candidate;
  policy: Policy;
  catalogue: Catalogue;
  /** Local ISO date: models that are shut down by then are not asked. */
  day: string;
  /** Whether the provider with the key can be asked. */
  hasMain: boolean;
  /** The model for words that the user set, or the catalogue's. */
  textModel: string;
  /** The model of the server on this machine, if there is one. */
  localModel: string | undefined;
  /** Whether there are words to send without the pictures: a question, or what was read. */
  hasText: boolean;
}

/** How many other models are tried; each takes time. */
const OTHER_MODELS = 2;

/**
 * Whom to ask when the choice cannot answer, in order: other models of the same
 * provider with the same, the model for text with the words that were read, the
 * server on this machine. Not yet priced: see `chainOf`.
 */
export function fallbacksOf(options: ChainOptions): Candidate[] {
  const { first, policy, hasMain, textModel, localModel, hasText } = options;
  const others: Candidate[] = [];
  if (hasMain && policy !== 'private') {
    others.push(...otherModels(options).map((model) => ({ ...first, provider: 'main' as const, model })));
    if (first.route === 'vision' && hasText)
      others.push({ provider: 'main', route: 'text', model: textModel });
  }
  if (localModel !== undefined) {
    others.push({ provider: 'local', route: first.route, model: localModel });
    if (first.route === 'vision' && hasText)
      others.push({ provider: 'local', route: 'text', model: localModel });
  }
  return others;
}

/** The successor, and of the others the best that are not dearer by the token: the dearest. */
function otherModels({ first, catalogue, day }: ChainOptions): string[] {
  const asked = catalogue.find(first.model);
  if (!asked || first.provider === 'local') return [];
  const most = outputPrice(asked, day);
  const able = catalogue.models.filter((model) => canStandIn(model, first, day));
  const cheaper = able
    .filter((model) => model.name !== asked.successor && outputPrice(model, day) <= most)
    .toSorted((a, b) => outputPrice(b, day) - outputPrice(a, day));
  const successor = able.filter(({ name }) => name === asked.successor);
  return [...successor, ...cheaper].slice(0, OTHER_MODELS).map(({ name }) => name);
}

function canStandIn(model: Model, first: Candidate, day: string): boolean {
  return (
    model.name !== first.model &&
    model.abilities.includes('text') &&
    (first.route === 'text' || model.imageTokens !== undefined) &&
    // Who thinks first answers later than somebody who waits for a fallback likes.
    (!model.abilities.includes('reasoning') || model.reasoningEffort === 'none') &&
    !(model.shutdownDate !== undefined && model.shutdownDate <= day) &&
    Number.isFinite(outputPrice(model, day))
  );
}

function outputPrice(model: Model, day: string): number {
  return priceOn(model, day)?.tokenPicoUsd?.output ?? Number.POSITIVE_INFINITY;
}

/** The choice and who comes after it: each once, and none dearer than the choice, neither expected nor at worst. */
export function chainOf<T extends Priced>(first: T, others: readonly T[]): T[] {
  const chain = [first];
  for (const other of others) {
    const isKnown = chain.some(
      ({ provider, route, model }) =>
        provider === other.provider && route === other.route && model === other.model,
    );
    const isDearer = other.expectedNanoUsd > first.expectedNanoUsd || other.maxNanoUsd > first.maxNanoUsd;
    if (!isKnown && !isDearer) chain.push(other);
  }
  return chain;
}
