import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { microphones } from '../../protocol/voice.ts';
import type { Daemon } from '../daemon.ts';
import { readSettings, section } from '../settings.ts';

interface MicrophoneItem extends QuickPickItem {
  readonly device: string;
}

/**
 * Lets the user choose which microphone records.
 * @throws LenscapError if this machine has none
 */
export async function chooseMicrophone(daemon: Pick<Daemon, 'request'>): Promise<void> {
  const { names } = await daemon.request(microphones, {});
  const { device: current } = readSettings(() => {}).voice;
  const item = (device: string, label: string): MicrophoneItem => ({
    device,
    label,
    ...(device === current && { description: l10n.t('Current') }),
  });
  const items = [item('', l10n.t('System Default')), ...names.map((name) => item(name, name))];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Lenscap: Choose Microphone'),
    placeHolder: l10n.t('Microphone for voice notes and dictation'),
  });
  if (!chosen) return;
  await workspace.getConfiguration(section).update('voice.device', chosen.device, ConfigurationTarget.Global);
}
