// What is seen rather than read: a landscape, swatches, a mock-up with notes, districts by shade, a game, icons.
import type { Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, SKINS, svg } from './skins.ts';

/** Dunes, a lighthouse, two boats and five birds, on a canvas with grain. */
const lighthouse: Layout = {
  name: 'lighthouse',
  html(scene) {
    const seed = scene.random.below(1000);
    const script = `(() => {
      const canvas = document.querySelector('canvas'), g = canvas.getContext('2d');
      const [w, h] = [canvas.width = innerWidth, canvas.height = innerHeight - 40];
      let state = ${seed};
      const next = () => (state = (state * 16807 + 11) % 2147483647) / 2147483647;
      const sky = g.createLinearGradient(0, 0, 0, h * .6);
      sky.addColorStop(0, '#20355c'); sky.addColorStop(.6, '#d9795d'); sky.addColorStop(1, '#f6d08c');
      g.fillStyle = sky; g.fillRect(0, 0, w, h);
      g.fillStyle = '#fff1c4'; g.beginPath(); g.arc(w * .3, h * .52, h * .06, 0, 7); g.fill();
      const sea = g.createLinearGradient(0, h * .58, 0, h);
      sea.addColorStop(0, '#b86e5a'); sea.addColorStop(1, '#16324a');
      g.fillStyle = sea; g.fillRect(0, h * .58, w, h);
      for (let i = 0; i < 260; i++) { g.fillStyle = 'rgba(255,225,180,' + next() * .25 + ')'; g.fillRect(next() * w, h * (.59 + next() * .4), 20 + next() * 60, 2); }
      const boat = (x, y, s) => { g.fillStyle = '#1c1a22'; g.beginPath(); g.moveTo(x - s, y); g.lineTo(x + s, y); g.lineTo(x + s * .6, y + s * .4); g.lineTo(x - s * .6, y + s * .4); g.fill(); g.fillStyle = '#efe6d8'; g.beginPath(); g.moveTo(x, y - s * 1.7); g.lineTo(x + s * .8, y - 4); g.lineTo(x, y - 4); g.fill(); };
      boat(w * .2, h * .7, h * .05); boat(w * .52, h * .63, h * .025);
      g.fillStyle = '#2c2622'; g.beginPath(); g.moveTo(w * .55, h); g.quadraticCurveTo(w * .7, h * .55, w * .86, h * .6); g.quadraticCurveTo(w, h * .62, w, h * .5); g.lineTo(w, h); g.fill();
      const x = w * .8, top = h * .2, foot = h * .62;
      for (let i = 0; i < 6; i++) { g.fillStyle = i % 2 ? '#f4efe6' : '#b3372f'; const y = top + (foot - top) * i / 6; g.fillRect(x - 14 - i * 2, y, 28 + i * 4, (foot - top) / 6 + 1); }
      g.fillStyle = '#ffe58a'; g.fillRect(x - 12, top - 26, 24, 26); g.fillStyle = '#222'; g.fillRect(x - 18, top - 34, 36, 8);
      g.strokeStyle = '#161320'; g.lineWidth = 3;
      for (const [bx, by] of [[.4, .2], [.45, .17], [.5, .22], [.56, .15], [.35, .28]]) { g.beginPath(); g.moveTo(w * bx - 16, h * by - 6); g.quadraticCurveTo(w * bx - 6, h * by - 8, w * bx, h * by); g.quadraticCurveTo(w * bx + 6, h * by - 8, w * bx + 16, h * by - 6); g.stroke(); }
      for (let i = 0; i < 9000; i++) { g.fillStyle = next() > .5 ? '#ffffff12' : '#00000018'; g.fillRect(next() * w, next() * h, 2, 2); }
    })()`;
    return page(
      SKINS.console,
      `<div class="p r" style="height:40px;padding:9px 16px"><span>‹ ›</span><span class="g" style="text-align:center">DSC_0417.JPG</span><span>⤢</span></div><canvas style="display:block"></canvas><script>${script}</script>`,
    );
  },
};

const SWATCHES = [
  ['Primary', '#2457C5', '#2457c5'],
  ['Primary, hover', '#2A5CCB', '#2a5ccb'],
  ['Success', '#1E8E5A', '#1e8e5a'],
  ['Warning', '#E0A100', '#e0a100'],
  ['Danger', '#C93A3A', '#3ac95c'],
  ['Surface', '#F4F1EA', '#f4f1ea'],
  ['Ink', '#1C2430', '#1c2430'],
  ['Link', '#2457C5', '#3f2fc5'],
] as const;

/** Colours of a design and their names; two are not painted in what is written below them. */
const swatchSheet: Layout = {
  name: 'swatch-sheet',
  html: () =>
    page(
      { ...SKINS.office, ui: 'URW Gothic' },
      `<div class="full" style="padding:22px 28px"><b style="font-size:1.5em">Fjord tokens 2.1</b><div class="r" style="flex-wrap:wrap;gap:18px;margin-top:16px">${SWATCHES.map(([name, written, painted]) => `<div class="b" style="width:200px;border-radius:10px;overflow:hidden"><i style="display:block;height:96px;background:${painted}"></i><div style="padding:8px 12px"><b>${name}</b><div class="m d">${written}</div></div></div>`).join('')}</div></div>`,
    ),
};

/** A page in grey boxes, with numbered notes at the side. */
const mockUp: Layout = {
  name: 'mock-up',
  html() {
    const box = (x: number, y: number, width: number, height: number, more = '') =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#dcdcdc" stroke="#8c8c8c" stroke-width="2"/>${more}`;
    const cross = (x: number, y: number, width: number, height: number) =>
      box(
        x,
        y,
        width,
        height,
        `<path d="M${x} ${y}l${width} ${height}M${x + width} ${y}l${-width} ${height}" stroke="#8c8c8c"/>`,
      );
    const dot = (x: number, y: number, name: string) =>
      `<circle cx="${x}" cy="${y}" r="14" fill="#c0392b"/><text x="${x}" y="${y + 5}" text-anchor="middle" font-size="15" style="fill:#fff">${name}</text>`;
    const shapes = [
      '<rect x="2" y="2" width="596" height="476" fill="#fff" stroke="#8c8c8c" stroke-width="2"/>',
      box(20, 20, 90, 34),
      ...[330, 420, 510].map((x) => box(x, 28, 70, 18)),
      cross(20, 74, 330, 190),
      ...[96, 122, 148].map((y, index) => box(374, y, index === 2 ? 120 : 204, 14)),
      box(374, 200, 130, 40),
      ...[0, 1, 2, 3].map((index) => cross(20 + index * 142, 290, 132, 100)),
      ...[0, 1, 2, 3].map((index) => box(20 + index * 142, 402, 90, 12)),
      box(20, 440, 560, 24),
      dot(350, 74, '1'),
      dot(504, 200, '2'),
      dot(578, 290, '3'),
    ];
    return page(
      { ...SKINS.office, ui: 'Nimbus Sans' },
      `<div class="r full"><div class="g" style="padding:20px;background:#f0f0f0">${svg(600, 480, shapes.join(''))}</div><div style="width:270px;padding:22px"><b>Notes</b><p><b>1</b> Hero swaps every 8 s, stops on hover.</p><p><b>2</b> Button is sticky on small screens.</p><p><b>3</b> Cards come from the newest four articles; hide the row if there are fewer than three.</p></div></div>`,
    );
  },
};

const DISTRICTS = [
  ['Nordby', '20,20 250,40 230,170 60,190', '#fde0c5'],
  ['Havna', '250,40 520,20 500,150 230,170', '#eb4a40'],
  ['Lia', '520,20 760,60 740,240 500,150', '#f59e72'],
  ['Sentrum', '230,170 500,150 480,330 210,340', '#b8152d'],
  ['Myra', '60,190 230,170 210,340 40,400', '#fac99e'],
  ['Elvesletta', '500,150 740,240 700,420 480,330', '#fde0c5'],
] as const;

/** Districts by shade; the scale has words at its ends only. */
const shadedMap: Layout = {
  name: 'shaded-map',
  html() {
    const shapes = DISTRICTS.map(([name, points, colour]) => {
      const all = points.split(/[ ,]/).map(Number);
      const middle = (from: number) =>
        all.filter((_, index) => index % 2 === from).reduce((sum, value) => sum + value / 4, 0);
      return `<polygon points="${points}" fill="${colour}" stroke="#fff" stroke-width="3"/><text x="${middle(0)}" y="${middle(1)}" text-anchor="middle" font-size="17">${name}</text>`;
    });
    const scale = `<defs><linearGradient id="heat"><stop stop-color="#fde0c5"/><stop offset="1" stop-color="#b8152d"/></linearGradient></defs><rect x="540" y="446" width="160" height="14" fill="url(#heat)"/><text x="530" y="459" text-anchor="end" font-size="14">few</text><text x="708" y="459" font-size="14">many</text>`;
    return page(
      SKINS.book,
      `<div class="c full" style="padding:16px 24px"><b style="font-size:1.3em">Bicycle thefts by district, 2025</b><div class="g" style="min-height:0">${svg(800, 480, shapes.join('') + scale)}</div></div>`,
    );
  },
};

/** A level of a game in squares: the door is behind a gap that is too wide. */
const blockGame: Layout = {
  name: 'block-game',
  html() {
    const level = [
      '................',
      '..............D.',
      '.......c.....###',
      '......##........',
      '.p..........c...',
      '####....s...##..',
      '####..#####.....',
      '~~~~~~~~~~~~~~~~',
    ];
    const colours: Readonly<Record<string, string>> = {
      '#': '#6b4f3a',
      '~': '#2d7fb8',
      D: '#d9a441',
      p: '#e0533d',
      c: '#ffe066',
      s: '#7d3fa8',
    };
    const cells = level.flatMap((row, y) =>
      [...row].map((cell, x) => {
        const colour = colours[cell];
        if (!colour) return '';
        if (cell === 'c') return `<circle cx="${x * 50 + 25}" cy="${y * 50 + 25}" r="13" fill="${colour}"/>`;
        if (cell === 's') return `<path d="M${x * 50} ${y * 50 + 50}l25 -44 25 44z" fill="${colour}"/>`;
        return `<rect x="${x * 50}" y="${y * 50}" width="50" height="50" fill="${colour}"/>`;
      }),
    );
    return page(
      { ...SKINS.console, ground: '#8fd3f0' },
      `<div class="full">${svg(800, 400, `<rect width="800" height="400" fill="#8fd3f0"/>${cells.join('')}<rect x="12" y="12" width="92" height="16" fill="#fff"/><rect x="12" y="12" width="31" height="16" fill="#d7263d"/>`)}</div>`,
    );
  },
};

export const artworkItems: readonly QuestionItem[] = [
  {
    kind: 'photo',
    layout: lighthouse,
    prompt: 'alt text please, one sentence',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'photo',
    layout: lighthouse,
    prompt: '¿cuántos pájaros y barcos hay?',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'palette',
    layout: swatchSheet,
    prompt: 'hex for warning?',
    needs: 'text',
    answer: ['#E0A100'],
    size: 'part',
  },
  {
    kind: 'palette',
    layout: swatchSheet,
    prompt: 'does any swatch not match the code under it',
    needs: 'picture',
    size: 'laptop',
  },
  { kind: 'mock-up', layout: mockUp, prompt: 'build this with tailwind', needs: 'picture', size: 'wide' },
  {
    kind: 'mock-up',
    layout: mockUp,
    prompt: 'what if there are only two articles?',
    needs: 'text',
    answer: ['hide the row if there are fewer than three'],
    size: 'laptop',
  },
  {
    kind: 'map',
    layout: shadedMap,
    prompt: 'where should I not leave my bike',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'game',
    layout: blockGame,
    prompt: 'can the player even reach the door? jump is 3 blocks wide',
    needs: 'picture',
    size: 'snippet',
  },
];
