import type { SpendRow } from './spend.ts';

/** Everything a row has, under the names of its columns; amounts are in nano-dollars, times in milliseconds. */
const COLUMNS: readonly (readonly [name: string, of: (row: SpendRow) => string | number | null])[] = [
  ['at', (row) => row.at],
  ['workspace', (row) => row.workspace],
  ['route', (row) => row.route],
  ['model', (row) => row.model],
  ['certainty', (row) => row.certainty],
  ['costNanoUsd', (row) => row.costNanoUsd],
  ['requestId', (row) => row.requestId],
  ['id', (row) => row.id],
  ['questionId', (row) => row.questionId],
  ['attempt', (row) => row.attempt],
  ['provider', (row) => row.provider],
  ['status', (row) => row.status],
  ['finishReason', (row) => row.finishReason],
  ['serviceTier', (row) => row.serviceTier],
  ['inputTokens', (row) => row.usage.input],
  ['cachedInputTokens', (row) => row.usage.cachedInput],
  ['cacheWriteTokens', (row) => row.usage.cacheWrite],
  ['imageTokens', (row) => row.usage.image],
  ['audioTokens', (row) => row.usage.audio],
  ['outputTokens', (row) => row.usage.output],
  ['reasoningTokens', (row) => row.usage.reasoning],
  ['audioOutputTokens', (row) => row.usage.audioOutput],
  ['expectedNanoUsd', (row) => row.expectedNanoUsd],
  ['savedRoutingNanoUsd', (row) => row.saved.routing],
  ['savedCacheNanoUsd', (row) => row.saved.cache],
  ['savedScalingNanoUsd', (row) => row.saved.scaling],
  ['firstDeltaMs', (row) => row.firstDeltaMs],
  ['totalMs', (row) => row.totalMs],
];

/**
 * The rows as a file for other programs.
 * @returns JSON: an array of the rows as the protocol has them. CSV: a line of names, then a line a row
 *   (RFC 4180; empty for null).
 */
export function exportRows(rows: readonly SpendRow[], format: 'csv' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  const lines = [
    COLUMNS.map(([name]) => name),
    ...rows.map((row) => COLUMNS.map(([, of]) => field(of(row)))),
  ];
  return lines.map((fields) => `${fields.join(',')}\r\n`).join('');
}

/** What spreadsheets take for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

function field(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
