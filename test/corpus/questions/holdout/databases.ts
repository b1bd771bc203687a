// Database clients: plans of queries, results, an error.
import { highlightLines, table } from '../../parts.ts';
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { desktopWindow, terminalWindow } from './frame.ts';

const PLAN = [
  'kiosk=> EXPLAIN ANALYZE SELECT * FROM tickets',
  "kiosk->  WHERE lower(visitor) = 'abel' ORDER BY sold_at DESC LIMIT 20;",
  '                               QUERY PLAN',
  '------------------------------------------------------------------------',
  ' Limit  (cost=58102.11..58102.16 rows=20) (actual time=2914.880..2914.884)',
  '   ->  Sort  (cost=58102.11..58132.40 rows=12114) (actual time=2914.878)',
  '         Sort Key: sold_at DESC',
  '         ->  Seq Scan on tickets  (cost=0.00..57779.75 rows=12114)',
  "               Filter: (lower(visitor) = 'abel'::text)",
  '               Rows Removed by Filter: 2410771',
  ' Planning Time: 0.211 ms',
  ' Execution Time: 2914.951 ms',
];

const QUERY = [
  'SELECT r.name, count(*) AS trips, sum(t.fare) AS total',
  'FROM trips t JOIN routes r ON r.id = t.route_id',
  "WHERE t.day BETWEEN '2026-10-01' AND '2026-10-31'",
  'GROUP BY r.name ORDER BY r.name;',
];

const RESULT = [
  ['name', 'trips', 'total'],
  ['Airport Express', '1 204', '84 280.00'],
  ['Harbour Loop', '3 377', '50 655.00'],
  ['Museum Line', '912', '11 856.00'],
  ['Night Bus N4', '2 045', '91 025.00'],
  ['Old Town', '4 118', '61 770.00'],
  ['University', '5 390', '80 850.00'],
];

const LOCKED = [
  'Msg 1205, Level 13, State 51, Line 4',
  'Transaction (Process ID 71) was deadlocked on lock resources with another process',
  'and has been chosen as the deadlock victim. Rerun the transaction.',
];

interface Client {
  title: string;
  query: readonly string[];
  lower: string;
  status: string;
}

/** A client's window: tables at the left, a query above, what came of it below. */
function client(scene: Scene, { title, query, lower, status }: Client): string {
  const { theme, mono, px } = scene.look;
  const tables = ['routes', 'stops', 'trips', 'vehicles', 'drivers', 'fares', 'zones']
    .map((name) => `<div style="padding:2px 0 2px 18px">▤ ${name}</div>`)
    .join('');
  return desktopWindow(
    scene,
    title,
    `<div style="display:flex;height:100%"><div class="raised" style="width:180px;padding:10px;border-right:1px solid ${theme.border}"><b>transit</b>${tables}</div>
    <div style="flex:1"><pre style="padding:12px;line-height:1.5;font-family:'${mono}';font-size:${px}px">${highlightLines(query.join('\n'), 'sql').join('\n')}</pre>
    <div class="raised" style="padding:5px 12px;border:1px solid ${theme.border}"><b>Results</b> &nbsp; Messages &nbsp; History</div>
    <div style="padding:10px 12px">${lower}</div>
    <div class="muted" style="padding:0 12px">${status}</div></div></div>`,
  );
}

export const databaseItems: readonly QuestionItem[] = [
  {
    kind: 'SQL',
    layout: {
      name: 'query-plan',
      html: (scene) => terminalWindow(scene, { title: 'psql', prompt: 'kiosk=>', lines: PLAN, isFull: true }),
    },
    prompt: 'why is this so slow, there is an index on visitor',
    needs: 'text',
    answer: ['Seq Scan on tickets', "WHERE lower(visitor) = 'abel'"],
  },
  {
    kind: 'SQL',
    layout: {
      name: 'result-grid',
      html: (scene) =>
        client(scene, {
          title: 'transit @ reporting',
          query: QUERY,
          lower: table(RESULT, `padding:4px 18px;border:1px solid ${scene.look.theme.border}`),
          status: '6 rows in 84 ms',
        }),
    },
    prompt: 'which route earned the most?',
    needs: 'text',
    answer: ['Night Bus N4', '91 025.00'],
  },
  {
    kind: 'SQL',
    layout: {
      name: 'deadlock-message',
      html: (scene) =>
        client(scene, {
          title: 'transit @ live',
          query: ['BEGIN TRAN;', 'UPDATE fares SET price = price * 1.03;', 'UPDATE trips SET repriced = 1;'],
          lower: LOCKED.map((line) => `<div style="color:#e5484d">${escapeHtml(line)}</div>`).join(''),
          status: 'Completed with errors',
        }),
    },
    prompt: '¿qué significa este error?',
    needs: 'text',
    answer: ['chosen as the deadlock victim', 'Msg 1205'],
    size: 'part',
  },
];
