import { Settings } from '../../protocol/settings.ts';
import { browserRequirements, ensureDebianPackages, fontRequirements } from '../../scripts/debian.ts';
import { createDetector } from '../../server/privacy/detect/detect.ts';
import { createReader } from '../../server/privacy/read/read.ts';
import { DEVELOPMENT_QUESTIONS } from '../corpus/questions/development.ts';
import { HOLDOUT_QUESTIONS } from '../corpus/questions/holdout/holdout.ts';
import { renderQuestions } from '../corpus/questions/render.ts';
import { summarize } from './measure.ts';
import { type Asked, ask } from './routing/ask.ts';
import { costOfThousand, isRight, tellOfKinds } from './routing/report.ts';
import { type Bench, type BenchOptions, counted, type Row, type Skipped, type Target } from './row.ts';

const MOST_WRONGLY_TEXT = 2;
const LEAST_ANSWERED = 95;
/** How far below the price of sending every picture, in per cent. */
const LEAST_SAVED = { whole: 60, shrunk: 40 };
const MOST_PLAN_MS = 5;
/** With `--quick`, every so many-th question. */
const QUICK_STEP = 5;

/** Which questions about screenshots are answered from their words, whether the words suffice, and what it saves. */
export const routing: Bench = {
  name: 'routing',
  async run(options) {
    const lacking = ensureDebianPackages([...browserRequirements, ...fontRequirements]);
    if (lacking !== undefined) return [{ what: 'routing', skipped: `skipped: ${lacking}` }];
    const reader = createReader({ reader: 'bundled', languages: ['eng'] });
    const { detector } = createDetector(Settings.parse({}).privacy);
    const rows: (Row | Skipped)[] = [];
    const whole: Asked[] = [];
    try {
      for (const half of [DEVELOPMENT_QUESTIONS, HOLDOUT_QUESTIONS]) {
        const asked = await ask(thin(await renderQuestions(half), options), { reader, detector });
        // Of the held-out half nothing finer than its totals is told.
        if (half.name === 'development') tellOfKinds(asked);
        rows.push(...toRows(half.name === 'holdout' ? 'held out' : half.name, asked));
        whole.push(...asked);
      }
      rows.push(...toRows('whole', whole));
    } finally {
      await reader.close();
    }
    return rows;
  },
};

function thin<T>(questions: readonly T[], { quick }: BenchOptions): T[] {
  return questions.filter((_, index) => !quick || index % QUICK_STEP === 0);
}

type Part = 'development' | 'held out' | 'whole';

/** What sending text may spoil is measured on what nobody tuned on; what it saves, on the whole corpus. */
function toRows(part: Part, asked: readonly Asked[]): Row[] {
  const targetOn = (where: Part, target: Target) => (part === where ? target : undefined);
  const pictures = asked.filter(({ question: { item } }) => item.needs === 'picture');
  const asText = asked.filter(({ route }) => route === 'text');
  const answerable = asText.filter(
    ({ question: { item } }) => item.needs === 'text' && item.answer.length > 0,
  );
  return [
    share(`questions sent the right way, ${part}`, asked, isRight),
    share(
      '  pictures needed, but sent as text',
      pictures,
      ({ route }) => route === 'text',
      targetOn('held out', { kind: 'most', most: MOST_WRONGLY_TEXT }),
    ),
    share('  sent as text', asked, ({ route }) => route === 'text'),
    share('  text looked at by the cheaper model', asked, (one) => one.isGlance && needsText(one)),
    share('  pictures needed, and looked at by it', pictures, ({ isGlance }) => isGlance),
    share(
      '  sent text has the words that answer',
      answerable,
      ({ missing }) => missing.length === 0,
      targetOn('whole', { kind: 'least', least: LEAST_ANSWERED }),
    ),
    ...compareCosts(asked, 'whole', 'always gpt-4o, whole picture', targetOn),
    ...compareCosts(asked, 'shrunk', 'always gpt-4o, ≤ 1024 px', targetOn),
    {
      what: '  time to choose the way and price it',
      unit: 'ms',
      ours: summarize(asked.map(({ planMs }) => planMs)),
      target: { kind: 'most', most: MOST_PLAN_MS },
    },
  ];
}

function needsText({ question: { item } }: Asked): boolean {
  return item.needs === 'text';
}

function share(what: string, asked: readonly Asked[], holds: (one: Asked) => boolean, target?: Target): Row {
  const percent = (100 * asked.filter(holds).length) / Math.max(1, asked.length);
  return { what, unit: '%', ours: counted(percent, asked.length), ...(target && { target }) };
}

function compareCosts(
  asked: readonly Asked[],
  way: keyof typeof LEAST_SAVED,
  name: string,
  targetOn: (where: Part, target: Target) => Target | undefined,
): Row[] {
  const ours = costOfThousand(asked, 'lenscap');
  const theirs = costOfThousand(asked, way);
  const target = targetOn('whole', { kind: 'least', least: LEAST_SAVED[way] });
  return [
    {
      what: '  cost of 1,000 questions',
      unit: '$',
      ours: counted(ours, asked.length),
      bare: { name, ...counted(theirs, asked.length) },
    },
    {
      what: '    saved',
      unit: '%',
      ours: counted(100 * (1 - ours / theirs), asked.length),
      ...(target && { target }),
    },
  ];
}
