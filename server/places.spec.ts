import { expect, test } from 'vitest';
import { withoutPerson } from './places.ts';

const jane = { home: '/home/jane', user: 'jane' };

test.each([
  ['/home/jane/.local/share/lenscap/lenscap.db, 12 kB', '~/.local/share/lenscap/lenscap.db, 12 kB'],
  ['no file /home/jane.', 'no file /home/jane.'],
  ['/home/janet/file', '/home/janet/file'],
  ['open /srv/jane/data, or /srv/jane: denied', 'open /srv/…/data, or /srv/…: denied'],
  ['jane is a name, and in no path', 'jane is a name, and in no path'],
  ['http://user:word@proxy.example:8080', 'http://proxy.example:8080'],
  ['http://jane:p@ss-w0rd@proxy.corp:3128', 'http://proxy.corp:3128'],
  ['https://host/v1?key=abc and more', 'https://host/v1 and more'],
  ["Jane's AirPods, James’ Headset, Built-in Audio", "…'s AirPods, …’ Headset, Built-in Audio"],
  ["the kernel's keyring", "the kernel's keyring"],
])('%s', (text, shown) => expect(withoutPerson(text, jane)).toBe(shown));

test('Windows', () => {
  const person = { home: 'C:\\Users\\Jane', user: 'jane' };
  expect(withoutPerson('C:\\Users\\Jane\\AppData\\x.db, D:\\Jane\\y', person)).toBe(
    '~\\AppData\\x.db, D:\\…\\y',
  );
});

test('a user without a home of their own', () => {
  expect(withoutPerson('/var/lib/lenscap', { home: '/', user: '' })).toBe('/var/lib/lenscap');
});
