import type { Settings } from '../protocol/settings.ts';
import type { Privacy } from './explain/make-safe.ts';

export interface PrivacyParts extends Privacy {
  /** What is wrong with the user's own rules, a sentence each. */
  warnings: readonly string[];
}

/** Makes the reader and the detector for the settings in force. Both are loaded only now, when they are needed. */
export async function createPrivacy(settings: Settings['privacy']): Promise<PrivacyParts> {
  const [{ createReader }, { createDetector }] = await Promise.all([
    import('./privacy/read/read.ts'),
    import('./privacy/detect/detect.ts'),
  ]);
  const { reader, languages, nationalIds, rules, allow } = settings;
  return { reader: createReader({ reader, languages }), ...createDetector({ nationalIds, rules, allow }) };
}
