import { describe, expect, test } from 'vitest';
import type { Look } from '../../protocol/attach.ts';
import { chooseRoute, type RouteFeatures, type Way } from './choose-route.ts';
import { readPrompt } from './prompt-features.ts';

const TERMINAL: Look = {
  words: 80,
  confidence: 0.88,
  textShare: 0.95,
  unruledTextShare: 0.95,
  pictureShare: 0.004,
  curveShare: 0,
  barShare: 0,
  longLineShare: 0.5,
  alignedShare: 0.8,
  speaksOfTrouble: false,
  surroundShare: 0,
};
const CHART: Look = {
  words: 20,
  confidence: 0.9,
  textShare: 0.18,
  unruledTextShare: 0.18,
  pictureShare: 0.25,
  curveShare: 0,
  barShare: 0,
  longLineShare: 0.5,
  alignedShare: 0.8,
  speaksOfTrouble: false,
  surroundShare: 0,
};
const BLURRED: Look = {
  words: 60,
  confidence: 0.4,
  textShare: 0.9,
  unruledTextShare: 0.9,
  pictureShare: 0.01,
  curveShare: 0,
  barShare: 0,
  longLineShare: 0.5,
  alignedShare: 0.8,
  speaksOfTrouble: false,
  surroundShare: 0,
};
const PHOTO: Look = {
  words: 0,
  confidence: 0.2,
  textShare: 0,
  unruledTextShare: 0,
  pictureShare: 0.5,
  curveShare: 0,
  barShare: 0,
  longLineShare: 0.5,
  alignedShare: 0.8,
  speaksOfTrouble: false,
  surroundShare: 0,
};

const price = (expectedNanoUsd: number, fits = true) => ({ expectedNanoUsd, fits });
const PROVIDER = { vision: price(6_000), text: price(300), accurate: price(5_000) };
const WITH_GLANCE = { ...PROVIDER, glance: price(400) };
const SERVER = { 'server-vision': price(0), 'server-text': price(0) };

function choose({ prompt = '', ...more }: Partial<Omit<RouteFeatures, 'prompt'>> & { prompt?: string }) {
  return chooseRoute({
    looks: [],
    prompt: readPrompt(prompt),
    policy: 'balanced',
    isUrgent: true,
    wanted: undefined,
    hasModels: true,
    ways: PROVIDER,
    ...more,
  });
}

describe('what the user asks for is done', () => {
  test.each([
    ['vision', 'vision'],
    ['text', 'text'],
    ['local', 'local'],
  ] as const)('%s', (wanted, way) => {
    for (const looks of [[TERMINAL], [CHART], [null]])
      expect(choose({ looks, wanted })).toEqual({ way, reason: 'you asked for it' });
  });

  test('even where a budget has no room: it refuses with its figures', () => {
    const ways = { ...PROVIDER, vision: price(6_000, false) };
    expect(choose({ looks: [TERMINAL], wanted: 'vision', ways }).way).toBe('vision');
  });
});

test.each([
  ['balanced', 'no API key is set'],
  ['private', 'nothing may be sent (lenscap.routing.policy), and no server on this machine is set'],
] as const)('with nobody to ask (%s) it is answered here', (policy, reason) => {
  for (const wanted of [undefined, 'vision'] as const)
    expect(choose({ looks: [CHART], policy, wanted, hasModels: false, ways: {} })).toEqual({
      way: 'local',
      reason,
    });
});

describe('a picture', () => {
  test.each([
    ['text, no question', TERMINAL, '', 'text', 'the picture is text, which was read here'],
    [
      'text, a question about it',
      TERMINAL,
      'how do I fix this?',
      'text',
      'the picture is text, which was read here',
    ],
    [
      'text, a question about looks',
      TERMINAL,
      'which font is this?',
      'vision',
      'the question is about how something looks',
    ],
    [
      'the same in German',
      TERMINAL,
      'Welche Farbe hat der Rand?',
      'vision',
      'the question is about how something looks',
    ],
    ['a chart', CHART, '', 'vision', 'there is more to see than text'],
    ['text that is hard to read', BLURRED, 'why?', 'vision', 'the text could not be read well enough'],
    ['a photograph', PHOTO, 'explain', 'vision', 'the question is about a picture'],
    ['one that was not read: privacy is off', null, 'explain', 'vision', 'the question is about a picture'],
  ] as const)('%s', (_, look, prompt, way, reason) => {
    expect(choose({ looks: [look], prompt })).toEqual({ way, reason });
  });

  test('of several one that is more than text is enough', () => {
    expect(choose({ looks: [TERMINAL, TERMINAL] })).toMatchObject({
      way: 'text',
      reason: 'the pictures are text, which was read here',
    });
    expect(choose({ looks: [TERMINAL, CHART] }).way).toBe('vision');
    expect(choose({ looks: [TERMINAL, null] }).reason).toBe('the question is about 2 pictures');
    expect(choose({ looks: [TERMINAL, TERMINAL], prompt: 'what changed?' })).toEqual({
      way: 'vision',
      reason: 'the question compares pictures',
    });
  });

  test('is looked at where its text would cost more', () => {
    const ways = { vision: price(300), text: price(6_000) };
    expect(choose({ looks: [TERMINAL], ways })).toEqual({ way: 'vision', reason: 'it costs no more' });
  });

  describe('that is most likely just text', () => {
    const WINDOW: Look = { ...TERMINAL, textShare: 0.6, unruledTextShare: 0.9, longLineShare: 0.8 };
    const UNSURE: Look = { ...TERMINAL, confidence: 0.7 };

    test.each([
      ['a window, of which nobody says that it is about its words', WINDOW, ''],
      ['read unsurely', UNSURE, 'how do I fix this?'],
      ['before a wallpaper', { ...TERMINAL, surroundShare: 0.2 }, 'how do I fix this?'],
    ] as const)('is looked at by a cheaper model: %s', (_, look, prompt) => {
      expect(choose({ looks: [look], prompt, ways: WITH_GLANCE })).toEqual({
        way: 'glance',
        reason: 'the picture is most likely just text',
      });
      expect(choose({ looks: [TERMINAL, look], prompt, ways: WITH_GLANCE })).toEqual({
        way: 'glance',
        reason: 'the pictures are most likely just text',
      });
      // Where there is none, its text is sent.
      expect(choose({ looks: [look], prompt }).way).toBe('text');
    });

    test('by the better one with the policy best, or where that costs no more', () => {
      expect(choose({ looks: [UNSURE], policy: 'best', ways: WITH_GLANCE }).way).toBe('vision');
      const dear = { ...PROVIDER, glance: price(7_000) };
      expect(choose({ looks: [UNSURE], ways: dear }).way).toBe('text');
    });

    test('is not what surely is text, or surely more', () => {
      expect(choose({ looks: [TERMINAL], ways: WITH_GLANCE }).way).toBe('text');
      expect(choose({ looks: [CHART], ways: WITH_GLANCE }).way).toBe('vision');
      expect(choose({ looks: [CHART, UNSURE], ways: WITH_GLANCE }).way).toBe('vision');
    });
  });

  test('goes to the cheaper model that sees, with cheapest or where a budget has no room', () => {
    expect(choose({ looks: [CHART], policy: 'cheapest', ways: WITH_GLANCE })).toEqual({
      way: 'glance',
      reason: 'lenscap.routing.policy is cheapest',
    });
    expect(choose({ looks: [TERMINAL], policy: 'cheapest', ways: WITH_GLANCE }).way).toBe('text');
    const full = { vision: price(6_000), glance: price(200), text: price(300, false) };
    expect(choose({ looks: [TERMINAL], ways: full }).way).toBe('text');
    expect(choose({ looks: [CHART], ways: { ...WITH_GLANCE, vision: price(6_000, false) } })).toEqual({
      way: 'glance',
      reason: 'a budget has no room for the better model',
    });
  });

  test('is looked at with the policy best, and read wherever it might do with cheapest', () => {
    const form: Look = { ...TERMINAL, textShare: 0.55, unruledTextShare: 0.55 };
    expect(choose({ looks: [TERMINAL], policy: 'best' }).way).toBe('vision');
    expect(choose({ looks: [form] }).way).toBe('vision');
    expect(choose({ looks: [form], policy: 'cheapest' }).way).toBe('text');
    expect(choose({ looks: [CHART], policy: 'cheapest' }).way).toBe('vision');
  });
});

describe('words alone', () => {
  const HARD = `Why does this deadlock, and what are the trade-offs of a refactor?\n${'x '.repeat(1_000)}\n\`\`\`\nlock();\n\`\`\``;

  test.each([
    ['balanced', 'what is a monad?', 'text', 'the question has no picture'],
    ['balanced', 'I need the exact rule, make sure it is correct', 'accurate', 'the answer has to be right'],
    ['balanced', 'Ich brauche es genau und korrekt', 'accurate', 'the answer has to be right'],
    ['balanced', HARD, 'accurate', 'the question is a hard one'],
    ['cheapest', HARD, 'text', 'the question has no picture'],
    ['best', 'what is a monad?', 'accurate', 'lenscap.routing.policy is best'],
  ] as const)('%s, %j', (policy, prompt, way, reason) => {
    expect(choose({ policy, prompt })).toEqual({ way, reason });
  });

  test('that nobody waits for do not get the better model', () => {
    expect(choose({ prompt: HARD, isUrgent: false }).way).toBe('text');
  });

  test('go to the one model the user set, if there is no better one to choose', () => {
    expect(choose({ prompt: HARD, ways: { text: price(300) } }).way).toBe('text');
  });
});

describe('a server on this machine', () => {
  test('is all there is with the policy private', () => {
    const asked = (look: Look) => choose({ looks: [look], policy: 'private', ways: SERVER }).way;
    expect(asked(TERMINAL)).toBe('server-text');
    expect(asked(CHART)).toBe('server-vision');
    expect(choose({ policy: 'private', ways: SERVER, prompt: 'why?' }).way).toBe('server-text');
    expect(choose({ policy: 'private', ways: SERVER, looks: [TERMINAL], wanted: 'vision' }).way).toBe(
      'server-vision',
    );
  });

  test('gets the words with cheapest, and what nobody else can be asked', () => {
    expect(choose({ policy: 'cheapest', ways: { ...PROVIDER, ...SERVER }, prompt: 'why?' }).way).toBe(
      'server-text',
    );
    expect(choose({ ways: { ...PROVIDER, ...SERVER }, prompt: 'why?' }).way).toBe('text');
    expect(choose({ ways: SERVER, prompt: 'why?' }).way).toBe('server-text');
  });
});

describe('where a budget has no room', () => {
  const without = (...tight: Way[]): RouteFeatures['ways'] => ({
    ...PROVIDER,
    ...Object.fromEntries(tight.map((way) => [way, price(9_000, false)])),
  });

  test('the cheaper way is taken, and says so', () => {
    expect(choose({ looks: [CHART], ways: without('vision') })).toEqual({
      way: 'text',
      reason: 'a budget has no room for looking at a picture',
    });
    expect(choose({ prompt: 'be exact', ways: without('accurate') })).toEqual({
      way: 'text',
      reason: 'a budget has no room for the better model',
    });
  });

  test('not where there is nothing to read, nor where nothing fits: then it is refused', () => {
    expect(choose({ looks: [PHOTO], ways: without('vision') }).way).toBe('vision');
    expect(choose({ looks: [null], ways: without('vision') }).way).toBe('vision');
    expect(choose({ looks: [CHART], ways: without('vision', 'text') }).way).toBe('vision');
  });
});

test('takes under a millisecond, however long the question', () => {
  const prompt = 'why does the layout of this table look wrong? '.repeat(4_000);
  choose({ looks: [TERMINAL], prompt });
  const startedAt = performance.now();
  for (let time = 0; time < 20; time++) choose({ looks: [TERMINAL], prompt });
  expect((performance.now() - startedAt) / 20).toBeLessThan(5);
});
