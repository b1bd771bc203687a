import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startProxy } from '../../test/support/proxy.ts';
import { Network, type NetworkSettings, proxiesOf } from './network.ts';
import { NeverSentError, neverConnected } from './never-connected.ts';

const HERE = 'localhost,127.0.0.1,[::1],::1';

test.each([
  [{}, undefined, { httpProxy: '', httpsProxy: '', noProxy: HERE }],
  [
    { HTTPS_PROXY: 'http://a:1', NO_PROXY: '.corp' },
    undefined,
    { httpProxy: '', httpsProxy: 'http://a:1', noProxy: `.corp,${HERE}` },
  ],
  [{ http_proxy: 'http://a:1' }, undefined, { httpProxy: 'http://a:1', httpsProxy: 'http://a:1' }],
  [{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, undefined, { httpsProxy: 'http://low:1' }],
  [
    { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:1' },
    'http://editor:3128',
    { httpProxy: 'http://editor:3128', httpsProxy: 'http://editor:3128' },
  ],
  [{ HTTPS_PROXY: 'http://a:1' }, '', { httpsProxy: 'http://a:1' }],
  [{ HTTPS_PROXY: 'http://a:1' }, ' editor:3128 ', { httpsProxy: 'http://editor:3128' }],
  [{ HTTPS_PROXY: '127.0.0.1:3128' }, undefined, { httpProxy: '', httpsProxy: 'http://127.0.0.1:3128' }],
  [{ HTTP_PROXY: 'jane:pw@a:1' }, undefined, { httpsProxy: 'http://jane:pw@a:1' }],
  [{ HTTPS_PROXY: 'socks5://a:1' }, undefined, { httpsProxy: 'socks5://a:1' }],
  [{ NO_PROXY: '*' }, 'http://editor:1', { noProxy: '*' }],
])('%j and %j', (environment, proxy, proxies) => {
  expect(proxiesOf({ environment, proxy })).toMatchObject(proxies);
});

test.each<[NetworkSettings, string]>([
  [{ environment: { https_proxy: 'http://jane:secret@' } }, 'https_proxy'],
  [{ environment: { HTTP_PROXY: 'secret host:3128' } }, 'HTTP_PROXY'],
  [{ environment: { HTTPS_PROXY: 'ftp://secret:1' } }, 'HTTPS_PROXY'],
  [{ environment: { HTTPS_PROXY: 'http://jane:secret%@a:1' } }, 'HTTPS_PROXY'],
  [{ environment: {}, proxy: 'http://secret:port' }, 'http.proxy'],
])('%j is named, without what may be a password', async (settings, where) => {
  expect(() => proxiesOf(settings)).toThrow(`What ${where} names is not the address of a proxy.`);
  const network = new Network(settings);
  await expect(network.fetch('http://provider.test/')).rejects.toThrow(NeverSentError);
  await network.close();
});

/** A server on this machine, reached as a provider elsewhere is. */
async function serve(listener: RequestListener, settings: NetworkSettings = { environment: {} }) {
  const network = new Network(settings);
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await network.close();
  });
  const { port } = server.address() as AddressInfo;
  return { network, address: `http://127.0.0.1:${port}/` };
}

const BYTES = new TextEncoder().encode('words');

test.each<[string, BodyInit, string | undefined]>([
  ['text', 'words', 'text/plain;charset=UTF-8'],
  ['bytes', BYTES, undefined],
  ['a file', new Blob([BYTES], { type: 'audio/wav' }), 'audio/wav'],
  ['a stream', new Blob([BYTES]).stream(), undefined],
  ['fields', new URLSearchParams({ a: 'b' }), 'application/x-www-form-urlencoded;charset=UTF-8'],
])('%s arrives as with the global fetch', async (_, body, contentType) => {
  let request: IncomingMessage | undefined;
  let came = '';
  const { network, address } = await serve(async (incoming, response) => {
    request = incoming;
    came = Buffer.concat(await incoming.toArray()).toString();
    response.end('done');
  });
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
  const response = await network.fetch(address, init);
  expect(await response.text()).toBe('done');
  expect(came).toBe(body instanceof URLSearchParams ? 'a=b' : 'words');
  expect(request?.headers['content-type']).toBe(contentType);
  expect(request?.headers['content-length']).toBe(String(came.length));
});

test('a form arrives with its boundary and its file', async () => {
  const form = new FormData();
  form.append('model', 'a-model');
  form.append('file', new File([BYTES], 'note.wav', { type: 'audio/wav' }));
  const received = Promise.withResolvers<FormData>();
  const { network, address } = await serve(async (incoming, response) => {
    const headers = { 'content-type': incoming.headers['content-type'] ?? '' };
    received.resolve(new Response(Buffer.concat(await incoming.toArray()), { headers }).formData());
    response.end();
  });
  await network.fetch(address, { method: 'POST', body: form });
  const came = await received.promise;
  const file = came.get('file');
  expect(came.get('model')).toBe('a-model');
  if (!(file instanceof File)) throw new Error('The file did not arrive as one.');
  expect([file.name, file.type, await file.text()]).toEqual(['note.wav', 'audio/wav', 'words']);
});

test('what was sent when it fails may have been received', async () => {
  let isSending = false;
  const { network, address } = await serve((incoming) => incoming.socket.destroy());
  const failure = await network
    .fetch(address, { method: 'POST', body: 'words' }, () => {
      isSending = true;
    })
    .catch((error: unknown) => error);
  expect(isSending).toBe(true);
  expect(neverConnected(failure)).toBe(false);
});

test('what is stopped while it connects was never sent', async () => {
  // It takes connections, and never shakes hands.
  const server = createTcpServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const network = new Network({ environment: {} });
  onTestFinished(() => network.close());
  const stop = new AbortController();
  const fetching = network.fetch(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    method: 'POST',
    body: 'words',
    signal: stop.signal,
  });
  const [socket] = await once(server, 'connection');
  stop.abort();
  await expect(fetching).rejects.toThrow(NeverSentError);
  socket.destroy();
  server.close();
});

test.each(['http', 'https'])('a proxy that wants a password for %s passes nothing on', async (scheme) => {
  const proxy = await startProxy(0, 407);
  onTestFinished(() => proxy.stop());
  const network = new Network({ environment: {}, proxy: proxy.url });
  onTestFinished(() => network.close());
  const failure = await network.fetch(`${scheme}://provider.test/`).catch((error: unknown) => error);
  expect(neverConnected(failure)).toBe(true);
  expect(proxy.asked).toHaveLength(1);
});
