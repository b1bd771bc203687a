import * as l10n from '@vscode/l10n';
import { formatCount, plural } from '../../../../protocol/language.ts';
import { formatUsd } from '../../../../protocol/money.ts';
import type { Report } from '../../../../protocol/report.ts';
import { element, icon } from '../../../panel/webview/dom.ts';
import { addDays, formatDate, localDate } from './calendar.ts';
import { countRequests, formatShare, workspaceName } from './wording.ts';

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
    workspace === null
      ? l10n.t('This Month')
      : l10n.t('This Month: {0}', workspaceName({ workspace, isRest: false }));
  // Whatever the range is: the month that is running ends when its budget is whole again.
  const renewsAt = summary.budgets.find(
    ({ scope, period }) => scope === 'all' && period === 'month',
  )?.renewsAt;
  const forecast =
    forecastNanoUsd === null
      ? l10n.t('No forecast yet: there are too few days to go by.')
      : renewsAt
        ? l10n.t(
            'At this rate about {0} by {1}.',
            formatUsd(forecastNanoUsd),
            formatDate(lastDayBefore(renewsAt)),
          )
        : l10n.t('At this rate about {0}.', formatUsd(forecastNanoUsd));
  if (capNanoUsd === null) {
    const button = element(
      'button',
      { class: 'link-button', attributes: { type: 'button' }, on: { click: setBudget } },
      l10n.t('Set Budget'),
    );
    return card(
      title,
      formatUsd(spentNanoUsd),
      element('p', {}, `${l10n.t('No budget.')} `, button),
      forecast,
    );
  }
  const isFull = spentNanoUsd >= capNanoUsd;
  const warning = isFull
    ? l10n.t('The budget is used up.')
    : runsOutOn !== null
      ? l10n.t('At this rate the budget runs out on {0}.', formatDate(runsOutOn))
      : undefined;
  return card(
    title,
    l10n.t('{0} of {1}', formatUsd(spentNanoUsd), formatUsd(capNanoUsd)),
    element('progress', {
      attributes: {
        max: Math.max(1, capNanoUsd),
        value: Math.min(spentNanoUsd, capNanoUsd),
        'aria-label': l10n.t('Budget used'),
      },
    }),
    `${l10n.t('{0} used.', formatShare(spentNanoUsd, capNanoUsd))} ${forecast}`,
    ...(warning ? [element('p', { class: 'warning' }, icon('warning'), ` ${warning}`)] : []),
  );
}

function today({ summary }: Report): HTMLElement {
  const day = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'day');
  const { spentNanoUsd = 0, heldNanoUsd = 0, allowedNanoUsd = 0, capNanoUsd = null } = day ?? {};
  const title = l10n.t('Today');
  if (capNanoUsd === null) return card(title, formatUsd(spentNanoUsd), l10n.t('No budget.'));
  const left = Math.max(0, capNanoUsd + allowedNanoUsd - spentNanoUsd - heldNanoUsd);
  return card(
    title,
    formatUsd(spentNanoUsd),
    l10n.t('of {0}. {1} left.', formatUsd(capNanoUsd), formatUsd(left)),
  );
}

function held({ summary }: Report): HTMLElement {
  // The month's, because what was held before midnight is not in today's.
  const month = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'month');
  const heldNanoUsd = month?.heldNanoUsd ?? 0;
  return card(
    l10n.t('Held'),
    formatUsd(heldNanoUsd),
    heldNanoUsd > 0 ? l10n.t('Set aside for questions under way.') : l10n.t('No question is under way.'),
  );
}

function chosen({ total, from, to }: Report): HTMLElement {
  const days =
    from === to ? formatDate(from, 'long') : `${formatDate(from, 'long')} – ${formatDate(to, 'long')}`;
  return card(
    l10n.t('Chosen Days'),
    formatUsd(total.costNanoUsd),
    `${countRequests(total.requests)}, ${days}.`,
  );
}

function estimated({ certainties, total }: Report): HTMLElement {
  const { requests, costNanoUsd } = certainties.find(({ certainty }) => certainty === 'estimated') ?? {
    requests: 0,
    costNanoUsd: 0,
  };
  return card(
    l10n.t('Estimated'),
    formatShare(requests, total.requests),
    requests === 0
      ? l10n.t('Every amount is what the provider counted.')
      : plural(requests, {
          one: l10n.t('{0} for 1 request whose usage the provider did not tell.', formatUsd(costNanoUsd)),
          other: l10n.t(
            '{0} for {1} requests whose usage the provider did not tell.',
            formatUsd(costNanoUsd),
            formatCount(requests),
          ),
        }),
  );
}

/** The last date before an instant at which a month ends, in this machine's time zone. */
function lastDayBefore(renewsAt: string): string {
  return addDays(localDate(new Date(renewsAt)), -1);
}
