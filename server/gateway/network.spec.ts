import { expect, test } from 'vitest';
import { proxiesOf } from './network.ts';

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
  [{ HTTPS_PROXY: 'http://a:1' }, 'nonsense', { httpsProxy: 'http://a:1' }],
  [{ NO_PROXY: '*' }, 'http://editor:1', { noProxy: '*' }],
])('%j and %j', (environment, proxy, proxies) => {
  expect(proxiesOf({ environment, proxy })).toMatchObject(proxies);
});
