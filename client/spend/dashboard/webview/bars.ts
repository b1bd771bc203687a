import type { ChartOptions, TooltipItem } from 'chart.js';
import type { BarChart } from './plot.ts';
import type { Theme } from './theme.ts';

export interface Bars {
  readonly theme: Theme;
  /** One a bar; several lines each, if wanted. */
  readonly labels: readonly (string | string[])[];
  readonly datasets: readonly {
    readonly label: string;
    readonly data: readonly number[];
    /** Which of the theme's fills. */
    readonly fill: number;
  }[];
  readonly direction: 'up' | 'right';
  /** On top of each other, or side by side. */
  readonly isStacked: boolean;
  /** Writes a value on the axis. */
  readonly tick: (value: number) => string;
  /** Writes a value beside the pointer. */
  readonly value: (value: number, index: number) => string;
  /** Titles beside the pointer, where labels are too short for them. */
  readonly names?: readonly string[];
  readonly hasLegend: boolean;
}

/** A bar chart that looks like VS Code. */
export function barChart(bars: Bars): BarChart {
  const { theme, labels, datasets, direction } = bars;
  return {
    type: 'bar',
    data: {
      labels: [...labels],
      datasets: datasets.map(({ label, data, fill }) => ({
        label,
        data: [...data],
        backgroundColor: theme.fills[fill] ?? theme.lines,
        // Pointing at a bar does not change what it looks like, nor what it stands for.
        hoverBackgroundColor: theme.fills[fill] ?? theme.lines,
        borderColor: theme.outline,
        hoverBorderColor: theme.foreground,
        borderWidth: 1,
        borderSkipped: false,
        maxBarThickness: direction === 'up' ? 48 : 18,
      })),
    },
    options: options(bars, direction === 'up' ? 'x' : 'y'),
  };
}

function options(bars: Bars, indexAxis: 'x' | 'y'): ChartOptions<'bar'> {
  const { theme, isStacked, tick, value, names, hasLegend } = bars;
  const font = { family: theme.font.family, size: Math.round(theme.font.size * 0.92) };
  const border = { color: theme.lines };
  const categories = {
    stacked: isStacked,
    border,
    grid: { display: false },
    ticks: {
      color: theme.foreground,
      font,
      autoSkip: indexAxis === 'x',
      maxRotation: 0,
      autoSkipPadding: 12,
    },
  };
  const values = {
    stacked: isStacked,
    beginAtZero: true,
    border: { ...border, display: false },
    grid: { color: theme.grid },
    ticks: {
      color: theme.muted,
      font,
      maxTicksLimit: 6,
      maxRotation: 0,
      callback: (at: string | number) => tick(Number(at)),
    },
  };
  return {
    indexAxis,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'index', axis: indexAxis, intersect: false },
    scales: indexAxis === 'x' ? { x: categories, y: values } : { y: categories, x: values },
    plugins: {
      legend: {
        display: hasLegend,
        position: 'bottom',
        align: 'start',
        // It explains; it is no switch.
        onClick: () => {},
        labels: { color: theme.foreground, font, boxWidth: 14, boxHeight: 10, padding: 10 },
      },
      tooltip: {
        backgroundColor: theme.hover.background,
        borderColor: theme.hover.border,
        borderWidth: 1,
        cornerRadius: 4,
        titleColor: theme.hover.foreground,
        bodyColor: theme.hover.foreground,
        titleFont: { ...font, weight: 600 },
        bodyFont: font,
        filter: ({ parsed }) => (indexAxis === 'x' ? parsed.y : parsed.x) !== 0,
        callbacks: {
          title: ([item]: TooltipItem<'bar'>[]) => (item && names?.[item.dataIndex]) ?? item?.label ?? '',
          label: ({ dataset, parsed, dataIndex }) =>
            ` ${dataset.label}: ${value((indexAxis === 'x' ? parsed.y : parsed.x) ?? 0, dataIndex)}`,
        },
      },
    },
  };
}
