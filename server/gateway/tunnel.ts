import { type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici';

// A file of its own, because it is loaded late: most questions of a test, and of a local server, never need it.

/** Proxies by the kind of address; empty for none. `noProxy` as in `NO_PROXY`. */
export interface Proxies {
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
}

export interface Tunnel {
  fetch: typeof fetch;
  dispatcher: Dispatcher;
}

/** @param ca certificates that are trusted, as PEM */
export function openTunnel(proxies: Proxies, ca: string[]): Tunnel {
  const dispatcher = new EnvHttpProxyAgent({
    ...proxies,
    connect: { ca },
    requestTls: { ca },
    proxyTls: { ca },
  });
  return { fetch, dispatcher };
}
