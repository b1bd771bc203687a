import { formatUsd } from '../../protocol/money.ts';
import type { SpendSummary } from '../../protocol/spend.ts';
import type { DaemonState } from '../daemon.ts';
import { budgetFigures, budgetLevel, budgetName, budgetOf } from './budgets.ts';

export interface MeterState {
  readonly daemon: DaemonState['kind'];
  /** What the daemon said last; undefined until it has said anything. */
  readonly summary: SpendSummary | undefined;
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

const daemonSentences: Record<DaemonState['kind'], string | undefined> = {
  starting: 'The Lenscap daemon is starting.',
  running: undefined,
  waiting: 'The Lenscap daemon stopped and starts again in a moment.',
  stopped: 'The Lenscap daemon does not stay up. Run “Lenscap: Restart Daemon”.',
};

/** Draws the meter: the day's budget of everything, from state alone. */
export function drawMeter({ daemon, summary }: MeterState): MeterLook {
  const sentence = daemonSentences[daemon];
  const day = budgetOf(summary?.budgets ?? [], 'all', 'day');
  if (!summary || !day) {
    const tooltip = sentence ?? 'Lenscap has not counted anything yet.';
    return {
      text: daemon === 'stopped' ? '$(eye-closed) Lenscap' : '$(eye) Lenscap',
      background: daemon === 'stopped' ? 'statusBarItem.errorBackground' : undefined,
      tooltip,
      label: `Lenscap. ${tooltip}`,
    };
  }

  const spent = formatUsd(day.spentNanoUsd);
  const cap = day.capNanoUsd === null ? undefined : formatUsd(day.capNanoUsd);
  const level = budgetLevel(day);
  const advice = {
    ok: undefined,
    warning: 'Most of today’s budget is used.',
    full: 'Today’s budget is used up. Questions that cost something are refused until it renews, or is raised.',
  }[level];
  const rows = summary.budgets.map((budget) => `| ${budgetName(budget)} | ${budgetFigures(budget)} |`);
  const { last } = summary;
  if (last) rows.push(`| Last question | ${formatUsd(last.costNanoUsd)} · ${escapeCell(last.model)} |`);

  return {
    text: `$(${daemon === 'stopped' ? 'eye-closed' : 'eye'}) ${spent}${cap ? ` / ${cap}` : ''}`,
    background: {
      ok: undefined,
      warning: 'statusBarItem.warningBackground' as const,
      full: 'statusBarItem.errorBackground' as const,
    }[level],
    tooltip: [
      '**Lenscap**',
      ['| | |', '|:--|:--|', ...rows].join('\n'),
      ...[sentence, advice].filter((line) => line !== undefined),
    ].join('\n\n'),
    label: [
      cap ? `Lenscap: ${spent} of ${cap} spent today.` : `Lenscap: ${spent} spent today.`,
      ...[advice, sentence].filter((line) => line !== undefined),
    ].join(' '),
  };
}

/** A model's name may come from a setting or a server: it is text, not Markdown. */
function escapeCell(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|&~$]/g, (char) => `&#${char.charCodeAt(0)};`);
}
