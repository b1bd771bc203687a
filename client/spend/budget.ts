import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { formatUsd, NANO_PER_USD, parseUsd, typedUsd } from '../../protocol/money.ts';
import { type BudgetKey, type BudgetPeriod, type SpendSummary, setBudget } from '../../protocol/spend.ts';
import type { Daemon } from '../daemon.ts';
import { type BudgetChoice, budgetChoice, budgetGroups, modelChoices } from './budget-choices.ts';
import { budgetOf } from './budgets.ts';

interface Entry extends QuickPickItem {
  /** undefined: a model is asked for first. */
  readonly choice?: BudgetChoice;
}

/**
 * Asks for a budget's cap and sets it. An empty amount lifts the cap, Escape changes nothing.
 * @param here the workspace of this window, as spending is booked
 * @param chosen the budget, if the user has chosen it already
 * @returns whether one was set
 */
export async function askBudget(
  daemon: Pick<Daemon, 'request'>,
  summary: SpendSummary,
  here: string,
  chosen?: BudgetKey,
): Promise<boolean> {
  const { budgets } = summary;
  const choice = chosen ? budgetChoice(budgets, chosen, here) : await choose(summary, here);
  if (!choice) return false;
  const { key, label, description, capNanoUsd } = choice;
  const shown = capNanoUsd === null ? '' : typedUsd(capNanoUsd);
  const amount = await window.showInputBox({
    title: `${title()} – ${label}`,
    prompt: promptFor(key.period, description),
    value: shown,
    placeHolder: formatDecimal(2),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || parseUsd(value) !== undefined
        ? undefined
        : l10n.t(
            'This is no amount. Write one like {0} or {1}, or nothing for no cap.',
            2,
            formatDecimal(0.5),
          ),
  });
  // A cap that is not shown is not lifted by Enter alone.
  if (amount === undefined || amount === shown) return false;
  const wanted = parseUsd(amount) ?? null;
  const after = await daemon.request(setBudget, { ...key, capNanoUsd: wanted });
  const left = budgetOf(after.budgets, key)?.capNanoUsd ?? null;
  // The cap of every workspace holds for one that has none of its own.
  if (wanted === null && left !== null && key.subject !== '') {
    const sentence = l10n.t('“{0}” now has the cap that is set for all: {1}.', label, formatUsd(left));
    const change = l10n.t('Change That Cap');
    if ((await window.showInformationMessage(sentence, change)) === change) {
      await askBudget(daemon, after, here, { ...key, subject: '' });
    }
  }
  return true;
}

async function choose(summary: SpendSummary, here: string): Promise<BudgetChoice | undefined> {
  const groups = budgetGroups(summary.budgets, here);
  const list = groups.flatMap(({ heading, choices }): Entry[] => [
    { label: heading, kind: QuickPickItemKind.Separator },
    ...choices.map(entry),
  ]);
  const model: Entry = {
    label: l10n.t('A Model…'),
    description: l10n.t('each day, week or month'),
    alwaysShow: true,
  };
  const models = l10n.t('Models');
  const hasModels = groups.some(({ heading }) => heading === models);
  if (!hasModels) list.push({ label: models, kind: QuickPickItemKind.Separator });
  const picked = await window.showQuickPick([...list, model], {
    title: title(),
    placeHolder: l10n.t('Which budget?'),
    matchOnDescription: true,
    // The walkthrough takes the focus back when it has drawn a step.
    ignoreFocusOut: true,
  });
  return picked === model ? chooseOfModel(summary, here) : picked?.choice;
}

async function chooseOfModel(
  { budgets, last }: SpendSummary,
  here: string,
): Promise<BudgetChoice | undefined> {
  const used = budgets.filter(({ scope }) => scope === 'model').map(({ subject }) => subject);
  if (last && last.route !== 'local') used.push(last.model);
  const another = l10n.t('Another Model…');
  const models = [...new Set(used)];
  const picked =
    models.length === 0
      ? another
      : await window.showQuickPick([...models, another], {
          title: title(),
          placeHolder: l10n.t('Which model?'),
        });
  const name =
    picked === another
      ? await window.showInputBox({
          title: title(),
          prompt: l10n.t('Name of the model, as its provider has it'),
          placeHolder: 'gpt-4o',
          validateInput: (value) => (value.trim() === '' ? l10n.t('Write the name of a model.') : undefined),
        })
      : picked;
  if (name === undefined) return undefined;
  const entries = modelChoices(budgets, name.trim(), here).map(entry);
  return (await window.showQuickPick(entries, { title: title(), placeHolder: l10n.t('Which budget?') }))
    ?.choice;
}

function title(): string {
  return l10n.t('Lenscap: Set Budget');
}

function promptFor(period: BudgetPeriod, description: string): string {
  const what = {
    day: l10n.t('US dollars a day; {0}.', description),
    week: l10n.t('US dollars a week; {0}.', description),
    month: l10n.t('US dollars a month; {0}.', description),
  }[period];
  const then = l10n.t('Questions that do not fit are refused before anything is sent. Nothing means no cap.');
  return `${what} ${then}`;
}

/** An example of an amount, as it can be typed. */
function formatDecimal(amount: number): string {
  return typedUsd(amount * NANO_PER_USD);
}

function entry(choice: BudgetChoice): Entry {
  return { label: choice.label, description: choice.description, choice };
}
