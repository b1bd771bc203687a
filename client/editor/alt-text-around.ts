/**
 * The alt text of a picture's link that a place in a line is inside of, as
 * offsets into that line; undefined where it is inside none.
 */
export function altTextAround(
  line: string,
  column: number,
  language: 'markdown' | 'html',
): { start: number; end: number } | undefined {
  const pattern =
    language === 'markdown' ? /(!\[)((?:\\.|[^\]\\])*)(?=\])/g : /(<img\b[^>]*?\balt\s*=\s*")([^"]*)(?=")/gi;
  for (const { index, 1: before = '', 2: alt = '' } of line.matchAll(pattern)) {
    const start = index + before.length;
    if (column >= start && column <= start + alt.length) return { start, end: start + alt.length };
  }
  return undefined;
}
