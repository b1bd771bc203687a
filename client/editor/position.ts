/** One change of a document, as `vscode.TextDocumentContentChangeEvent` has it: UTF-16 offsets into the text before. */
export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * Where a place in a document is after other people's changes to it.
 *
 * Text inserted exactly there goes behind it: what the user types at the end
 * of a streaming answer stays in one piece behind the answer. A place in text
 * that was replaced moves to the start of the replacement, one at the end of
 * such text to its end.
 * @param changes of one event, each with offsets into the document before the event
 */
export function moved(offset: number, changes: readonly Change[]): number {
  let shift = 0;
  let replacedFrom: number | undefined;
  for (const { rangeOffset, rangeLength, text } of changes) {
    const end = rangeOffset + rangeLength;
    if (rangeOffset >= offset) continue;
    if (end <= offset) shift += text.length - rangeLength;
    else replacedFrom = rangeOffset;
  }
  return (replacedFrom ?? offset) + shift;
}
