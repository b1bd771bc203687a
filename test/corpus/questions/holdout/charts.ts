// Charts: what they mean is in lengths, slopes and colours. One of them is asked about its words.
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, drawing, label, SERIES } from './frame.ts';

/** Axes from (80, 40) to (940, 460) with what they measure. */
function axes(
  scene: Scene,
  title: string,
  below: readonly string[],
  left: readonly string[],
  foot = '',
): string {
  const { theme } = scene.look;
  const lines = left.map((text, index) => {
    const y = 460 - (420 / (left.length - 1)) * index;
    return `<line x1="80" x2="940" y1="${y}" y2="${y}" stroke="${theme.border}"/>${label(70, y + 5, text, { fill: theme.muted, anchor: 'end' })}`;
  });
  const names = below.map((text, index) =>
    label(80 + (860 / below.length) * (index + 0.5), 484, text, { fill: theme.muted, anchor: 'middle' }),
  );
  return `${label(80, 24, title, { fill: theme.text, size: 18, weight: 700 })}${lines.join('')}${names.join('')}${label(80, 520, foot, { fill: theme.muted, size: 12 })}`;
}

function legend(scene: Scene, names: readonly string[], y = 508): string {
  return names
    .map(
      (name, index) =>
        `<rect x="${90 + index * 150}" y="${y}" width="14" height="14" fill="${SERIES[index]}"/>${label(110 + index * 150, y + 12, name, { fill: scene.look.theme.text })}`,
    )
    .join('');
}

function polyline(values: readonly number[], colour: string): string {
  const points = values.map((value, index) => `${80 + (860 / (values.length - 1)) * index},${460 - value}`);
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="3"/>`;
}

/** Bars in groups, with no figures on them. */
function groupedBars(scene: Scene): string {
  const groups = [
    [310, 220, 140],
    [350, 260, 150],
    [330, 120, 190],
    [380, 240, 230],
  ];
  const bars = groups.flatMap((heights, group) =>
    heights.map(
      (height, index) =>
        `<rect x="${80 + 215 * group + 35 + index * 50}" y="${460 - height}" width="44" height="${height}" fill="${SERIES[index]}"/>`,
    ),
  );
  return browser(scene, {
    title: 'Sales by region',
    address: 'reports.example/sales',
    body: drawing(
      scene,
      1000,
      540,
      `${axes(scene, 'Units sold by region', ['Q1', 'Q2', 'Q3', 'Q4'], ['0', '20k', '40k', '60k', '80k'])}${bars.join('')}${legend(scene, ['North', 'South', 'Islands'])}`,
    ),
  });
}

/** Latencies of services; one leaves the others after a deployment. */
function latencyLines(scene: Scene): string {
  const { random } = scene;
  const series = [60, 100, 80, 140].map((level, service) =>
    Array.from({ length: 60 }, (_, at) => level + random.below(18) + (service === 2 && at > 34 ? 190 : 0)),
  );
  const lines = series.map((values, index) => polyline(values, SERIES[index] ?? 'red'));
  return desktopWindow(
    scene,
    'Latency (p95) — production',
    drawing(
      scene,
      1000,
      540,
      `${axes(scene, 'p95 latency in ms', ['12:00', '12:30', '13:00', '13:30', '14:00'], ['0', '100', '200', '300', '400'])}<line x1="580" x2="580" y1="40" y2="460" stroke="${scene.look.theme.text}" stroke-dasharray="6 5"/>${lines.join('')}${legend(scene, ['gateway', 'basket', 'pricing', 'stock'])}`,
    ),
  );
}

function slice(from: number, to: number, colour: string): string {
  const at = (part: number) =>
    `${300 + 200 * Math.sin(part * 2 * Math.PI)} ${270 - 200 * Math.cos(part * 2 * Math.PI)}`;
  return `<path d="M300 270 L${at(from)} A200 200 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z" fill="${colour}"/>`;
}

/** A pie without percentages. */
function pie(scene: Scene): string {
  const { theme } = scene.look;
  const parts = [0, 0.34, 0.55, 0.81, 0.93, 1];
  const names = ['Search', 'Newsletter', 'Partners', 'Direct', 'Other'];
  const slices = names.map((_, index) =>
    slice(parts[index] ?? 0, parts[index + 1] ?? 1, SERIES[index] ?? 'red'),
  );
  const keys = names.map(
    (name, index) =>
      `<circle cx="620" cy="${170 + index * 46}" r="9" fill="${SERIES[index]}"/>${label(644, 176 + index * 46, name, { fill: theme.text, size: 18 })}`,
  );
  return desktopWindow(
    scene,
    'Where visitors come from',
    drawing(
      scene,
      1000,
      540,
      `${label(80, 36, 'Visitors by source, October', { fill: theme.text, size: 18, weight: 700 })}${slices.join('')}${keys.join('')}`,
    ),
  );
}

/** A cloud of points with a few far from it. */
function scatter(scene: Scene): string {
  const { random } = scene;
  const near = Array.from({ length: 130 }, () => {
    const x = 120 + random.below(760);
    return [x, 440 - (x - 120) * 0.4 - random.below(70)] as const;
  });
  const points = [...near, [260, 90] as const, [800, 420] as const].map(
    ([x, y]) => `<circle cx="${x}" cy="${y}" r="5" fill="${SERIES[0]}" fill-opacity=".65"/>`,
  );
  return desktopWindow(
    scene,
    'Figure 1 — rooms.ipynb',
    drawing(
      scene,
      1000,
      540,
      `${axes(scene, 'Rent against floor space', ['20', '40', '60', '80', '100 m²'], ['0', '500', '1000', '1500'])}${points.join('')}`,
    ),
  );
}

/** Hours by days; the darker, the more. */
function heatMap(scene: Scene): string {
  const { theme } = scene.look;
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const cells = days.flatMap((_, day) =>
    Array.from({ length: 24 }, (_hour, hour) => {
      const busy = Math.exp(-((hour - (day > 4 ? 20 : 11)) ** 2) / 14);
      const opacity = Math.min(1, 0.06 + busy * (day === 3 ? 1 : 0.6) + scene.random.below(10) / 90);
      return `<rect x="${120 + hour * 34}" y="${70 + day * 52}" width="32" height="50" fill="${SERIES[1]}" fill-opacity="${opacity.toFixed(2)}"/>`;
    }),
  );
  const names = days.map((day, index) =>
    label(108, 102 + index * 52, day, { fill: theme.muted, anchor: 'end' }),
  );
  const hours = [0, 6, 12, 18].map((hour) =>
    label(120 + hour * 34, 462, `${hour}:00`, { fill: theme.muted }),
  );
  return browser(scene, {
    title: 'Calls per hour',
    address: 'stats.helpdesk.example/calls',
    body: drawing(
      scene,
      1000,
      540,
      `${label(120, 44, 'Calls per hour', { fill: theme.text, size: 18, weight: 700 })}${cells.join('')}${names.join('')}${hours.join('')}`,
    ),
  });
}

/** A line with remarks written on it, and figures in words under it. */
function annotatedLine(scene: Scene): string {
  const { theme } = scene.look;
  const values = [120, 126, 131, 128, 140, 150, 149, 310, 290, 180, 172, 175];
  const note = (x: number, y: number, text: string) =>
    `<rect x="${x}" y="${y}" width="${text.length * 7.4 + 14}" height="26" fill="${theme.raised}" stroke="${theme.border}"/>${label(x + 8, y + 18, text, { fill: theme.text })}`;
  return browser(scene, {
    title: 'Error budget · Lantern',
    address: 'slo.lantern.example/budget?service=checkout',
    body: drawing(
      scene,
      1000,
      540,
      `${axes(scene, 'Failed checkouts per day', ['Nov 1', 'Nov 4', 'Nov 7', 'Nov 10', 'Nov 13'], ['0', '250', '500', '750', '1000'], 'Budget 99.9 % over 30 days. Spent so far: 71 %. Owner: payments team. Source: edge logs.')}${polyline(values, SERIES[1])}${note(440, 92, 'Nov 9: card provider changed its certificate')}${note(110, 250, 'Nov 2: new address form')}${note(700, 226, 'Nov 11: pinning removed')}`,
    ),
  });
}

export const chartItems: readonly QuestionItem[] = [
  {
    kind: 'bar chart',
    layout: { name: 'grouped-bars', html: groupedBars },
    prompt: 'which region dropped the most and in which quarter?',
    needs: 'picture',
  },
  {
    kind: 'line chart',
    layout: { name: 'latency-lines', html: latencyLines },
    prompt: 'what got slower after the deploy (dashed line)',
    needs: 'picture',
  },
  {
    kind: 'pie chart',
    layout: { name: 'pie-without-figures', html: pie },
    prompt: 'Wie groß ist ungefähr der Anteil der Partner?',
    needs: 'picture',
  },
  {
    kind: 'scatter plot',
    layout: { name: 'scatter', html: scatter },
    prompt: 'outliers?',
    needs: 'picture',
  },
  {
    kind: 'heat map',
    layout: { name: 'calls-per-hour', html: heatMap },
    prompt: 'when do we need more people on the phones?',
    needs: 'picture',
  },
  {
    kind: 'line chart',
    layout: { name: 'annotated-line', html: annotatedLine },
    prompt: 'what do the notes say happened on Nov 9 and who owns this?',
    needs: 'text',
    answer: ['card provider changed its certificate', 'Owner: payments team'],
  },
  {
    kind: 'line chart',
    layout: { name: 'annotated-line-shape', html: annotatedLine },
    prompt: 'did it really go back to normal after the spike?',
    needs: 'picture',
  },
];
