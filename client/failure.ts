import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { BudgetError, Failure, LenscapError, LocalError, QueuedError } from '../protocol/errors.ts';

/** The daemon died while it was working on a request. The request may be sent again once it is back. */
export class DaemonDiedError extends LocalError {
  constructor(options?: ErrorOptions) {
    super(
      'daemon-died',
      l10n.t('The Lenscap daemon stopped while it was working on this.'),
      l10n.t('It starts again by itself: ask again.'),
      options,
    );
  }
}

/** The user cancelled. Nobody needs to be told. */
export class CancelledError extends LocalError {
  constructor(options?: ErrorOptions) {
    super('cancelled', l10n.t('This was stopped.'), l10n.t('Ask again whenever you like.'), options);
  }
}

const Rejection = z.object({
  code: z.number().optional(),
  message: z.string(),
  data: z.unknown().optional(),
});

// LSP 3.17 §Base Protocol, and vscode-jsonrpc: a connection closed (1), disposed (2), lost under way.
const CANCELLED = new Set([-32800, -32802]);
const CONNECTION_GONE = new Set([1, 2, -32096, -32097, -32098, -32099]);

/** Turns what a request to the daemon was rejected with into the error it stands for. */
export function failureOf(error: unknown): LenscapError {
  if (error instanceof LenscapError) return error;
  const rejection = Rejection.safeParse(
    error instanceof Error ? { ...error, message: error.message } : error,
  );
  if (rejection.success) {
    const { code, data, message } = rejection.data;
    const failure = Failure.safeParse(data);
    if (failure.success) {
      const { kind, code: name, message: what, hint, ...about } = failure.data;
      if (about.queued !== undefined) return new QueuedError(about.queued, what, hint, { cause: error });
      return kind === 'budget'
        ? new BudgetError(name, what, hint, { cause: error, ...about })
        : new LenscapError(kind, name, what, hint, { cause: error });
    }
    if (code !== undefined && CANCELLED.has(code)) return new CancelledError({ cause: error });
    if (code !== undefined && CONNECTION_GONE.has(code)) return new DaemonDiedError({ cause: error });
    return new LocalError(
      'unexpected',
      l10n.t('Lenscap could not do this: {0}.', message.replace(/[.\s]+$/, '')),
      l10n.t('Open the log for details.'),
      { cause: error },
    );
  }
  return new LocalError(
    'unexpected',
    l10n.t('Lenscap could not do this.'),
    l10n.t('Open the log for details.'),
    {
      cause: error,
    },
  );
}

/** The two sentences a person gets to read. */
export function sentences({ message, hint }: Pick<LenscapError, 'message' | 'hint'>): string {
  return `${message} ${hint}`;
}
