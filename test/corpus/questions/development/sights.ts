// What has to be seen: plots, plans, games, mock-ups, products, and pages that are drawn wrongly.
import { pageStyle } from '../../parts.ts';
import type { Layout } from '../../scene.ts';
import { avatar, icon } from './desks.ts';
import { seriesColour } from './surfaces.ts';

const DEVICES = [
  ['Internet', 380, 50],
  ['fw-1', 380, 140],
  ['core-a', 250, 230],
  ['core-b', 510, 230],
  ['rack 11', 120, 340],
  ['rack 12', 300, 340],
  ['rack 13', 470, 340],
  ['rack 14', 650, 340],
  ['nas', 200, 440],
  ['backup', 590, 440],
] as const;
const CABLES = [
  [0, 1],
  [1, 2],
  [1, 3],
  [2, 4],
  [2, 5],
  [3, 6],
  [3, 7],
  [4, 8],
  [5, 8],
  [7, 9],
  [2, 3],
] as const;

/** A network's devices and the cables between them. */
export const networkPlan: Layout = {
  name: 'network-plan',
  html(scene) {
    const { theme, px } = scene.look;
    const cables = CABLES.map(([from, to], at) => {
      const [a, b] = [DEVICES[from], DEVICES[to]];
      return `<path d="M${a[1]} ${a[2]}L${b[1]} ${b[2]}" stroke="${at % 4 === 3 ? '#e5484d' : theme.muted}" stroke-width="${at < 3 ? 5 : 2}" ${at % 4 === 3 ? 'stroke-dasharray="6 5"' : ''}/>`;
    });
    const devices = DEVICES.map(
      ([name, x, y], at) =>
        `<g><rect x="${x - 48}" y="${y - 22}" width="96" height="44" rx="${at === 0 ? 22 : 4}" fill="${theme.raised}" stroke="${seriesColour(at)}" stroke-width="2"/><text x="${x}" y="${y + 5}" text-anchor="middle" fill="${theme.text}" font-size="${px}">${name}</text></g>`,
    );
    return `${pageStyle(scene)}<svg width="760" height="490" style="margin:20px">${cables.join('')}${devices.join('')}</svg>`;
  },
};

const FLOWS = [
  ['Search', 42, 0],
  ['Ads', 23, 1],
  ['Direct', 20, 0],
  ['Mail', 15, 2],
] as const;

/** Where visitors come from and what they do, as bands. */
export const bands: Layout = {
  name: 'bands',
  html(scene) {
    const { theme, px } = scene.look;
    let y = 40;
    const paths = FLOWS.map(([name, share, to], at) => {
      const [from, height] = [y, share * 4];
      y += height + 14;
      const end = 70 + to * 130 + at * 12;
      return `<path d="M150 ${from + height / 2}C360 ${from + height / 2} 360 ${end} 600 ${end}" stroke="${seriesColour(at)}" stroke-opacity=".55" stroke-width="${height}" fill="none"/><text x="140" y="${from + height / 2 + 5}" text-anchor="end" fill="${theme.text}" font-size="${px}">${name} ${share} %</text>`;
    });
    const ends = ['Product page', 'Landing page', 'Left at once'].map(
      (name, at) =>
        `<text x="620" y="${95 + at * 130}" fill="${theme.text}" font-size="${px}">${name}</text>`,
    );
    return `${pageStyle(scene)}<div style="padding:14px 22px"><b>Acquisition, November</b></div><svg width="800" height="500">${paths.join('')}${ends.join('')}</svg>`;
  },
};

/** Prices of a day as candles. */
export const candles: Layout = {
  name: 'candles',
  html(scene) {
    const { theme } = scene.look;
    let price = 240;
    const marks = Array.from({ length: 56 }, (_, at) => {
      const open = price;
      price = Math.max(60, Math.min(400, price + scene.random.below(61) - 30));
      const [x, top] = [30 + at * 14, Math.min(open, price)];
      const colour = price < open ? '#26a69a' : '#ef5350';
      return `<path d="M${x + 4} ${top - 14}V${Math.max(open, price) + 12}" stroke="${colour}"/><rect x="${x}" y="${top}" width="9" height="${Math.abs(open - price) + 2}" fill="${colour}"/>`;
    });
    const scale = [92.5, 92, 91.5, 91, 90.5].map(
      (value, at) =>
        `<path d="M20 ${70 + at * 80}H830" stroke="${theme.border}"/><text x="840" y="${74 + at * 80}" fill="${theme.muted}" font-size="12">${value.toFixed(2)}</text>`,
    );
    return `${pageStyle(scene)}<div class="raised" style="padding:8px 16px"><b>HRBR</b> &nbsp; 91.14 <span style="color:#26a69a">+0.62 %</span> &nbsp; <span class="muted">1m 5m 15m 1h 1D &nbsp; Indicators</span></div><svg width="900" height="440">${scale.join('')}${marks.join('')}</svg>`;
  },
};

/** Falling blocks, with score and names beside. */
export const fallingBlocks: Layout = {
  name: 'falling-blocks',
  html(scene) {
    const cells = Array.from({ length: 200 }, (_, at) => {
      const row = Math.floor(at / 10);
      const filled = row > 12 ? scene.random.below(10) > 2 : row > 3 && row < 6 && at % 10 > 3 && at % 10 < 6;
      return `<span style="background:${filled ? seriesColour((at * 7 + row) % 6) : '#1b1e2b'};box-shadow:${filled ? 'inset 3px 3px 0 #fff5,inset -3px -3px 0 #0005' : 'none'}"></span>`;
    });
    return `${pageStyle(scene)}<div style="background:#11131c;color:#fff;min-height:100vh;display:flex;gap:40px;padding:16px 60px"><div style="display:grid;grid-template-columns:repeat(10,28px);grid-auto-rows:28px;gap:1px">${cells.join('')}</div><div><div style="font-size:13px;color:#9aa">SCORE</div><div style="font-size:28px">18,420</div><div style="font-size:13px;color:#9aa">LEVEL</div><div style="font-size:28px">7</div><div style="font-size:13px;color:#9aa">LINES</div><div style="font-size:28px">64</div></div></div>`;
  },
};

/** A sketch of an app, grey on grey, with notes. */
export const wireframe: Layout = {
  name: 'wireframe',
  html(scene) {
    const box = (style: string, words: string) =>
      `<div style="position:absolute;border:2px solid #8a8f98;background:#eceef1;color:#444;padding:6px;${style}">${words}</div>`;
    const cross = `<svg width="100%" height="100%" preserveAspectRatio="none" viewBox="0 0 10 10" style="position:absolute;inset:0"><path d="M0 0L10 10M10 0L0 10" stroke="#b9bec6" stroke-width=".1"/></svg>`;
    return `${pageStyle(scene)}<div style="position:relative;background:#fff;height:100vh">${box('left:40px;top:30px;width:640px;height:44px', 'Logo &nbsp; Home &nbsp; Shop &nbsp; Help')}${box('left:40px;top:90px;width:400px;height:200px', cross)}${box('left:456px;top:90px;width:224px;height:92px', 'Headline<br>two lines at most')}${box('left:456px;top:198px;width:224px;height:92px', 'Button')}${[0, 1, 2].map((at) => box(`left:${40 + at * 218}px;top:306px;width:204px;height:150px`, `${cross}Teaser ${at + 1}`)).join('')}<div style="position:absolute;left:710px;top:110px;width:180px;background:#ffe66d;color:#333;padding:12px;transform:rotate(3deg)">should this stay above the fold?</div></div>`;
  },
};

/** Shoes for sale, drawn, with names and prices. */
export const shoeShop: Layout = {
  name: 'shoe-shop',
  html(scene) {
    const { theme } = scene.look;
    const shoe = (at: number) =>
      `<svg width="180" height="110" viewBox="0 0 180 110"><defs><linearGradient id="g${at}" x2="1" y2="1"><stop stop-color="${seriesColour(at)}"/><stop offset="1" stop-color="${seriesColour(at + 3)}"/></linearGradient></defs><path d="M14 78C20 40 40 34 62 ${24 + at * 4}c24 34 56 28 96 44 10 4 8 18 4 22H20c-6 0-8-8-6-12z" fill="url(#g${at})"/><path d="M16 88h148c4 10-2 12-8 12H26c-8 0-12-6-10-12z" fill="#eee" stroke="#999"/><path d="M70 40l14-8M80 48l14-8M90 54l14-8" stroke="#fff" stroke-width="4"/></svg>`;
    const cards = ['Runner 3', 'Trail Pro', 'City Low', 'Harbour Mid', 'Deck', 'Court 90'].map(
      (name, at) =>
        `<div class="bordered" style="width:210px;padding:12px;border-radius:8px;background:${theme.raised}">${shoe(at)}<div><b>${name}</b></div><span style="color:#f5a524">${'★'.repeat(3 + (at % 3))}</span> <span style="float:right">€ ${59 + at * 14}.90</span></div>`,
    );
    return `${pageStyle(scene)}<div style="padding:10px 22px;border-bottom:1px solid ${theme.border}">${icon(2, theme.accent, 20)}<b>Sneaks</b> &nbsp; Women &nbsp; Men &nbsp; Kids &nbsp; Sale</div><div style="display:flex;flex-wrap:wrap;gap:16px;padding:18px 22px">${cards.join('')}</div>`;
  },
};

/** A page whose head lies over its text, and whose columns do not line up. */
export const coveredArticle: Layout = {
  name: 'covered-article',
  html(scene) {
    const { theme, px } = scene.look;
    const text =
      'Deliveries to the islands take three days longer in winter. Orders that are placed before noon leave the same day, and parcels above twenty kilograms go by freight.';
    return `${pageStyle(scene)}<div style="padding:20px 34px;max-width:820px"><div style="font-size:${px + 10}px">Shipping in winter</div><p>${text}</p><p>${text}</p><div style="display:flex"><div class="raised" style="width:380px;padding:12px">${text}</div><div class="raised" style="width:300px;padding:12px;margin:-46px 0 0 -70px;border:1px solid ${theme.border};opacity:.93">${text}</div></div><p style="width:250px;white-space:nowrap;overflow:hidden">${text}</p></div><div style="position:absolute;left:0;right:0;top:66px;height:54px;background:${theme.accent};color:${theme.onAccent};padding:14px 34px">Free returns until 31 January &nbsp; ${avatar('?', 26, 2)}</div>`;
  },
};

/** A notebook whose cell draws points and a line through them. */
export const notebookPlot: Layout = {
  name: 'notebook-plot',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const points = Array.from({ length: 70 }, (_, at) => {
      const x = 40 + at * 7;
      return `<circle cx="${x}" cy="${250 - at * 2.4 - scene.random.below(50) + (at > 50 ? (at - 50) * 5 : 0)}" r="4" fill="#1f77b4" fill-opacity=".7"/>`;
    });
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 14px">churn.ipynb &nbsp; <span class="muted">File Edit View Run Kernel</span></div><div style="margin:12px 20px;display:flex"><span style="width:60px;color:#3f7fbf;font:${px}px '${mono}'">[12]:</span><div><div class="bordered raised mono" style="padding:8px;white-space:pre;width:640px">sns.regplot(data=users, x='sessions', y='days_kept')
plt.title('Sessions and days kept')</div><svg width="600" height="310" style="background:#fff;margin-top:10px"><path d="M36 20V270H560" stroke="#333" fill="none"/><path d="M40 250L530 110" stroke="#1f77b4" stroke-width="2.5"/>${points.join('')}<text x="220" y="300" font-size="13" fill="#333">sessions</text><text x="200" y="16" font-size="14" fill="#333">Sessions and days kept</text><text x="2" y="140" font-size="13" fill="#333">days</text></svg></div></div><span style="color:${theme.muted}"></span>`;
  },
};

const DECISIONS = [
  ['Order arrives', 300, 40, 'box'],
  ['In stock?', 300, 130, 'rhomb'],
  ['Reserve', 120, 230, 'box'],
  ['Ask supplier', 480, 230, 'box'],
  ['Paid?', 120, 330, 'rhomb'],
  ['Ship', 300, 420, 'box'],
  ['Cancel', 480, 420, 'box'],
] as const;
const ARROWS = [
  [0, 1, ''],
  [1, 2, 'yes'],
  [1, 3, 'no'],
  [2, 4, ''],
  [4, 5, 'yes'],
  [4, 6, 'no'],
  [3, 6, '3 days'],
  [3, 2, 'found'],
] as const;

/** A flow chart with questions. */
export const decisions: Layout = {
  name: 'decisions',
  html(scene) {
    const { theme, px } = scene.look;
    const arrows = ARROWS.map(([from, to, word]) => {
      const [a, b] = [DECISIONS[from], DECISIONS[to]];
      return `<path d="M${a[1]} ${a[2] + 24}L${b[1]} ${b[2] - 28}" stroke="${theme.text}" marker-end="url(#m)"/><text x="${(a[1] + b[1]) / 2 + 8}" y="${(a[2] + b[2]) / 2}" fill="${theme.muted}" font-size="${px - 1}">${word}</text>`;
    });
    const shapes = DECISIONS.map(([name, x, y, kind]) =>
      kind === 'box'
        ? `<rect x="${x - 62}" y="${y - 22}" width="124" height="44" fill="${theme.raised}" stroke="${theme.accent}"/><text x="${x}" y="${y + 5}" text-anchor="middle" fill="${theme.text}" font-size="${px}">${name}</text>`
        : `<path d="M${x} ${y - 34}l72 34-72 34-72-34z" fill="${theme.raised}" stroke="#c98a1b"/><text x="${x}" y="${y + 5}" text-anchor="middle" fill="${theme.text}" font-size="${px}">${name}</text>`,
    );
    return `${pageStyle(scene)}<svg width="640" height="480" style="margin:14px 40px"><defs><marker id="m" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto"><path d="M0 0L9 4L0 8z" fill="${theme.text}"/></marker></defs>${arrows.join('')}${shapes.join('')}</svg>`;
  },
};
