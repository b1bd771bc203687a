import * as z from 'zod';

/**
 * What can go wrong, by what a caller does about it. The command line turns
 * each into its exit status, the wire carries it in `ResponseError.data`.
 */
export const FailureKind = z.enum(['failed', 'usage', 'budget', 'unsafe', 'provider']);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z.object({
  kind: FailureKind,
  /** Stable, for programs: `too-large`, `budget-exceeded`, … */
  code: z.string(),
  /** One sentence: what is wrong. */
  message: z.string(),
  /** One sentence: what to do. */
  hint: z.string(),
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
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('budget', code, message, hint, options);
  }
}

/** The provider did not answer, or not as it should have. */
export class ProviderError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('provider', code, message, hint, options);
  }
}

/** Something on this machine failed: the disk, the database, a helper program. */
export class LocalError extends LenscapError {
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super('failed', code, message, hint, options);
  }
}
