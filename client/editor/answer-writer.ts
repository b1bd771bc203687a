/** Turns an answer that comes in pieces into text that may stand at its place. */
export interface AnswerWriter {
  /** The text to insert for the next piece of the answer. */
  write(delta: string): string;
  /** The text to insert when no more pieces come. */
  end(): string;
}

// Characters that end a line for some compiler or other although no editor shows them as line ends.
const LINE_END = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/;
// Controls of writing direction make code look other than it is: https://trojansource.codes
const DIRECTION_CONTROLS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// What a wrapped line of a list is indented by.
const LIST_MARK = /^\s*(?:[-*+]|\d{1,3}[.)]) +/;
const FENCE = /^\s*(?:```|~~~)/;

/** Writes the answer as it is, but with the document's line ends. */
export function plainWriter(eol: string): AnswerWriter {
  const lines = lineSplitter();
  return { write: (delta) => lines(delta).join(eol), end: () => '' };
}

/** Writes it as it is, with an indentation in front of all its lines but the first and empty ones. */
export function indentingWriter(eol: string, indent: string): AnswerWriter {
  const split = lineSplitter();
  let isNew = false;
  const put = (text: string): string => {
    if (text === '') return '';
    const out = (isNew ? indent : '') + text;
    isNew = false;
    return out;
  };
  return {
    write(delta) {
      const [first = '', ...rest] = split(delta);
      let out = put(first);
      for (const text of rest) {
        isNew = true;
        out += eol + put(text);
      }
      return out;
    },
    end: () => '',
  };
}

export interface CommentStyle {
  /** What begins a line: line end, indentation, comment token. */
  readonly newLine: string;
  /** Stands between that and the text, if there is any. */
  readonly blank: string;
  /** Columns the text may have; it is broken between words. */
  readonly width: number;
  /** What would end the comment. */
  readonly forbidden: readonly string[];
}

/** Writes the answer into a comment it cannot get out of. Words come whole, one behind the stream. */
export function commentWriter({ newLine, blank, width, forbidden }: CommentStyle): AnswerWriter {
  const split = lineSplitter();
  const disarm = disarmer(forbidden);
  let line = '';
  let gap = '';
  let word = '';
  let hanging = '';
  let inCode = false;

  const putWord = (): string => {
    if (word === '') return '';
    let out = '';
    const breaks =
      !inCode && !/^\s*(?:\||```|~~~)/.test(line) && line.length + gap.length + word.length > width;
    if (breaks && line.trim() !== '' && line !== hanging) {
      hanging = ' '.repeat(LIST_MARK.exec(line)?.[0].length ?? hanging.length);
      out = newLine + blank + hanging;
      line = hanging;
      gap = '';
    } else if (line === '') {
      out = blank;
    }
    line += gap + word;
    out += disarm(gap + word);
    gap = '';
    word = '';
    return out;
  };
  const putText = (text: string): string => {
    let out = '';
    for (const char of text) {
      if (char === ' ' || char === '\t') {
        out += putWord();
        gap += char;
      } else {
        word += char;
      }
    }
    return out;
  };
  const endLine = (): string => {
    const out = putWord() + newLine;
    if (FENCE.test(line)) inCode = !inCode;
    line = '';
    gap = '';
    hanging = '';
    return out;
  };
  return {
    write(delta) {
      const [first = '', ...rest] = split(delta.replace(DIRECTION_CONTROLS, ''));
      return putText(first) + rest.map((text) => endLine() + putText(text)).join('');
    },
    // In C a backslash at the end of a line draws the next line into the comment.
    end: () => putWord() + (line.endsWith('\\') ? ' .' : ''),
  };
}

/** Splits pieces into lines; a CR LF cut in two by the stream is one line end. */
function lineSplitter(): (delta: string) => string[] {
  let endedInCr = false;
  return (delta) => {
    if (delta === '') return [''];
    const rest = endedInCr && delta.startsWith('\n') ? delta.slice(1) : delta;
    endedInCr = delta.endsWith('\r');
    return rest.split(LINE_END);
  };
}

/** Puts a blank into every token that would end the comment, however the stream cuts it. */
function disarmer(forbidden: readonly string[]): (text: string) => string {
  const longest = Math.max(0, ...forbidden.map((token) => token.length));
  let tail = '';
  return (text) => {
    let out = '';
    for (const char of text) {
      const blank = forbidden.some((token) => (tail + char).endsWith(token)) ? ' ' : '';
      out += blank + char;
      tail = longest > 1 ? (tail + blank + char).slice(1 - longest) : '';
    }
    return out;
  };
}
