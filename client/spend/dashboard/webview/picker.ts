import * as l10n from '@vscode/l10n';
import { element } from '../../../panel/webview/dom.ts';
import { option, type Select, select } from '../../../panel/webview/select.ts';
import { PresetRange, type Range, type Selection } from '../messages.ts';
import { workspaceName } from './wording.ts';

function rangeName(range: PresetRange): string {
  const names: Readonly<Record<PresetRange, string>> = {
    '7-days': l10n.t('Last 7 days'),
    '30-days': l10n.t('Last 30 days'),
    'this-month': l10n.t('This month'),
    'last-month': l10n.t('Last month'),
    '12-months': l10n.t('Last 12 months'),
  };
  return names[range];
}

const CUSTOM = 'custom';
/** No ledger is older; while a year is being typed, it is. */
const FIRST_DATE = '2020-01-01';
/** Before the names, so that no workspace can be called like “all of them”. */
const ONE = 'workspace:';
const ALL = 'all';

/** Where days and workspace are chosen. The two dates always say which days are shown. */
export class Picker {
  readonly root: HTMLElement;
  readonly #choose: (selection: Selection) => void;
  readonly #range: Select;
  readonly #from = dateInput(l10n.t('From'));
  readonly #to = dateInput(l10n.t('To'));
  readonly #workspace: Select;
  /** Those that can be chosen. */
  #workspaces: readonly string[] | undefined;
  #selection: Selection;

  constructor(selection: Selection, choose: (selection: Selection) => void) {
    this.#selection = selection;
    this.#choose = choose;
    this.#range = select(
      l10n.t('Range'),
      [
        ...PresetRange.options.map((preset) => [preset, rangeName(preset)] as const),
        [CUSTOM, l10n.t('Other days')],
      ],
      () => this.#presetChosen(),
    );
    for (const input of [this.#from, this.#to]) {
      input.addEventListener('change', () => this.#datesChosen());
    }
    this.#workspace = select(l10n.t('Workspace'), [], () => this.#workspaceChosen());
    this.root = element(
      'div',
      { class: 'picker', attributes: { role: 'group', 'aria-label': l10n.t('What is shown') } },
      this.#range,
      element('label', {}, l10n.t('From'), this.#from),
      element('label', {}, l10n.t('To'), this.#to),
      this.#workspace,
    );
    this.#showRange();
    this.#showWorkspaces([]);
  }

  get selection(): Selection {
    return this.#selection;
  }

  /** Shows what came of the selection. */
  show({ from, to, workspaces }: { from: string; to: string; workspaces: readonly string[] }): void {
    this.#showRange();
    // Not under the fingers of somebody who is typing a date.
    const isTyping = (input: HTMLInputElement): boolean =>
      this.#selection.range.kind === 'custom' && document.activeElement === input;
    if (!isTyping(this.#from)) this.#from.value = from;
    if (!isTyping(this.#to)) this.#to.value = to;
    this.#validate();
    this.#showWorkspaces(workspaces);
  }

  #showRange(): void {
    const { range } = this.#selection;
    this.#range.value = range.kind === 'preset' ? range.preset : CUSTOM;
    if (range.kind === 'preset') return;
    this.#from.value ||= range.from;
    this.#to.value ||= range.to;
  }

  #showWorkspaces(names: readonly string[]): void {
    const { workspace } = this.#selection;
    const all = workspace === null || names.includes(workspace) ? names : [workspace, ...names];
    // An open list closes when its entries are replaced.
    if (all.join('\n') !== this.#workspaces?.join('\n')) {
      const named = all.map((name) =>
        option([`${ONE}${name}`, workspaceName({ workspace: name, isRest: false })]),
      );
      this.#workspace.replaceChildren(option([ALL, l10n.t('All workspaces')]), ...named);
    }
    this.#workspaces = all;
    this.#workspace.value = workspace === null ? ALL : `${ONE}${workspace}`;
  }

  #presetChosen(): void {
    const preset = PresetRange.safeParse(this.#range.value);
    if (preset.success) this.#setRange({ kind: 'preset', preset: preset.data });
    // “Other days” are the two dates beside it.
    else this.#datesChosen();
  }

  #datesChosen(): void {
    if (!this.#validate()) return;
    this.#setRange({ kind: 'custom', from: this.#from.value, to: this.#to.value });
  }

  /** @returns whether the two dates are days that can be shown; says so where they are not. */
  #validate(): boolean {
    const [from, to] = [this.#from.value, this.#to.value];
    const isRange = from >= FIRST_DATE && to >= from;
    const wrong = isRange ? '' : l10n.t('The first day must not be after the last one.');
    for (const input of [this.#from, this.#to]) {
      input.setCustomValidity(wrong);
      input.setAttribute('aria-invalid', String(!isRange));
      input.title = wrong;
    }
    return isRange;
  }

  #setRange(range: Range): void {
    this.#selection = { ...this.#selection, range };
    this.#showRange();
    this.#choose(this.#selection);
  }

  #workspaceChosen(): void {
    const { value } = this.#workspace;
    const workspace = value === ALL ? null : value.slice(ONE.length);
    this.#selection = { ...this.#selection, workspace };
    this.#choose(this.#selection);
  }
}

/** No `vscode-textfield`: its `min` can only be a number, and it cannot be told what is wrong with what is in it. */
function dateInput(label: string): HTMLInputElement {
  return element('input', {
    attributes: { type: 'date', 'aria-label': label, min: FIRST_DATE, required: true },
  });
}
