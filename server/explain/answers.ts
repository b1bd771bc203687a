import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { AnswerCache, KeptAnswer } from '../cache/answers.ts';
import type { HandedAnswer } from '../cache/handed.ts';
import { InFlight } from '../cache/in-flight.ts';

/** Where progress goes, and what stops a question. */
export interface ExplainHooks {
  signal: AbortSignal;
  onProgress(progress: ExplainProgress): void;
}

/** What the journey adds to its plan. As whoever was asked gives it, its words have placeholders. */
export type Answer = Pick<
  Explanation,
  | 'text'
  | 'route'
  | 'model'
  | 'finishReason'
  | 'usage'
  | 'costNanoUsd'
  | 'certainty'
  | 'saved'
  | 'requestId'
  | 'attempts'
  | 'sent'
  | 'notices'
> & { firstDeltaMs: number | null };

/** An answer, and where it came from: asked for here, kept, or handed over by another window that asked. */
export type Found =
  | { kind: 'asked'; answer: Answer }
  | { kind: 'kept'; answer: KeptAnswer }
  | { kind: 'handed'; answer: HandedAnswer };

/** The answers that are kept, and those that are coming. */
export class Answers {
  readonly cache: AnswerCache;
  /** Identical questions of this process, by key. */
  readonly coming = new InFlight<ExplainProgress, Found>();

  constructor(cache: AnswerCache) {
    this.cache = cache;
  }
}
