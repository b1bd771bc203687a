import sharp from 'sharp';

const LINES = [
  "import { readFile } from 'node:fs/promises';",
  "import { parse } from './parser.ts';",
  '',
  'export async function load(path: string): Promise<Config> {',
  "  const text = await readFile(path, 'utf8');",
  '  const config = parse(text);',
  "  if (!config.name) throw new Error('The configuration has no name.');",
  '  return config;',
  '}',
  '',
  "TypeError: Cannot read properties of undefined (reading 'name')",
  '    at load (src/config.ts:7:15)',
  '    at async main (src/main.ts:12:18)',
];
const COLOURS = ['#d4d4d4', '#9cdcfe', '#ce9178', '#c586c0', '#6a9955'];

/** A PNG as a screenshot tool makes it of an editor full of text. */
export async function screenshot(width: number, height: number): Promise<Buffer> {
  const lineHeight = 20;
  const columns = Math.ceil(width / 640);
  const texts = Array.from({ length: Math.floor(height / lineHeight) * columns }, (_, index) => {
    const x = 60 + (index % columns) * 640;
    const y = (Math.floor(index / columns) + 1) * lineHeight - 5;
    const line = `${index + 1}  ${LINES[(index * 7) % LINES.length]}`;
    const colour = COLOURS[index % COLOURS.length];
    return `<text x="${x}" y="${y}" fill="${colour}">${escapeXml(line)}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="title"><stop stop-color="#3c3c3c"/><stop offset="1" stop-color="#24405c"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="#1e1e1e"/>
    <g font-family="DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">${texts.join('')}</g>
    <rect width="100%" height="36" fill="url(#title)"/><rect y="36" width="48" height="100%" fill="#333333"/>
  </svg>`;
  // The sanitizer, where it runs in this process too, keeps sharp from reading SVG.
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
