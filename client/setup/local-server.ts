import { ConfigurationTarget, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import { type FoundServer, findServers, usualServers } from '../../protocol/setup.ts';
import type { Daemon } from '../daemon.ts';
import { readSettings, section } from '../settings.ts';
import { describeModels, isOfThisMachine } from './this-machine.ts';
import { askVerified } from './verified-input.ts';

const title = 'Lenscap: Use a Local Server';

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
    title,
    placeHolder: 'Which server answers on this machine? What it is asked stays here, and is free.',
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
      label: '$(edit) Enter Address…',
      description: servers.length > 0 ? '' : `nothing answers at ${addresses()}`,
      alwaysShow: true,
      run: () => askAddress(daemon),
    },
    {
      label: '$(refresh) Look Again',
      description: 'once a server is started',
      alwaysShow: true,
      run: () => chooseLocalServer(daemon),
    },
    ...(current === ''
      ? []
      : [{ label: '$(circle-slash) Use None', alwaysShow: true, run: () => setServer('') }]),
  ];
}

function entryOf({ baseUrl, models }: FoundServer, current: string): Entry {
  const name = usualServers.find((each) => each.baseUrl === baseUrl)?.name ?? 'Server';
  return {
    label: `$(server) ${name}`,
    description: baseUrl === current ? `${baseUrl} (in use)` : baseUrl,
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
    title,
    prompt: 'Base URL of an OpenAI-compatible server on this machine',
    placeholder: 'http://127.0.0.1:11434/v1',
    wrong: (value) =>
      value === '' || isOfThisMachine(value)
        ? undefined
        : 'This is no address of this machine. Write one such as http://127.0.0.1:11434/v1.',
    verify: async (value, token) => {
      if (value === '') return undefined;
      const { servers } = await daemon.request(findServers, { baseUrls: [value] }, token);
      const [server] = servers;
      if (server) {
        await setServer(value);
        return { kind: 'taken', message: `It works. ${describeModels(server.models)}` };
      }
      if (doubted === value) {
        await setServer(value);
        return { kind: 'taken-with-doubt', message: 'It is set. Questions go there as soon as it answers.' };
      }
      doubted = value;
      return {
        kind: 'again',
        message:
          'Nothing there answers with a list of models. Correct it, or press Enter again to use it all the same.',
      };
    },
  });
}

async function setServer(baseUrl: string): Promise<void> {
  const value = baseUrl === '' ? undefined : baseUrl;
  await workspace.getConfiguration(section).update('routing.localServer', value, ConfigurationTarget.Global);
}
