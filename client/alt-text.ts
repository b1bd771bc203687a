/** Longer texts tire whoever has them read aloud. */
const MAX_LENGTH = 250;

/**
 * The sentence out of what a model answered: one line, without quotation marks
 * around it, cut at a word if it is too long. Empty if there is none.
 */
export function altTextIn(answer: string): string {
  const [paragraph = ''] = answer.trim().split(/\n\s*\n/);
  const line = paragraph
    .replace(/^alt(ernative)? text:\s*/i, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const bare = /^(["'“„«`*]+)(.+?)["'”“»`*]+$/u.exec(line)?.[2] ?? line;
  if (bare.length <= MAX_LENGTH) return bare;
  const cut = bare.slice(0, MAX_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_LENGTH / 2)).trimEnd()}…`;
}

/** The text as it is written in a document: shown as it is, whatever is in it. */
export function escapeAltText(text: string, language: 'markdown' | 'html'): string {
  if (language === 'html') {
    return text
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
  }
  // What could end the text, begin markup, or divide a table's cells.
  return text.replace(/[\\[\]`*_<>|&~$]/g, '\\$&');
}
