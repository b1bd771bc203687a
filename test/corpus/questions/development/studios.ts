// Programs that pictures are made in: a design tool, a game's engine, an editor of photos, a comparison of renderings.
import { pageStyle } from '../../parts.ts';
import type { Layout, Scene } from '../../scene.ts';

const DARK = '#2c2c2c';
const LINE = '#444';

function field(name: string, value: string): string {
  return `<span style="display:inline-block;width:84px;margin:2px 4px 2px 0;padding:2px 6px;background:#383838;border-radius:3px"><span style="color:#999">${name}</span> ${value}</span>`;
}

function heading(name: string): string {
  return `<div style="padding:7px 10px 3px;border-top:1px solid ${LINE};font-weight:bold">${name}</div>`;
}

/** Columns of a studio: a list at the left, what is made in the middle, its properties at the right. */
function studio(
  scene: Scene,
  { bar, left, middle, right }: { bar: string; left: string; middle: string; right: string },
): string {
  return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:flex;flex-direction:column;background:${DARK};color:#ddd;font:12px/1.6 '${scene.look.ui}'"><div style="display:flex;gap:14px;align-items:center;padding:7px 12px;background:#222">${bar}</div><div style="flex:1;display:flex;min-height:0"><div style="width:190px;overflow:hidden;border-right:1px solid ${LINE}">${left}</div><div style="flex:1;min-width:0;position:relative;overflow:hidden;background:#1c1c1c">${middle}</div><div style="width:216px;overflow:hidden;border-left:1px solid ${LINE}">${right}</div></div></div>`;
}

function tools(scene: Scene, count: number): string {
  const paths = [
    'M4 3l11 6-5 2-2 5z',
    'M4 4h12v12H4z',
    'M10 4a6 6 0 1 0 .1 0',
    'M4 16L16 4',
    'M5 4h10M10 4v12',
    'M4 14q3-10 6-4t6-4',
  ];
  return Array.from(
    { length: count },
    (_, at) =>
      `<svg width="18" height="18" viewBox="0 0 20 20" fill="none" stroke="${at === 1 ? '#4aa3ff' : '#ccc'}" stroke-width="1.8"><path d="${paths[(at + scene.random.below(2)) % paths.length]}"/></svg>`,
  ).join('');
}

/** A plan of an app's screens: layers, two frames with a card in them, and the numbers of what is chosen. */
export const designTool: Layout = {
  name: 'design-tool',
  html(scene) {
    const layers = [
      '▾ # Plant / detail',
      '    ▾ Hero',
      '        Photo',
      '        Gradient',
      '    Title',
      '    ▾ Care',
      '        Chip / light',
      '        Chip / water',
      '        Chip / humidity',
      '    Button / primary',
      '▸ # Plant / list',
    ];
    const rows = layers.map(
      (name, at) =>
        `<div style="white-space:pre;padding:2px 10px;${at === 5 ? 'background:#0d4f8f' : ''}">${name}</div>`,
    );
    const chip = (x: number, colour: string, name: string) =>
      `<rect x="${x}" y="318" width="72" height="62" rx="14" fill="${colour}"/><circle cx="${x + 36}" cy="340" r="9" fill="#fff" opacity=".7"/><text x="${x + 36}" y="371" font-size="11" text-anchor="middle" fill="#23402d">${name}</text>`;
    const leaf = (x: number, y: number, turn: number) =>
      `<path d="M0 0C-34 -40 -20 -96 0 -120C20 -96 34 -40 0 0" transform="translate(${x} ${y}) rotate(${turn})" fill="#2f7d4f"/>`;
    const listed = Array.from(
      { length: 4 },
      (_, at) =>
        `<rect x="356" y="${100 + at * 104}" width="232" height="90" rx="18" fill="#fff"/><rect x="366" y="${110 + at * 104}" width="70" height="70" rx="12" fill="hsl(${110 + at * 24} 40% 70%)"/><rect x="450" y="${124 + at * 104}" width="${80 + scene.random.below(40)}" height="11" rx="5" fill="#9db3a3"/><rect x="450" y="${146 + at * 104}" width="60" height="8" rx="4" fill="#d0dbd3"/>`,
    );
    const middle = `<svg viewBox="0 0 640 560" style="width:100%;height:100%" font-family="'${scene.look.ui}'"><text x="40" y="44" font-size="11" fill="#4aa3ff">Plant / detail</text><rect x="40" y="52" width="270" height="480" rx="26" fill="#f4f7f2"/><path d="M40 78a26 26 0 0 1 26-26h218a26 26 0 0 1 26 26v160H40z" fill="#cfe5d2"/>${leaf(175, 226, -38)}${leaf(175, 226, 0)}${leaf(175, 226, 38)}<path d="M148 222h54l-8 40h-38z" fill="#b5643c"/><text x="60" y="294" font-size="21" font-weight="bold" fill="#1d3325">Monstera</text>${chip(58, '#f6e7ae', 'Light')}${chip(139, '#bcdcf3', 'Water')}${chip(220, '#d9cdf0', 'Air')}<rect x="54" y="312" width="242" height="74" fill="none" stroke="#4aa3ff" stroke-width="1.5"/><rect x="142" y="390" width="66" height="17" rx="3" fill="#4aa3ff"/><text x="175" y="402" font-size="10" fill="#fff" text-anchor="middle">242 × 74</text><rect x="60" y="462" width="230" height="46" rx="23" fill="#23402d"/><text x="175" y="490" font-size="14" fill="#fff" text-anchor="middle">Add to my garden</text><text x="346" y="44" font-size="11" fill="#999">Plant / list</text><rect x="340" y="52" width="264" height="480" rx="26" fill="#eef3ec"/>${listed.join('')}</svg>`;
    return studio(scene, {
      bar: `${tools(scene, 6)}<span style="margin:0 auto">Garden app / Screens</span><span style="background:#0d99ff;color:#fff;border-radius:5px;padding:2px 12px">Share</span> 86%`,
      left: `<div style="padding:8px 10px"><b>Layers</b> &nbsp; <span style="color:#999">Assets</span></div>${rows.join('')}`,
      middle,
      right: `<div style="padding:8px 10px"><b>Design</b> &nbsp; <span style="color:#999">Prototype &nbsp; Inspect</span></div>${heading('Frame')}<div style="padding:2px 10px">${field('X', '14')}${field('Y', '260')}${field('W', '242')}${field('H', '74')}</div>${heading('Auto layout')}<div style="padding:2px 10px">${field('Gap', '9')}${field('Pad', '4')}</div>${heading('Fill')}<div style="padding:2px 10px"><span style="display:inline-block;width:14px;height:14px;vertical-align:-3px;background:#f6e7ae"></span> F6E7AE &nbsp; 100%</div>${heading('Effects')}`,
    });
  },
};

/** A game's engine: what is in the scene, the scene itself in perspective, and the parts of what is chosen. */
export const gameEngine: Layout = {
  name: 'game-engine',
  html(scene) {
    const grid = Array.from({ length: 19 }, (_, at) => {
      const x = (at - 9) * 90;
      return `<path d="M${400 + x * 0.35} 230L${400 + x * 2} 600" stroke="#56606b"/>`;
    }).join('');
    const rows = [240, 256, 280, 316, 368, 440, 540]
      .map((y) => `<path d="M0 ${y}H800" stroke="#56606b"/>`)
      .join('');
    const cube = (x: number, y: number, size: number, hue: number) =>
      `<path d="M${x} ${y}l${size} ${-size * 0.4}l${size} ${size * 0.4}l${-size} ${size * 0.4}z" fill="hsl(${hue} 45% 62%)"/><path d="M${x} ${y}l${size} ${size * 0.4}v${size}l${-size} ${-size * 0.4}z" fill="hsl(${hue} 45% 46%)"/><path d="M${x + size * 2} ${y}l${-size} ${size * 0.4}v${size}l${size} ${-size * 0.4}z" fill="hsl(${hue} 45% 34%)"/>`;
    const middle = `<svg viewBox="0 0 800 600" preserveAspectRatio="xMidYMid slice" style="width:100%;height:100%"><defs><linearGradient id="dusk" x2="0" y2="1"><stop stop-color="#39506b"/><stop offset="1" stop-color="#c9b9a3"/></linearGradient></defs><rect width="800" height="230" fill="url(#dusk)"/><rect y="230" width="800" height="370" fill="#454c54"/>${grid}${rows}
      <ellipse cx="300" cy="470" rx="110" ry="26" fill="#0007"/>${cube(190, 350, 62, 28)}${cube(470, 300, 34, 200)}<ellipse cx="505" cy="440" rx="52" ry="12" fill="#0007"/>${cube(610, 380, 50, 120)}<ellipse cx="640" cy="505" rx="80" ry="18" fill="#0007"/>
      <path d="M314 390v-110" stroke="#5c5" stroke-width="4"/><path d="M314 390h110" stroke="#e55" stroke-width="4"/><path d="M314 390l-60 50" stroke="#55e" stroke-width="4"/><circle cx="120" cy="90" r="22" fill="#ffe9a8"/><g transform="translate(730 60)"><path d="M0 0v-34" stroke="#5c5" stroke-width="4"/><path d="M0 0h34" stroke="#e55" stroke-width="4"/><path d="M0 0l-20 18" stroke="#55e" stroke-width="4"/></g></svg>`;
    const nodes = [
      '▾ Level03',
      '   Sun',
      '   Sky',
      '   ▾ Props',
      '      Crate_A',
      '      Crate_B',
      '      Crate_C',
      '   ▾ Player',
      '      Camera3D',
      '      Mesh',
      '   NavRegion',
    ];
    return studio(scene, {
      bar: `File &nbsp; Edit &nbsp; Scene &nbsp; Debug ${tools(scene, 5)} <span style="margin-left:auto;color:#6c6">▶</span> ❚❚ ■ &nbsp; Forward+`,
      left: `<div style="padding:7px 10px"><b>Scene</b></div>${nodes.map((name, at) => `<div style="white-space:pre;padding:1px 10px;${at === 4 ? 'background:#37566f' : ''}">${name}</div>`).join('')}`,
      middle,
      right: `<div style="padding:7px 10px"><b>Crate_A</b> RigidBody3D</div>${heading('Transform')}<div style="padding:2px 10px">${field('x', '-2.4')}${field('y', '1.1')}${field('z', '0.6')}${field('rot', '45°')}</div>${heading('Collision')}<div style="padding:2px 10px">${field('Layer', '1')}${field('Mask', '3')}</div>${heading('Physics')}<div style="padding:2px 10px">${field('Mass', '12')}${field('Friction', '0.8')}</div>`,
    });
  },
};

/** An editor of photos: a picture with a part chosen, its histogram, its layers. */
export const photoEditor: Layout = {
  name: 'photo-editor',
  html(scene) {
    const histogram = Array.from({ length: 64 }, (_, at) => {
      const height =
        60 * Math.exp(-(((at - 14) / 9) ** 2)) +
        34 * Math.exp(-(((at - 48) / 7) ** 2)) +
        scene.random.below(6);
      return `<rect x="${at * 3}" y="${70 - height}" width="3" height="${height}" fill="#bbb"/>`;
    });
    const windows = Array.from(
      { length: 40 },
      (_, at) =>
        `<rect x="${250 + (at % 5) * 26}" y="${180 + Math.floor(at / 5) * 34}" width="14" height="20" fill="${scene.random.below(3) ? '#2b3550' : '#ffd98a'}"/>`,
    );
    const middle = `<svg viewBox="0 0 700 560" style="width:100%;height:100%"><defs><linearGradient id="night" x2="0" y2="1"><stop stop-color="#1b2247"/><stop offset=".6" stop-color="#a4506b"/><stop offset="1" stop-color="#f3a65a"/></linearGradient><filter id="soft"><feGaussianBlur stdDeviation="3"/></filter></defs><rect x="40" y="40" width="620" height="470" fill="url(#night)"/><path d="M40 360l70-60 60 40 90-120 80 100 120-70 90 90 110-60v230H40z" fill="#3a2b4d" filter="url(#soft)"/><rect x="236" y="160" width="150" height="350" fill="#161b2e"/>${windows.join('')}<rect x="420" y="250" width="110" height="260" fill="#1d2238"/><circle cx="540" cy="110" r="34" fill="#ffeccb"/><rect x="40" y="440" width="620" height="70" fill="#10131f" opacity=".7"/><rect x="480" y="60" width="130" height="110" fill="none" stroke="#fff" stroke-dasharray="6 4"/></svg>`;
    const layers = ['Curves 2', 'Clone stamp', 'Moon', 'Background copy', 'Background'].map(
      (name, at) =>
        `<div style="display:flex;gap:8px;align-items:center;padding:4px 10px;${at === 2 ? 'background:#4a5a75' : ''}">●<span style="width:30px;height:22px;background:linear-gradient(hsl(${230 + at * 20} 40% 30%),hsl(${20 + at * 8} 70% 60%))"></span>${name}</div>`,
    );
    return studio(scene, {
      bar: `File &nbsp; Image &nbsp; Layer &nbsp; Colours &nbsp; Filters ${tools(scene, 6)} <span style="margin-left:auto">skyline.xcf @ 66.7%</span>`,
      left: `<div style="padding:8px 10px"><b>Tool options</b></div><div style="padding:0 10px">${field('Size', '64')}${field('Hard', '25')}${field('Opac', '80')}${field('Flow', '100')}</div>${heading('Histogram')}<svg viewBox="0 0 192 72" style="width:170px;margin:0 10px;background:#1b1b1b">${histogram.join('')}</svg>`,
      middle,
      right: `<div style="padding:8px 10px"><b>Layers</b> &nbsp; Channels &nbsp; Paths</div>${layers.join('')}`,
    });
  },
};

/** A test of how a page looks: as it was, as it is, and where they differ. */
export const visualDiff: Layout = {
  name: 'visual-diff',
  html(scene) {
    const { theme, ui } = scene.look;
    const shot = (kind: 'before' | 'after' | 'diff') => {
      const isDiff = kind === 'diff';
      const moved = kind === 'before' ? 0 : 14;
      const paint = (colour: string) => (isDiff ? '#e9e9e9' : colour);
      const lines = [0, 1, 2].map(
        (at) =>
          `<rect x="20" y="${118 + at * 16 + moved}" width="${150 - at * 22}" height="8" rx="4" fill="${paint('#b7c0cc')}"/>`,
      );
      const marks = isDiff
        ? '<rect x="18" y="112" width="160" height="64" fill="#ff00aa" opacity=".45"/><rect x="196" y="190" width="70" height="26" fill="#ff00aa" opacity=".75"/><circle cx="258" cy="24" r="12" fill="#ff00aa" opacity=".75"/>'
        : '';
      return `<svg viewBox="0 0 290 230" style="width:100%;background:#fff;border:1px solid ${theme.border}"><rect width="290" height="46" fill="${paint('#22385e')}"/><circle cx="258" cy="24" r="11" fill="${paint(kind === 'after' ? '#d24b4b' : '#7fb069')}"/><rect x="20" y="64" width="180" height="22" rx="4" fill="${paint('#3b4a60')}"/>${lines.join('')}<rect x="20" y="190" width="110" height="26" rx="${kind === 'after' ? 2 : 13}" fill="${paint('#2f6fd0')}"/>${kind === 'before' ? '<rect x="196" y="190" width="70" height="26" rx="13" fill="#dfe5ee"/>' : ''}${marks}</svg>`;
    };
    const column = (name: string, kind: 'before' | 'after' | 'diff') =>
      `<div style="flex:1"><div style="padding:6px 2px;font-weight:bold">${name}</div>${shot(kind)}</div>`;
    const tests = ['account/summary', 'account/addresses', 'basket/empty', 'basket/full', 'login/form'].map(
      (name, at) =>
        `<div style="padding:7px 14px;${at === 0 ? `border-left:3px solid ${theme.accent}` : ''}"><span style="display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:8px;background:${at === 0 ? '#e5484d' : '#3fae5a'}"></span>${name}</div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh;font:13px/1.5 '${ui}'"><div class="raised" style="width:180px;padding-top:10px">${tests.join('')}</div><div style="flex:1;padding:12px 20px"><b style="font-size:17px">account/summary</b> <span class="muted">chromium · 1280 × 800 · 4,117 pixels differ (0.40 %)</span><div style="display:flex;gap:16px;margin-top:8px">${column('Baseline', 'before')}${column('Actual', 'after')}${column('Diff', 'diff')}</div><div style="margin-top:16px"><span class="button">Approve</span> &nbsp; <span class="bordered" style="padding:4px 12px">Reject</span></div></div></div>`;
  },
};
