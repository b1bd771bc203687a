import { workspace } from 'vscode';
import { Settings } from '../protocol/settings.ts';

/** The section of the user's settings that is ours. */
export const section = 'lenscap';

/**
 * What the user set, as the daemon wants it. A value that is out of range
 * counts as not set; `onInvalid` gets a sentence about it.
 */
export function readSettings(onInvalid: (sentence: string) => void): Settings {
  const { provider, models, image, answer } = workspace.getConfiguration(section);
  const parsed = Settings.safeParse({ provider, models, image, answer });
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => [section, ...path].join('.'));
  onInvalid(`Lenscap uses its defaults, because a setting has a value it cannot have: ${names.join(', ')}.`);
  return Settings.parse({});
}
