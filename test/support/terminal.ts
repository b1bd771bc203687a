// Screenshots of terminals, drawn when the tests run.
import sharp, { type Sharp } from 'sharp';

/** Words, the line they stand in (from 0, or a part of one), and their colour; grey if none is given. */
export type TerminalLine = readonly [row: number, words: string, fill?: string];

export const RED = '#f48771';
export const BLUE = '#9cdcfe';

const SIZE = 26;
const LINE_HEIGHT = 40;

/** A dark terminal, to be encoded by the caller: `.png()`, `.jpeg()`, … */
export function drawTerminal(width: number, height: number, lines: readonly TerminalLine[]): Sharp {
  const texts = lines.map(
    ([row, words, fill = '#cccccc']) =>
      `<text x="48" y="${70 + row * LINE_HEIGHT}" font-family="DejaVu Sans Mono" font-size="${SIZE}" fill="${fill}" xml:space="preserve">${escapeXml(words)}</text>`,
  );
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#1e1e1e"/>${texts.join('')}</svg>`;
  return sharp(Buffer.from(picture));
}

/** A compiler's message about line 4 of `src/client.ts`. */
export function drawCompilerError(): Sharp {
  return drawTerminal(1600, 500, [
    [0, '$ npx tsc'],
    [2, 'src/client.ts:4:50 - error TS2353: Object literal may only specify known', RED],
    [3, "properties, and 'timeout' does not exist in type 'FetchOptions'.", RED],
    [5, '4   const response = await fetchWithTimeout(url, { timeout: 2500 });', BLUE],
    [6, '                                                   ~~~~~~~', RED],
    [8, 'Found 1 error in src/client.ts:4'],
  ]);
}

/** The same before a wallpaper. */
export async function drawDesktop(): Promise<Sharp> {
  const wallpaper = `<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="860"><defs>
    <linearGradient id="sky" x2="1" y2="1"><stop stop-color="#0b5fa5"/><stop offset="1" stop-color="#c2461b"/></linearGradient>
    </defs><rect width="1920" height="860" fill="url(#sky)"/></svg>`;
  const window = await drawCompilerError().png().toBuffer();
  return sharp(Buffer.from(wallpaper)).composite([{ input: window, left: 160, top: 160 }]);
}

/** A token that is nobody's: made here, so that no scanner takes this for a leak. Its characters are hard to confuse. */
export const TOKEN = ['ghp', 'Kx7mW4nRv2TfYhCpXd9EkMwA3uFrNtVyHcPe'].join('_');

/** A terminal that shows the token, and the name of a host that no rule knows. */
export function drawLeak(): Sharp {
  return drawTerminal(1400, 460, [
    [0, '$ npm run release'],
    [2, `export GITHUB_TOKEN=${TOKEN}`, BLUE],
    [4, 'The version 2.4.1 has been published before.', RED],
    [6, 'Found 1 error in release.ts:4'],
    [8.25, 'dev at build-07 $'],
  ]);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
