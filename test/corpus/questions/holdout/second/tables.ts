// Tables: a sheet with a division by nothing, a client of a database, the plan of a document store.
import { highlightLines } from '../../../parts.ts';
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, rows, SKINS } from './skins.ts';

const HIVES = [
  ['Hive', 'Frames', 'Honey kg', 'kg per frame', 'Mites', 'Treated'],
  ['Linden 1', '10', '18.4', '1.84', '2', 'yes'],
  ['Linden 2', '10', '11.0', '1.10', '9', 'no'],
  ['Quarry', '8', '14.2', '1.78', '1', 'yes'],
  ['Meadow', '0', '3.5', '#DIV/0!', '4', 'no'],
  ['Orchard', '12', '25.8', '2.15', '12', 'no'],
  ['Average', '8', '14.6', '#DIV/0!', '5.6', ''],
] as const;

const hiveSheet: Layout = {
  name: 'hive-sheet',
  html() {
    const tinted = new Set(['2-4', '5-4', '2-5', '5-2']);
    const cells = HIVES.map(
      (row, y) =>
        `<tr><td class="p d" style="text-align:center">${y + 1}</td>${row.map((cell, x) => `<td class="b" style="${y === 0 ? 'font-weight:700;' : ''}${tinted.has(`${y}-${x}`) ? 'background:#f6c78b;' : ''}${y === 6 && x === 3 ? 'outline:2px solid #1a6b3c' : ''}">${cell}</td>`).join('')}<td class="b" style="width:90px"></td></tr>`,
    );
    const blank = Array.from(
      { length: 9 },
      (_, y) =>
        `<tr><td class="p d" style="text-align:center">${y + 8}</td>${'<td class="b">&nbsp;</td>'.repeat(7)}</tr>`,
    );
    return page(
      SKINS.office,
      `<div class="c full"><div class="p u" style="padding:6px 12px">File &nbsp; Edit &nbsp; View &nbsp; Insert &nbsp; Format &nbsp; Data &nbsp; Tools</div><div class="r u" style="padding:6px 12px;gap:12px"><span class="b" style="padding:0 12px">D7</span><i>fx</i><span class="b g m" style="padding:0 10px">=AVERAGE(D2:D6)</span></div>
      <table style="width:100%"><tr class="p">${['', 'A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => `<th style="text-align:center">${name}</th>`).join('')}</tr>${cells.join('')}${blank.join('')}</table><div class="g"></div><div class="p t" style="padding:4px 12px">▸ Autumn 2026 &nbsp; | &nbsp; Spring 2026 &nbsp; | &nbsp; Queens</div></div>`,
    );
  },
};

const QUERY = `SELECT member_id, count(*) AS open_loans, min(due) AS oldest
FROM loan
WHERE returned IS NULL
GROUP BY member_id
HAVING count(*) > 8
ORDER BY oldest;`;

const databaseClient: Layout = {
  name: 'database-client',
  html: () =>
    page(
      { ...SKINS.cloud, ground: '#ffffff', panel: '#eef2f6', mono: 'Fira Code' },
      `<div class="r full"><div class="p e" style="width:220px;padding:12px;white-space:pre">▾ library @ replica-2
  ▾ public
    ▾ Tables
      author
      branch
      copy
      loan
      member
    ▸ Views
    ▸ Functions
▸ library_test</div><div class="g c"><div class="u p" style="padding:6px 12px">&lt;library&gt; overdue.sql ×</div><div class="m" style="padding:10px 14px">${highlightLines(
        QUERY,
        'sql',
      )
        .map((line) => `<div>${line}</div>`)
        .join('')}</div>
      <div class="p t u" style="padding:6px 12px"><b>Result 1</b> &nbsp; Execution plan &nbsp; Output</div><table style="width:100%">${rows([['', 'member_id', 'open_loans', 'oldest']], 'th')}${rows(
        [
          ['1', '20114', '9', '2024-02-28'],
          ['2', '00871', '31', '2025-06-03'],
          ['3', '33090', '11', '2026-01-17'],
          ['4', '41256', '9', '2026-09-30'],
        ],
      )}</table><div class="g"></div><div class="t p" style="padding:5px 12px">4 row(s) fetched in 7.312 s (0.001 s fetch), on 2026-11-20 at 10:44:09 &nbsp; read-only</div></div></div>`,
    ),
};

const documentPlan: Layout = {
  name: 'document-plan',
  html() {
    const stage = (name: string, time: string, detail: string, colour: string) =>
      `<div class="p b" style="width:300px;padding:12px 16px;border-radius:8px;border-left:5px solid ${colour};margin:0 auto 26px"><div class="r"><b>${name}</b><span class="g"></span>${time}</div><div class="d">${escapeHtml(detail)}</div></div>`;
    return page(
      SKINS.dawn,
      `<div class="c full"><div class="p u" style="padding:10px 18px"><b>fleet.positions</b> <span class="d">Documents · Aggregations · Schema · Explain · Indexes</span></div><div class="m u" style="padding:10px 18px">{ vessel: "LK-204", at: { $gte: ISODate("2026-11-01") } }  sort { speed: -1 }</div>
      <div class="r g" style="padding:20px"><div class="g">${stage('SORT', '388 ms', 'memory 96 MB, spilled to disk: true', '#c05f3c')}${stage('COLLSCAN', '2,104 ms', 'documents examined 1,904,338', '#c05f3c')}</div>
      <div style="width:270px"><b>Query performance</b><table>${rows([
        ['Documents returned', '212'],
        ['Keys examined', '0'],
        ['Execution time', '2,519 ms'],
        ['Index used', 'none available'],
      ])}</table></div></div></div>`,
    );
  },
};

export const tableItems: readonly QuestionItem[] = [
  {
    kind: 'spreadsheet',
    layout: hiveSheet,
    prompt: 'why is my average broken',
    needs: 'text',
    answer: ['AVERAGE(D2:D6)', '#DIV/0!', 'Meadow'],
    size: 'part',
  },
  {
    kind: 'spreadsheet',
    layout: hiveSheet,
    prompt: 'somebody highlighted cells in orange, which ones? is there a pattern',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'SQL',
    layout: databaseClient,
    prompt: 'who has the most books out',
    needs: 'text',
    answer: ['00871', '31 2025-06-03'],
    size: 'wide',
  },
  {
    kind: 'SQL',
    layout: databaseClient,
    prompt: 'is this on prod or a replica? and how slow was it',
    needs: 'text',
    answer: ['library @ replica-2', '7.312 s'],
    size: 'laptop',
  },
  {
    kind: 'SQL',
    layout: documentPlan,
    prompt: 'bruker den indeksen?',
    needs: 'text',
    answer: ['COLLSCAN', 'none available'],
    size: 'part',
  },
  {
    kind: 'SQL',
    layout: documentPlan,
    prompt: 'how many docs does it read to give me back how many?',
    needs: 'text',
    answer: ['documents examined 1,904,338', 'Documents returned', '212'],
    size: 'wide',
  },
];
