import { describe, expect, it } from 'vitest';
import type { Reading } from '../../reading.ts';
import { createDetector } from '../detect.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

function found(line: string): string[] {
  const words = Array.from(line.matchAll(/\S+/g), ({ 0: text, index }) => {
    const symbols = Array.from(text, (character, at) => ({
      text: character,
      box: { x: (index + at) * 8, y: 0, width: 7, height: 12 },
    }));
    const box = { x: index * 8, y: 0, width: text.length * 8 - 1, height: 12 };
    return { text, confidence: 0.9, box, symbols };
  });
  const reading: Reading = { lines: [{ box: { x: 0, y: 0, width: line.length * 8, height: 12 }, words }] };
  return detector.inReading(reading).map(({ value }) => value.trim());
}

describe('Of what is misread there is found', () => {
  it.each([
    ['an address whose sign is a letter', 'jane.doeQacme-corp.com', 'jane.doeQacme-corp.com'],
    ['an address whose sign is a space', 'jane.doe acme-corp.com', 'jane.doe acme-corp.com'],
    [
      'an address after a word whose sign is a space',
      'cc jane_doe2 acme-corp.com',
      'jane_doe2 acme-corp.com',
    ],
    ['an address by its label', 'From: anna.bergacontoso.dev', 'anna.bergacontoso.dev'],
    [
      'an address in brackets whose sign is a letter',
      'to=<billing-eugmail.acme-labs.io>',
      'billing-eugmail.acme-labs.io',
    ],
    ['an address with a plus', '"lena+opsamail.acme-labs.io"', 'lena+opsamail.acme-labs.io'],
    ['an address after a name', 'username: hr-nordamail.acme-labs.io', 'hr-nordamail.acme-labs.io'],
    [
      'a URL whose sign is a letter',
      'redis://app:Sommer9683gcache-prod.lab.example.net:5432/0',
      'Sommer9683gcache-prod.lab.example.net',
    ],
    ['a URL whose sign is two', 'ftp://backup:Sommer5528(@git2.corp.internal/pub', 'Sommer5528('],
    ['a URL whose first colon is a letter', 'sftp://zapbnuluf8tii@registry.acme-corp.com/x', 'zapbnuluf8tii'],
    ['a phone number, ten digits in any groups', '06 816529 67', '06 816529 67'],
    ['a phone number with the prefix for abroad', 'call 0044 20 7946 0332', '0044 20 7946 0332'],
    ['a phone number after its letter', 'T+90 532 170 49 12', '+90 532 170 49 12'],
    ['a code in groups with a letter from elsewhere', '79uic-dgd3j-k818y-w6sé1', '79uic-dgd3j-k818y-w6sé1'],
    ['a URL without its colon', 'postgresql//app:Kx8vPq2Lm9Tz@db.internal/app', 'Kx8vPq2Lm9Tz'],
    ['an IP address with a dot lost', '185.20838.194', '185.20838.194'],
    ['an IP address with letters', 'l85.208.38.I94', 'l85.208.38.I94'],
    ['a phone number in groups', '0174 039 7702', '0174 039 7702'],
    ['a code in groups', 'kd83-jf72-pq91-zm45-xb60', 'kd83-jf72-pq91-zm45-xb60'],
    ['a random string without small letters', 'A9KQ2Z7XW4M8P1L6T3VB', 'A9KQ2Z7XW4M8P1L6T3VB'],
  ])('%s', (_, line, value) => {
    expect(found(line)).toContain(value);
  });

  it.each([
    "import x from 'lodash.dev'",
    'Contact us at docs.example.io',
    'postgres://localhost:5432/app',
    'version 10.0.19045.3448',
    'total 120.50 130.20 140.90',
    '10:30:32.197 INFO started',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'getElementsByTagNameNS2 createBrowserRouter7',
    'to: docs.acme-labs.io',
    'mongodb+srv.driver.dev',
    'redis://cache.internal.acme:6379/0',
    'https://acme.example.net/a@b',
    'systemd[1]: Started app-13.22.13.service',
    'Accepted RSA SHA256:rDkTt8IcmdB+2nxRUCaHxXsEdBoq20',
    'Sections 4.2.1, 4.2.1.3 and 5.1.2.3',
    'Order 00 1234',
    '    server_name shop.example.com;',
    'server_name shop.example.com',
    'proxy_pass api.example.com',
    'auth_server login.acme-corp.com',
    'upstream.host db.acme-corp.com',
    'Message-ID: <347db0777922457a.0692321988@mx>',
  ])('nothing in %s', (line) => {
    expect(found(line)).toEqual([]);
  });
});
