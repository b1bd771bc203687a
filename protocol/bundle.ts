import * as z from 'zod';

/** The translations of a language: English to what it is there, as `l10n/bundle.l10n.*.json` has them. */
export const Bundle = z.record(z.string(), z.string());
export type Bundle = z.infer<typeof Bundle>;
