import type { Token } from './extend.ts';
import type { ReadText } from './layout.ts';

const BEGIN =
  /[-—–_=~]{2,}[ ]?B[E3]G[I1l]N[^\n]{0,30}?(?:PR[I1l]VAT[E3][ ]?KEY|KEY[ ]?BLOCK)[^\n]{0,12}|B[E3]G[I1l]N (?:\w{2,10} )?PR[I1l]VAT[E3] ?KEY[ -]*/g;
const PUBLIC_BLOCK = /PUBL[I1l]C|CERT[I1l]F|REQUEST/;
const CLOSE = /[-—–_=~]{2,}[ ]?[E3]ND[^\n]{0,40}/;
const LONGEST_BLOCK = 120;

/** Whether a line can be one of base64: hardly a space, hardly a word. */
function isBase64Line(line: string): boolean {
  const solid = line.replaceAll(/\s/g, '');
  if (solid.length < 4 || /[$#@:;(){}"'|<>]{1}.*[$#@:;(){}"'|<>]/.test(line)) return false;
  if (/^[A-Za-z-]{3,20}: /.test(line))
    return /^(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash)/i.test(line);
  const words = line.trim().split(/\s+/);
  const known = solid.replaceAll(/[^A-Za-z0-9+/=]/g, '').length;
  if (known < solid.length - 3) return false;
  if (solid.length < 24) return words.length <= 2 && (/\d|[+/=]/.test(solid) || /[a-z][A-Z]/.test(solid));
  const longest = Math.max(...words.map((word) => word.length));
  return longest >= 12 || words.length <= solid.length / 8;
}

/** Private keys as blocks of lines, from where they begin to where they end, or stop being base64. */
export function* findBlocks(read: ReadText): Iterable<Token> {
  const { text } = read;
  for (const match of text.matchAll(BEGIN)) {
    if (PUBLIC_BLOCK.test(match[0])) continue;
    const left = (read.place(match.index)?.box.x ?? 0) - 2 * read.advance(match.index);
    const token: Token = { start: match.index, end: read.lineEnd(match.index), more: [] };
    let misses = 0;
    let pending: { start: number; end: number }[] = [];
    for (let at = token.end + 1, lines = 0; at < text.length && lines < LONGEST_BLOCK; lines++) {
      const end = read.lineEnd(at);
      const start = columnStart(read, at, end, left);
      const line = text.slice(start, end);
      const range = { start, end };
      at = end + 1;
      if (line.trim() === '') continue;
      if (CLOSE.test(line)) {
        token.more.push(...pending, range);
        break;
      }
      if (isBase64Line(line)) {
        token.more.push(...pending, range);
        pending = [];
        misses = 0;
      } else {
        // One line that was read badly may stand between.
        if (++misses > 1 || /[$#>]\s/.test(line)) break;
        pending.push(range);
      }
    }
    yield token;
  }
}

/** Where on a line the words begin that stand right of an edge. */
function columnStart(read: ReadText, from: number, end: number, left: number): number {
  for (let i = from; i < end; i++) {
    const place = read.place(i);
    const before = read.text[i - 1];
    if ((i === from || before === ' ' || before === '\t') && place !== undefined && place.box.x >= left)
      return i;
  }
  return end;
}
