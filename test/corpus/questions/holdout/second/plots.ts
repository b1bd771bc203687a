// Plots whose shapes carry what is asked: panels of lines, boxes with whiskers, flows by width, a web of scores.
import type { Layout, Scene } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, SKINS, svg } from './skins.ts';

function walk(scene: Scene, from: number, slope: number, noise: number): string {
  return Array.from(
    { length: 48 },
    (_, at) => `${at * 10},${(from - slope * at + scene.random.below(noise) - noise / 2).toFixed(1)}`,
  ).join(' ');
}

const PODS = ['#73bf69', '#f2cc0c', '#ff9830', '#b877d9'] as const;

/** Panels without figures on their axes, and two that are figures only. */
const panels: Layout = {
  name: 'panels',
  html(scene) {
    const panel = (name: string, body: string, width: string) =>
      `<div class="p b c" style="width:${width};padding:10px 14px;border-radius:3px"><div>${name}</div><div class="g" style="min-height:0">${body}</div></div>`;
    const lines = (slopes: readonly number[]) =>
      svg(
        480,
        200,
        `${[50, 100, 150].map((y) => `<path d="M0 ${y}H480" stroke="#2c3037"/>`).join('')}${slopes.map((slope, index) => `<polyline points="${walk(scene, 150 - index * 8, slope, 16)}" fill="none" stroke="${PODS[index]}" stroke-width="2"/>`).join('')}`,
      );
    const legend = ['quay-0', 'quay-1', 'quay-2', 'quay-3']
      .map((name, index) => `<span style="color:${PODS[index]}">━</span> ${name} &nbsp; `)
      .join('');
    const figure = (value: string, colour: string) =>
      `<div style="font-size:3.4em;color:${colour};text-align:center;padding-top:8%">${value}</div>`;
    return page(
      SKINS.metrics,
      `<div class="c full" style="padding:12px"><div class="r" style="padding-bottom:10px;gap:18px"><b>Quay API</b><span class="d">env: production ▾</span><span class="g"></span><span class="b" style="padding:0 10px">Last 6 hours</span></div>
      <div class="r" style="gap:10px;height:30%">${panel('p99 latency', figure('412 ms', '#ff9830'), '33%')}${panel('Error rate', figure('0.07 %', '#73bf69'), '33%')}${panel('Version', figure('v8.14.2', '#5794f2'), '33%')}</div>
      <div class="r g" style="gap:10px;margin-top:10px;min-height:0">${panel('Memory by pod', lines([0, 0.1, 2.1, 0]), '50%')}${panel('Open connections', lines([0.2, 0, 0, 0.3]), '50%')}</div><div style="padding:6px">${legend}</div></div>`,
    );
  },
};

const BOXES = [
  ['Clay', 90, 110, 130, 150, 180],
  ['Loam', 60, 130, 170, 240, 290],
  ['Peat', 120, 140, 150, 158, 170],
  ['Sand', 170, 200, 235, 250, 285],
] as const;

const boxPlot: Layout = {
  name: 'box-plot',
  html() {
    const boxes = BOXES.map(([name, low, first, middle, third, high], index) => {
      const x = 130 + index * 180;
      return `<path d="M${x} ${low}V${high} M${x - 20} ${low}h40 M${x - 20} ${high}h40" stroke="#26231e" stroke-width="2"/><rect x="${x - 45}" y="${first}" width="90" height="${third - first}" fill="#8fb9a8" stroke="#26231e" stroke-width="2"/><path d="M${x - 45} ${middle}h90" stroke="#b4432f" stroke-width="4"/><text x="${x}" y="345" text-anchor="middle" font-size="16">${name}</text>`;
    });
    return page(
      SKINS.book,
      `<div class="c full" style="padding:18px 26px"><b style="font-size:1.2em">Germination by soil</b><div class="g" style="min-height:0">${svg(820, 370, `<path d="M60 40V320H790" stroke="#26231e" fill="none"/><text x="30" y="190" transform="rotate(-90 30 190)" text-anchor="middle" font-size="15">days</text>${boxes.join('')}<circle cx="490" cy="70" r="5" fill="none" stroke="#26231e" stroke-width="2"/>`)}</div><div class="d">n = 1,148 trays, spring 2024 to autumn 2026. Whiskers at 1.5 IQR. Trays under glass left out.</div></div>`,
    );
  },
};

/** How many go on from step to step, as bands; no figure anywhere. */
const flowBands: Layout = {
  name: 'flow-bands',
  html() {
    const band = (y: number, width: number, toY: number, x: number, colour: string) =>
      `<path d="M${x} ${y}C${x + 120} ${y} ${x + 120} ${toY} ${x + 240} ${toY}v${width}C${x + 120} ${toY + width} ${x + 120} ${y + width} ${x} ${y + width}Z" fill="${colour}" fill-opacity=".45"/>`;
    const node = (x: number, y: number, height: number, name: string) =>
      `<rect x="${x - 14}" y="${y}" width="14" height="${height}" fill="#464261"/><text x="${x - 20}" y="${y - 8}" font-size="15">${name}</text>`;
    const shapes = [
      band(60, 150, 50, 80, '#286983'),
      band(210, 60, 260, 80, '#b4637a'),
      band(270, 40, 370, 80, '#a85f00'),
      band(50, 40, 60, 334, '#286983'),
      band(90, 110, 240, 334, '#286983'),
      band(260, 50, 120, 334, '#b4637a'),
      band(60, 90, 80, 588, '#56949f'),
      node(80, 60, 250, 'Landing'),
      node(334, 50, 150, 'Search'),
      node(334, 260, 60, 'Offers'),
      node(334, 370, 40, 'Help'),
      node(588, 60, 110, 'Basket'),
      node(588, 240, 110, 'Left'),
      node(842, 80, 90, 'Paid'),
    ];
    return page(
      SKINS.dawn,
      `<div class="c full">${addressBar('insights.example/journeys/autumn')}<div style="padding:12px 20px"><b>Visitor journeys</b> <span class="d">1 – 31 October, new visitors only</span></div><div class="g" style="min-height:0;padding:0 20px 16px">${svg(900, 440, shapes.join(''))}</div></div>`,
    );
  },
};

const WEB = [
  ['#0969da', [0.9, 0.5, 0.7, 0.4, 0.8]],
  ['#bf3989', [0.5, 0.85, 0.6, 0.9, 0.45]],
] as const;

const scoreWeb: Layout = {
  name: 'score-web',
  html() {
    const at = (index: number, share: number) => {
      const angle = (index / 5) * 2 * Math.PI - Math.PI / 2;
      return `${(400 + Math.cos(angle) * share * 170).toFixed(1)},${(220 + Math.sin(angle) * share * 170).toFixed(1)}`;
    };
    const rings = [0.25, 0.5, 0.75, 1].map(
      (share) =>
        `<polygon points="${[0, 1, 2, 3, 4].map((index) => at(index, share)).join(' ')}" fill="none" stroke="#c9d1d9"/>`,
    );
    const names = ['Battery', 'Keyboard', 'Screen', 'Repair', 'Noise'].map((name, index) => {
      const [x, y] = at(index, 1.14).split(',');
      return `<text x="${x}" y="${y}" text-anchor="middle" font-size="15">${name}</text>`;
    });
    const shapes = WEB.map(
      ([colour, values]) =>
        `<polygon points="${values.map((value, index) => at(index, value)).join(' ')}" fill="${colour}" fill-opacity=".2" stroke="${colour}" stroke-width="3"/>`,
    );
    return page(
      { ...SKINS.forge, ui: 'URW Gothic' },
      `<div class="c full" style="padding:16px 22px"><b>Kestrel 14 and Merlin 13</b><div><span style="color:#0969da">■</span> Kestrel 14 &nbsp; <span style="color:#bf3989">■</span> Merlin 13</div><div class="g" style="min-height:0">${svg(800, 420, rings.join('') + shapes.join('') + names.join(''))}</div></div>`,
    );
  },
};

export const plotItems: readonly QuestionItem[] = [
  {
    kind: 'dashboard',
    layout: panels,
    prompt: 'which pod leaks?',
    needs: 'picture',
    size: 'large',
  },
  {
    kind: 'dashboard',
    layout: panels,
    prompt: 'p99 and version right now',
    needs: 'text',
    answer: ['412 ms', 'v8.14.2'],
    size: 'wide',
  },
  {
    kind: 'box plot',
    layout: boxPlot,
    prompt: 'which soil is the most predictable, and is there an outlier',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'box plot',
    layout: boxPlot,
    prompt: 'how many samples is this based on and what was excluded?',
    needs: 'text',
    answer: ['n = 1,148 trays', 'Trays under glass left out'],
    size: 'laptop',
  },
  {
    kind: 'flow chart of visits',
    layout: flowBands,
    prompt: 'wo verlieren wir die meisten?',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'radar chart',
    layout: scoreWeb,
    prompt: 'I travel a lot and type all day, which one',
    needs: 'picture',
    size: 'partRetina',
  },
];
