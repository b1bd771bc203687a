// Work of a team: remarks on a change, a board with coloured marks, a ticket with what was tried.
import { highlightLines } from '../../../parts.ts';
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, rows, SKINS } from './skins.ts';

const GO = `func (c *Cache) Get(key string) (Item, bool) {
	c.mu.RLock()
	item, found := c.items[key]
	if found && item.expired(c.now()) {
		delete(c.items, key)
		found = false
	}
	c.mu.RUnlock()
	return item, found
}`;

const goReview: Layout = {
  name: 'go-review',
  html() {
    const code = highlightLines(GO, 'go').map(
      (line, index) =>
        `<div style="background:${index > 2 && index < 7 ? '#dafbe1' : 'transparent'}"><span class="d" style="display:inline-block;width:5ch;padding-left:1ch">${index + 88}</span>${index > 2 && index < 7 ? '+' : ' '} ${line.replaceAll('\t', '    ')}</div>`,
    );
    const remark = (name: string, text: string) =>
      `<div class="b" style="margin:8px 14px;padding:10px 14px;border-radius:6px"><b>${name}</b><div>${escapeHtml(text)}</div></div>`;
    return page(
      SKINS.forge,
      `<div class="c full">${addressBar('git.example.net/osprey/nest/pull/512/files')}<div style="padding:14px 22px"><div style="font-size:1.4em">Drop expired items when they are read <span class="d">#512</span></div><div class="d" style="margin-bottom:10px">Conversation 4 &nbsp; Commits 2 &nbsp; <b>Files changed 1</b></div>
      <div class="b" style="border-radius:6px;overflow:hidden"><div class="p u" style="padding:8px 14px">cache/cache.go <span style="color:#1a7f37">+4</span> <span style="color:#cf222e">−0</span></div><div class="m">${code.join('')}</div>
      ${remark('thandiwe', 'delete under RLock is a data race. Take the write lock here, or leave the entry and let the janitor remove it. I would prefer the janitor.')}${remark('mateusz', 'ok, will leave it to the janitor and only report a miss. Keeping the benchmark?')}</div></div></div>`,
    );
  },
};

const CARDS = [
  [
    'Backlog',
    [
      ['Export to GPX', '#22a06b'],
      ['Offline tiles', '#8270db'],
      ['Print legend', ''],
    ],
  ],
  [
    'Blocked',
    [
      ['New payment provider', '#c9372c'],
      ['Sign the Windows build', '#8270db'],
    ],
  ],
  [
    'Doing',
    [
      ['Elevation profile', '#22a06b'],
      ['Route sharing', ''],
      ['Crash on rotate', '#c9372c'],
    ],
  ],
  [
    'Shipped',
    [
      ['Dark basemap', '#8270db'],
      ['Undo in editor', '#c9372c'],
    ],
  ],
] as const;

/** A board; what the marks on its cards mean is told by their colours. */
const markedBoard: Layout = {
  name: 'marked-board',
  html() {
    const faces = ['#f5a623', '#4aa3df', '#7ac36a'];
    const lists = CARDS.map(
      ([name, cards], column) =>
        `<div style="width:230px;background:#f1f2f4;border-radius:10px;padding:10px;color:#172b4d"><b>${name}</b>${cards.map(([title, colour], row) => `<div style="margin-top:8px;padding:10px;border-radius:8px;background:#fff;box-shadow:0 1px 2px #0004">${colour ? `<i style="display:block;width:44px;height:8px;border-radius:4px;background:${colour};margin-bottom:6px"></i>` : ''}${title}<i style="display:block;width:22px;height:22px;border-radius:50%;margin-left:auto;background:${faces[(column + row) % 3]}"></i></div>`).join('')}</div>`,
    );
    return page(
      { ...SKINS.plum, ui: 'Nimbus Sans' },
      `<div class="full" style="background:linear-gradient(160deg,#0c66e4,#6e5dc6);padding:14px 18px"><div style="color:#fff;font-size:1.4em;font-weight:700;margin-bottom:14px">Waymark 2.0</div><div class="r" style="gap:14px;align-items:flex-start">${lists.join('')}</div></div>`,
    );
  },
};

const supportTicket: Layout = {
  name: 'support-ticket',
  html: () =>
    page(
      { ...SKINS.cloud, ui: 'DejaVu Sans Condensed' },
      `<div class="c full">${addressBar('help.example/agent/tickets/70418')}<div class="r g"><div class="p e" style="width:240px;padding:14px"><b>Ticket 70418</b><table style="margin-top:8px">${rows(
        [
          ['Status', 'Pending'],
          ['Group', 'Tier 2'],
          ['Plan', 'Orchard Pro'],
          ['SLA', 'breaches in 3 h 10 min'],
          ['Device', 'LabelJet 220'],
        ],
      )}</table></div>
      <div class="g" style="padding:16px 22px"><div style="font-size:1.4em">Labels print one line too low since firmware 7.3</div>
      ${[
        [
          'Customer',
          'Since Thursday every label is shifted down by about 3 mm. Cleaned the sensor, same result. Other rolls too.',
        ],
        ['Petra (Tier 1)', 'Asked for a calibration print. Calibration passes, the shift remains.'],
        [
          'Petra (Tier 1)',
          'Went back to firmware 7.2.4: labels are right again. Customer is fine with staying there for now.',
        ],
        [
          'Yusuf (Tier 2)',
          'Reproduced with gap media only; black-mark media is fine. Filed as FW-3391, fix planned for 7.3.1.',
        ],
      ]
        .map(
          ([name, text]) =>
            `<div class="p b" style="margin-top:12px;padding:10px 14px;border-radius:4px"><b>${name}</b><br>${text}</div>`,
        )
        .join('')}</div></div></div>`,
    ),
};

export const teamworkItems: readonly QuestionItem[] = [
  {
    kind: 'diff',
    layout: goReview,
    prompt: 'is thandiwe right? explain the race',
    needs: 'text',
    answer: ['c.mu.RLock()', 'delete(c.items, key)'],
    size: 'laptop',
  },
  {
    kind: 'diff',
    layout: goReview,
    prompt: 'what did they settle on in the thread',
    needs: 'text',
    answer: ['leave it to the janitor and only report a miss'],
    size: 'part',
  },
  {
    kind: 'board',
    layout: markedBoard,
    prompt: 'what is stuck?',
    needs: 'text',
    answer: ['New payment provider', 'Sign the Windows build'],
    size: 'part',
  },
  {
    kind: 'board',
    layout: markedBoard,
    prompt: 'list every card with a red label that isnt done yet',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'issue',
    layout: supportTicket,
    prompt: 'gibt es einen workaround?',
    needs: 'text',
    answer: ['Went back to firmware 7.2.4'],
    size: 'wide',
  },
  {
    kind: 'issue',
    layout: supportTicket,
    prompt: 'when is the fix coming and how much time is left on the SLA',
    needs: 'text',
    answer: ['fix planned for 7.3.1', '3 h 10 min'],
    size: 'laptop',
  },
];
