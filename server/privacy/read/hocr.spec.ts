import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHocr } from './hocr.ts';

const page = (content: string) =>
  `<div class='ocr_page' id='page_1' title='image "stdin"; bbox 0 0 300 100; ppageno 0; scan_res 150 150'>
   <div class='ocr_carea' title="bbox 5 5 200 40"><p class='ocr_par' lang='eng' title="bbox 5 5 200 40">${content}</p></div></div>`;

const symbol = (text: string, left: number) =>
  `<span class='ocrx_cinfo' title='x_bboxes ${left} 10 ${left + 8} 22; x_conf 99.1'>${text}</span>`;

describe('parseHocr', () => {
  it('reads lines of words of symbols with their boxes', () => {
    const [line, ...others] = parseHocr(
      page(`<span class='ocr_line' title="bbox 10 8 60 24; baseline 0 -3; x_size 14">
        <span class='ocrx_word' title='bbox 10 10 28 22; x_wconf 91'>${symbol('a', 10)}${symbol('b', 20)}</span>
        <span class='ocrx_word' title='bbox 40 10 48 22; x_wconf 50'><strong>${symbol('c', 40)}</strong></span>
      </span>`),
    );
    expect(others).toEqual([]);
    expect(line?.box).toEqual({ x: 10, y: 8, width: 50, height: 16 });
    expect(line?.words.map(({ text, confidence }) => [text, confidence])).toEqual([
      ['ab', 0.91],
      ['c', 0.5],
    ]);
    expect(line?.words[0]?.symbols[1]).toEqual({ text: 'b', box: { x: 20, y: 10, width: 8, height: 12 } });
  });

  it('reads headings and captions too, which are lines by other names', () => {
    for (const name of ['ocr_header', 'ocr_textfloat', 'ocr_caption']) {
      const lines = parseHocr(
        page(
          `<span class='${name}' title="bbox 1 1 9 9"><span class='ocrx_word' title='bbox 1 1 9 9; x_wconf 9'>${symbol('x', 1)}</span></span>`,
        ),
      );
      expect(lines).toHaveLength(1);
    }
  });

  it('decodes what HTML escapes', () => {
    const escaped = ['&lt;', '&gt;', '&amp;', '&quot;', '&#39;', '&#x20AC;'];
    const [line] = parseHocr(
      page(
        `<span class='ocr_line' title="bbox 0 0 99 9"><span class='ocrx_word' title='bbox 0 0 99 9; x_wconf 90'>${escaped.map((each, at) => symbol(each, at * 10)).join('')}</span></span>`,
      ),
    );
    expect(line?.words[0]?.text).toBe(`<>&"'€`);
  });

  it('makes fewer lines of garbage, never an error', () => {
    const pieces = fc.constantFrom(
      "<span class='ocr_line'",
      "<span class='ocrx_word'>",
      '</span>',
      '<',
      '>',
      '&#99999999999;',
      "title='bbox 1 2",
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((each) => each.join('')),
        ),
        (garbage) => {
          expect(Array.isArray(parseHocr(garbage))).toBe(true);
        },
      ),
    );
  });
});
