import { expect, test } from 'vitest';
import { chooseRoute } from './choose-route.ts';

test.each([
  [{ pictures: 0, providerAvailable: true, wanted: undefined }, 'text', 'the question has no picture'],
  [{ pictures: 1, providerAvailable: true, wanted: undefined }, 'vision', 'the question is about a picture'],
  [{ pictures: 3, providerAvailable: true, wanted: undefined }, 'vision', 'the question is about 3 pictures'],
  [{ pictures: 1, providerAvailable: true, wanted: 'text' }, 'text', 'you asked for it'],
  [{ pictures: 1, providerAvailable: true, wanted: 'local' }, 'local', 'you asked for it'],
  [{ pictures: 0, providerAvailable: true, wanted: 'vision' }, 'vision', 'you asked for it'],
  // Without anybody to ask there is no choice.
  [{ pictures: 1, providerAvailable: false, wanted: undefined }, 'local', 'no API key is set'],
  [{ pictures: 1, providerAvailable: false, wanted: 'vision' }, 'local', 'no API key is set'],
] as const)('%o: %s, because %s', (features, route, reason) => {
  expect(chooseRoute(features)).toEqual({ route, reason });
});
