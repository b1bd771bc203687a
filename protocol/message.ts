import type { z } from 'zod';

/**
 * One message of the wire: its JSON-RPC method and the schemas of what goes
 * over it. Both ends parse with the same schema, so a type is written once.
 */
export interface Message<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly method: string;
  readonly params: P;
  readonly result: R;
}
