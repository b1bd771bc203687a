import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SpendRow } from './spend.ts';
import { exportRows } from './spend-csv.ts';

const ROW: SpendRow = {
  id: 7,
  at: '2026-11-20T10:00:00.000Z',
  workspace: 'here',
  route: 'text',
  provider: 'openai',
  model: 'gpt-4o-mini',
  certainty: 'exact',
  costNanoUsd: 3,
  requestId: 'req_1',
  questionId: 'question',
  attempt: 2,
  status: 200,
  finishReason: 'stop',
  serviceTier: null,
  usage: {
    input: 11,
    cachedInput: 12,
    cacheWrite: 13,
    image: 14,
    audio: 15,
    output: 16,
    reasoning: 17,
    audioOutput: 18,
  },
  expectedNanoUsd: 21,
  saved: { routing: 22, cache: 23, scaling: 24 },
  firstDeltaMs: null,
  totalMs: 12.5,
};

/** Reads CSV as RFC 4180 has it, and fails where it is none. */
function read(text: string): string[][] {
  const lines: string[][] = [];
  const next = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let line: string[] = [];
  while (next.lastIndex < text.length) {
    const at = next.lastIndex;
    const match = next.exec(text);
    if (!match) throw new Error(`This is no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
    const [, quoted, plain = '', end] = match;
    line.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}

describe('CSV', () => {
  test('has a line of names and everything a row has', () => {
    expect(exportRows([ROW], 'csv')).toBe(
      'at,workspace,route,model,certainty,costNanoUsd,requestId,id,questionId,attempt,provider,status,finishReason,serviceTier,' +
        'inputTokens,cachedInputTokens,cacheWriteTokens,imageTokens,audioTokens,outputTokens,reasoningTokens,audioOutputTokens,' +
        'expectedNanoUsd,savedRoutingNanoUsd,savedCacheNanoUsd,savedScalingNanoUsd,firstDeltaMs,totalMs\r\n' +
        '2026-11-20T10:00:00.000Z,here,text,gpt-4o-mini,exact,3,req_1,7,question,2,openai,200,stop,,' +
        '11,12,13,14,15,16,17,18,21,22,23,24,,12.5\r\n',
    );
  });

  test('a field that the protocol gets shall not be missing here', () => {
    const leaves = (value: object): number =>
      Object.values(value).reduce<number>(
        (count, each) => count + (typeof each === 'object' && each !== null ? leaves(each) : 1),
        0,
      );
    expect(Object.keys(ROW).sort()).toEqual(Object.keys(SpendRow.shape).sort());
    expect(read(exportRows([], 'csv'))[0]).toHaveLength(leaves(ROW));
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x'])(
    '%j is no formula',
    (workspace) => {
      expect(read(exportRows([{ ...ROW, workspace }], 'csv'))[1]?.[1]).toBe(`'${workspace}`);
    },
  );

  test('what is quoted', () => {
    const row = { ...ROW, workspace: '=HYPERLINK("http://example")', model: 'a,b', requestId: 'two\nlines' };
    expect(exportRows([row], 'csv')).toContain(
      `,"'=HYPERLINK(""http://example"")",text,"a,b",exact,3,"two\nlines",7,`,
    );
  });

  test('any names come back as they were, one line a row', () => {
    const name = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', '日', '=', "'", '😀') });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), (names) => {
        const rows = names.map(([workspace, model]) => ({ ...ROW, workspace, model }));
        const [header, ...lines] = read(exportRows(rows, 'csv'));
        expect(lines.every((line) => line.length === header?.length)).toBe(true);
        const defused = (text = '') => text.replace(/^'(?=[=\r\n])/, '');
        // Names that begin with an apostrophe before such a character are no different from defused ones.
        expect(lines.map((line) => [defused(line[1]), defused(line[3])])).toEqual(
          names.map((pair) => pair.map(defused)),
        );
      }),
    );
  });
});

test('JSON is the rows as the protocol has them', () => {
  const text = exportRows([ROW, { ...ROW, id: 8 }], 'json');
  expect(z.array(SpendRow.strict()).parse(JSON.parse(text))).toEqual([ROW, { ...ROW, id: 8 }]);
  expect(text.endsWith(']\n')).toBe(true);
  expect(JSON.parse(exportRows([], 'json'))).toEqual([]);
});
