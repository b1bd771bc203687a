// The colours of VS Code's theme, for what is drawn on a canvas: CSS does not reach in there.

export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly lines: string;
  /** Behind the bars: fainter than lines. */
  readonly grid: string;
  /** Around every bar: keeps stacked ones apart; in high contrast it is the contrast border. */
  readonly outline: string;
  readonly hover: { readonly background: string; readonly foreground: string; readonly border: string };
  readonly font: { readonly family: string; readonly size: number };
  /** What bars are filled with, in the order of {@link FILLS}. */
  readonly fills: readonly (CanvasPattern | string)[];
}

/** How many bars can be told apart, the last being for what is summed up. */
export const FILLS = 7;

const COLOURS = ['blue', 'orange', 'green', 'purple', 'yellow', 'red', 'lines'];

/** Reads the theme in force. Every fill has a pattern of its own, so that none depends on its colour alone. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (...names: string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '') ??
    'gray';
  const background = colour('editor-background');
  return {
    foreground: colour('charts-foreground', 'foreground'),
    muted: colour('descriptionForeground', 'foreground'),
    background,
    lines: colour('charts-lines', 'foreground'),
    grid: `rgb(from ${colour('charts-lines', 'foreground')} r g b / 0.25)`,
    outline: colour('contrastBorder', 'editor-background'),
    hover: {
      background: colour('editorHoverWidget-background'),
      foreground: colour('editorHoverWidget-foreground', 'foreground'),
      border: colour('contrastBorder', 'editorHoverWidget-border'),
    },
    font: {
      family: colour('font-family'),
      size: Number.parseFloat(getComputedStyle(document.body).fontSize) || 13,
    },
    fills: COLOURS.map((name, index) => {
      const own = colour(`charts-${name}`, 'charts-foreground');
      // Orange is see-through in most themes, and would hardly show; that the lines are is meant.
      return fill(name === 'lines' ? own : `rgb(from ${own} r g b / 1)`, background, index);
    }),
  };
}

/** Calls back whenever the theme has become another one: VS Code then changes classes and variables of the page. */
export function onThemeChange(changed: () => void): void {
  let pending = 0;
  const soon = (): void => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(changed);
  };
  new MutationObserver(soon).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
  new MutationObserver(soon).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style'],
  });
}

const TILE = 8;

/** Marks on a tile of `TILE` pixels, so that tiles fit together. */
const marks: readonly ((tile: CanvasRenderingContext2D) => void)[] = [
  () => {},
  (tile) => strokes(tile, [-2, 6, 6, -2], [2, 10, 10, 2]),
  (tile) => {
    tile.fillRect(1, 1, 2, 2);
    tile.fillRect(5, 5, 2, 2);
  },
  (tile) => strokes(tile, [0, 2, 8, 2], [0, 6, 8, 6]),
  (tile) => strokes(tile, [-2, 6, 6, -2], [2, 10, 10, 2], [-2, 2, 6, 10], [2, -2, 10, 6]),
  (tile) => strokes(tile, [-2, 2, 6, 10], [2, -2, 10, 6]),
  (tile) => strokes(tile, [2, 0, 2, 8], [6, 0, 6, 8]),
];

function fill(colour: string, background: string, index: number): CanvasPattern | string {
  const canvas = document.createElement('canvas');
  canvas.width = TILE;
  canvas.height = TILE;
  const tile = canvas.getContext('2d');
  const mark = marks[index];
  if (!tile || !mark) return colour;
  tile.fillStyle = background;
  tile.fillRect(0, 0, TILE, TILE);
  tile.fillStyle = colour;
  tile.fillRect(0, 0, TILE, TILE);
  tile.fillStyle = background;
  tile.strokeStyle = background;
  tile.lineWidth = 1.25;
  mark(tile);
  return tile.createPattern(canvas, 'repeat') ?? colour;
}

function strokes(
  tile: CanvasRenderingContext2D,
  ...lines: readonly [number, number, number, number][]
): void {
  tile.beginPath();
  for (const [x1, y1, x2, y2] of lines) {
    tile.moveTo(x1, y1);
    tile.lineTo(x2, y2);
  }
  tile.stroke();
}
