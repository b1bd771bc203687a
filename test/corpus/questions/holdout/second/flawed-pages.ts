// Pages that are drawn wrong: a window under a bar, a side left light, heads off their columns, labels that collide.
import type { Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, SKINS, svg } from './skins.ts';

/** A basket that opens below the bar it should cover, and its shade with it. */
const sunkenBasket: Layout = {
  name: 'sunken-basket',
  html() {
    const goods = Array.from(
      { length: 8 },
      (_, index) =>
        `<div style="width:22%"><i style="display:block;height:120px;border-radius:8px;background:hsl(${index * 47} 34% 66%)"></i><div>Print no. ${index + 11}</div></div>`,
    );
    return page(
      SKINS.book,
      `<div class="c full">${addressBar('localhost:3001/prints')}<div class="g" style="position:relative;overflow:hidden"><div class="r" style="flex-wrap:wrap;gap:3%;padding:110px 24px 0">${goods.join('')}</div><i style="position:absolute;inset:0;background:#0007"></i>
      <div style="position:absolute;right:0;top:0;bottom:0;width:340px;background:#fffefb;padding:22px"><b style="font-size:1.3em">Basket</b> <span style="float:right">✕ Close</span><div style="padding-top:60px">Print no. 12, framed<br><span class="d">1 × 48.00 €</span><br><br>Print no. 17<br><span class="d">2 × 19.50 €</span><br><br>Postage<br><span class="d">6.90 €</span><hr><b>To pay: 93.90 €</b><br><br><span class="k">Check out</span></div></div>
      <div class="r" style="position:absolute;left:0;right:0;top:0;height:84px;background:#0b6e75;color:#fff;padding:26px 28px;gap:30px;font-size:1.1em"><b>Gull Press</b><span>Prints</span><span>Frames</span><span>Visit us</span></div></div></div>`,
    );
  },
};

/** Settings in a dark theme, of which one half has stayed light, with light words. */
const halfDark: Layout = {
  name: 'half-dark',
  html() {
    const option = (name: string, detail: string) =>
      `<div style="padding:12px 0;border-bottom:1px solid #8883"><b>${name}</b><div style="opacity:.75">${detail}</div></div>`;
    return page(
      { ...SKINS.metrics, ui: 'URW Gothic' },
      `<div class="r full"><div class="p c" style="width:220px;padding:22px;gap:12px"><b>Tidemark</b><span>Profile</span><span>Devices</span><span style="color:#5794f2">Backups</span><span>Sharing</span></div><div class="g" style="padding:24px"><b style="font-size:1.5em">Backups</b>${option('Automatic', 'Every night at 02:30')}${option('Keep', '14 copies')}${option('Last backup', 'Failed: the target is read-only')}</div>
      <div style="width:36%;background:#fbfbfd;padding:24px;color:#e3e3ee"><b style="font-size:1.5em">Storage</b>${option('Used', '212 GB of 500 GB')}${option('Region', 'Lisbon')}${option('Encryption', 'On, key held by you')}<div style="margin-top:18px;padding:8px 18px;display:inline-block;background:#fff;border:1px solid #eceaf2">Add storage</div></div></div>`,
    );
  },
};

const SAILINGS = [
  ['MS Tern', 'Bodø', '07:15', '3 h 25', '212'],
  ['MS Auk', 'Moskenes', '09:40', '4 h 05', '88'],
  ['MS Skua', 'Røst', '13:00', '6 h 10', '41'],
  ['MS Tern', 'Værøy', '16:45', '2 h 50', '133'],
] as const;

/** Heads of a table that have drifted off their columns, and one row out of step. */
const driftedHeads: Layout = {
  name: 'drifted-heads',
  html() {
    const heads = ['Ship', 'Harbour', 'Leaves', 'Takes', 'Seats'];
    return page(
      SKINS.dawn,
      `<div class="c full">${addressBar('127.0.0.1:8000/sailings')}<div style="padding:20px 30px"><div style="font-size:1.6em">Sailings today</div><div class="r" style="margin-top:16px;border-bottom:2px solid #b4637a">${heads.map((name, index) => `<b style="width:${[9, 13, 15, 24, 12][index]}%">${name}</b>`).join('')}</div>${SAILINGS.map((row, index) => `<div class="r u" style="padding:12px 0 12px ${index === 2 ? 46 : 0}px">${row.map((cell) => `<span style="width:20%">${cell}</span>`).join('')}</div>`).join('')}</div></div>`,
    );
  },
};

/** A small chart in a card whose names below run over each other. */
const crowdedAxis: Layout = {
  name: 'crowded-axis',
  html(scene) {
    const names = [
      'Administration',
      'Engineering',
      'Field service',
      'Procurement',
      'Human resources',
      'Logistics',
      'Legal',
    ];
    const bars = names.map((name, index) => {
      const height = 60 + scene.random.below(150);
      return `<rect x="${70 + index * 58}" y="${270 - height}" width="38" height="${height}" fill="#b58cf0"/><text x="${89 + index * 58}" y="292" text-anchor="middle" font-size="16">${name}</text>`;
    });
    return page(
      SKINS.plum,
      `<div class="full" style="padding:22px"><div class="p b" style="border-radius:12px;padding:18px;height:100%"><b>Head count</b>${svg(540, 310, bars.join(''), 'width:100%;height:94%')}</div></div>`,
    );
  },
};

export const flawedPageItems: readonly QuestionItem[] = [
  {
    kind: 'layout bug',
    layout: sunkenBasket,
    prompt: 'drawer z-index, what is wrong here exactly?',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'web page',
    layout: sunkenBasket,
    prompt: 'does the sum in the basket add up?',
    needs: 'text',
    answer: ['1 × 48.00 €', '2 × 19.50 €', 'To pay: 93.90 €'],
    size: 'wide',
  },
  {
    kind: 'layout bug',
    layout: halfDark,
    prompt: 'dark mode review please',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'settings',
    layout: halfDark,
    prompt: 'hat das Backup heute Nacht geklappt? wenn nein warum',
    needs: 'text',
    answer: ['Failed: the target is read-only'],
    size: 'laptop',
  },
  {
    kind: 'layout bug',
    layout: driftedHeads,
    prompt: 'noe er feil med tabellen, css eller html?',
    needs: 'picture',
    size: 'strip',
  },
  {
    kind: 'layout bug',
    layout: crowdedAxis,
    prompt: 'how do I make the labels not look like this',
    needs: 'picture',
    size: 'snippet',
  },
];
