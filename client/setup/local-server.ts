import { ConfigurationTarget, l10n, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import { type FoundServer, findServers, usualServers } from '../../protocol/setup.ts';
import type { Daemon } from '../daemon.ts';
import { readSettings, section } from '../settings.ts';
import { describeModels, isOfThisMachine } from './this-machine.ts';
import { askVerified } from './verified-input.ts';

const title = (): string => l10n.t('Lenscap: Use a Local Server');

const EXAMPLE = 'http://127.0.0.1:11434/v1';

interface Entry extends QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** Looks for servers on this machine, now that the user says so, and lets them choose one. */
export async function chooseLocalServer(daemon: Pick<Daemon, 'request'>): Promise<void> {
  const current = readSettings(() => {}).routing.localServer;
  const baseUrls = [...new Set([...usualServers.map(({ baseUrl }) => baseUrl), current])].filter(Boolean);
  const listed = daemon
    .request(findServers, { baseUrls })
    .then(({ servers }) => entries(servers, current, daemon));
  const chosen = await window.showQuickPick<Entry>(listed, {
    title: title(),
    placeHolder: l10n.t('Which server answers on this machine? What it is asked stays here, and is free.'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  await chosen?.run?.();
}

function entries(servers: readonly FoundServer[], current: string, daemon: Pick<Daemon, 'request'>): Entry[] {
  return [
    ...servers.map((server) => entryOf(server, current)),
    ...(servers.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
    {
      label: `$(edit) ${l10n.t('Enter Address…')}`,
      description: servers.length > 0 ? '' : l10n.t('nothing answers at {0}', addresses()),
      alwaysShow: true,
      run: () => askAddress(daemon),
    },
    {
      label: `$(refresh) ${l10n.t('Look Again')}`,
      description: l10n.t('once a server is started'),
      alwaysShow: true,
      run: () => chooseLocalServer(daemon),
    },
    ...(current === ''
      ? []
      : [{ label: `$(circle-slash) ${l10n.t('Use None')}`, alwaysShow: true, run: () => setServer('') }]),
  ];
}

function entryOf({ baseUrl, models }: FoundServer, current: string): Entry {
  const name = usualServers.find((each) => each.baseUrl === baseUrl)?.name ?? l10n.t('Server');
  return {
    label: `$(server) ${name}`,
    description: baseUrl === current ? l10n.t('{0} (in use)', baseUrl) : baseUrl,
    detail: describeModels(models),
    run: () => setServer(baseUrl),
  };
}

function addresses(): string {
  return usualServers.map(({ baseUrl }) => new URL(baseUrl).host).join(', ');
}

async function askAddress(daemon: Pick<Daemon, 'request'>): Promise<void> {
  let doubted: string | undefined;
  await askVerified({
    title: title(),
    prompt: l10n.t('Base URL of an OpenAI-compatible server on this machine'),
    placeholder: EXAMPLE,
    wrong: (value) =>
      value === '' || isOfThisMachine(value)
        ? undefined
        : l10n.t('This is no address of this machine. Write one such as {0}.', EXAMPLE),
    verify: async (value, token) => {
      if (value === '') return undefined;
      const { servers } = await daemon.request(findServers, { baseUrls: [value] }, token);
      const [server] = servers;
      if (server) {
        await setServer(value);
        const models = describeModels(server.models);
        const message =
          server.models.length > 0 ? l10n.t('It works. {0}.', models) : l10n.t('It works. {0}', models);
        return { kind: 'taken', message };
      }
      if (doubted === value) {
        await setServer(value);
        return {
          kind: 'taken-with-doubt',
          message: l10n.t('It is set. Questions go there as soon as it answers.'),
        };
      }
      doubted = value;
      return {
        kind: 'again',
        message: l10n.t(
          'Nothing there answers with a list of models. Correct it, or press Enter again to use it all the same.',
        ),
      };
    },
  });
}

async function setServer(baseUrl: string): Promise<void> {
  const value = baseUrl === '' ? undefined : baseUrl;
  await workspace.getConfiguration(section).update('routing.localServer', value, ConfigurationTarget.Global);
}
