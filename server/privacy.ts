import type { Settings } from '../protocol/settings.ts';
import type { Privacy } from './explain/make-safe.ts';

export interface PrivacyParts extends Privacy {
  /** What is wrong with the user's own rules, a sentence each. */
  warnings: readonly string[];
}

/** Makes the reader and the detector for the settings in force. Both are loaded only now, when they are needed. */
export async function createPrivacy(settings: Settings['privacy']): Promise<PrivacyParts> {
  const { createReader } = await import('./privacy/read/read.ts');
  const { reader, languages } = settings;
  return withSettings({ reader: createReader({ reader, languages }) }, settings);
}

/** The same reader with a detector for other settings. */
export async function withSettings(
  { reader }: Pick<Privacy, 'reader'>,
  { nationalIds, rules, allow }: Settings['privacy'],
): Promise<PrivacyParts> {
  const { createDetector } = await import('./privacy/detect/detect.ts');
  return { reader, ...createDetector({ nationalIds, rules, allow }) };
}
