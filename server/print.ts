import type { Box, SafeImage } from '../protocol/attach.ts';
import type { Explanation } from '../protocol/explain.ts';
import { formatUsd } from '../protocol/money.ts';
import type { Quote } from '../protocol/quote.ts';
import type { Check } from '../protocol/setup.ts';
import type { BudgetState } from '../protocol/spend.ts';
import type { Transcript } from '../protocol/voice.ts';
import { printable, table } from './print-table.ts';

// What the command line prints for people. Values in, text out.

export function foot(answer: Explanation): string {
  const { usage, costNanoUsd, certainty, timings } = answer;
  const cost =
    certainty === 'estimated' ? `about ${formatUsd(costNanoUsd)} (estimated)` : formatUsd(costNanoUsd);
  const facts = [
    answer.model === 'local' ? 'local' : `${answer.route} · ${answer.model}`,
    ...(usage.input > 0 ? [`${usage.input} + ${usage.output} tokens`] : []),
    certainty === 'free' ? 'free' : cost,
    `${(timings.totalMs / 1000).toFixed(1)} s`,
    answer.requestId,
  ];
  return [`\n— ${facts.join(' · ')}`, ...answer.notices].join('\n');
}

export function transcriptFoot({
  model,
  seconds,
  costNanoUsd,
  certainty,
  requestId,
  ...transcript
}: Transcript): string {
  const facts = [
    model,
    `${seconds.toFixed(1)} s of speech`,
    certainty === 'estimated' ? `about ${formatUsd(costNanoUsd)} (estimated)` : formatUsd(costNanoUsd),
    requestId,
  ];
  const hidden = transcript.findings.map(
    ({ title, placeholder }) => `would be replaced before sending: ${title} by ${placeholder}`,
  );
  return [`\n— ${facts.join(' · ')}`, ...hidden, ...transcript.notices].join('\n');
}

export function quote(quote: Quote): string {
  const { tokens } = quote;
  return [
    `${quote.route} · ${quote.model} (${quote.reason})`,
    quote.isCached
      ? 'free, answered before'
      : `about ${formatUsd(quote.expectedNanoUsd)}, at most ${formatUsd(quote.maxNanoUsd, 'up')}`,
    `tokens: ${tokens.text} text, ${tokens.image} picture,${tokens.audio > 0 ? ` ${tokens.audio} sound,` : ''} up to ${tokens.maxOutput} in the answer`,
    ...quote.alternatives.map(
      ({ title, model, expectedNanoUsd }) =>
        `or: ${title} (${expectedNanoUsd === 0 ? 'free' : `${model}, about ${formatUsd(expectedNanoUsd)}`})`,
    ),
    ...quote.placeholders.map(
      ({ placeholder, title }) => `replaced before sending: ${title} by ${placeholder}`,
    ),
    ...(quote.legibility
      ? [`${quote.legibility.reason} (${difference(quote.legibility.extraNanoUsd)})`]
      : []),
    budgets(quote.budgets),
  ].join('\n');
}

function difference(nanoUsd: number): string {
  return nanoUsd < 0 ? `${formatUsd(-nanoUsd)} less` : `${formatUsd(nanoUsd)} more`;
}

export function sanitized(image: SafeImage, writtenTo: string | undefined): string {
  const { source } = image;
  return [
    `${source.mime}, ${source.width} × ${source.height}, ${source.bytes} bytes → ${image.mime}, ${image.width} × ${image.height}, ${image.bytes} bytes`,
    ...image.removed.map(({ detail }) => `removed: ${detail}`),
    ...image.findings.map(({ title, boxes }) => `covered: ${title}${boxes.map(at).join('')}`),
    ...image.doubts.map((doubt) => `not safe: ${doubt}`),
    ...(image.mode === 'off' ? ['not looked for: secrets (privacy is off)'] : []),
    `sha256: ${image.sha256}`,
    ...(writtenTo === undefined ? [] : [`written to ${writtenTo}`]),
  ].join('\n');
}

function at({ x, y, width, height }: Box): string {
  return ` at ${x}, ${y} (${width} × ${height})`;
}

export function budgets(states: readonly BudgetState[]): string {
  return table(
    states.map((state) => [
      `${whose(state)}, this ${state.period}`,
      formatUsd(state.spentNanoUsd),
      state.capNanoUsd === null ? 'of no cap' : `of ${formatUsd(state.capNanoUsd)}`,
      [
        ...(state.allowedNanoUsd > 0 ? [`${formatUsd(state.allowedNanoUsd)} more allowed`] : []),
        ...(state.heldNanoUsd > 0 ? [`${formatUsd(state.heldNanoUsd)} held`] : []),
      ].join(', '),
    ]),
  );
}

function whose({ scope, subject }: BudgetState): string {
  if (scope === 'all') return 'all';
  return `${scope} ${subject === '' ? 'without a name' : printable(subject)}`;
}

/** A line for each check, and below it how to mend it. */
export function checks(list: readonly Check[]): string {
  const lines = table(list.map(({ name, ok, detail }) => [ok ? 'ok' : '--', name, printable(detail)])).split(
    '\n',
  );
  return list
    .flatMap(({ mend, ok }, at) => [
      lines[at] ?? '',
      ...(mend === null ? [] : [`    ${ok ? '' : 'To mend: '}${mend}`]),
    ])
    .join('\n');
}
