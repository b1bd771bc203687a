import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CONNECT_WITHIN_MS, openTunnel } from './tunnel.ts';

test('a connection that does not come is given up in time, after its name could be looked up twice', async () => {
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
  const onFailure = vi.fn();
  fetching.catch(onFailure);
  const failure = expect(fetching).rejects.toMatchObject({ cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } });
  const [socket] = await once(server, 'connection');
  onTestFinished(() => socket.destroy());
  // A name server that is dead costs five seconds, and the next one takes a moment.
  await vi.advanceTimersByTimeAsync(7_000);
  expect(onFailure).not.toHaveBeenCalled();
  // undici looks at the time twice a second.
  await vi.advanceTimersByTimeAsync(CONNECT_WITHIN_MS + 2_000);
  await failure;
});
