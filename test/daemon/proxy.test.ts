// Companies: a proxy in the way, and an authority of their own. The provider's name is known to the proxy alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from '../support/certificate.ts';
import { startProxy, startTls } from '../support/proxy.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { failureOf, provideRaw, spawnDaemon } from './harness.ts';

const HOST = 'provider.test';
const BASE_URL = `https://${HOST}/v1`;

async function prepare() {
  const provider = await provideRaw();
  provider.reply((exchange) =>
    exchange.open().delta('Hi').finish().usage({ prompt_tokens: 3, completion_tokens: 1 }).done(),
  );
  const authority = selfSigned(HOST);
  const tls = await startTls(Number(new URL(provider.baseUrl).port), authority);
  const proxy = await startProxy(tls.port);
  onTestFinished(async () => {
    await proxy.stop();
    await tls.stop();
  });
  const certificates = join(scratchDirectory(), 'company.pem');
  writeFileSync(certificates, authority.certificate);
  const start = async (environment: NodeJS.ProcessEnv, options: object = {}) => {
    const daemon = spawnDaemon({ baseUrl: BASE_URL, environment });
    await daemon.client.initialize(options);
    return daemon;
  };
  return { provider, proxy, certificates, start };
}

test('the environment’s proxy and certificates are used', async () => {
  const { provider, proxy, certificates, start } = await prepare();
  const daemon = await start({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificates });
  expect(await daemon.explain({ prompt: 'Why?' })).toMatchObject({ text: 'Hi', certainty: 'exact' });
  expect(proxy.asked).toEqual([`${HOST}:443`]);
  expect(provider.exchanges).toHaveLength(1);
});

test('the editor’s proxy goes before the environment’s', async () => {
  const { proxy, certificates, start } = await prepare();
  const daemon = await start(
    { HTTPS_PROXY: 'http://127.0.0.1:9', NODE_EXTRA_CA_CERTS: certificates },
    { proxy: proxy.url },
  );
  expect(await daemon.explain({ prompt: 'Why?' })).toMatchObject({ text: 'Hi' });
  expect(proxy.asked).toHaveLength(1);
});

test('what is excepted does not go through it', async () => {
  const { proxy, start } = await prepare();
  const daemon = await start({ HTTPS_PROXY: proxy.url, NO_PROXY: '.test' });
  expect(await failureOf(daemon.explain({ prompt: 'Why?' }))).toMatchObject({ code: 'unreachable' });
  expect(proxy.asked).toEqual([]);
});

test('an authority that nobody vouches for is not believed, and nothing is sent', async () => {
  const { provider, proxy, start } = await prepare();
  const daemon = await start({ HTTPS_PROXY: proxy.url });
  const failure = await failureOf(daemon.explain({ prompt: 'Why?' }));
  expect(failure).toMatchObject({ code: 'untrusted', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
  expect(provider.exchanges).toHaveLength(0);
  expect((await daemon.spend()).rows).toMatchObject([{ certainty: 'exact', costNanoUsd: 0 }]);
});
