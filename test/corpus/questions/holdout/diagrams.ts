// Diagrams: boxes with names, and arrows that say what the names do not.
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, drawing, label, SERIES } from './frame.ts';

function arrowHead(colour: string): string {
  return `<defs><marker id="head" markerWidth="10" markerHeight="10" refX="8" refY="4" orient="auto"><path d="M0 0 L9 4 L0 8 Z" fill="${colour}"/></marker></defs>`;
}

function arrow(colour: string, path: string, isDashed = false): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" marker-end="url(#head)"${isDashed ? ' stroke-dasharray="7 5"' : ''}/>`;
}

function box(scene: Scene, x: number, y: number, name: string, detail = ''): string {
  const { theme } = scene.look;
  return `<rect x="${x}" y="${y}" width="150" height="62" rx="8" fill="${theme.raised}" stroke="${theme.accent}" stroke-width="2"/>${label(x + 75, y + (detail ? 27 : 37), name, { fill: theme.text, anchor: 'middle', weight: 700 })}${label(x + 75, y + 48, detail, { fill: theme.muted, anchor: 'middle', size: 12 })}`;
}

/** Services and who calls whom. */
function services(scene: Scene): string {
  const { theme } = scene.look;
  const shapes = [
    arrowHead(theme.text),
    box(scene, 60, 230, 'web', 'React, :3000'),
    box(scene, 300, 230, 'gateway', 'Envoy, :8443'),
    box(scene, 560, 70, 'orders', 'Go, :7101'),
    box(scene, 560, 230, 'ledger', 'Rust, :7202'),
    box(scene, 560, 390, 'letters', 'Node, :7303'),
    box(scene, 810, 150, 'postgres', '17, :5432'),
    box(scene, 810, 330, 'queue', 'NATS, :4222'),
    arrow(theme.text, 'M210 261 H296'),
    arrow(theme.text, 'M450 250 L556 110'),
    arrow(theme.text, 'M450 272 L556 420'),
    arrow(theme.text, 'M635 132 V226'),
    arrow(theme.text, 'M710 100 L806 170'),
    arrow(theme.text, 'M710 250 L806 192'),
    arrow(theme.text, 'M806 372 L714 415', true),
    arrow(theme.text, 'M700 132 L860 326', true),
  ];
  return browser(scene, {
    title: 'System map',
    address: 'wiki.example/platform/system-map',
    body: drawing(scene, 1000, 520, shapes.join('')),
  });
}

/** Who tells whom, from above to below. */
function sequence(scene: Scene): string {
  const { theme } = scene.look;
  const actors = ['App', 'Login', 'Token store', 'Audit'];
  const x = (index: number) => 130 + index * 245;
  const lines = actors.map(
    (name, index) =>
      `<line x1="${x(index)}" x2="${x(index)}" y1="92" y2="490" stroke="${theme.muted}" stroke-dasharray="4 5"/>${box(scene, x(index) - 75, 30, name)}`,
  );
  const calls = [
    [0, 1, 'sign in'],
    [1, 2, 'new session'],
    [2, 1, 'session'],
    [1, 0, 'cookie'],
    [1, 3, 'signed in'],
    [0, 2, 'refresh'],
  ] as const;
  const arrows = calls.map(
    ([from, to, name], index) =>
      `${arrow(theme.text, `M${x(from)} ${140 + index * 58} H${x(to) + (to > from ? -4 : 4)}`, to < from)}${label((x(from) + x(to)) / 2, 132 + index * 58, name, { fill: theme.text, anchor: 'middle' })}`,
  );
  return desktopWindow(
    scene,
    'login.puml – preview',
    drawing(scene, 1000, 520, `${arrowHead(theme.text)}${lines.join('')}${arrows.join('')}`),
  );
}

/** Steps and decisions of a process. */
function flow(scene: Scene): string {
  const { theme } = scene.look;
  const decision = (x: number, y: number, name: string) =>
    `<path d="M${x} ${y - 48} L${x + 100} ${y} L${x} ${y + 48} L${x - 100} ${y} Z" fill="${theme.raised}" stroke="${SERIES[3]}" stroke-width="2"/>${label(x, y + 5, name, { fill: theme.text, anchor: 'middle' })}`;
  const shapes = [
    arrowHead(theme.text),
    box(scene, 60, 60, 'Read meter'),
    decision(360, 91, 'plausible'),
    box(scene, 560, 60, 'Store'),
    box(scene, 285, 220, 'Ask again'),
    decision(660, 250, 'third time'),
    box(scene, 585, 380, 'Send someone'),
    arrow(theme.text, 'M210 91 H256'),
    arrow(theme.text, 'M460 91 H556'),
    arrow(theme.text, 'M360 139 V216'),
    arrow(theme.text, 'M435 251 H556'),
    arrow(theme.text, 'M660 298 V376'),
    arrow(theme.text, 'M700 222 L700 126'),
    arrow(theme.text, 'M585 411 H135 V126'),
  ];
  return desktopWindow(scene, 'meter-flow.drawio', drawing(scene, 900, 490, shapes.join('')));
}

/** Branches of a repository as coloured lines. */
function branches(scene: Scene): string {
  const { theme } = scene.look;
  const commits = [
    [0, 'Release 3.1'],
    [1, 'Draft of the tide clock'],
    [2, 'Sort harbours by distance'],
    [1, 'Tide clock ticks'],
    [0, 'Merge'],
    [2, 'Distances in nautical miles'],
    [0, 'Translate to Faroese'],
    [0, 'Merge'],
    [1, 'Clock face for night'],
  ] as const;
  const x = (lane: number) => 60 + lane * 40;
  const y = (row: number) => 470 - row * 50;
  const curve = (from: readonly [number, number], to: readonly [number, number], colour: string) =>
    `<path d="M${x(from[0])} ${y(from[1])} C${x(from[0])} ${y(from[1]) - 40} ${x(to[0])} ${y(to[1]) + 40} ${x(to[0])} ${y(to[1])}" fill="none" stroke="${colour}" stroke-width="4"/>`;
  const lines = [
    curve([0, 0], [0, 7], SERIES[0]),
    curve([0, 0], [1, 1], SERIES[2]),
    curve([1, 1], [1, 8], SERIES[2]),
    curve([0, 0], [2, 1], SERIES[6]),
    curve([2, 1], [2, 5], SERIES[6]),
    curve([1, 3], [0, 4], SERIES[2]),
    curve([2, 5], [0, 7], SERIES[6]),
  ];
  const dots = commits.map(
    ([lane, text], row) =>
      `<circle cx="${x(lane)}" cy="${y(row)}" r="9" fill="${[SERIES[0], SERIES[2], SERIES[6]][lane]}"/>${label(210, y(row) + 5, text, { fill: theme.text, size: 15 })}`,
  );
  return desktopWindow(
    scene,
    'harbour — history',
    drawing(scene, 800, 520, `${lines.join('')}${dots.join('')}`),
  );
}

export const diagramItems: readonly QuestionItem[] = [
  {
    kind: 'architecture diagram',
    layout: { name: 'service-map', html: services },
    prompt: 'does the gateway talk to the ledger directly?',
    needs: 'picture',
  },
  {
    kind: 'architecture diagram',
    layout: { name: 'service-map-ports', html: services },
    prompt: 'which port does the ledger listen on and what is it written in?',
    needs: 'text',
    answer: ['Rust, :7202'],
  },
  {
    kind: 'sequence diagram',
    layout: { name: 'login-sequence', html: sequence },
    prompt: '¿el orden de las llamadas es correcto o falta alguna respuesta?',
    needs: 'picture',
  },
  {
    kind: 'flowchart',
    layout: { name: 'meter-flow', html: flow },
    prompt: '',
    needs: 'picture',
  },
  {
    kind: 'git graph',
    layout: { name: 'branch-lines', html: branches },
    prompt: 'which branch is not merged yet',
    needs: 'picture',
  },
];
