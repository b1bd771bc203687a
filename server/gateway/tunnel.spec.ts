import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CONNECT_WITHIN_MS, openTunnel } from './tunnel.ts';

test('a connection that does not come is given up in time', async () => {
  // It takes connections, and never shakes hands.
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const tunnel = openTunnel({ httpProxy: '', httpsProxy: '', noProxy: '*' }, []);
  onTestFinished(async () => {
    vi.useRealTimers();
    await tunnel.close();
    server.close();
  });
  const fetching = tunnel.fetch(`https://127.0.0.1:${port}/`, { dispatcher: tunnel.dispatcher(() => {}) });
  const failure = expect(fetching).rejects.toMatchObject({ cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } });
  const [socket] = await once(server, 'connection');
  onTestFinished(() => socket.destroy());
  // undici looks at the time twice a second.
  await vi.advanceTimersByTimeAsync(CONNECT_WITHIN_MS + 2_000);
  await failure;
});
