import type { Box } from '../../../protocol/attach.ts';
import { type ReadLine, type ReadSymbol, type ReadWord, withSymbols } from '../reading.ts';

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The lines of Tesseract's own hOCR, whatever it took them for. */
const LINE = /^ocr_(?:line|header|textfloat|caption)$/;

const TOKEN = /<(\/?)([a-z]+)((?:\s[^<>]*)?)>|([^<>]+)/g;

/**
 * Reads hOCR as Tesseract writes it with `hocr_char_boxes`: lines of words of
 * symbols, boxes in pixels of the page. What does not look like it is passed
 * over, so that garbage gives fewer lines, never an error.
 */
export function parseHocr(hocr: string): ReadLine[] {
  const lines: ReadLine[] = [];
  let line: ReadLine | undefined;
  let word: ReadWord | undefined;
  let symbol: Box | undefined;
  let text = '';
  for (const [, closing, element, attributes = '', run] of hocr.matchAll(TOKEN)) {
    if (run !== undefined) {
      if (symbol) text += decode(run);
    } else if (element === 'span' && closing) {
      if (symbol && word) {
        if (text.trim() !== '') word.symbols.push(toSymbol(text.trim(), symbol));
        symbol = undefined;
      } else if (word) {
        if (line && word.symbols.length > 0) line.words.push(finish(word));
        word = undefined;
      } else line = undefined;
    } else if (element === 'span') {
      const title = attribute(attributes, 'title');
      const kind = attribute(attributes, 'class');
      if (LINE.test(kind)) {
        line = { box: boxIn(title, 'bbox'), words: [] };
        lines.push(line);
      } else if (kind === 'ocrx_word') {
        const confidence = /(?:^|;)\s*x_wconf (\d+)/.exec(title)?.[1];
        word = {
          text: '',
          confidence: Math.min(1, Number(confidence ?? 0) / 100),
          box: boxIn(title, 'bbox'),
          symbols: [],
        };
      } else if (kind === 'ocrx_cinfo') {
        symbol = boxIn(title, 'x_bboxes');
        text = '';
      }
    }
  }
  return lines.filter(({ words }) => words.length > 0);
}

function toSymbol(text: string, box: Box): ReadSymbol {
  return { text, box };
}

function finish(word: ReadWord): ReadWord {
  return withSymbols(word, word.symbols);
}

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`\\s${name}=(?:'([^']*)'|"([^"]*)")`).exec(attributes);
  return match?.[1] ?? match?.[2] ?? '';
}

function boxIn(title: string, property: string): Box {
  const match = new RegExp(`(?:^|;)\\s*${property} (\\d+) (\\d+) (\\d+) (\\d+)`).exec(title);
  const [left = 0, top = 0, right = 0, bottom = 0] = (match ?? []).slice(1).map(Number);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
