import * as l10n from '@vscode/l10n';
import { LenscapError } from '../protocol/errors.ts';
import { describeHealth, type ModelHealth } from '../protocol/health.ts';
import type { Check } from '../protocol/setup.ts';
import type { App } from './app.ts';
import type { KeySource } from './credentials.ts';
import { isLoopback } from './gateway/provider.ts';

// Who can be asked: the key, the provider, the server on this machine, and the way there.

const area = 'answers';

function whence(source: KeySource): string {
  return {
    editor: l10n.t("in VS Code's secret storage"),
    keychain: l10n.t("in this system's keychain"),
    environment: l10n.t('in the environment variable OPENAI_API_KEY'),
    none: l10n.t('none'),
  }[source];
}

function setKey(): string {
  return l10n.t(
    'Run "Lenscap: Set API Key" in VS Code, "lenscap key set" in a shell, or set OPENAI_API_KEY.',
  );
}

function nameServer(): string {
  return l10n.t(
    'Set a key, or name a server of your own in lenscap.provider.baseUrl or lenscap.routing.localServer.',
  );
}

/** Asks the provider and the server on this machine for their lists of models. */
export async function checkAnswers(app: App): Promise<Check[]> {
  const server = await checkLocalServer(app);
  const main = await checkProvider(app, server?.ok === true);
  const faring = (await app.health()).map((health) => checkModel(health, Date.now()));
  return [...main, ...(server ? [server] : []), checkProxy(app), ...faring];
}

/**
 * The key and the provider together: one request says how both are.
 * @param isServed whether a server on this machine answers, so that none is needed
 */
async function checkProvider(app: App, isServed: boolean): Promise<Check[]> {
  const { source } = await app.connections.key();
  const key = { area, name: 'key', detail: whence(source) } as const;
  const provider = { area, name: 'provider' } as const;
  try {
    const asked = await app.connections.provider();
    if (!asked) {
      const detail = isServed
        ? l10n.t('none: the server on this machine answers')
        : l10n.t('none: questions are answered without a model');
      return [
        { ...key, ok: isServed, mend: isServed ? null : setKey() },
        { ...provider, ok: isServed, detail, mend: isServed ? null : nameServer() },
      ];
    }
    const needsNoKey = source === 'none' && isLoopback(asked);
    const models = await app.connections.listModels(asked);
    return [
      {
        ...key,
        ok: true,
        detail: needsNoKey
          ? l10n.t('none: a server on this machine needs none')
          : l10n.t('{0}; accepted', key.detail),
        mend: null,
      },
      {
        ...provider,
        ok: true,
        detail: l10n.t('{0}, reached; models listed: {1}', asked.name, models.length),
        mend: null,
      },
    ];
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    const { code, message, hint } = error;
    const fault = { ok: false, detail: message, mend: hint };
    if (code === 'invalid-key' || code === 'malformed-key') {
      return [
        { ...key, ok: false, detail: `${key.detail}; ${message}`, mend: setKey() },
        { ...provider, ...fault, ok: code === 'invalid-key', mend: null },
      ];
    }
    return [
      { ...key, ok: true, detail: l10n.t('{0}; whether it is right is not known', key.detail), mend: null },
      { ...provider, ...fault },
    ];
  }
}

/** undefined where none is set: that is no fault, and nobody needs one. */
async function checkLocalServer(app: App): Promise<Check | undefined> {
  const { localServer } = app.settings.routing;
  if (localServer === '') return undefined;
  const check = { area, name: 'local server' } as const;
  const provider = app.connections.localServer;
  if (!provider) {
    return {
      ...check,
      ok: false,
      detail: l10n.t('{0} is no address of this machine', localServer),
      mend: l10n.t(
        'Set lenscap.routing.localServer to one such as http://127.0.0.1:11434/v1, or leave it empty.',
      ),
    };
  }
  try {
    const models = await app.connections.listModels(provider);
    const mend =
      models.length > 0 ? null : l10n.t('Load a model there, or name one in lenscap.routing.localModel.');
    return {
      ...check,
      ok: models.length > 0,
      detail: l10n.t('{0}, reached; models listed: {1}', localServer, models.length),
      mend,
    };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    const mend = l10n.t('Start it, or correct lenscap.routing.localServer.');
    return { ...check, ok: false, detail: error.message, mend };
  }
}

/** The proxies that providers are reached through, without their logins. */
export function checkProxy({ connections }: { connections: Pick<App['connections'], 'proxies'> }): Check {
  const check = { area, name: 'proxy' } as const;
  try {
    const { httpsProxy, httpProxy } = connections.proxies;
    const addresses = [httpsProxy, httpProxy].filter((address) => address !== '').map(withoutLogin);
    const detail = addresses.length > 0 ? [...new Set(addresses)].join(', ') : l10n.t('none');
    return { ...check, ok: true, detail, mend: null };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    return { ...check, ok: false, detail: error.message, mend: error.hint };
  }
}

function withoutLogin(address: string): string {
  const { protocol, host, pathname, search, hash } = new URL(address);
  // An @ that comes later: what is taken for the host may be a part of a password with a / or a ? in it.
  return `${protocol}//${/@/.test(pathname + search + hash) ? '…' : host}`;
}

/** What to do about a model that does not answer. */
function mendModel(state: ModelHealth['state']): string | null {
  const mends: Readonly<Partial<Record<ModelHealth['state'], string>>> = {
    failing: l10n.t(
      'Ask again; if it goes on, see "Lenscap: Open Log", or choose another model in the settings.',
    ),
    limited: l10n.t('Wait until then; or raise the limits of your account in the provider’s console.'),
    resting: l10n.t('Wait until then: one question tries it again.'),
    rested: l10n.t('Ask again: your question tries it.'),
  };
  return mends[state] ?? null;
}

/** How a model fares that is in use, or was asked lately in any window. */
export function checkModel(health: ModelHealth, now: number): Check {
  const { state, about } = describeHealth(health, now);
  const mend = mendModel(health.state);
  return {
    area,
    name: `${health.provider} ${health.model}`,
    ok: mend === null,
    detail: about === '' ? state : `${state}; ${about}`,
    mend,
  };
}
