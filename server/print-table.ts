// Columns and bars for terminals. Values in, text out.

/** What text can be shown as. */
export interface Terminal {
  /** Characters a line has room for. */
  columns: number;
  /** Whether it shows more than ASCII. */
  unicode: boolean;
}

/** Lines are this wide where nobody says how wide they are: in a pipe, in a file. */
const USUAL_COLUMNS = 80;

/** What a stream's terminal can show, as the environment says (POSIX: LC_ALL, then LC_CTYPE, then LANG). */
export function terminalOf(
  stream: { columns?: number | undefined },
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Terminal {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  const term = environment['TERM'] ?? '';
  // The consoles of Linux and of old Windows have fonts without these blocks.
  const unicode =
    platform === 'win32'
      ? environment['WT_SESSION'] !== undefined || environment['TERM_PROGRAM'] !== undefined
      : /utf-?8/i.test(locale) && term !== 'linux' && term !== 'dumb';
  return { columns: stream.columns || USUAL_COLUMNS, unicode };
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters two columns wide: East Asian scripts, their punctuation and full-width forms, emoji. */
const WIDE =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303e\u30fc\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|.*\ufe0f)/su;
const HALF_WIDTH = /^[\uff61-\uffdc]/u;

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment);
  return width;
}

function widthOf(grapheme: string): number {
  if (/^[\p{Mark}\p{Cf}]+$/u.test(grapheme)) return 0;
  return WIDE.test(grapheme) && !HALF_WIDTH.test(grapheme) ? 2 : 1;
}

/** A name as it can be printed: a control character in it could do anything to a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Cuts a text to so many columns, with an ellipsis where something is missing. */
export function fitted(text: string, columns: number, { unicode }: Pick<Terminal, 'unicode'>): string {
  if (displayWidth(text) <= columns) return text;
  const ellipsis = unicode ? '…' : '~';
  let kept = '';
  let width = 1;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}${ellipsis}`;
}

/**
 * Rows in aligned columns, two spaces apart.
 * @param right which columns are aligned to the right
 */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) => widest(rows.map((row) => row[column] ?? '')));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const gap = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
          return right.includes(column) ? gap + cell : cell + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function widest(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, displayWidth(cell)), 0);
}

/** Eighths of a column, one to eight. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/**
 * A bar: `share` (0 to 1) of so many columns. What is more than nothing is
 * always seen, and what is no more than another is never longer.
 */
export function bar(share: number, columns: number, { unicode }: Pick<Terminal, 'unicode'>): string {
  const within = Math.min(1, Math.max(0, share));
  if (within === 0) return '';
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(within * columns)));
  const eighths = Math.max(1, Math.round(within * columns * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[(eighths % 8) - 1] ?? '');
}

/** A bar in its frame, for a share of something that has an end. */
export function gauge(share: number, columns: number, terminal: Pick<Terminal, 'unicode'>): string {
  const filled = bar(share, columns, terminal);
  const rest = columns - displayWidth(filled);
  return terminal.unicode ? filled + '░'.repeat(rest) : `[${filled}${'.'.repeat(rest)}]`;
}

export interface BarRow {
  label: string;
  value: number;
  /** The value as people read it. */
  amount: string;
  /** More about it; cut where there is no room. */
  note: string;
}

const BAR_COLUMNS = { most: 30, least: 12 };

/** One bar a row between its label and its amount, as wide as the terminal allows. */
export function barChart(rows: readonly BarRow[], terminal: Terminal): string {
  const most = rows.reduce((value, row) => Math.max(value, row.value), 0);
  const labels = rows.map(({ label }) =>
    fitted(printable(label), Math.floor(terminal.columns / 3), terminal),
  );
  const amounts = widest(rows.map(({ amount }) => amount));
  const gaps = 2 * 3;
  const room = terminal.columns - widest(labels) - amounts - gaps;
  const notes = widest(rows.map(({ note }) => note));
  const columns = Math.max(BAR_COLUMNS.least, Math.min(BAR_COLUMNS.most, room - notes));
  return table(
    rows.map(({ value, amount, note }, index) => {
      const drawn = bar(most === 0 ? 0 : value / most, columns, terminal);
      return [
        labels[index] ?? '',
        drawn + ' '.repeat(columns - displayWidth(drawn)),
        amount,
        fitted(note, Math.max(0, room - columns), terminal),
      ];
    }),
    [2],
  );
}
