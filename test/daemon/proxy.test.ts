// Companies: a proxy in the way, and an authority of their own. The provider's name is known to the proxy alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attachSound } from '../../protocol/voice.ts';
import { selfSigned } from '../support/certificate.ts';
import { startProxy, startTls } from '../support/proxy.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { pcm, tone, wavFile } from '../support/sound.ts';
import { startTranscriber, whole } from '../support/transcriber.ts';
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

test.each([
  [407, 'proxy-login', 'NAME:PASSWORD@'],
  [403, 'proxy-refused', 'NO_PROXY'],
  [502, 'unreachable', 'the proxy'],
])('a proxy that says %i is told as such, and nothing is booked', async (status, code, hint) => {
  const proxy = await startProxy(0, status);
  onTestFinished(() => proxy.stop());
  const daemon = spawnDaemon({ baseUrl: BASE_URL, environment: { HTTPS_PROXY: proxy.url } });
  await daemon.client.initialize({ settings: { routing: { fallback: false } } });
  const failure = await failureOf(daemon.explain({ prompt: 'Why?' }));
  expect(failure).toMatchObject({ code, hint: expect.stringContaining(hint) });
  expect(failure.message).toContain(`(status ${status})`);
  const { rows } = await daemon.spend();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatchObject({ certainty: 'exact', costNanoUsd: 0 });
});

test('who waits for a connection is told so', async () => {
  const proxy = await startProxy(0, 0);
  onTestFinished(() => proxy.stop());
  const daemon = spawnDaemon({ baseUrl: BASE_URL, environment: { HTTPS_PROXY: proxy.url } });
  await daemon.client.initialize({});
  const stop = new AbortController();
  const steps: string[] = [];
  const asking = daemon.explain(
    { prompt: 'Why?' },
    (progress) => {
      if (progress.kind !== 'step') return;
      steps.push(progress.text);
      stop.abort();
    },
    stop.signal,
  );
  expect(await asking).toMatchObject({ finishReason: 'cancelled', costNanoUsd: 0 });
  expect(steps).toEqual([`There is no connection to ${HOST} yet.`]);
});

test('a proxy without a scheme is one of HTTP; one that is none is named', async () => {
  const { proxy, certificates, start } = await prepare();
  const environment = { NODE_EXTRA_CA_CERTS: certificates };
  const daemon = await start({ ...environment, https_proxy: new URL(proxy.url).host });
  expect(await daemon.explain({ prompt: 'Why?' })).toMatchObject({ text: 'Hi' });
  expect(proxy.asked).toEqual([`${HOST}:443`]);

  const mistaken = await start({ ...environment, HTTPS_PROXY: 'http://jane:secret@' });
  const failure = await failureOf(mistaken.explain({ prompt: 'Why?' }));
  expect(failure).toMatchObject({ kind: 'usage', code: 'invalid-proxy' });
  expect(failure.message).toContain('HTTPS_PROXY');
  expect(failure.message + failure.hint).not.toContain('secret');
  expect(await mistaken.stop()).toBe(0);
});

test('a sound goes through it whole, as a form', async () => {
  const provider = await startTranscriber();
  provider.reply(whole('Why does it fail?', { type: 'duration', seconds: 3 }));
  const proxy = await startProxy(Number(new URL(provider.baseUrl).port));
  onTestFinished(() => proxy.stop());
  const baseUrl = `http://${HOST}/v1`;
  const daemon = spawnDaemon({ baseUrl, environment: { HTTP_PROXY: proxy.url } });
  await daemon.client.initialize({});
  const note = await daemon.request(attachSound, {
    name: 'note.wav',
    data: wavFile(pcm(tone(2))).toString('base64'),
  });
  expect(await daemon.client.transcribe({ id: note.id }, () => {})).toMatchObject({
    text: 'Why does it fail?',
  });
  expect(proxy.asked).toEqual([`${baseUrl}/audio/transcriptions`]);
  expect(provider.uploads).toMatchObject([
    { fileName: 'note.wav', fields: { model: 'gpt-4o-mini-transcribe', response_format: 'json' } },
  ]);
  expect(provider.uploads[0]?.file.subarray(0, 4).toString()).toBe('RIFF');
});
