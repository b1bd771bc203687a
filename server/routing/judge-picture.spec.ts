import { expect, test } from 'vitest';
import type { Look } from '../../protocol/attach.ts';
import { judgePicture } from './judge-picture.ts';
import { readPrompt } from './prompt-features.ts';

const PAGE: Look = {
  words: 60,
  confidence: 0.9,
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

/** Text with much around it. */
const WINDOW: Look = { ...PAGE, textShare: 0.45, unruledTextShare: 0.85 };

test.each([
  ['a page of text', PAGE, '', 'text'],
  ['nothing to read', { ...PAGE, words: 0 }, '', 'nothing-read'],
  ['guessed', { ...PAGE, confidence: 0.5 }, '', 'unread'],
  ['wrong, and its words know of nothing', PAGE, 'Was stimmt hier nicht?', 'looks'],
  ['wrong, as its words say', { ...PAGE, speaksOfTrouble: true }, 'what is wrong here', 'text'],
  ['a window before a wallpaper', { ...PAGE, surroundShare: 0.3 }, '', 'more-than-text'],
  [
    'a window before a wallpaper that tells of an error',
    { ...PAGE, surroundShare: 0.3, speaksOfTrouble: true },
    '',
    'probably-text',
  ],
  [
    'a window before a wallpaper, asked about',
    { ...PAGE, surroundShare: 0.3 },
    'it won’t let me continue',
    'probably-text',
  ],
  ['prose read unsurely', { ...PAGE, longLineShare: 0.9, confidence: 0.64 }, '', 'more-than-text'],
  ['a table read unsurely', { ...PAGE, confidence: 0.64 }, '', 'probably-text'],
  ['the same, asked about its words', { ...PAGE, confidence: 0.64 }, 'what is this error?', 'probably-text'],
  ['wrong in what is read', PAGE, 'what is wrong with this function', 'text'],
  ['asked about its looks', PAGE, 'which colour is it', 'looks'],
  ['a page around a photo', { ...PAGE, pictureShare: 0.2 }, '', 'more-than-text'],
  [
    'commit messages beside the lanes of a graph',
    { ...PAGE, curveShare: 0.07 },
    'which branch is it',
    'more-than-text',
  ],
  ['a log in a window with icons and frames', { ...WINDOW, longLineShare: 0.8 }, '', 'probably-text'],
  ['the same, asked about its words', { ...WINDOW, longLineShare: 0.8 }, 'what is this error?', 'text'],
  [
    'the same, as its words tell of an error',
    { ...WINDOW, longLineShare: 0.8, speaksOfTrouble: true },
    '',
    'text',
  ],
  [
    'a page among icons and faces',
    { ...PAGE, textShare: 0.6, unruledTextShare: 0.85, longLineShare: 0.4 },
    '',
    'probably-text',
  ],
  [
    'the same labels, were they a column',
    { ...WINDOW, unruledTextShare: 0.8, longLineShare: 0.55, alignedShare: 0.7 },
    '',
    'probably-text',
  ],
  [
    'long labels on arrows, which are straight lines, too',
    { ...WINDOW, unruledTextShare: 0.8, longLineShare: 0.55, alignedShare: 0.2 },
    '',
    'more-than-text',
  ],
  ['a diagram with as many words', { ...WINDOW, longLineShare: 0.2 }, '', 'more-than-text'],
  [
    'sentences that lie on each other',
    { ...WINDOW, longLineShare: 0.8, confidence: 0.64 },
    '',
    'more-than-text',
  ],
  [
    'thoughts in bubbles',
    { ...WINDOW, longLineShare: 0.75, unruledTextShare: 0.62, alignedShare: 0.2 },
    '',
    'more-than-text',
  ],
  ['a page with a picture', { ...WINDOW, longLineShare: 0.6, pictureShare: 0.1 }, '', 'more-than-text'],
  [
    'the same, asked about its words',
    { ...WINDOW, longLineShare: 0.6, pictureShare: 0.1 },
    'what is the reason given?',
    'text',
  ],
  [
    'a waterfall with its names, no question',
    { ...WINDOW, longLineShare: 0.8, barShare: 0.25 },
    '',
    'more-than-text',
  ],
  [
    'the same, asked about its words',
    { ...WINDOW, longLineShare: 0.8, barShare: 0.25 },
    'which error did it return',
    'text',
  ],
  ['a few coloured curves at its edge', { ...PAGE, curveShare: 0.02 }, '', 'text'],
  [
    'boxes with words, no question',
    { ...PAGE, textShare: 0.66, unruledTextShare: 0.66, pictureShare: 0.025 },
    '',
    'more-than-text',
  ],
  [
    'a form, no question',
    { ...PAGE, textShare: 0.55, unruledTextShare: 0.55, pictureShare: 0.04 },
    '',
    'more-than-text',
  ],
  [
    'a form, asked about its error',
    { ...PAGE, textShare: 0.55, unruledTextShare: 0.55, pictureShare: 0.04 },
    'what error is this',
    'text',
  ],
  [
    'a short message and nothing else',
    { ...PAGE, words: 4, textShare: 0.95, unruledTextShare: 0.95 },
    '',
    'text',
  ],
  ['a few labels', { ...PAGE, words: 8, textShare: 0.7, unruledTextShare: 0.7 }, '', 'more-than-text'],
] as const)('%s', (_, look, prompt, judgement) => {
  expect(judgePicture(look, readPrompt(prompt), false)).toBe(judgement);
});

test.each([
  [0.6, 'probably-text'],
  [0.9, 'text'],
])('read at %d, more text or less picture never makes a picture of text', (confidence, judgement) => {
  const prompt = readPrompt('what is this error?');
  for (let share = 0.5; share < 1; share += 0.05)
    for (let picture = 0; picture <= 0.06; picture += 0.02)
      expect(
        judgePicture(
          {
            words: 30,
            confidence,
            textShare: share,
            unruledTextShare: share,
            pictureShare: picture,
            curveShare: 0,
            barShare: 0,
            longLineShare: 0.5,
            alignedShare: 0.8,
            speaksOfTrouble: false,
            surroundShare: 0,
          },
          prompt,
          false,
        ),
      ).toBe(judgement);
});
