import * as l10n from '@vscode/l10n';
import { plural } from '../../protocol/language.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { BudgetState, SpendSummary } from '../../protocol/spend.ts';
import type { DaemonState } from '../daemon.ts';
import { budgetAdvice, budgetFigures, budgetLevel, budgetName, budgetOf, percentUsed } from './budgets.ts';
import { uncertainSentences } from './uncertain.ts';

export interface MeterState {
  readonly daemon: DaemonState['kind'];
  /** What the daemon said last; undefined until it has said anything. */
  readonly summary: SpendSummary | undefined;
  /** The workspace of this window, as spending is booked. */
  readonly here: string;
}

/** How the meter looks, in VS Code's terms but without its types. */
export interface MeterLook {
  readonly text: string;
  readonly background: 'statusBarItem.warningBackground' | 'statusBarItem.errorBackground' | undefined;
  /** Markdown. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly label: string;
}

function aboutDaemon(state: DaemonState['kind']): string | undefined {
  switch (state) {
    case 'starting':
      return l10n.t('The Lenscap daemon is starting.');
    case 'running':
      return undefined;
    case 'waiting':
      return l10n.t('The Lenscap daemon stopped and starts again in a moment.');
    case 'stopped':
      return l10n.t('The Lenscap daemon does not stay up. Run “Lenscap: Restart Daemon”.');
  }
}

const backgrounds = {
  ok: undefined,
  warning: 'statusBarItem.warningBackground',
  full: 'statusBarItem.errorBackground',
} as const;

/** What is longer than this in the status bar pushes others out. */
const NAME_LENGTH = 24;

/** Draws the meter from state alone: the day's budget of everything, or one that is fuller and nearly used. */
export function drawMeter({ daemon, summary, here }: MeterState): MeterLook {
  const sentence = aboutDaemon(daemon);
  const day = budgetOf(summary?.budgets ?? [], { scope: 'all', subject: '', period: 'day' });
  if (!summary || !day) {
    const tooltip = sentence ?? l10n.t('Lenscap has not counted anything yet.');
    return {
      text: daemon === 'stopped' ? '$(eye-closed) Lenscap' : '$(eye) Lenscap',
      background: daemon === 'stopped' ? backgrounds.full : undefined,
      tooltip,
      label: `Lenscap. ${tooltip}`,
    };
  }

  const { budgets, last, notes, uncertain } = summary;
  const shown = fullest(day, budgets, here);
  const name = shown === day ? '' : `${shortName(shown)} `;
  const spent = formatUsd(shown.spentNanoUsd);
  const cap = shown.capNanoUsd === null ? undefined : formatUsd(shown.capNanoUsd);
  const icon = daemon === 'stopped' ? 'eye-closed' : uncertain ? 'warning' : 'eye';

  const rows = budgets.map((budget) => [budgetName(budget, here), budgetFigures(budget)]);
  if (last) rows.push([l10n.t('Last question'), `${formatUsd(last.costNanoUsd)} · ${last.model}`]);
  const table = ['| | |', '|:--|:--|', ...rows.map((row) => `| ${row.map(escapeMarkdown).join(' | ')} |`)];
  const warnings = uncertain ? [uncertainSentences(uncertain)] : [];
  const advice = budgets.flatMap((budget) => budgetAdvice(budget, here) ?? []);
  const time = lowerFirst(budgetName(shown, here));

  return {
    text: `$(${icon}) ${name}${spent}${cap ? ` / ${cap}` : ''}`,
    background: backgrounds[uncertain ? 'full' : budgetLevel(shown)],
    tooltip: [
      '**Lenscap**',
      table.join('\n'),
      ...[...warnings, ...advice, ...notes].map(escapeMarkdown),
      ...(sentence ? [sentence] : []),
    ].join('\n\n'),
    label: [
      cap
        ? l10n.t('Lenscap: {0} of {1} spent {2}.', spent, cap, time)
        : l10n.t('Lenscap: {0} spent {1}.', spent, time),
      ...warnings,
      ...(budgetLevel(shown) === 'ok' ? [] : [budgetAdvice(shown, here) ?? '']),
      // They can be long, and the meter is passed by often: the list it opens has them.
      ...(notes.length > 0
        ? [
            plural(notes.length, {
              one: l10n.t('A note in the list.'),
              other: l10n.t('{0} notes in the list.', notes.length),
            }),
          ]
        : []),
      ...(sentence ? [sentence] : []),
    ].join(' '),
  };
}

/** The day's budget, unless another one that counts here is at 80 % or more, and fuller. */
function fullest(day: BudgetState, budgets: readonly BudgetState[], here: string): BudgetState {
  const counting = budgets.filter(
    (budget) => budgetLevel(budget) !== 'ok' && (budget.scope !== 'workspace' || budget.subject === here),
  );
  return counting.reduce((most, each) => (fill(each) > fill(most) ? each : most), day);
}

function fill(budget: BudgetState): number {
  const { spentNanoUsd, capNanoUsd } = budget;
  return capNanoUsd ? spentNanoUsd / capNanoUsd : percentUsed(budget) / 100;
}

/** “month”, “workspace”, “gpt-4o week”: which budget the figures beside it are of. */
function shortName({ scope, subject, period }: BudgetState): string {
  const time = { day: l10n.t('day'), week: l10n.t('week'), month: l10n.t('month') }[period];
  if (scope === 'all') return time;
  const whose = scope === 'workspace' ? l10n.t('workspace') : shorten(subject);
  return period === 'day' ? whose : `${whose} ${time}`;
}

/** A model's name for the status bar, where `$(…)` would be an icon. */
function shorten(name: string): string {
  const plain = name.replaceAll('$(', '(');
  return plain.length > NAME_LENGTH ? `${plain.slice(0, NAME_LENGTH - 1)}…` : plain;
}

/** A model's name may come from a setting or a server: it is text, not Markdown. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#+!|&~]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
