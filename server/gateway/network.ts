import { getCACertificates } from 'node:tls';
import * as l10n from '@vscode/l10n';
import { UsageError } from '../../protocol/errors.ts';
import { NeverSentError } from './never-connected.ts';
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

  /**
   * As the global `fetch`.
   * @param onSending called when a connection stands and the request goes onto it
   * @throws NeverSentError if it failed, or was aborted, before that
   */
  async fetch(
    input: string | URL | Request,
    init?: RequestInit,
    onSending: () => void = () => {},
  ): Promise<Response> {
    let isSending = false;
    try {
      const { fetch, dispatcher } = await this.#open();
      // undici's classes are not Node's own, though they are the same thing: what is sent, a form or a file,
      // goes as its bytes, with the content type that names its boundary; what comes is copied, too.
      const request = new Request(input, init);
      const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      const response = await fetch(request.url, {
        dispatcher: dispatcher(() => {
          isSending = true;
          onSending();
        }),
        method: request.method,
        headers: [...request.headers],
        ...(signal && { signal }),
        ...(request.body && { body: new Uint8Array(await request.arrayBuffer()) }),
      });
      return new Response(response.body ? bytesOf(response.body.getReader()) : null, {
        status: response.status,
        statusText: response.statusText,
        headers: [...response.headers],
      });
    } catch (error) {
      throw isSending ? error : new NeverSentError(error);
    }
  }

  /** Loads what the first request needs. */
  async warmUp(): Promise<void> {
    await this.#open();
  }

  async close(): Promise<void> {
    const tunnel = this.#tunnel;
    this.#tunnel = undefined;
    // Where it could not be opened there is nothing to close.
    await (await tunnel?.catch(() => undefined))?.close();
  }

  #open(): Promise<Tunnel> {
    this.#tunnel ??= import('./tunnel.ts').then(({ openTunnel }) =>
      openTunnel(proxiesOf(this.#settings), trusted()),
    );
    return this.#tunnel;
  }
}

const THIS_MACHINE = 'localhost,127.0.0.1,[::1],::1';

/**
 * The proxies in force, as undici takes them: empty for none.
 * @throws UsageError if one of them is no address
 */
export function proxiesOf({ proxy = '', environment }: NetworkSettings): Proxies {
  const from = (...names: string[]) => {
    const name = names.flatMap((each) => [each.toLowerCase(), each]).find((each) => environment[each]);
    return name === undefined ? '' : toProxy(environment[name] ?? '', name);
  };
  const own = toProxy(proxy, 'http.proxy');
  const excepted = environment['no_proxy'] || environment['NO_PROXY'] || '';
  return {
    httpProxy: own || from('HTTP_PROXY'),
    httpsProxy: own || from('HTTPS_PROXY', 'HTTP_PROXY'),
    noProxy: excepted === '*' ? '*' : [excepted, THIS_MACHINE].filter((part) => part !== '').join(','),
  };
}

/**
 * The address of a proxy; without a scheme it is one of HTTP, as for curl.
 * @param where the setting or the variable that names it: its value may have a password in it
 */
function toProxy(said: string, where: string): string {
  const trimmed = said.trim();
  if (trimmed === '') return '';
  const address = trimmed.includes('://') ? trimmed : `http://${trimmed}`;
  if (isProxy(address)) return address;
  throw new UsageError(
    'invalid-proxy',
    l10n.t('What {0} names is not the address of a proxy.', where),
    l10n.t('Write it as http://HOST:PORT, or leave it empty, and restart the editor.'),
  );
}

function isProxy(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address);
    decodeURIComponent(username + password);
    return /^(https?|socks5?):$/.test(protocol);
  } catch {
    return false;
  }
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
