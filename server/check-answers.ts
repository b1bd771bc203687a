import { LenscapError } from '../protocol/errors.ts';
import { describeHealth, type ModelHealth } from '../protocol/health.ts';
import type { Check } from '../protocol/setup.ts';
import type { App } from './app.ts';
import type { KeySource } from './credentials.ts';
import { isLoopback } from './gateway/provider.ts';

// Who can be asked: the key, the provider, the server on this machine, and the way there.

const area = 'answers';

const SOURCES: Readonly<Record<KeySource, string>> = {
  editor: "in VS Code's secret storage",
  keychain: "in this system's keychain",
  environment: 'in the environment variable OPENAI_API_KEY',
  none: 'none',
};

const SET_KEY = 'Run "Lenscap: Set API Key" in VS Code, "lenscap key set" in a shell, or set OPENAI_API_KEY.';

const NAME_SERVER =
  'Set a key, or name a server of your own in lenscap.provider.baseUrl or lenscap.routing.localServer.';

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
  const key = { area, name: 'key', detail: SOURCES[source] } as const;
  const provider = { area, name: 'provider' } as const;
  try {
    const asked = await app.connections.provider();
    if (!asked) {
      const detail = isServed
        ? 'none: the server on this machine answers'
        : 'none: questions are answered without a model';
      return [
        { ...key, ok: isServed, mend: isServed ? null : SET_KEY },
        { ...provider, ok: isServed, detail, mend: isServed ? null : NAME_SERVER },
      ];
    }
    const needsNoKey = source === 'none' && isLoopback(asked);
    const models = await app.connections.listModels(asked);
    return [
      {
        ...key,
        ok: true,
        detail: needsNoKey ? 'none: a server on this machine needs none' : `${key.detail}; accepted`,
        mend: null,
      },
      {
        ...provider,
        ok: true,
        detail: `${asked.name}, reached; models listed: ${models.length}`,
        mend: null,
      },
    ];
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    const { code, message, hint } = error;
    const fault = { ok: false, detail: message, mend: hint };
    if (code === 'invalid-key' || code === 'malformed-key') {
      return [
        { ...key, ok: false, detail: `${key.detail}; ${message}`, mend: SET_KEY },
        { ...provider, ...fault, ok: code === 'invalid-key', mend: null },
      ];
    }
    return [
      { ...key, ok: true, detail: `${key.detail}; whether it is right is not known`, mend: null },
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
      detail: `${localServer} is no address of this machine`,
      mend: 'Set lenscap.routing.localServer to one such as http://127.0.0.1:11434/v1, or leave it empty.',
    };
  }
  try {
    const models = await app.connections.listModels(provider);
    const mend = models.length > 0 ? null : 'Load a model there, or name one in lenscap.routing.localModel.';
    return {
      ...check,
      ok: models.length > 0,
      detail: `${localServer}, reached; models listed: ${models.length}`,
      mend,
    };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    const mend = 'Start it, or correct lenscap.routing.localServer.';
    return { ...check, ok: false, detail: error.message, mend };
  }
}

function checkProxy({ connections }: App): Check {
  const { httpsProxy, httpProxy } = connections.proxies;
  const addresses = [...new Set([httpsProxy, httpProxy])].filter((address) => address !== '');
  const detail = addresses.length > 0 ? addresses.join(', ') : 'none';
  return { area, name: 'proxy', ok: true, detail, mend: null };
}

/** What to do about a model that does not answer. */
const MEND_MODEL: Readonly<Partial<Record<ModelHealth['state'], string>>> = {
  failing: 'Ask again; if it goes on, see "Lenscap: Open Log", or choose another model in the settings.',
  limited: 'Wait until then; or raise the limits of your account in the provider’s console.',
  resting: 'Wait until then: one question tries it again.',
};

/** How a model fares that is in use, or was asked lately in any window. */
export function checkModel(health: ModelHealth, now: number): Check {
  const { state, about } = describeHealth(health, now);
  const mend = MEND_MODEL[health.state] ?? null;
  return {
    area,
    name: `${health.provider} ${health.model}`,
    ok: mend === null,
    detail: about === '' ? state : `${state}; ${about}`,
    mend,
  };
}
