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
    ['an address by its label', 'From: anna.bergacontoso.dev', 'anna.bergacontoso.dev'],
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
  ])('nothing in %s', (line) => {
    expect(found(line)).toEqual([]);
  });
});
