import { readFile } from 'node:fs/promises';
import { Settings } from '../../protocol/settings.ts';
import {
  browserRequirements,
  ensureDebianPackages,
  fontRequirements,
  toolRequirements,
} from '../../scripts/debian.ts';
import type { Privacy } from '../../server/explain/make-safe.ts';
import { createDetector } from '../../server/privacy/detect/detect.ts';
import type { Detector } from '../../server/privacy/detector.ts';
import type { Engine } from '../../server/privacy/read/engine.ts';
import { PictureReader } from '../../server/privacy/read/picture-reader.ts';
import { createReader } from '../../server/privacy/read/read.ts';
import { DEVELOPMENT } from '../corpus/development.ts';
import { HOLDOUT } from '../corpus/holdout/holdout.ts';
import { type Rendering, renderCorpus } from '../corpus/render.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import { lookThroughText } from './privacy/exact-text.ts';
import { measureReader } from './privacy/memory.ts';
import { type Outcome, redactOtherwise, redactWithLenscap, secureFile } from './privacy/pictures.ts';
import { bundledEngine, makeSafePlainly, systemEngine } from './privacy/plain-recipe.ts';
import { tellOfExactText, tellOfOutcomes } from './privacy/report.ts';
import { DEFINITIONS, figures } from './privacy/score.ts';
import { moreThanStructure } from './privacy/structure.ts';
import { type Bench, type BenchOptions, counted, type Row, type Skipped, type Target } from './row.ts';
import { screenshot } from './screenshots.ts';

/** Other seeds, other secrets: the corpus is the same for everybody who compares figures. */
const SEEDS = { development: 1, holdout: 7001, text: 1 };
const LEAST_RECALL = { development: 98, holdout: 97 };
const LEAST_PRECISION = 93;
const MOST_OVER_REDACTION = 15;
const MOST_FALSE_ALARMS = 1;
const LEAST_FASTER = 2;
const MOST_READER_MB = 450;
/** The reader of the baselines, and the judge of what would be sent. */
const TOOLS = ['tesseract-ocr', 'libimage-exiftool-perl'];
/** With `--quick`, every so many-th picture. */
const QUICK_STEP = 5;

/** What is found of the secrets in screenshots and texts, at which price, and what others find. */
export const privacy: Bench = {
  name: 'privacy',
  async run(options) {
    const tools = toolRequirements.filter(({ name }) => TOOLS.includes(name));
    const lacking = ensureDebianPackages([...browserRequirements, ...fontRequirements, ...tools]);
    if (lacking !== undefined) return [{ what: 'privacy', skipped: `skipped: ${lacking}` }];
    for (const definition of DEFINITIONS) console.error(definition);

    const { detector } = createDetector(Settings.parse({}).privacy);
    const corpora = {
      development: thin(await renderCorpus('development', DEVELOPMENT, SEEDS.development), options),
      holdout: thin(await renderCorpus('holdout', HOLDOUT, SEEDS.holdout), options),
    };
    return [
      ...(await compareText(detector)),
      ...(await comparePictures('development', corpora.development, detector)),
      ...(await comparePictures('holdout', corpora.holdout, detector)),
      ...(await compareTimes(corpora.development, detector, options)),
      ...measureMemory(corpora.development),
    ];
  },
};

function thin(corpus: Rendering[], { quick }: BenchOptions): Rendering[] {
  return quick ? corpus.filter((_, index) => index % QUICK_STEP === 0) : corpus;
}

async function compareText(detector: Detector): Promise<Row[]> {
  const result = await lookThroughText(detector, SEEDS.text);
  tellOfExactText(result);
  const { secrets, ordinary } = result;
  return [
    {
      what: 'secrets found in exact text, by public formats',
      unit: '%',
      ours: counted((100 * secrets.found) / secrets.all, secrets.all),
      target: { kind: 'least', least: 100 },
    },
    {
      what: '  ordinary texts taken for secrets',
      unit: '%',
      ours: counted((100 * ordinary.alarms.length) / ordinary.all, ordinary.all),
      target: { kind: 'most', most: MOST_FALSE_ALARMS },
    },
  ];
}

async function comparePictures(
  half: keyof typeof LEAST_RECALL,
  corpus: readonly Rendering[],
  detector: Detector,
): Promise<(Row | Skipped)[]> {
  const { presidio, secretlint } = await redactOtherwise(corpus);
  const rows: (Row | Skipped)[] = [];
  const outcomes: [string, Outcome][] = [];
  // A newcomer has the bundled reader: the targets are for that.
  for (const name of ['bundled', 'system'] as const) {
    const reader = createReader({ reader: name, languages: ['eng'] });
    try {
      const outcome = await redactWithLenscap(corpus, { reader, detector });
      outcomes.push([name, outcome]);
      rows.push(
        ...toRows(
          `${half}, ${name} reader`,
          outcome,
          { presidio, secretlint },
          name === 'bundled' ? half : undefined,
        ),
      );
      const found = await moreThanStructure(
        outcome.safe.map(({ data, image: { mime } }) => ({ data, mime })),
      );
      for (const tag of new Set(found)) console.error(`exiftool found ${tag} in what would be sent.`);
      rows.push({
        what: '  more than structure in what would be sent, says exiftool',
        unit: 'tags',
        ours: counted(found.length, outcome.safe.length),
        target: { kind: 'most', most: 0 },
      });
    } finally {
      await reader.close();
    }
  }
  tellOfOutcomes(half, [...outcomes, ['Presidio-style', presidio], ['secretlint', secretlint]]);
  return rows;
}

function toRows(
  name: string,
  ours: Outcome,
  others: { presidio: Outcome; secretlint: Outcome },
  half: keyof typeof LEAST_RECALL | undefined,
): Row[] {
  const presidio = figures(others.presidio.score);
  const secretlint = figures(others.secretlint.score);
  const { recall, precision, overRedaction } = figures(ours.score);
  const against = (bare: { percent: number; of: number }, of: string) => ({
    name: of,
    ...counted(bare.percent, bare.of),
  });
  const targeted = (target: Target) => (half === undefined ? {} : { target });
  return [
    {
      what: `secrets covered, ${name}`,
      unit: '%',
      ours: counted(recall.percent, recall.of),
      bare: against(presidio.recall, 'Presidio-style'),
      ...targeted({ kind: 'least', least: LEAST_RECALL[half ?? 'development'] }),
    },
    {
      what: '  against secretlint',
      unit: '%',
      ours: counted(recall.percent, recall.of),
      bare: against(secretlint.recall, 'secretlint on the same text'),
    },
    {
      what: '  boxes that hit a secret',
      unit: '%',
      ours: counted(precision.percent, precision.of),
      bare: against(presidio.precision, 'Presidio-style'),
      ...targeted({ kind: 'least', least: LEAST_PRECISION }),
    },
    {
      what: '  other text covered',
      unit: '%',
      ours: counted(overRedaction.percent, overRedaction.of),
      bare: against(presidio.overRedaction, 'Presidio-style'),
      ...targeted({ kind: 'most', most: MOST_OVER_REDACTION }),
    },
    {
      what: '  time for a picture',
      unit: 'ms',
      ours: summarize(ours.times),
      bare: { name: 'Presidio-style', ...summarize(others.presidio.times) },
    },
  ];
}

/** From the pasted bytes to those that may be sent, against the plain recipe with the same engine. */
async function compareTimes(
  corpus: readonly Rendering[],
  detector: Detector,
  { quick }: BenchOptions,
): Promise<Row[]> {
  const isFullHd = ({ truth }: Rendering) =>
    truth.width === 1920 && truth.height === 1080 && truth.secrets.length > 0;
  const few = async (isLight: boolean) => {
    const chosen = corpus.filter((one) => isFullHd(one) && one.truth.id.includes('-light-') === isLight);
    return Promise.all(chosen.slice(0, quick ? 1 : 3).map(({ png }) => readFile(png)));
  };
  const groups = [
    { name: '1080p dark', pictures: await few(false), isTarget: true },
    { name: '1080p light', pictures: await few(true), isTarget: true },
    { name: '1080p dark, full of text', pictures: [await screenshot(1920, 1080)], isTarget: false },
  ];
  const rows: Row[] = [];
  for (const [reader, engine] of [
    ['bundled', bundledEngine()],
    ['system', systemEngine()],
  ] as const) {
    for (const group of groups) {
      const { ours, bare } = await race(group.pictures, { reader, engine, detector }, quick ? 2 : 3);
      rows.push({
        what: `paste to safe, ${group.name}, ${reader} reader`,
        unit: 'ms',
        ours: summarize(ours),
        bare: { name: 'plain recipe, same engine', ...summarize(bare) },
        ...(group.isTarget && { target: { kind: 'faster', least: LEAST_FASTER } }),
      });
    }
    await engine.close();
  }
  return rows;
}

async function race(
  pictures: readonly Buffer[],
  { reader, engine, detector }: { reader: 'bundled' | 'system'; engine: Engine; detector: Detector },
  rounds: number,
) {
  const ours: number[] = [];
  const bare: number[] = [];
  const parts: Privacy = { reader: new PictureReader(reader, engine), detector };
  for (const png of pictures) {
    const mine = side(() => timed(() => secureFile(png, parts)));
    const theirs = side(() => timed(() => makeSafePlainly(png, engine, detector)));
    await interleave({ warmUp: 1, rounds }, [mine, theirs]);
    ours.push(...mine.samples);
    bare.push(...theirs.samples);
  }
  return { ours, bare };
}

function measureMemory(corpus: readonly Rendering[]): Row[] {
  const pictures = corpus.flatMap(({ truth, png }) => (truth.width >= 1920 ? [png] : []));
  const { peakMb, restedMb, threads } = measureReader(pictures.slice(0, 8));
  if (threads.reading < 1) throw new Error('The reader was not seen at work.');
  return [
    {
      what: "the bundled reader's memory at its peak",
      unit: 'MB',
      ours: counted(peakMb, 1),
      target: { kind: 'most', most: MOST_READER_MB },
    },
    { what: '  after idling', unit: 'MB', ours: counted(restedMb, 1) },
    {
      what: `  threads after idling (${threads.reading} before)`,
      unit: 'threads',
      ours: counted(Math.max(0, threads.rested), 1),
      target: { kind: 'most', most: 0 },
    },
  ];
}
