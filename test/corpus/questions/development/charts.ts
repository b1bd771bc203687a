// Charts and dashboards: some are asked about for what they draw, some for the words on them.
import { pageStyle, table } from '../../parts.ts';
import type { Layout, Scene } from '../../scene.ts';
import { drawing, label, seriesColour } from './surfaces.ts';

/** Axes with ticks; values run from 0 to `most` over 400 units of height. */
function axes(scene: Scene, most: number, unit: string, names: readonly string[]): string {
  const { border } = scene.look.theme;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = 460 - share * 400;
    return `<line x1="80" x2="960" y1="${y}" y2="${y}" stroke="${border}"/>${label(70, y + 5, `${Math.round(most * share)} ${unit}`, 'text-anchor="end"')}`;
  });
  const step = 880 / names.length;
  const along = names.map((name, index) =>
    label(80 + (index + 0.5) * step, 484, name, 'text-anchor="middle"'),
  );
  return ticks.join('') + along.join('');
}

function legend(names: readonly string[]): string {
  return names
    .map(
      (name, index) =>
        `<rect x="${110 + index * 170}" y="14" width="14" height="14" fill="${seriesColour(index)}"/>${label(132 + index * 170, 26, name)}`,
    )
    .join('');
}

const QUARTERS = ['Q1 2025', 'Q2 2025', 'Q3 2025', 'Q4 2025', 'Q1 2026', 'Q2 2026', 'Q3 2026'];

/** Bars in groups, without their figures. */
export const groupedBars: Layout = {
  name: 'grouped-bars',
  html(scene) {
    const bars = QUARTERS.flatMap((_, quarter) =>
      [0, 1, 2].map((series) => {
        const height = 90 + scene.random.below(290);
        const x = 80 + (quarter + 0.5) * (880 / 7) - 48 + series * 32;
        return `<rect x="${x}" y="${460 - height}" width="28" height="${height}" fill="${seriesColour(series)}"/>`;
      }),
    );
    return drawing(
      scene,
      1000,
      510,
      axes(scene, 80, 'k€', QUARTERS) + legend(['Europe', 'Americas', 'Asia']) + bars.join(''),
      'Revenue by region',
    );
  },
};

/** Bars that lie, longest first. */
export const lyingBars: Layout = {
  name: 'lying-bars',
  html(scene) {
    const names = ['vendor.js', 'main.js', 'charts.js', 'styles.css', 'fonts', 'locales', 'icons.svg'];
    const bars = names.map((name, index) => {
      const width = 700 / (1 + index * 0.6) + scene.random.below(40);
      return `${label(120, 60 + index * 60, name, 'text-anchor="end"')}<rect x="130" y="${38 + index * 60}" width="${width}" height="34" fill="${seriesColour(0)}"/>`;
    });
    return drawing(scene, 920, 460, bars.join(''), 'Bundle by part');
  },
};

function line(points: readonly number[], colour: string): string {
  const step = 880 / (points.length - 1);
  const path = points
    .map((y, index) => `${(80 + index * step).toFixed(1)},${(460 - y).toFixed(1)}`)
    .join(' ');
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`;
}

function noisy(scene: Scene, shape: (share: number) => number): number[] {
  return Array.from({ length: 80 }, (_, index) => shape(index / 79) + scene.random.below(26));
}

const HOURS = ['06:00', '08:00', '10:00', '12:00', '14:00', '16:00', '18:00'];

/** Response times with a sudden rise. */
export const latencyLines: Layout = {
  name: 'latency-lines',
  html(scene) {
    const rises = (base: number, rise: number) =>
      noisy(scene, (share) => base + (share > 0.55 && share < 0.78 ? rise : 0));
    return drawing(
      scene,
      1000,
      510,
      axes(scene, 800, 'ms', HOURS) +
        legend(['p50', 'p95', 'p99']) +
        [rises(30, 20), rises(90, 110), rises(140, 220)]
          .map((points, index) => line(points, seriesColour(index)))
          .join(''),
    );
  },
};

/** Memory that climbs and falls like a saw. */
export const memorySaw: Layout = {
  name: 'memory-saw',
  html(scene) {
    const points = noisy(scene, (share) => 80 + ((share * 5) % 1) * 190 + share * 60);
    return drawing(
      scene,
      1000,
      510,
      `${axes(scene, 2048, 'MB', HOURS)}${line(points, seriesColour(3))}`,
      'heap used, orders-7',
    );
  },
};

/** Shares as a ring, told apart by colour alone. */
export const ring: Layout = {
  name: 'ring',
  html(scene) {
    let from = 0;
    const parts = [0.34, 0.26, 0.17, 0.13, 0.1].map((share, index) => {
      const dash = `<circle r="120" cx="300" cy="230" fill="none" stroke="${seriesColour(index)}" stroke-width="80" pathLength="1" stroke-dasharray="${share} 1" stroke-dashoffset="${-from}"/>`;
      from += share;
      return dash;
    });
    const names = ['Search', 'Social', 'Direct', 'Mail', 'Partners'].map(
      (name, index) =>
        `<rect x="560" y="${130 + index * 40}" width="18" height="18" fill="${seriesColour(index)}"/>${label(590, 145 + index * 40, name)}`,
    );
    return drawing(scene, 800, 460, parts.join('') + names.join(''), 'Where visitors come from');
  },
};

/** Dots in two clouds, and some far off. */
export const scatter: Layout = {
  name: 'scatter',
  html(scene) {
    const cloud = (x: number, y: number, count: number, spread: number, series: number) =>
      Array.from({ length: count }, () => {
        const around = () => (scene.random.below(spread) + scene.random.below(spread)) / 2 - spread / 2;
        return `<circle cx="${x + around()}" cy="${y + around()}" r="5" fill="${seriesColour(series)}" fill-opacity=".7"/>`;
      }).join('');
    return drawing(
      scene,
      1000,
      510,
      axes(scene, 100, '%', ['0', '200', '400', '600', '800']) +
        cloud(280, 330, 90, 220, 0) +
        cloud(650, 190, 70, 260, 1) +
        cloud(860, 420, 4, 60, 3),
    );
  },
};

/** A week by hours, warmer where there is more. */
export const heatMap: Layout = {
  name: 'heat-map',
  html(scene) {
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const cells = days.flatMap((day, row) => [
      label(58, 62 + row * 52, day, 'text-anchor="end"'),
      ...Array.from({ length: 24 }, (_, hour) => {
        const busy = row < 5 && hour > 7 && hour < 18 ? 0.45 : 0.05;
        return `<rect x="${70 + hour * 37}" y="${34 + row * 52}" width="35" height="50" fill="#e0803a" fill-opacity="${(busy + scene.random.below(50) / 100).toFixed(2)}"/>`;
      }),
    ]);
    return drawing(scene, 980, 430, cells.join(''), 'Failed jobs');
  },
};

/** Dials as in a machine room. */
export const gauges: Layout = {
  name: 'gauges',
  html(scene) {
    const dials = ['CPU', 'Memory', 'Disk', 'Network', 'Queue', 'Threads'].map((name, index) => {
      const [x, y] = [170 + (index % 3) * 300, 170 + Math.floor(index / 3) * 250];
      const angle = ((180 + scene.random.below(180)) * Math.PI) / 180;
      const arc = (from: number, share: number, colour: string) =>
        `<path d="M ${x - 100} ${y} A 100 100 0 0 1 ${x + 100} ${y}" fill="none" stroke="${colour}" stroke-width="22" pathLength="1" stroke-dasharray="${share} 1" stroke-dashoffset="${-from}"/>`;
      return `${arc(0, 0.6, '#4fae6b')}${arc(0.6, 0.25, '#e0b23a')}${arc(0.85, 0.15, '#c94f5d')}<line x1="${x}" y1="${y}" x2="${x + 84 * Math.cos(angle)}" y2="${y + 84 * Math.sin(angle)}" stroke="${scene.look.theme.text}" stroke-width="5"/>${label(x, y + 30, name, 'text-anchor="middle"')}`;
    });
    return drawing(scene, 960, 500, dials.join(''));
  },
};

/** Tiles with figures, small curves and a table: much of it is words. */
export const serviceBoard: Layout = {
  name: 'service-board',
  html(scene) {
    const { theme } = scene.look;
    const tiles = [
      ['Requests', '1.84 M'],
      ['Error rate', '0.42 %'],
      ['p95 latency', '318 ms'],
      ['Apdex', '0.93'],
    ].map(([name, value]) => {
      const points = Array.from({ length: 30 }, (_, index) => `${index * 6},${30 - scene.random.below(24)}`);
      return `<div class="bordered raised" style="flex:1;padding:8px 12px"><div class="muted">${name}</div><div style="font-size:24px">${value}</div><svg width="180" height="32"><polyline points="${points.join(' ')}" fill="none" stroke="${seriesColour(0)}" stroke-width="1.5"/></svg></div>`;
    });
    const rows = [
      ['Endpoint', 'Requests', 'Errors', 'p95'],
      ['GET /items', '1,204,551', '0.03 %', '96 ms'],
      ['GET /search', '402,118', '0.11 %', '341 ms'],
      ['POST /cart', '151,090', '0.20 %', '128 ms'],
      ['POST /checkout', '48,377', '7.81 %', '1,912 ms'],
      ['GET /orders', '33,802', '0.05 %', '187 ms'],
    ];
    return `${pageStyle(scene)}<div style="padding:12px"><div style="display:flex;gap:10px">${tiles.join('')}</div>
      <h3 style="margin:12px 0 6px">Endpoints, last hour</h3>${table(rows, `padding:4px 40px 4px 6px;border-bottom:1px solid ${theme.border}`)}</div>`;
  },
};

/** A chart in a report, with what is to be said about it in words beside it. */
export const annotatedChart: Layout = {
  name: 'annotated-chart',
  html(scene) {
    const bars = [120, 180, 90, 210, 160].map(
      (height, index) =>
        `<rect x="${30 + index * 50}" y="${230 - height}" width="36" height="${height}" fill="${seriesColour(1)}"/>`,
    );
    return `${pageStyle(scene)}<div style="padding:14px 24px;display:flex;gap:24px"><div style="flex:1;max-width:720px"><h2 style="margin:0">Why builds got slower in September</h2>
      <p>Median build time rose from 6.2 to 13.8 minutes between 1 and 24 September. Three changes account for nearly all of it:</p>
      <ul><li>Type checking runs twice since the monorepo split (+3.1 minutes).</li><li>The container image grew to 2.9 GB when browsers were added (+2.7 minutes).</li><li>Remote caching was off for eleven days after the key expired (+1.8 minutes).</li></ul>
      <p>We propose to check types once, to use two images, and to alert when fewer than 60 % of the steps are cached.</p></div>
      <svg width="290" height="260" font-size="12" fill="${scene.look.theme.text}">${bars.join('')}${label(30, 250, 'Figure 1: minutes by week')}</svg></div>`;
  },
};
