import * as l10n from '@vscode/l10n';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { z } from 'zod';
import { type Failure, LenscapError } from '../protocol/errors.ts';

/**
 * Parses what came over the wire.
 * @throws ResponseError (InvalidParams) that names the first wrong field.
 */
export function parseParams<S extends z.ZodType>(schema: S, params: unknown, method: string): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue && issue.path.length > 0 ? issue.path.join('.') : 'params';
  throw new ResponseError(ErrorCodes.InvalidParams, `${method}: ${field}: ${issue?.message ?? 'is wrong'}`, {
    field,
  });
}

/** Any error as the wire carries it; one of ours keeps its code and hint in `data`. */
export function toResponseError(error: unknown): ResponseError<unknown> {
  if (error instanceof ResponseError) return error;
  if (error instanceof LenscapError) {
    return new ResponseError(LSPErrorCodes.RequestFailed, error.message, error.toFailure());
  }
  if (error instanceof Error && error.name === 'AbortError')
    return new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t('The request was cancelled.'));
  const failure: Failure = {
    kind: 'failed',
    code: 'internal',
    message: l10n.t('Lenscap failed: {0}.', error instanceof Error ? error.message : String(error)),
    hint: l10n.t('This is a fault of Lenscap. Please report it with the log ("Lenscap: Open Log").'),
  };
  return new ResponseError(ErrorCodes.InternalError, failure.message, failure);
}
