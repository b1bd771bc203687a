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
  /**
   * The way for one request.
   * @param onSending called when a connection stands and the request goes onto it
   */
  dispatcher(onSending: () => void): Dispatcher;
  close(): Promise<void>;
}

/**
 * How long a connection may take, in milliseconds, each to the proxy and from there on: as long as undici's own
 * default. Looking the name up and shaking hands are within it, and a system waits five seconds for a name server
 * that is dead before it asks the next: with less, whoever has such a one could never ask.
 */
export const CONNECT_WITHIN_MS = 10_000;

/** @param ca certificates that are trusted, as PEM */
export function openTunnel(proxies: Proxies, ca: string[]): Tunnel {
  const agent = new EnvHttpProxyAgent({
    ...proxies,
    connectTimeout: CONNECT_WITHIN_MS,
    connect: { ca },
    requestTls: { ca },
    proxyTls: { ca },
  });
  return {
    fetch,
    dispatcher: (onSending) =>
      agent.compose((dispatch) => (options, handler) => {
        const begin = handler.onRequestStart;
        handler.onRequestStart = (controller, context) => {
          onSending();
          begin?.call(handler, controller, context);
        };
        return dispatch(options, handler);
      }),
    close: () => agent.close(),
  };
}
