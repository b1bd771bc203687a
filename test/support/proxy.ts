// A proxy as companies have one, on loopback: it tunnels (CONNECT), passes on plain HTTP, and knows names that
// nobody else does.
import { createServer, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface Proxy {
  readonly url: string;
  /** What it was asked to tunnel to, `host:port`, or for, an address; oldest first. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a proxy that takes everything to one port of this machine.
 * @param refusal the status with which it refuses instead; 0: it never says anything
 */
export async function startProxy(port: number, refusal?: number): Promise<Proxy> {
  const asked: string[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (refusal !== undefined) {
      if (refusal > 0) response.writeHead(refusal).end();
      return;
    }
    const { url = '', method, headers } = request;
    const path = new URL(url).pathname;
    const upstream = send({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.on('connect', (request, client, head) => {
    asked.push(request.url ?? '');
    if (refusal !== undefined) {
      sockets.add(client);
      if (refusal > 0) client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

/** Puts TLS in front of a server of this machine. */
export async function startTls(
  port: number,
  { certificate, key }: { certificate: string; key: string },
): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createTlsServer({ cert: certificate, key }, (client) => {
    const upstream = connect(port, '127.0.0.1');
    upstream.pipe(client).pipe(upstream);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
