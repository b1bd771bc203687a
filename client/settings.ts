import { ConfigurationTarget, workspace } from 'vscode';
import type { Settings } from '../protocol/settings.ts';
import { validSettings } from './valid-settings.ts';

/** The section of the user's settings that is ours. */
export const section = 'lenscap';

/**
 * What the user set, as the daemon wants it. A value that is out of range
 * counts as not set, an entry of a list as not there; `onInvalid` gets a
 * sentence about it.
 */
export function readSettings(onInvalid: (sentence: string) => void): Settings {
  const configuration = workspace.getConfiguration(section);
  const { provider, models, image, privacy, routing, cache, voice, context, markdown, answer } =
    configuration;
  const given = { provider, models, image, privacy, routing, cache, voice, context, markdown, answer };
  const { settings, invalid } = validSettings(given);
  if (invalid.length > 0) {
    const names = invalid.map((name) => `${section}.${name}`);
    onInvalid(`Lenscap goes without a value that a setting cannot have: ${names.join(', ')}.`);
  }
  return settings;
}

/** Adds to the values that are no secrets, on this machine. */
export async function allowValue(valueHash: string): Promise<void> {
  const configuration = workspace.getConfiguration(section);
  const { allow } = readSettings(() => {}).privacy;
  if (allow.includes(valueHash)) return;
  await configuration.update('privacy.allow', [...allow, valueHash], ConfigurationTarget.Global);
}
