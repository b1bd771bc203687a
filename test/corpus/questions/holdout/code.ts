// Source text in editors. One of the questions is about how the editor looks.
import { highlightLines } from '../../parts.ts';
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { desktopWindow } from './frame.ts';

interface Source {
  title: string;
  tabs: readonly string[];
  language: string;
  lines: readonly string[];
  firstLine: number;
  /** The line the cursor is on. */
  current: number;
  status: string;
}

/** An editor without a side bar: tabs, numbered lines, the current one tinted, a status line. */
function sourceWindow(scene: Scene, source: Source): string {
  const { theme, mono, px } = scene.look;
  const rows = highlightLines(source.lines.join('\n'), source.language).map((line, index) => {
    const number = source.firstLine + index;
    const tint = number === source.current ? theme.raised : 'transparent';
    return `<div class="line" style="display:flex;background:${tint}"><span style="flex:none;width:5ch;margin-right:2ch;text-align:right;color:${theme.muted}">${number}</span><span>${line}</span></div>`;
  });
  const tabs = source.tabs.map(
    (tab, index) =>
      `<span style="display:inline-block;padding:6px 16px;border-bottom:2px solid ${index === 0 ? theme.accent : 'transparent'}">${tab}</span>`,
  );
  return desktopWindow(
    scene,
    source.title,
    `<div class="raised" style="font-size:13px">${tabs.join('')}</div>
    <div style="padding:8px 0;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}</div>
    <div class="raised" style="position:absolute;left:0;right:0;bottom:0;padding:3px 12px;font-size:12px;border-top:1px solid ${theme.border}">${source.status}</div>`,
  );
}

const PAGES: Source = {
  title: 'pages.ts — catalogue',
  tabs: ['pages.ts', 'pages.spec.ts', 'types.ts'],
  language: 'typescript',
  firstLine: 18,
  current: 27,
  status: 'TypeScript &nbsp; UTF-8 &nbsp; LF &nbsp; Spaces: 2',
  lines: [
    'export interface Page<T> {',
    '  items: T[];',
    '  next: number | null;',
    '}',
    '',
    'export function pageOf<T>(all: T[], page: number, size: number): Page<T> {',
    '  const start = page * size;',
    '  const end = start + size;',
    '  const items: T[] = [];',
    '  for (let index = start; index <= end; index++) {',
    '    const item = all[index];',
    '    if (item !== undefined) items.push(item);',
    '  }',
    '  const next = end < all.length ? page + 1 : null;',
    '  return { items, next };',
    '}',
  ],
};

const TIDES: Source = {
  title: 'smooth.py – tides',
  tabs: ['smooth.py', 'harmonics.py'],
  language: 'python',
  firstLine: 1,
  current: 12,
  status: 'Python 3.13 (.venv) &nbsp; Ln 12, Col 9',
  lines: [
    'from collections import deque',
    'from typing import Iterable, Iterator',
    '',
    '',
    'def smooth(levels: Iterable[float], window: int = 7) -> Iterator[float]:',
    '    recent: deque[float] = deque(maxlen=window)',
    '    total = 0.0',
    '    for level in levels:',
    '        if len(recent) == window:',
    '            total -= recent[0]',
    '        recent.append(level)',
    '        total += level',
    '        yield total / len(recent)',
  ],
};

const DEADLOCK: Source = {
  title: 'ReportController.cs - Warehouse',
  tabs: ['ReportController.cs', 'ReportService.cs'],
  language: 'csharp',
  firstLine: 33,
  current: 39,
  status: 'C# &nbsp; CRLF &nbsp; Warehouse.Web (net10.0)',
  lines: [
    'public ActionResult Monthly(int year, int month)',
    '{',
    '    if (month is < 1 or > 12)',
    '        return BadRequest("month");',
    '',
    '    // The old MVC action cannot be async.',
    '    var report = _reports.BuildAsync(year, month).Result;',
    '    return View(report);',
    '}',
    '',
    'public async Task<Report> BuildAsync(int year, int month)',
    '{',
    '    var rows = await _store.LoadRowsAsync(year, month);',
    '    return Report.From(rows);',
    '}',
  ],
};

export const codeItems: readonly QuestionItem[] = [
  {
    kind: 'code',
    layout: { name: 'page-loop', html: (scene) => sourceWindow(scene, PAGES) },
    prompt: 'test says one item too many per page. do you see why?',
    needs: 'text',
    answer: ['index <= end', 'const end = start + size;'],
  },
  {
    kind: 'code',
    layout: { name: 'moving-average', html: (scene) => sourceWindow(scene, TIDES) },
    prompt: 'explain',
    needs: 'text',
    answer: ['total -= recent[0]', 'yield total / len(recent)'],
    size: 'part',
  },
  {
    kind: 'code',
    layout: { name: 'sync-over-async', html: (scene) => sourceWindow(scene, DEADLOCK) },
    prompt: 'Warum hängt der Request hier manchmal für immer?',
    needs: 'text',
    answer: ['_reports.BuildAsync(year, month).Result'],
  },
  {
    kind: 'code',
    layout: { name: 'moving-average-look', html: (scene) => sourceWindow(scene, TIDES) },
    prompt: 'made this color theme myself, does it look balanced or are some tokens too hard to tell apart?',
    needs: 'picture',
    size: 'windowRetina',
  },
];
