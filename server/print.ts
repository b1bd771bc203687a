import type { Box, SafeImage } from '../protocol/attach.ts';
import type { Explanation } from '../protocol/explain.ts';
import { formatUsd } from '../protocol/money.ts';
import type { Quote } from '../protocol/quote.ts';
import type { BudgetState, Spend } from '../protocol/spend.ts';
import { type Catalogue, priceOn } from './catalogue/catalogue.ts';
import type { Check } from './doctor.ts';

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

export function quote(quote: Quote): string {
  const { tokens } = quote;
  return [
    `${quote.route} · ${quote.model} (${quote.reason})`,
    `about ${formatUsd(quote.expectedNanoUsd)}, at most ${formatUsd(quote.maxNanoUsd, 'up')}`,
    `tokens: ${tokens.text} text, ${tokens.image} picture, up to ${tokens.maxOutput} in the answer`,
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
    states.map(({ scope, period, capNanoUsd, spentNanoUsd, heldNanoUsd }) => [
      `${scope === 'all' ? 'all' : 'this workspace'}, this ${period}`,
      formatUsd(spentNanoUsd),
      capNanoUsd === null ? 'of no cap' : `of ${formatUsd(capNanoUsd)}`,
      heldNanoUsd > 0 ? `${formatUsd(heldNanoUsd)} held` : '',
    ]),
  );
}

export function spend(spend: Spend): string {
  const rows = spend.rows.map((row) => [
    localTime(row.at),
    row.workspace,
    row.route,
    row.model,
    row.certainty,
    formatUsd(row.costNanoUsd),
  ]);
  const total = `${formatUsd(spend.spentNanoUsd)} since ${localTime(spend.from)}`;
  return rows.length === 0 ? `Nothing was spent since ${localTime(spend.from)}.` : `${table(rows)}\n${total}`;
}

export function spendCsv({ rows }: Spend): string {
  const header = 'at,workspace,route,model,certainty,costNanoUsd,requestId';
  return [
    header,
    ...rows.map((row) =>
      [row.at, row.workspace, row.route, row.model, row.certainty, row.costNanoUsd, row.requestId]
        .map((value) => csvField(String(value)))
        .join(','),
    ),
  ].join('\n');
}

export function models({ models, collected }: Catalogue, day: string): string {
  const rows = models.map((model) => {
    const price = priceOn(model, day);
    const perMillion = (nanoUsd: number) => `$${nanoUsd / 1000}`;
    return [
      model.name,
      price
        ? `${perMillion(price.inputNanoUsd)} in, ${perMillion(price.cachedInputNanoUsd)} cached, ${perMillion(price.outputNanoUsd)} out`
        : 'no price yet',
      model.imageTokens ? 'pictures' : 'words only',
      model.shutdownDate ? `until ${model.shutdownDate}, then ${model.successor ?? 'nothing'}` : '',
    ];
  });
  return `${table(rows)}\nDollars per million tokens, as of ${collected}.`;
}

export function checks(list: readonly Check[]): string {
  return table(list.map(({ name, ok, detail }) => [ok ? 'ok' : '--', name, detail]));
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function localTime(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE').slice(0, 16);
}

/** Quotes a field as RFC 4180 has it, and keeps spreadsheets from running it as a formula. */
function csvField(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
