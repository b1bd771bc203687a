import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import * as z from 'zod';
import { browserRequirements, ensureDebianPackages, fontRequirements } from '../../scripts/debian.ts';
import { loadVocabulary } from '../../server/catalogue/vocabulary.ts';
import { mend } from '../../server/privacy/mend.ts';
import type { Engine } from '../../server/privacy/read/engine.ts';
import { PictureReader } from '../../server/privacy/read/picture-reader.ts';
import { toText } from '../../server/privacy/reading-text.ts';
import { DEVELOPMENT_QUESTIONS } from '../corpus/questions/development.ts';
import { HOLDOUT_QUESTIONS } from '../corpus/questions/holdout/holdout.ts';
import type { RenderedQuestion } from '../corpus/questions/render.ts';
import { renderQuestions } from '../corpus/questions/render.ts';
import { countLost } from '../corpus/questions/says.ts';
import { bundledEngine, readPlainly } from './privacy/plain-recipe.ts';
import { type Bench, type BenchOptions, counted, type Row } from './row.ts';

/** Of the words on the held-out screenshots of text, in per cent. */
const MOST_LOST = 3;
/** With `--quick`, every so many-th screenshot. */
const QUICK_STEP = 5;

/**
 * How many of the words that stand on screenshots of text are not in what is sent in their place, compared with the same
 * engine's reading of the whole picture. It has a hundred times as many words as the bench of routing has answers, so
 * that a change of the reading shows.
 */
export const reading: Bench = {
  name: 'reading',
  async run(options) {
    const lacking = ensureDebianPackages([...browserRequirements, ...fontRequirements]);
    if (lacking !== undefined) return [{ what: 'reading', skipped: `skipped: ${lacking}` }];
    const engine = bundledEngine();
    try {
      const rows: Row[] = [];
      for (const half of [DEVELOPMENT_QUESTIONS, HOLDOUT_QUESTIONS])
        rows.push(await compare(await renderQuestions(half), half.name, engine, options));
      return rows;
    } finally {
      await engine.close();
    }
  },
};

/** Totals only: of the held-out half nothing finer is told. */
async function compare(
  questions: readonly RenderedQuestion[],
  half: 'development' | 'holdout',
  engine: Engine,
  { quick }: BenchOptions,
): Promise<Row> {
  const reader = new PictureReader('bundled', engine);
  const vocabulary = await loadVocabulary();
  const ours = { lost: 0, of: 0 };
  const plain = { lost: 0, of: 0 };
  const shown = questions.filter(
    ({ item }, index) => item.needs === 'text' && (!quick || index % QUICK_STEP === 0),
  );
  for (const { png, words: file } of shown) {
    const words = z.array(z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
    const { data, info } = await sharp(png)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const picture = { data, width: info.width, height: info.height };
    const read = await reader.read(picture, { layout: 'lines', signal: new AbortController().signal });
    add(ours, countLost(words, toText(mend(read, [], vocabulary), []).text));
    add(plain, countLost(words, toText(await readPlainly(picture, engine), []).text));
  }
  return {
    what: `words on screenshots of text that are lost, ${half === 'holdout' ? 'held out' : half}`,
    unit: '%',
    ours: percent(ours),
    bare: { name: 'plain recipe, same engine', ...percent(plain) },
    ...(half === 'holdout' && { target: { kind: 'most', most: MOST_LOST } as const }),
  };
}

function add(sum: { lost: number; of: number }, { lost, of }: { lost: number; of: number }): void {
  sum.lost += lost;
  sum.of += of;
}

function percent({ lost, of }: { lost: number; of: number }) {
  return counted((100 * lost) / Math.max(1, of), of);
}
