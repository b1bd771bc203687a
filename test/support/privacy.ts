import type { SafetyOptions } from '../../server/explain/make-safe.ts';

/** For tests that are not about secrets: nothing is looked for. */
export const unread: Pick<SafetyOptions, 'mode' | 'privacy' | 'signal'> = {
  mode: 'off',
  privacy: () => Promise.reject(new Error('Nothing is read when privacy is off.')),
  signal: new AbortController().signal,
};
