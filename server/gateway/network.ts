import { getCACertificates } from 'node:tls';
import type { Proxies, Tunnel } from './tunnel.ts';

/** How the network is reached from here. */
export interface NetworkSettings {
  /** The editor's own proxy (`http.proxy` in VS Code): before the environment's. */
  proxy?: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/**
 * The way to a provider: through the proxy of the editor or of the environment
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, upper or lower case), trusting the
 * certificates of Node, of `NODE_EXTRA_CA_CERTS` and of the system. This machine
 * is reached straight.
 */
export class Network {
  readonly #settings: NetworkSettings;
  #tunnel: Promise<Tunnel> | undefined;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  /** As the global `fetch`. */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { fetch, dispatcher } = await this.#open();
    const { body, method, headers, signal } = init ?? {};
    if (body !== undefined && body !== null && typeof body !== 'string') {
      throw new TypeError('Only text is sent through here.');
    }
    const address = input instanceof Request ? input.url : input;
    const response = await fetch(address, {
      dispatcher,
      ...(method !== undefined && { method }),
      ...(headers && { headers: [...new Headers(headers)] }),
      ...(signal && { signal }),
      ...(typeof body === 'string' && { body }),
    });
    // undici's classes are not Node's own, though they are the same thing.
    return new Response(response.body ? bytesOf(response.body.getReader()) : null, {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
    });
  }

  /** Loads what the first request needs. */
  async warmUp(): Promise<void> {
    await this.#open();
  }

  async close(): Promise<void> {
    const tunnel = this.#tunnel;
    this.#tunnel = undefined;
    await (await tunnel)?.dispatcher.close();
  }

  #open(): Promise<Tunnel> {
    this.#tunnel ??= import('./tunnel.ts').then(({ openTunnel }) =>
      openTunnel(proxiesOf(this.#settings), trusted()),
    );
    return this.#tunnel;
  }
}

const THIS_MACHINE = 'localhost,127.0.0.1,[::1],::1';

/** The proxies in force, as undici takes them: empty for none. */
export function proxiesOf({ proxy, environment }: NetworkSettings): Proxies {
  const from = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const own = proxy && URL.canParse(proxy) && /^https?:/.test(proxy) ? proxy : '';
  const httpProxy = own || from('HTTP_PROXY');
  const excepted = from('NO_PROXY');
  return {
    httpProxy,
    httpsProxy: own || from('HTTPS_PROXY') || httpProxy,
    noProxy: excepted === '*' ? '*' : [excepted, THIS_MACHINE].filter((part) => part !== '').join(','),
  };
}

/** Certificates that are trusted: a company's own are mostly among the system's. */
function trusted(): string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}

function bytesOf(reader: {
  read(): Promise<{ done: boolean; value?: unknown }>;
  cancel(reason?: unknown): Promise<void>;
}): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else if (value instanceof Uint8Array) controller.enqueue(new Uint8Array(value));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
