import { type AnswerWriter, commentWriter, indentingWriter, plainWriter } from './answer-writer.ts';

/** How a language writes comments, as its language configuration says. */
export interface CommentTokens {
  readonly line?: string;
  readonly block?: readonly [open: string, close: string];
}

/** Where an answer goes in a document, and what has to stand around it. */
export interface Placement {
  /** Offset into the line the cursor is on where everything is inserted. */
  readonly column: number;
  /** Written in front of the answer, once. */
  readonly before: string;
  /** Written behind the answer, in the same edit, so that the document is valid at every moment. */
  readonly after: string;
  readonly writer: AnswerWriter;
}

// Where prose in comments breaks, in columns. Code and tables are left as they are.
const WIDTH = 100;

/**
 * Says how an answer is written at the cursor.
 * @param lineText the line the cursor is on, without its line end
 * @param column the cursor's offset in that line
 * @param eol the document's line end
 * @param tokens how this language writes comments; undefined where text is text
 */
export function place(
  lineText: string,
  column: number,
  eol: string,
  tokens: CommentTokens | undefined,
  languageId = '',
): Placement {
  if (!tokens?.line && !tokens?.block) {
    return { column, before: '', after: '', writer: plainWriter(eol) };
  }
  const indent = /^\s*/.exec(lineText)?.[0] ?? '';
  const codeInFront = column > indent.length;
  const codeBehind = lineText.trim() !== '' && !codeInFront;
  // Behind code the comment gets lines of its own below it, in front of code lines of its own above it.
  const at = codeInFront ? lineText.length : Math.min(column, indent.length);
  const lineIndent = codeInFront ? indent : indent.slice(0, at);
  const start = codeInFront ? eol + lineIndent : '';
  const finish = codeBehind ? eol + lineIndent : '';

  if (tokens.line) {
    return {
      column: at,
      before: start + tokens.line.trimEnd(),
      after: finish,
      writer: commentWriter({
        newLine: eol + lineIndent + tokens.line.trimEnd(),
        blank: ' ',
        width: WIDTH - lineIndent.length - tokens.line.trimEnd().length - 1,
        forbidden: languageId === 'php' ? ['?>'] : [],
      }),
    };
  }
  const [open, close] = tokens.block ?? ['', ''];
  return {
    column: at,
    before: start + open + eol + lineIndent,
    after: eol + lineIndent + close + finish,
    writer: commentWriter({
      newLine: eol + lineIndent,
      blank: '',
      width: WIDTH - lineIndent.length,
      forbidden: forbiddenIn(open, close),
    }),
  };
}

/** Says how code is written at the cursor: as it is, later lines indented as the line it begins in. */
export function placeCode(lineText: string, column: number, eol: string): Placement {
  const before = lineText.slice(0, column);
  const indent = before.trim() === '' ? before : '';
  return { column, before: '', after: '', writer: indentingWriter(eol, indent) };
}

function forbiddenIn(open: string, close: string): string[] {
  // In HTML and XML two hyphens may not stand in a comment at all.
  return open.startsWith('<!--') ? ['--'] : [open, close];
}
