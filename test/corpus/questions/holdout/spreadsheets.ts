// Spreadsheets: cells with their columns' letters and rows' numbers, and the line of the formula.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { desktopWindow } from './frame.ts';

interface Sheet {
  title: string;
  cell: string;
  formula: string;
  rows: readonly (readonly string[])[];
  /** Background of a cell, by row and column from 0. */
  tint?: (row: number, column: number) => string | undefined;
}

const LETTERS = [...'ABCDEFGHIJ'];

/** A spreadsheet's window, filled up with empty rows and columns. */
function spreadsheet(scene: Scene, { title, cell, formula, rows, tint }: Sheet): string {
  const { theme, px } = scene.look;
  const border = `border:1px solid ${theme.border}`;
  const head = LETTERS.map((letter) => `<th class="raised" style="${border};min-width:92px">${letter}</th>`);
  const lines = Array.from({ length: 44 }, (_, row) => {
    const cells = LETTERS.map((_letter, column) => {
      const value = rows[row]?.[column] ?? '';
      const align = /^[-\d#]/.test(value) ? 'right' : 'left';
      const background = tint?.(row, column) ?? 'transparent';
      return `<td style="${border};padding:2px 8px;text-align:${align};white-space:nowrap;background:${background};font-weight:${row === 0 ? 700 : 400}">${escapeHtml(value)}</td>`;
    });
    return `<tr style="height:${px + 10}px"><td class="raised muted" style="${border};padding:0 10px">${row + 1}</td>${cells.join('')}</tr>`;
  });
  return desktopWindow(
    scene,
    title,
    `<div class="raised" style="padding:5px 12px;font-size:13px">File &nbsp; Edit &nbsp; View &nbsp; Insert &nbsp; Format &nbsp; Data &nbsp; Tools</div>
    <div class="mono" style="padding:5px 12px;border:1px solid ${theme.border}"><b>${cell}</b> &nbsp; <i>fx</i> &nbsp; ${escapeHtml(formula)}</div>
    <table><tr><th class="raised" style="${border}"></th>${head.join('')}</tr>${lines.join('')}</table>`,
  );
}

const COSTS: Sheet = {
  title: 'Workshop costs.ods',
  cell: 'D7',
  formula: '=SUM(D2:D6)*Rates!$B$9',
  rows: [
    ['Item', 'Unit', 'Qty', 'Cost'],
    ['Oak planks', '48.50', '12', '582.00'],
    ['Hinges', '3.20', '40', '128.00'],
    ['Varnish', '19.90', '6', '119.40'],
    ['Sandpaper', '0.85', '100', '85.00'],
    ['Freight', '64.00', '1', '64.00'],
    ['Total in EUR', '', '', '#REF!'],
  ],
};

const POWER: Sheet = {
  title: 'Strøm 2026.xlsx',
  cell: 'B5',
  formula: '2 318',
  rows: [
    ['Måned', 'kWh', 'Nett', 'Kraft', 'Sum'],
    ['Januar', '1 912', '612', '1 740', '2 352'],
    ['Februar', '1 733', '588', '1 918', '2 506'],
    ['Mars', '1 402', '520', '1 121', '1 641'],
    ['April', '2 318', '471', '835', '1 306'],
    ['Mai', '744', '402', '520', '922'],
    ['Juni', '512', '377', '308', '685'],
  ],
};

const SHIFT_ROWS = [
  ['Shift', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  ['Early', '6', '6', '6', '6', '6', '4', '4'],
  ['Late', '5', '5', '5', '5', '6', '5', '3'],
  ['Night', '3', '3', '3', '3', '4', '4', '3'],
  ['Ferry A', '2', '2', '2', '2', '2', '1', '1'],
  ['Ferry B', '1', '1', '2', '1', '2', '2', '1'],
  ['Standby', '1', '1', '1', '1', '1', '1', '1'],
];
const UNCOVERED = new Set(['2:4', '3:6', '5:1', '5:2']);

const SHIFTS: Sheet = {
  title: 'Crew plan week 48',
  cell: 'A1',
  formula: 'Shift',
  rows: SHIFT_ROWS,
  tint: (row, column) => {
    if (row === 0 || row >= SHIFT_ROWS.length || column === 0 || column > 7) return undefined;
    return UNCOVERED.has(`${row}:${column}`) ? '#ef444488' : '#22c55e55';
  },
};

export const spreadsheetItems: readonly QuestionItem[] = [
  {
    kind: 'spreadsheet',
    layout: { name: 'broken-reference', html: (scene) => spreadsheet(scene, COSTS) },
    prompt: 'why #REF! ?',
    needs: 'text',
    answer: ['=SUM(D2:D6)*Rates!$B$9'],
  },
  {
    kind: 'spreadsheet',
    layout: { name: 'power-bill', html: (scene) => spreadsheet(scene, POWER) },
    prompt: 'hvilken måned var dyrest totalt?',
    needs: 'text',
    answer: ['Februar', '2 506'],
  },
  {
    kind: 'spreadsheet',
    layout: { name: 'coloured-cells', html: (scene) => spreadsheet(scene, SHIFTS) },
    prompt: 'which shifts are marked red?',
    needs: 'picture',
  },
];
