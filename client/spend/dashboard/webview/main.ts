import '../../../panel/webview/buttons.css';
import './dashboard.css';
import './plots.css';
import '../../../panel/webview/language.ts';
import '../../../panel/webview/elements.ts';
import * as l10n from '@vscode/l10n';
import type { Report } from '../../../../protocol/report.ts';
import { button } from '../../../panel/webview/button.ts';
import { element, icon } from '../../../panel/webview/dom.ts';
import { applyIcons } from '../../../panel/webview/icons.ts';
import type { ToDashboard } from '../messages.ts';
import { formatDate } from './calendar.ts';
import { cards } from './cards.ts';
import { Dearest } from './dearest.ts';
import { latencyByRoute, spendByRoute, spendByWorkspace, spendOverTime } from './drawings.ts';
import { keepSelection, onMessage, post, readSelection } from './host.ts';
import { Picker } from './picker.ts';
import { type Drawing, Plot } from './plot.ts';
import { onThemeChange, readTheme } from './theme.ts';

/** More bars than the two plots beside them are high. */
const MANY_WORKSPACES = 6;

let theme = readTheme();

const status = element('p', { class: 'status', attributes: { role: 'status' } });
const say = (sentence: string): void => {
  status.textContent = sentence;
};
const trouble = element('div', { class: 'trouble', attributes: { role: 'alert' } });
const notes = element('ul', { class: 'notes', attributes: { 'aria-label': l10n.t('Notes') } });
const figures = element('div', { class: 'cards' });
const empty = element('div', { class: 'empty' });
const dearest = new Dearest((text) => {
  post({ type: 'copy', text });
  say(l10n.t('Copied.'));
});
const plots: readonly {
  plot: Plot;
  draw: (report: Report) => Drawing;
  isWorth: (report: Report) => boolean;
}[] = [
  { plot: new Plot('over-time', () => theme), draw: spendOverTime, isWorth: () => true },
  { plot: new Plot('by-workspace', () => theme), draw: spendByWorkspace, isWorth: () => true },
  { plot: new Plot('by-route', () => theme), draw: spendByRoute, isWorth: () => true },
  {
    plot: new Plot('latency', () => theme),
    draw: latencyByRoute,
    isWorth: ({ latencies }) => latencies.length > 0,
  },
];
plots[0]?.plot.root.classList.add('wide');
const content = element('div', { class: 'plots' }, ...plots.map(({ plot }) => plot.root), dearest.root);

const picker = new Picker(readSelection(), (selection) => {
  keepSelection(selection);
  load();
});
const exports = element(
  'div',
  { class: 'exports', attributes: { role: 'group', 'aria-label': l10n.t('Export') } },
  button(l10n.t('Export {0}', 'CSV'), () => post({ type: 'export', format: 'csv' }), { isSecondary: true }),
  button(l10n.t('Export {0}', 'JSON'), () => post({ type: 'export', format: 'json' }), { isSecondary: true }),
);
const main = element(
  'main',
  {},
  element('h1', {}, l10n.t('Spend')),
  element('div', { class: 'toolbar' }, picker.root, exports),
  status,
  trouble,
  notes,
  figures,
  empty,
  content,
);

/** Asks for what is chosen; what is shown stays until it is there. */
function load(): void {
  main.setAttribute('aria-busy', 'true');
  say('');
  post({ type: 'show', selection: picker.selection });
}

function show({ report, workspaces, notes: sentences }: Extract<ToDashboard, { type: 'report' }>): void {
  const { from, to, total, summary } = report;
  main.removeAttribute('aria-busy');
  main.classList.remove('stale');
  trouble.hidden = true;
  picker.show({ from, to, workspaces });
  showNotes(sentences, summary.uncertain !== null);
  const hasRows = total.requests > 0;
  // Nothing was ever asked: figures would all be zero.
  figures.hidden = summary.last === null;
  exports.hidden = !hasRows;
  content.hidden = !hasRows;
  content.classList.toggle('many', report.workspaces.length > MANY_WORKSPACES);
  empty.hidden = hasRows;
  figures.replaceChildren(...cards(report, { setBudget: () => post({ type: 'setBudget' }) }));
  if (hasRows) {
    for (const { plot, draw, isWorth } of plots) {
      plot.root.hidden = !isWorth(report);
      plot.draw(draw(report));
    }
    dearest.show(report.dearest);
  } else {
    showEmpty(report);
  }
}

function showNotes(sentences: readonly string[], canAccept: boolean): void {
  notes.replaceChildren(
    ...sentences.map((sentence) => element('li', {}, icon('info'), element('span', {}, sentence))),
    ...(canAccept
      ? [
          element(
            'li',
            {},
            button(l10n.t('Accept Restored Ledger'), () => post({ type: 'acceptLedger' })),
          ),
        ]
      : []),
  );
  notes.hidden = notes.childElementCount === 0;
}

function showEmpty({ summary, from, to }: Report): void {
  empty.replaceChildren(
    ...(summary.last === null
      ? [
          element('h2', {}, l10n.t('Nothing was spent yet')),
          element('p', {}, l10n.t('Ask your first question: take a screenshot, then paste it here.')),
          button(l10n.t('Paste Screenshot and Explain'), () => post({ type: 'ask' })),
        ]
      : [
          element('h2', {}, l10n.t('No questions in these days')),
          element(
            'p',
            {},
            l10n.t(
              'Nothing was asked from {0} to {1}. Choose other days, or another workspace.',
              formatDate(from, 'long'),
              formatDate(to, 'long'),
            ),
          ),
        ]),
  );
}

function showTrouble({ message, hint, remedy }: Extract<ToDashboard, { type: 'trouble' }>): void {
  main.removeAttribute('aria-busy');
  trouble.replaceChildren(
    icon('error'),
    element('span', {}, `${message} ${hint}`),
    ...{
      retry: [button(l10n.t('Try Again'), load)],
      restart: [button(l10n.t('Restart Daemon'), () => post({ type: 'restartDaemon' }))],
      none: [],
    }[remedy],
  );
  trouble.hidden = false;
  // What is shown is what was there before; a file that was not written says nothing about that.
  main.classList.toggle('stale', remedy !== 'none');
}

for (const part of [trouble, notes, figures, empty, exports, content]) part.hidden = true;
document.body.append(main);
applyIcons();
onMessage((message) => {
  switch (message.type) {
    case 'report':
      return show(message);
    case 'trouble':
      return showTrouble(message);
    case 'done':
      return say(message.sentence);
  }
});
onThemeChange(() => {
  theme = readTheme();
  for (const { plot } of plots) plot.redraw();
});
load();
