// `npm run bench [-- NAME…]`: what Lenscap costs against the bare thing, measured side by side.
//   node scripts/bench.ts [NAME…] [--json] [--check] [--quick]
// Exits with 1 if a bench breaks off, and with --check also if a target is missed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { activation } from '../test/bench/activation.bench.ts';
import { attach } from '../test/bench/attach.bench.ts';
import { audio } from '../test/bench/audio.bench.ts';
import { daemon } from '../test/bench/daemon.bench.ts';
import { gateway } from '../test/bench/gateway.bench.ts';
import { ledger } from '../test/bench/ledger.bench.ts';
import type { Summary } from '../test/bench/measure.ts';
import { privacy } from '../test/bench/privacy.bench.ts';
import { reading } from '../test/bench/reading.bench.ts';
import { routing } from '../test/bench/routing.bench.ts';
import { type Bench, judge, type Row, type Skipped, type Unit } from '../test/bench/row.ts';
import { typing } from '../test/bench/typing.bench.ts';
import { view } from '../test/bench/view.bench.ts';

const BENCHES: readonly Bench[] = [
  gateway,
  attach,
  daemon,
  activation,
  view,
  typing,
  privacy,
  audio,
  reading,
  routing,
  ledger,
];

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

const unknown = names.filter((name) => BENCHES.every((bench) => bench.name !== name));
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}. There are ${BENCHES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const build = spawnSync(process.execPath, [join(import.meta.dirname, 'build.ts')], {
  // What the build says belongs with the messages: with --json, stdout is for the rows alone.
  stdio: ['ignore', process.stderr, 'inherit'],
});
if (build.status !== 0) process.exit(1);

const results: (Row | Skipped)[] = [];
for (const bench of BENCHES) {
  if (names.length > 0 && !names.includes(bench.name)) continue;
  console.error(`${bench.name} …`);
  try {
    results.push(...(await bench.run({ quick: flags.quick })));
  } catch (error) {
    console.error(`The bench ${bench.name} broke off:`, error);
    process.exitCode = 1;
  }
}

const missed = results.filter((result) => 'ours' in result && judge(result).met === false);
console.log(flags.json ? JSON.stringify(results.map(toJson), null, 2) : table(results));
for (const { what } of missed) console.error(`Missed: ${what}`);
if (flags.check && missed.length > 0) process.exitCode = 1;

function toJson(result: Row | Skipped) {
  return 'skipped' in result ? result : { ...result, ...judge(result), target: result.target };
}

/** The rows as aligned text: the medians of both sides with their 99th percentiles and sample counts. */
function table(rows: readonly (Row | Skipped)[]): string {
  const lines = [
    ['', 'ours: median', 'p99', 'n', 'bare: median', 'p99', 'n', 'against', 'compared', 'target', 'met'],
  ];
  for (const row of rows) {
    if ('skipped' in row) {
      lines.push([row.what, row.skipped]);
      continue;
    }
    const { comparison, target, met } = judge(row);
    lines.push([
      row.what,
      ...figures(row.ours, row.unit),
      ...(row.bare ? figures(row.bare, row.unit) : ['', '', '']),
      row.bare?.name ?? '',
      comparison,
      target,
      met === undefined ? '' : met ? 'yes' : 'NO',
    ]);
  }
  const full = lines.filter((line) => line.length > 2);
  const widths =
    full[0]?.map((_, column) => Math.max(...full.map((line) => line[column]?.length ?? 0))) ?? [];
  widths[0] = Math.max(...lines.map(([what]) => what?.length ?? 0));
  const isText = (column: number) => column === 0 || column === 7;
  return lines
    .map((line) =>
      line
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return isText(column) || line.length === 2 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function figures({ median, p99, count }: Summary, unit: Unit): string[] {
  const hasSpread = unit === 'ms' || unit === 'MB';
  return [
    `${median.toFixed(median < 1 ? 3 : 1)} ${unit}`,
    hasSpread ? p99.toFixed(p99 < 1 ? 3 : 1) : '',
    String(count),
  ];
}
