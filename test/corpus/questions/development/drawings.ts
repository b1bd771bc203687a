// Drawings: what they mean is in their lines.
import { pageStyle } from '../../parts.ts';
import type { Layout, Scene } from '../../scene.ts';
import { drawing, label, seriesColour } from './surfaces.ts';

type Box = readonly [name: string, x: number, y: number];

const ARROW =
  '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="#888"/></marker></defs>';

function boxes(scene: Scene, all: readonly Box[], arrows: readonly (readonly [number, number])[]): string {
  const { raised, border } = scene.look.theme;
  const lines = arrows.map(([from, to]) => {
    const [, x1 = 0, y1 = 0] = all[from] ?? [];
    const [, x2 = 0, y2 = 0] = all[to] ?? [];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const cut = Math.min(1, Math.min(78 / Math.abs(dx || 1), 32 / Math.abs(dy || 1)));
    return `<line x1="${x1 + dx * cut}" y1="${y1 + dy * cut}" x2="${x2 - dx * cut}" y2="${y2 - dy * cut}" stroke="#888" stroke-width="2" marker-end="url(#arrow)"/>`;
  });
  const shapes = all.map(
    ([name, x, y]) =>
      `<rect x="${x - 74}" y="${y - 28}" width="148" height="56" rx="6" fill="${raised}" stroke="${border}" stroke-width="2"/>${label(x, y + 5, name, 'text-anchor="middle"')}`,
  );
  return ARROW + lines.join('') + shapes.join('');
}

export const architecture: Layout = {
  name: 'architecture',
  html: (scene) =>
    drawing(
      scene,
      960,
      520,
      boxes(
        scene,
        [
          ['Browser', 100, 260],
          ['Load balancer', 300, 260],
          ['Web', 500, 130],
          ['API', 500, 390],
          ['Sessions', 700, 60],
          ['Queue', 700, 250],
          ['Database', 860, 390],
          ['Worker', 860, 170],
        ],
        [
          [0, 1],
          [1, 2],
          [1, 3],
          [2, 4],
          [2, 3],
          [3, 5],
          [3, 6],
          [5, 7],
          [7, 6],
        ],
      ),
    ),
};

export const stateMachine: Layout = {
  name: 'state-machine',
  html(scene) {
    const states: [string, number, number][] = [
      ['new', 120, 120],
      ['paid', 380, 120],
      ['packed', 640, 120],
      ['sent', 840, 300],
      ['returned', 520, 400],
      ['cancelled', 160, 380],
    ];
    const lines = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 1],
      [0, 5],
      [1, 5],
    ].map(([from = 0, to = 0]) => {
      const [, x1 = 0, y1 = 0] = states[from] ?? [];
      const [, x2 = 0, y2 = 0] = states[to] ?? [];
      const length = Math.hypot(x2 - x1, y2 - y1);
      const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
      return `<line x1="${x1 + ux * 52}" y1="${y1 + uy * 52}" x2="${x2 - ux * 56}" y2="${y2 - uy * 56}" stroke="#888" stroke-width="2" marker-end="url(#arrow)"/>`;
    });
    const circles = states.map(
      ([name, x, y], index) =>
        `<circle cx="${x}" cy="${y}" r="50" fill="${seriesColour(index)}" fill-opacity=".3" stroke="${seriesColour(index)}" stroke-width="2"/>${label(x, y + 5, name, 'text-anchor="middle"')}`,
    );
    return drawing(scene, 960, 500, ARROW + lines.join('') + circles.join(''), 'Order');
  },
};

export const floorPlan: Layout = {
  name: 'floor-plan',
  html(scene) {
    const wall = `stroke="${scene.look.theme.text}" stroke-width="7" fill="none"`;
    const rooms = [
      ['Kitchen', 190, 150],
      ['Office', 480, 150],
      ['Server room', 790, 150],
      ['Meeting', 240, 390],
      ['Hall', 640, 380],
    ] as const;
    return drawing(
      scene,
      960,
      520,
      `<path ${wall} d="M60 60H900V460H60Z M340 60V200 M340 260V270H60 M640 60V270H420 M700 270H900 M440 270V460"/><path d="M340 200a60 60 0 0 1 60 60" stroke="${seriesColour(0)}" fill="none"/><path d="M640 270a60 60 0 0 0 60 -60" stroke="${seriesColour(0)}" fill="none"/>${rooms.map(([name, x, y]) => label(x, y, name, 'text-anchor="middle"')).join('')}`,
    );
  },
};

export const cityMap: Layout = {
  name: 'city-map',
  html(scene) {
    const { random } = scene;
    const streets = Array.from({ length: 16 }, (_, index) => {
      const [a, b] = [random.below(520), random.below(520)];
      return `<line x1="0" y1="${index * 36 + a / 9}" x2="960" y2="${index * 36 - 40 + b / 6}" stroke="#ddd6c8" stroke-width="${3 + (index % 4) * 3}"/><line x1="${index * 66 + a / 8}" y1="0" x2="${index * 66 - 30 + b / 5}" y2="520" stroke="#ddd6c8" stroke-width="${2 + (index % 3) * 3}"/>`;
    });
    const pins = Array.from(
      { length: 6 },
      () =>
        `<circle cx="${80 + random.below(800)}" cy="${60 + random.below(400)}" r="11" fill="#c94f5d" stroke="#fff" stroke-width="3"/>`,
    );
    const names = ['Torget', 'Havnegata', 'Elvebredden', 'Parken'].map((name) =>
      label(60 + random.below(780), 50 + random.below(430), name, 'fill="#6b6356"'),
    );
    return drawing(
      scene,
      960,
      520,
      `<rect width="960" height="520" fill="#f1ede4"/><path d="M0 380C200 300 380 470 560 400S860 300 960 350V440C860 400 700 520 520 500S180 420 0 470Z" fill="#a9cfe8"/><path d="M600 60h180l40 130-200 30z" fill="#c5dfb4"/>${streets.join('')}${pins.join('')}${names.join('')}`,
    );
  },
};

export const whiteboard: Layout = {
  name: 'whiteboard',
  html(scene) {
    const { random } = scene;
    const wobble = () => random.below(12) - 6;
    const hand = (points: readonly (readonly [number, number])[], colour: string) =>
      `<path d="M${points.map(([x, y]) => `${x + wobble()} ${y + wobble()}`).join('L')}" fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>`;
    const square = (x: number, y: number, width: number) =>
      hand(
        [
          [x, y],
          [x + width, y],
          [x + width, y + 90],
          [x, y + 90],
          [x - 4, y - 6],
        ],
        '#2456a8',
      );
    const shapes = [
      square(80, 80, 170),
      square(420, 60, 190),
      square(720, 260, 160),
      square(240, 340, 200),
      hand(
        [
          [255, 130],
          [330, 105],
          [412, 110],
        ],
        '#b3261e',
      ),
      hand(
        [
          [615, 120],
          [700, 180],
          [760, 250],
        ],
        '#b3261e',
      ),
      hand(
        [
          [715, 320],
          [580, 390],
          [448, 392],
        ],
        '#b3261e',
      ),
      hand(
        [
          [236, 370],
          [150, 300],
          [150, 180],
        ],
        '#1b7f3b',
      ),
    ];
    const words = [
      ['cart?', 120, 135],
      ['tax + fees', 450, 118],
      ['mail', 770, 315],
      ['retry!!', 285, 395],
    ] as const;
    return drawing(
      scene,
      960,
      520,
      `<rect width="960" height="520" fill="#fbfbf8"/>${shapes.join('')}<g font-family="Z003" font-size="34" fill="#222">${words.map(([text, x, y]) => label(x, y, text, `transform="rotate(${wobble()} ${x} ${y})"`)).join('')}</g>`,
    );
  },
};

/** A level of a game, drawn on a canvas. */
export const platformer: Layout = {
  name: 'platformer',
  html(scene) {
    const blocks = Array.from({ length: 9 }, (_, index) => [index * 110, 240 + scene.random.below(190)]);
    return `${pageStyle(scene)}<canvas id="level" width="960" height="560" style="width:100vw;height:100vh;display:block"></canvas><script>
      const c = document.getElementById('level').getContext('2d');
      const sky = c.createLinearGradient(0, 0, 0, 560); sky.addColorStop(0, '#5fa8e8'); sky.addColorStop(1, '#d8f0ff');
      c.fillStyle = sky; c.fillRect(0, 0, 960, 560);
      c.fillStyle = '#7fb77e'; c.beginPath(); c.moveTo(0, 420); c.quadraticCurveTo(240, 250, 480, 430); c.quadraticCurveTo(720, 300, 960, 420); c.lineTo(960, 560); c.lineTo(0, 560); c.fill();
      for (const [x, y] of ${JSON.stringify(blocks)}) { c.fillStyle = '#8a5a36'; c.fillRect(x, y, 84, 26); c.fillStyle = '#57a84f'; c.fillRect(x, y - 8, 84, 10); c.fillStyle = '#f2c438'; c.beginPath(); c.arc(x + 42, y - 34, 11, 0, 7); c.fill(); }
      c.fillStyle = '#d1383d'; c.fillRect(130, 190, 34, 46); c.fillStyle = '#f3cfa7'; c.fillRect(134, 168, 26, 24);
      c.fillStyle = '#fff'; c.font = 'bold 26px sans-serif'; c.fillText('SCORE 4200', 20, 40); c.fillText('× 3', 880, 40);
    </script>`;
  },
};

/** A landscape: noise of many sizes, as light falls on hills and water. */
export const landscape: Layout = {
  name: 'landscape',
  html: (scene) =>
    `${pageStyle(scene)}<svg style="position:absolute;width:100vw;height:100vh"><defs>
      <filter id="hills"><feTurbulence type="fractalNoise" baseFrequency=".006 .012" numOctaves="6" seed="${scene.random.below(900)}"/><feColorMatrix values=".2 .4 .2 0 .05  .3 .5 .1 0 .08  .2 .3 .3 0 .02  0 0 0 0 1"/></filter>
      <filter id="water"><feTurbulence type="turbulence" baseFrequency=".004 .06" numOctaves="4" seed="${scene.random.below(900)}"/><feColorMatrix values=".1 .1 .3 0 .08  .2 .3 .3 0 .18  .3 .4 .5 0 .3  0 0 0 0 1"/></filter>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#30507e"/><stop offset="1" stop-color="#f3b98a"/></linearGradient></defs>
      <rect width="100%" height="42%" fill="url(#sky)"/><rect y="38%" width="100%" height="34%" filter="url(#hills)"/><rect y="70%" width="100%" height="30%" filter="url(#water)"/><circle cx="70%" cy="30%" r="40" fill="#ffe7b0"/></svg>`,
};

/** A board with pieces on it. */
export const boardGame: Layout = {
  name: 'board-game',
  html(scene) {
    const squares = Array.from({ length: 64 }, (_, index) => {
      const [x, y] = [(index % 8) * 60 + 240, Math.floor(index / 8) * 60 + 20];
      const isDark = ((index % 8) + Math.floor(index / 8)) % 2 === 1;
      const piece =
        scene.random.below(4) === 0 && isDark
          ? `<circle cx="${x + 30}" cy="${y + 30}" r="22" fill="${scene.random.pick(['#222', '#eee'])}" stroke="#888" stroke-width="2"/>`
          : '';
      return `<rect x="${x}" y="${y}" width="60" height="60" fill="${isDark ? '#8a6848' : '#e8d2ae'}"/>${piece}`;
    });
    return drawing(scene, 960, 520, squares.join(''));
  },
};
