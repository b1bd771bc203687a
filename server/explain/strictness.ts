import type { PrivacyMode } from '../../protocol/settings.ts';

/** How closely each mode looks. */
export const STRICTNESS: Record<PrivacyMode, number> = { off: 0, standard: 1, strict: 2 };
