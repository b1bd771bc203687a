import { type Disposable, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { drawMeter, type MeterState } from './meter.ts';

/** The meter in the status bar. It has no state of its own: it shows what it is given. */
export class StatusBarMeter implements Disposable {
  readonly #item = window.createStatusBarItem('lenscap.meter', StatusBarAlignment.Right, 100);

  constructor(state: MeterState) {
    this.#item.name = l10n.t('Lenscap Spend');
    this.#item.command = 'lenscap.showSpend';
    this.show(state);
    this.#item.show();
  }

  show(state: MeterState): void {
    const { text, background, tooltip, label } = drawMeter(state);
    this.#item.text = text;
    this.#item.backgroundColor = background ? new ThemeColor(background) : undefined;
    this.#item.tooltip = new MarkdownString(tooltip);
    this.#item.accessibilityInformation = { label, role: 'button' };
  }

  dispose(): void {
    this.#item.dispose();
  }
}
