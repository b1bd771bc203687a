import * as z from 'zod';
import { NanoUsd } from './nano-usd.ts';

/**
 * What can go wrong, by what a caller does about it. The command line turns
 * each into its exit status, the wire carries it in `ResponseError.data`.
 */
export const FailureKind = z.enum(['failed', 'usage', 'budget', 'unsafe', 'provider']);
export type FailureKind = z.infer<typeof FailureKind>;

/** The budget that a question did not fit, so that a client can offer ways on. */
export const Refusal = z.object({
  scope: z.enum(['all', 'workspace', 'model']),
  /** Whose budget it is: the subject it was set for, empty where it is everyone's. */
  subject: z.string(),
  period: z.enum(['day', 'week', 'month']),
  capNanoUsd: NanoUsd,
  leftNanoUsd: NanoUsd,
  /** What the question may cost at most: what "allow once" allows. */
  neededNanoUsd: NanoUsd,
  /** A round cap under which it would fit: what "raise to" sets. */
  raiseToNanoUsd: NanoUsd,
  renewsAt: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

export const Failure = z.object({
  kind: FailureKind,
  /** Stable, for programs: `too-large`, `budget-exceeded`, … */
  code: z.string(),
  /** One sentence: what is wrong. */
  message: z.string(),
  /** One sentence: what to do. */
  hint: z.string(),
  /** With code `budget-exceeded`. */
  refusal: Refusal.optional(),
  /** With code `unknown-price`: the model, by its provider's name. */
  model: z.string().optional(),
  /** With code `queued`: what the question is called while it waits. */
  queued: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;

/** Base of every error a person may get to read. `message` says what is wrong, `hint` what to do. */
export class LenscapError extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly hint: string;

  constructor(kind: FailureKind, code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }

  /** The error as it goes over the wire and into `--json`. */
  toFailure(): Failure {
    return { kind: this.kind, code: this.code, message: this.message, hint: this.hint };
  }
}

/** The call itself is wrong: an unknown id, a bad option. */
export class UsageError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('usage', code, message, hint, options);
  }
}

/** Media that cannot be made safe, or is not what Lenscap reads. */
export class UnsafeMediaError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('unsafe', code, message, hint, options);
  }
}

/** A budget does not have room, or a price is unknown. Nothing was sent. */
export class BudgetError extends LenscapError {
  readonly refusal: Refusal | undefined;
  /** The model whose price is not known. */
  readonly model: string | undefined;

  constructor(
    code: string,
    message: string,
    hint: string,
    options: ErrorOptions & Pick<Failure, 'refusal' | 'model'> = {},
  ) {
    super('budget', code, message, hint, options);
    this.refusal = options.refusal;
    this.model = options.model;
  }

  override toFailure(): Failure {
    return {
      ...super.toFailure(),
      ...(this.refusal && { refusal: this.refusal }),
      ...(this.model !== undefined && { model: this.model }),
    };
  }
}

/** The provider did not answer, or not as it should have. */
export class ProviderError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('provider', code, message, hint, options);
  }
}

/** Nobody could be reached, and the question is kept until somebody can. */
export class QueuedError extends ProviderError {
  /** The id of the question that waits. */
  readonly queued: string;

  constructor(queued: string, message: string, hint: string, options?: ErrorOptions) {
    super('queued', message, hint, options);
    this.queued = queued;
  }

  override toFailure(): Failure {
    return { ...super.toFailure(), queued: this.queued };
  }
}

/** Something on this machine failed: the disk, the database, a helper program. */
export class LocalError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('failed', code, message, hint, options);
  }
}
