import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { CHARACTER, fillBox, pictureOf, readingOf } from '../../test/support/reading.ts';
import { lookOf } from './look.ts';
import type { Reading } from './reading.ts';

const NOTHING: Reading = { lines: [] };

const PAGE = readingOf(
  Array.from({ length: 12 }, (_, row) => `word${row} another some more of them`).join('\n'),
);

test('a page of text that was read is nothing but text', () => {
  const look = lookOf(pictureOf(PAGE), PAGE);
  expect(look.words).toBe(72);
  expect(look.confidence).toBeCloseTo(0.95);
  expect(look.textShare).toBeGreaterThan(0.95);
  expect(look.pictureShare).toBeLessThan(0.01);
});

test('the same page of which nothing was read is none', () => {
  const look = lookOf(pictureOf(PAGE), NOTHING);
  expect(look).toMatchObject({ words: 0, confidence: 0, textShare: 0 });
  expect(look.pictureShare).toBeGreaterThan(0.05);
});

test('a chart with labels is mostly picture, though its bars are flat', () => {
  const labels = readingOf('2024   2025   2026', 60, 360);
  const picture = pictureOf(labels);
  for (const [index, x] of [80, 200, 320, 440].entries())
    fillBox(picture, { x, y: 80 + index * 40, width: 80, height: 260 - index * 40 }, [46, 134, 222]);
  const look = lookOf(picture, labels);
  expect(look.textShare).toBeLessThan(0.5);
  expect(look.pictureShare).toBeGreaterThan(0.2);
});

test('lines and boxes without colour count as drawn, too', () => {
  const labels = readingOf('one', 60, 150);
  const picture = pictureOf(labels);
  for (const x of [40, 240, 440]) {
    fillBox(picture, { x, y: 120, width: 140, height: 2 }, [0, 0, 0]);
    fillBox(picture, { x, y: 200, width: 140, height: 2 }, [0, 0, 0]);
    fillBox(picture, { x: x + 140, y: 160, width: 59, height: 2 }, [0, 0, 0]);
  }
  const look = lookOf(picture, labels);
  expect(look.textShare).toBeLessThan(0.35);
});

describe('what is guessed is no text', () => {
  test('letters seen in noise', async () => {
    const noise = await sharp({
      create: {
        width: 640,
        height: 400,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .raw()
      .toBuffer();
    const read = readingOf('il .,\n|| a');
    const guessed = {
      lines: read.lines.map((line) => ({
        ...line,
        words: line.words.map((word) => ({ ...word, confidence: 0.2 })),
      })),
    };
    const look = lookOf({ data: noise, width: 640, height: 400 }, guessed);
    expect(look).toMatchObject({ words: 0, textShare: 0 });
    expect(look.pictureShare).toBeGreaterThan(0.9);
  });

  test('signs without a letter', () => {
    const read = readingOf('| — ~~ +');
    expect(lookOf(pictureOf(read), read).words).toBe(0);
  });
});

test('a token is text, however unsurely it was read', () => {
  const read = readingOf(['KEY', 'aB3dE5gH7jK9mN2pQ2rS4'].join('='));
  const unsure = {
    lines: read.lines.map((line) => ({
      ...line,
      words: line.words.map((word) => ({ ...word, confidence: 0.1 })),
    })),
  };
  expect(lookOf(pictureOf(read), unsure)).toMatchObject({ words: 1, textShare: 1 });
});

test('an empty picture has neither', () => {
  expect(lookOf(pictureOf(NOTHING), NOTHING)).toEqual({
    words: 0,
    confidence: 0,
    textShare: 0,
    pictureShare: 0,
    unruledTextShare: 0,
    curveShare: 0,
    barShare: 0,
    longLineShare: 0,
    alignedShare: 0,
    speaksOfTrouble: false,
    surroundShare: 0,
  });
});

test('words at the very edge, and pictures smaller than a cell, are no trouble', () => {
  const tiny = { data: Buffer.alloc(3 * 5 * 3, 255), width: 5, height: 3 };
  expect(lookOf(tiny, readingOf('edge', -20, -8)).words).toBe(1);
  expect(CHARACTER.width).toBeGreaterThan(tiny.width);
});
