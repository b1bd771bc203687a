// Photographs, maps, plans and sketches, drawn by us.
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, drawing, label, SERIES } from './frame.ts';

/** Grain and softness that flat drawings lack. */
const GRAIN =
  '<filter id="grain" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="3"/><feColorMatrix values="0 0 0 0 .5 0 0 0 0 .5 0 0 0 0 .5 0 0 0 .35 0"/></filter><filter id="cloud" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".006 .02" numOctaves="4"/><feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 1.6 0 0 0 -.55"/></filter><filter id="soft"><feGaussianBlur stdDeviation="9"/></filter>';

/** Hills in the evening above water; `id` keeps the gradients of several apart. */
function landscape(id: string, hue: number, extra = ''): string {
  return `<defs>${GRAIN}<linearGradient id="sky${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 60% 30%)"/><stop offset=".7" stop-color="hsl(${hue + 150} 70% 70%)"/><stop offset="1" stop-color="hsl(${hue + 170} 80% 85%)"/></linearGradient><linearGradient id="sea${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 40% 55%)"/><stop offset="1" stop-color="hsl(${hue} 60% 18%)"/></linearGradient></defs>
    <rect width="1000" height="560" fill="url(#sky${id})"/><rect width="1000" height="300" filter="url(#cloud)" opacity=".8"/><circle cx="690" cy="290" r="52" fill="#fff3c4" filter="url(#soft)"/>
    <path d="M0 340 L140 220 L260 300 L400 170 L560 310 L700 240 L860 330 L1000 260 V400 H0 Z" fill="hsl(${hue} 30% 26%)"/><path d="M0 380 L200 310 L420 370 L640 300 L1000 380 V420 H0 Z" fill="hsl(${hue} 35% 17%)"/>
    <rect y="390" width="1000" height="170" fill="url(#sea${id})"/><path d="M640 400 H740 L716 552 H664 Z" fill="#fff3c4" opacity=".35" filter="url(#soft)"/>${extra}<rect width="1000" height="560" filter="url(#grain)" opacity=".5"/>`;
}

const SAIL =
  '<path d="M240 470 h90 l-16 24 h-60 z" fill="#2b1d14"/><path d="M282 466 V360 L334 452 Z" fill="#f5efe2"/><path d="M276 466 V376 L236 456 Z" fill="#d8452f"/>';

/** A picture viewer with one photograph. */
function photograph(scene: Scene): string {
  return desktopWindow(scene, 'IMG_4471.jpg', drawing(scene, 1000, 560, landscape('a', 215, SAIL)));
}

/** Thumbnails, one of which is blurred. */
function gallery(scene: Scene): string {
  const tiles = Array.from({ length: 8 }, (_, index) => {
    const blur = index === 5 ? 'filter:blur(5px);' : '';
    return `<div style="width:23%;margin:1%;float:left;overflow:hidden;border-radius:8px"><svg viewBox="0 0 1000 560" style="display:block;width:100%;${blur}">${landscape(`g${index}`, (scene.random.below(36) * 10 + index * 40) % 360, index % 3 === 0 ? SAIL : '')}</svg><div class="muted" style="padding:3px 6px">DSC_${2210 + index}</div></div>`;
  });
  return browser(scene, {
    title: 'Holiday',
    address: 'photos.example/album/holiday',
    body: `<div style="padding:10px">${tiles.join('')}</div>`,
  });
}

/** Two stripes of colour: smooth, and in steps. */
function banding(scene: Scene): string {
  const steps = Array.from(
    { length: 22 },
    (_, index) =>
      `<rect x="${60 + index * 40}" y="290" width="40" height="170" fill="hsl(${220 + index * 3} 60% ${20 + index * 2}%)"/>`,
  );
  return desktopWindow(
    scene,
    'shader preview',
    drawing(
      scene,
      1000,
      520,
      `<defs><linearGradient id="smooth"><stop offset="0" stop-color="hsl(220 60% 20%)"/><stop offset="1" stop-color="hsl(283 60% 62%)"/></linearGradient></defs><rect x="60" y="60" width="880" height="170" fill="url(#smooth)"/>${steps.join('')}`,
    ),
  );
}

const CAFES = [
  ['Café Lodestar', 'Quay 4', 'open until 22:00'],
  ['Bakery Spindrift', 'Rope Lane 11', 'open until 17:30'],
  ['The Fog Bell', 'Lighthouse Road 2', 'closed today'],
] as const;

/** A town's map with a route, and a list beside it if there is one. */
function map(scene: Scene, withList: boolean): string {
  const { theme } = scene.look;
  const blocks = Array.from({ length: 40 }, (_, index) => {
    const x = 20 + (index % 8) * 122 + scene.random.below(20);
    const y = 20 + Math.floor(index / 8) * 100 + scene.random.below(14);
    return `<rect x="${x}" y="${y}" width="${70 + scene.random.below(34)}" height="${56 + scene.random.below(24)}" fill="#e6ddcc" stroke="#d2c6ae"/>`;
  });
  const shapes = `<rect width="1000" height="520" fill="#f3eee3"/>${blocks.join('')}<path d="M0 420 C200 360 320 520 520 440 S860 380 1000 460 V520 H0 Z" fill="#9cc7e6"/><path d="M110 380 V214 H356 V112 H720 V214 H850" fill="none" stroke="#3b82f6" stroke-width="9" stroke-linejoin="round"/><circle cx="110" cy="380" r="11" fill="#10b981"/><path d="M850 214 c-26 -30 -26 -58 0 -58 s26 28 0 58" fill="#ef4444"/>${label(420, 480, 'Inner Harbour', { fill: '#2f6b98', size: 17 })}${label(500, 104, 'Rope Lane', { fill: '#6b6355', size: 13 })}`;
  const list = CAFES.map(
    ([name, street, hours]) =>
      `<div style="padding:12px 16px;border-bottom:1px solid ${theme.border}"><b>${name}</b><div>${street}</div><div class="muted">${hours}</div></div>`,
  );
  const side = withList ? `<div style="width:270px">${list.join('')}</div>` : '';
  return browser(scene, {
    title: 'Maps',
    address: 'maps.example/skagen',
    body: `<div style="display:flex;height:100%">${side}<div style="flex:1;position:relative">${drawing(scene, 1000, 520, shapes)}</div></div>`,
  });
}

/** Rooms with doors and windows, one without a door. */
function floorPlan(scene: Scene): string {
  const rooms = [
    [60, 40, 300, 220, 'Kitchen', 'M330 260 h-60'],
    [360, 40, 260, 220, 'Bath', 'M420 260 h60'],
    [620, 40, 320, 220, 'Bedroom', 'M680 260 h60'],
    [60, 320, 380, 160, 'Living', 'M200 320 h70'],
    [440, 320, 220, 160, 'Store', ''],
    [660, 320, 280, 160, 'Study', 'M720 320 h60'],
  ] as const;
  const shapes = rooms.map(
    ([x, y, width, height, name, door]) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fffdf8" stroke="#333" stroke-width="7"/>${door ? `<path d="${door}" stroke="#fffdf8" stroke-width="9"/>` : ''}${label(x + width / 2, y + height / 2, name, { fill: '#555', anchor: 'middle', size: 18 })}`,
  );
  const windows =
    '<path d="M120 40 h120 M700 40 h150 M60 360 v80 M940 360 v80" stroke="#5aa9e6" stroke-width="9"/>';
  return desktopWindow(
    scene,
    'ground-floor.dxf',
    drawing(scene, 1000, 520, `<rect width="1000" height="520" fill="#ece7db"/>${shapes.join('')}${windows}`),
  );
}

/** Strokes of a pen on a white board: boxes of a page somebody has in mind. */
function whiteboard(scene: Scene): string {
  const wobble = () => scene.random.below(9) - 4;
  const stroke = (x: number, y: number, width: number, height: number, colour: string) =>
    `<path d="M${x + wobble()} ${y + wobble()} Q${x + width / 2} ${y + wobble() * 2} ${x + width + wobble()} ${y + wobble()} Q${x + width + wobble() * 2} ${y + height / 2} ${x + width + wobble()} ${y + height + wobble()} Q${x + width / 2} ${y + height + wobble() * 2} ${x + wobble()} ${y + height + wobble()} Z" fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round"/>`;
  const scribble = (x: number, y: number, loops: number) =>
    `<path d="M${x} ${y} ${Array.from({ length: loops }, () => `q8 ${-9 + wobble()} 14 0 t14 ${wobble() / 3}`).join(' ')}" fill="none" stroke="#2b3a67" stroke-width="3"/>`;
  const shapes = [
    stroke(90, 50, 820, 420, '#1f2937'),
    stroke(110, 70, 780, 60, '#1f2937'),
    stroke(110, 150, 190, 300, '#b91c1c'),
    stroke(330, 150, 560, 130, '#1f2937'),
    stroke(330, 310, 170, 140, '#15803d'),
    stroke(525, 310, 170, 140, '#15803d'),
    stroke(720, 310, 170, 140, '#15803d'),
    '<path d="M330 150 L890 280 M890 150 L330 280" stroke="#1f2937" stroke-width="2"/>',
    scribble(130, 105, 4),
    scribble(740, 105, 3),
    ...[0, 1, 2, 3].map((row) => scribble(130, 190 + row * 44, 4)),
    ...[0, 1, 2].map((column) => scribble(346 + column * 195, 420, 3)),
    '<path d="M300 480 C220 520 120 500 60 430" fill="none" stroke="#b91c1c" stroke-width="4"/>',
  ];
  return desktopWindow(
    scene,
    'board-tuesday.png',
    drawing(scene, 1000, 540, `<rect width="1000" height="540" fill="#f7f8f8"/>${shapes.join('')}`),
  );
}

/** The same drawing by two engines: one corner is square, one shadow falls the other way. */
function twoRenderings(scene: Scene): string {
  const half = (x: number, name: string, isWrong: boolean) =>
    `<g transform="translate(${x} 0)">${label(30, 40, name, { fill: scene.look.theme.text, size: 17, weight: 700 })}<rect x="${isWrong ? 44 : 64}" y="106" width="340" height="230" rx="26" fill="#0006"/><rect x="54" y="92" width="340" height="230" rx="26" fill="${SERIES[4]}"/>${isWrong ? `<rect x="354" y="282" width="40" height="40" fill="${SERIES[4]}"/>` : ''}<circle cx="120" cy="170" r="40" fill="#fff"/><rect x="190" y="140" width="${isWrong ? 168 : 150}" height="22" rx="11" fill="#fff9"/><rect x="190" y="180" width="110" height="22" rx="11" fill="#fff9"/></g>`;
  return browser(scene, {
    title: 'Reference against ours',
    address: 'localhost:9000/compare/card',
    body: drawing(scene, 1000, 460, `${half(20, 'Reference', false)}${half(510, 'Ours', true)}`),
  });
}

/** A game of chess, a few moves on. */
function chess(scene: Scene): string {
  const rows = [
    'r.bqkb.r',
    'pppp.ppp',
    '..n..n..',
    '....p...',
    '..B.P...',
    '.....N..',
    'PPPP.PPP',
    'RNBQK..R',
  ];
  const glyphs: Readonly<Record<string, string>> = { p: '♟', r: '♜', n: '♞', b: '♝', q: '♛', k: '♚' };
  const cells = rows.flatMap((row, y) =>
    [...row].map((piece, x) => {
      const glyph = glyphs[piece.toLowerCase()];
      const isWhite = piece !== piece.toLowerCase();
      const cell = `<rect x="${240 + x * 62}" y="${12 + y * 62}" width="62" height="62" fill="${(x + y) % 2 ? '#8a6d4b' : '#ead9b8'}"/>`;
      return glyph
        ? `${cell}<text x="${271 + x * 62}" y="${60 + y * 62}" font-size="50" text-anchor="middle" fill="${isWhite ? '#fff' : '#111'}" stroke="#111" stroke-width="1" font-family="DejaVu Sans">${glyph}</text>`
        : cell;
    }),
  );
  return desktopWindow(scene, 'Board 3', drawing(scene, 1000, 520, cells.join('')));
}

export const imageryItems: readonly QuestionItem[] = [
  {
    kind: 'photo',
    layout: { name: 'evening-photograph', html: photograph },
    prompt: 'describe for the alt text',
    needs: 'picture',
  },
  {
    kind: 'gallery',
    layout: { name: 'holiday-gallery', html: gallery },
    prompt: 'one thumbnail is out of focus, number?',
    needs: 'picture',
  },
  {
    kind: 'gradient',
    layout: { name: 'colour-banding', html: banding },
    prompt: 'which one has banding',
    needs: 'picture',
  },
  {
    kind: 'map',
    layout: { name: 'map-route', html: (scene) => map(scene, false) },
    prompt: '¿por dónde va la ruta? ¿cruza el agua?',
    needs: 'picture',
  },
  {
    kind: 'map',
    layout: { name: 'map-with-list', html: (scene) => map(scene, true) },
    prompt: 'which cafe is open longest?',
    needs: 'text',
    answer: ['Café Lodestar', 'open until 22:00'],
  },
  {
    kind: 'floor plan',
    layout: { name: 'ground-floor', html: floorPlan },
    prompt: 'something is missing in one room, no?',
    needs: 'picture',
  },
  {
    kind: 'whiteboard',
    layout: { name: 'page-sketch', html: whiteboard },
    prompt: 'turn this into html',
    needs: 'picture',
  },
  {
    kind: 'rendering',
    layout: { name: 'two-renderings', html: twoRenderings },
    prompt: 'diff?',
    needs: 'picture',
  },
  {
    kind: 'drawing',
    layout: { name: 'chess-board', html: chess },
    prompt: 'was würdest du als Weiß ziehen',
    needs: 'picture',
  },
];
