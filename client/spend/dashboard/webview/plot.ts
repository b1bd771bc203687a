import * as l10n from '@vscode/l10n';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  Tooltip,
} from 'chart.js';
import { quietButton } from '../../../panel/webview/button.ts';
import { element } from '../../../panel/webview/dom.ts';
import type { Theme } from './theme.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

/** What is drawn is there at once: nothing moves, for anybody. */
Chart.defaults.animation = false;

export type BarChart = ChartConfiguration<'bar', number[], string | string[]>;

/** What a plot shows. */
export interface Drawing {
  readonly title: string;
  /** What a screen reader says in place of the picture. */
  readonly summary: string;
  /** The same figures as a table. */
  readonly table: HTMLTableElement;
  /** The chart's height in pixels; its width is what there is. */
  readonly height: number;
  readonly chart: (theme: Theme) => BarChart;
}

/** One chart with its table behind it: the table is there for screen readers, and for everybody who wants it. */
export class Plot {
  readonly root: HTMLElement;
  readonly #heading = element('h2', {});
  readonly #canvas = element('canvas', { attributes: { role: 'img' } });
  readonly #picture = element('div', { class: 'picture' }, this.#canvas);
  readonly #table = element('div', { class: 'table visually-hidden' });
  readonly #toggle: ReturnType<typeof quietButton>;
  readonly #theme: () => Theme;
  #drawing: Drawing | undefined;
  #chart: Chart<'bar', number[], string | string[]> | undefined;
  #asTable = false;

  constructor(id: string, theme: () => Theme) {
    this.#theme = theme;
    this.#heading.id = id;
    this.#table.id = `${id}-table`;
    this.#toggle = quietButton('table', '', () => this.#show(!this.#asTable));
    this.root = element(
      'section',
      { class: 'plot', attributes: { id: `${id}-plot`, 'aria-labelledby': id } },
      element('div', { class: 'heading' }, this.#heading, this.#toggle),
      this.#picture,
      this.#table,
    );
    this.#show(false);
  }

  draw(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#heading.textContent = drawing.title;
    this.#canvas.setAttribute('aria-label', drawing.summary);
    this.#picture.style.height = `${drawing.height}px`;
    this.#table.replaceChildren(drawing.table);
    this.#label();
    this.redraw();
  }

  /** Draws the same in the theme's colours of now. */
  redraw(): void {
    if (!this.#drawing || this.#asTable) return;
    const { type, data, options = {} } = this.#drawing.chart(this.#theme());
    if (this.#chart) {
      this.#chart.data = data;
      this.#chart.options = options;
      this.#chart.update('none');
    } else {
      this.#chart = new Chart(this.#canvas, { type, data, options });
    }
  }

  #show(asTable: boolean): void {
    this.#asTable = asTable;
    this.#picture.hidden = asTable;
    this.#table.classList.toggle('visually-hidden', !asTable);
    // A table that is wider than the page is scrolled with the keyboard too.
    if (asTable) this.#table.tabIndex = 0;
    else this.#table.removeAttribute('tabindex');
    this.#label();
    this.redraw();
  }

  #label(): void {
    const [name, label] = this.#asTable
      ? ['graph', l10n.t('Show as Chart')]
      : ['table', l10n.t('Show as Table')];
    const title = this.#heading.textContent;
    this.#toggle.icon = name;
    this.#toggle.label = `${label}: ${title}`;
    this.#toggle.replaceChildren(element('span', {}, label));
    this.#table.setAttribute('role', 'region');
    this.#table.setAttribute('aria-label', l10n.t('{0}, as a table', title));
  }
}
