import { formatUsd } from '../../../../protocol/money.ts';
import type { Report } from '../../../../protocol/report.ts';
import { element, icon } from '../../../panel/webview/dom.ts';
import { addDays, formatDate, localDate } from './calendar.ts';
import { count, formatShare, workspaceName } from './wording.ts';

export interface CardActions {
  readonly setBudget: () => void;
}

/** The figures a person looks for first. */
export function cards(report: Report, actions: CardActions): HTMLElement[] {
  return [month(report, actions), today(report), held(report), chosen(report), estimated(report)];
}

function card(title: string, figure: string, ...about: (Node | string)[]): HTMLElement {
  return element(
    'section',
    { class: 'card', attributes: { 'aria-label': title } },
    element('h2', {}, title),
    element('p', { class: 'amount' }, figure),
    ...about.map((each) => (typeof each === 'string' ? element('p', {}, each) : each)),
  );
}

function month({ month, summary, workspace }: Report, { setBudget }: CardActions): HTMLElement {
  const { spentNanoUsd, capNanoUsd, forecastNanoUsd, runsOutOn } = month;
  const title =
    workspace === null ? 'This Month' : `This Month: ${workspaceName({ workspace, isRest: false })}`;
  // Whatever the range is: the month that is running ends when its budget is whole again.
  const renewsAt = summary.budgets.find(
    ({ scope, period }) => scope === 'all' && period === 'month',
  )?.renewsAt;
  const end = renewsAt ? ` by ${formatDate(lastDayBefore(renewsAt))}` : '';
  const forecast =
    forecastNanoUsd === null
      ? 'No forecast yet: there are too few days to go by.'
      : `At this rate about ${formatUsd(forecastNanoUsd)}${end}.`;
  if (capNanoUsd === null) {
    const button = element(
      'button',
      { class: 'link-button', attributes: { type: 'button' }, on: { click: setBudget } },
      'Set Budget',
    );
    return card(title, formatUsd(spentNanoUsd), element('p', {}, 'No budget. ', button), forecast);
  }
  const isFull = spentNanoUsd >= capNanoUsd;
  const warning = isFull
    ? 'The budget is used up.'
    : runsOutOn !== null
      ? `At this rate the budget runs out on ${formatDate(runsOutOn)}.`
      : undefined;
  return card(
    title,
    `${formatUsd(spentNanoUsd)} of ${formatUsd(capNanoUsd)}`,
    element('progress', {
      attributes: {
        max: Math.max(1, capNanoUsd),
        value: Math.min(spentNanoUsd, capNanoUsd),
        'aria-label': 'Budget used',
      },
    }),
    `${formatShare(spentNanoUsd, capNanoUsd)} used. ${forecast}`,
    ...(warning ? [element('p', { class: 'warning' }, icon('warning'), ` ${warning}`)] : []),
  );
}

function today({ summary }: Report): HTMLElement {
  const day = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'day');
  const { spentNanoUsd = 0, heldNanoUsd = 0, allowedNanoUsd = 0, capNanoUsd = null } = day ?? {};
  if (capNanoUsd === null) return card('Today', formatUsd(spentNanoUsd), 'No budget.');
  const left = Math.max(0, capNanoUsd + allowedNanoUsd - spentNanoUsd - heldNanoUsd);
  return card('Today', formatUsd(spentNanoUsd), `of ${formatUsd(capNanoUsd)}. ${formatUsd(left)} left.`);
}

function held({ summary }: Report): HTMLElement {
  // The month's, because what was held before midnight is not in today's.
  const month = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'month');
  const heldNanoUsd = month?.heldNanoUsd ?? 0;
  return card(
    'Held',
    formatUsd(heldNanoUsd),
    heldNanoUsd > 0 ? 'Set aside for questions under way.' : 'No question is under way.',
  );
}

function chosen({ total, from, to }: Report): HTMLElement {
  const days =
    from === to ? formatDate(from, 'long') : `${formatDate(from, 'long')} – ${formatDate(to, 'long')}`;
  return card('Chosen Days', formatUsd(total.costNanoUsd), `${count(total.requests, 'request')}, ${days}.`);
}

function estimated({ certainties, total }: Report): HTMLElement {
  const { requests, costNanoUsd } = certainties.find(({ certainty }) => certainty === 'estimated') ?? {
    requests: 0,
    costNanoUsd: 0,
  };
  return card(
    'Estimated',
    formatShare(requests, total.requests),
    requests === 0
      ? 'Every amount is what the provider counted.'
      : `${formatUsd(costNanoUsd)} for ${count(requests, 'request')} whose usage the provider did not tell.`,
  );
}

/** The last date before an instant at which a month ends, in this machine's time zone. */
function lastDayBefore(renewsAt: string): string {
  return addDays(localDate(new Date(renewsAt)), -1);
}
