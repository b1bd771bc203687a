// Interfaces whose meaning is in shapes and colours: toolbars, gauges, galleries, plans of time, frames.
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, drawing, label, SERIES } from './frame.ts';

/** Line icons on a board of 24 by 24. */
const ICONS = {
  export: 'M12 16V4 M7 9l5-5 5 5 M4 14v6h16v-6',
  import: 'M12 4v12 M7 11l5 5 5-5 M4 18v2h16v-2',
  pin: 'M12 21s7-7 7-12a7 7 0 1 0-14 0c0 5 7 12 7 12z M12 11h.01',
  layers: 'M12 3l9 5-9 5-9-5z M3 12l9 5 9-5 M3 16l9 5 9-5',
  brush: 'M4 20c4 0 4-4 4-4l10-12 3 3L9 17 M8 16l1 1',
  ruler: 'M3 16L16 3l5 5L8 21z M8 11l2 2 M11 8l2 2 M14 5l2 2',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  bell: 'M6 17V11a6 6 0 1 1 12 0v6l2 2H4z M10 21h4',
  chart: 'M4 20V10 M10 20V4 M16 20v-7 M21 20H3',
  people:
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M2 20c0-4 3-6 6-6s6 2 6 6 M16 10a3 3 0 1 0-1-5 M17 14c3 0 5 2 5 6',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M12 2v4 M12 18v4 M2 12h4 M18 12h4 M5 5l3 3 M16 16l3 3 M5 19l3-3 M16 8l3-3',
} as const;

function icon(name: keyof typeof ICONS, size: number, colour: string): string {
  return `<svg viewBox="0 0 24 24" width="${size}" height="${size}" style="margin:9px" fill="none" stroke="${colour}" stroke-width="1.8"><path d="${ICONS[name]}"/></svg>`;
}

/** A drawing program with a bar of icons and no words on them. */
function iconToolbar(scene: Scene): string {
  const { theme } = scene.look;
  const names = ['pin', 'layers', 'brush', 'ruler', 'import', 'export', 'eye', 'gear'] as const;
  const shapes = Array.from({ length: 9 }, () => {
    const { random } = scene;
    return `<circle cx="${80 + random.below(840)}" cy="${60 + random.below(400)}" r="${20 + random.below(60)}" fill="${random.pick(SERIES)}" fill-opacity=".5"/>`;
  });
  return desktopWindow(
    scene,
    'untitled',
    `<div class="raised" style="position:relative;z-index:2;border-bottom:1px solid ${theme.border}">${names.map((name) => icon(name, 26, theme.text)).join('')}</div>${drawing(scene, 1000, 520, shapes.join(''))}`,
  );
}

/** A rail of icons, one with a mark on it. */
function iconRail(scene: Scene): string {
  const { theme } = scene.look;
  const names = ['chart', 'people', 'bell', 'layers', 'gear'] as const;
  const rail = names.map(
    (name, index) =>
      `<div style="position:relative;${index === 1 ? `border-left:3px solid ${theme.accent}` : ''}">${icon(name, 30, theme.text)}${index === 2 ? '<i style="position:absolute;right:10px;top:8px;width:12px;height:12px;border-radius:6px;background:#ef4444"></i>' : ''}</div>`,
  );
  const cards = Array.from(
    { length: 6 },
    () =>
      `<div class="raised" style="width:30%;height:110px;margin:8px;border-radius:8px;float:left"><i style="display:block;width:42px;height:42px;margin:16px;border-radius:21px;background:${scene.random.pick(SERIES)}"></i></div>`,
  );
  return desktopWindow(
    scene,
    '',
    `<div style="display:flex;height:100%"><div class="raised" style="width:56px">${rail.join('')}</div><div style="flex:1;padding:14px">${cards.join('')}</div></div>`,
  );
}

/** Half a circle from green to red with a hand; `part` from 0 to 1. */
function gauge(scene: Scene, x: number, y: number, name: string, part: number): string {
  const { theme } = scene.look;
  const at = (share: number, radius: number) =>
    `${x - radius * Math.cos(share * Math.PI)} ${y - radius * Math.sin(share * Math.PI)}`;
  const arc = (from: number, to: number, colour: string) =>
    `<path d="M${at(from, 100)} A100 100 0 0 1 ${at(to, 100)}" fill="none" stroke="${colour}" stroke-width="26"/>`;
  return `${arc(0, 0.6, '#22c55e')}${arc(0.6, 0.83, '#f59e0b')}${arc(0.83, 1, '#ef4444')}<path d="M${x} ${y} L${at(part, 88)}" stroke="${theme.text}" stroke-width="5"/><circle cx="${x}" cy="${y}" r="9" fill="${theme.text}"/>${label(x, y + 36, name, { fill: theme.text, anchor: 'middle', size: 16 })}`;
}

/** Gauges with hands and no figures. */
function gauges(scene: Scene): string {
  const names = ['Boiler 1', 'Boiler 2', 'Return flow', 'Pump house', 'Tank', 'Outside line'];
  const parts = [0.42, 0.91, 0.3, 0.7, 0.55, 0.12];
  const dials = names.map((name, index) =>
    gauge(scene, 180 + (index % 3) * 320, 170 + Math.floor(index / 3) * 230, name, parts[index] ?? 0),
  );
  return browser(scene, {
    title: 'Heating · Live',
    address: 'plant.example/heating',
    body: drawing(scene, 1000, 500, dials.join('')),
  });
}

const FIGURES = [
  ['Monthly revenue', '48 210 €', 'up 4.1 %'],
  ['Churn', '2.7 %', 'down 0.3'],
  ['Open tickets', '183', 'oldest 11 days'],
  ['Trials', '912', '61 convert'],
] as const;

/** Figures in words above a graph. */
function keyFigures(scene: Scene): string {
  const { theme } = scene.look;
  const cards = FIGURES.map(
    ([name, value, trend]) =>
      `<div class="raised bordered" style="flex:1;margin:10px;padding:14px;border-radius:8px"><div class="muted">${name}</div><div style="font-size:2em">${value}</div><div>${trend}</div></div>`,
  );
  const points = Array.from({ length: 30 }, (_, at) => `${at * 34},${170 - at * 3 - scene.random.below(34)}`);
  return browser(scene, {
    title: 'Overview · Fathom',
    address: 'app.fathom.example/overview',
    body: `<div style="display:flex;padding:6px">${cards.join('')}</div><div style="position:relative;height:45%;margin:0 16px">${drawing(scene, 1000, 200, `<polyline points="${points.join(' ')}" fill="none" stroke="${theme.accent}" stroke-width="3"/>`)}</div>`,
  });
}

const TASKS = [
  ['Foundation', 0, 3],
  ['Walls', 3, 4],
  ['Roof', 6, 3],
  ['Wiring', 5, 4],
  ['Plumbing', 7, 2],
  ['Windows', 9, 2],
  ['Painting', 10.5, 2],
] as const;

/** Bars of time without dates. */
function plan(scene: Scene): string {
  const { theme } = scene.look;
  const bars = TASKS.map(
    ([name, from, length], index) =>
      `${label(20, 94 + index * 56, name, { fill: theme.text, size: 16 })}<rect x="${160 + from * 62}" y="${72 + index * 56}" width="${length * 62}" height="32" rx="5" fill="${SERIES[index % 3]}"/>`,
  );
  return desktopWindow(scene, 'Boathouse.gan', drawing(scene, 1000, 500, bars.join('')));
}

/** A ball that falls, in frames; it goes through the floor in one of them. */
function frames(scene: Scene): string {
  const { theme } = scene.look;
  const heights = [40, 90, 170, 232, 214, 130, 88, 120];
  const boxes = heights.map((y, index) => {
    const left = 30 + (index % 4) * 240;
    const top = 20 + Math.floor(index / 4) * 250;
    const shift = index === 3 ? 14 : 0;
    return `<g transform="translate(${left} ${top})"><rect width="220" height="220" fill="${theme.raised}" stroke="${theme.border}"/><line x1="0" x2="220" y1="200" y2="200" stroke="${theme.text}" stroke-width="3"/><ellipse cx="${50 + index * 16}" cy="${Math.min(y, 200 + shift)}" rx="24" ry="${index === 4 ? 34 : 24}" fill="${SERIES[3]}"/></g>`;
  });
  return desktopWindow(scene, 'bounce — 8 frames', drawing(scene, 1000, 520, boxes.join('')));
}

export const interfaceItems: readonly QuestionItem[] = [
  {
    kind: 'icons',
    layout: { name: 'icon-toolbar', html: iconToolbar },
    prompt: 'which of these buttons is export?',
    needs: 'picture',
  },
  {
    kind: 'icons',
    layout: { name: 'icon-rail', html: iconRail },
    prompt: 'hvilken side er åpen, og hva varsler den røde prikken om?',
    needs: 'picture',
    size: 'partRetina',
  },
  {
    kind: 'gauges',
    layout: { name: 'heating-gauges', html: gauges },
    prompt: 'anything critical?',
    needs: 'picture',
  },
  {
    kind: 'dashboard',
    layout: { name: 'key-figures', html: keyFigures },
    prompt: 'churn?',
    needs: 'text',
    answer: ['2.7 %'],
  },
  {
    kind: 'dashboard',
    layout: { name: 'key-figures-and-trend', html: keyFigures },
    prompt: '',
    needs: 'picture',
  },
  {
    kind: 'gantt',
    layout: { name: 'boathouse-plan', html: plan },
    prompt: 'which tasks run at the same time as the wiring?',
    needs: 'picture',
  },
  {
    kind: 'animation frames',
    layout: { name: 'bounce-frames', html: frames },
    prompt: 'the bounce looks wrong in one frame, which?',
    needs: 'picture',
  },
];
