import { commands, env, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { describeHealth, health, type ModelHealth } from '../protocol/health.ts';
import type { Daemon } from './daemon.ts';

interface Entry extends QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

const ICONS: Readonly<Record<ModelHealth['state'], string>> = {
  working: '$(pass)',
  failing: '$(warning)',
  limited: '$(watch)',
  resting: '$(debug-pause)',
  unasked: '$(circle-outline)',
};

/** Shows how the models fare that are asked: which work, which are limited or left alone, and until when. */
export async function showHealth(daemon: Pick<Daemon, 'request'>): Promise<void> {
  const { models } = await daemon.request(health, {});
  const chosen = await window.showQuickPick(entries(models, Date.now()), {
    title: l10n.t('Lenscap: Provider Health'),
    placeHolder:
      models.length > 0
        ? l10n.t('Choose a model to copy what is known of it')
        : l10n.t('Nobody is asked: no API key is set, and no server on this machine'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await chosen?.run?.();
}

function entries(models: readonly ModelHealth[], now: number): Entry[] {
  const providers = [...new Set(models.map(({ provider }) => provider))];
  return [
    ...providers.flatMap((provider) => [
      { label: provider, kind: QuickPickItemKind.Separator },
      ...models.filter((each) => each.provider === provider).map((each) => entryOf(each, now)),
    ]),
    ...(models.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
    { label: `$(key) ${l10n.t('Set API Key')}`, run: () => commands.executeCommand('lenscap.setApiKey') },
    { label: `$(output) ${l10n.t('Open Log')}`, run: () => commands.executeCommand('lenscap.openLog') },
  ];
}

function entryOf(each: ModelHealth, now: number): Entry {
  const { state, about } = describeHealth(each, now);
  const { provider, model } = each;
  const line = [`${provider} ${model}: ${state}`, ...(about === '' ? [] : [about])].join('; ');
  return {
    label: `${ICONS[each.state]} ${model}`,
    description: state,
    ...(about !== '' && { detail: about }),
    run: () => env.clipboard.writeText(line),
  };
}
