// Drawings with as many words as a page of text, whose meaning is in lengths, lines and places all the same.
import { pageStyle } from '../../parts.ts';
import type { Layout, Scene } from '../../scene.ts';
import { drawing, label, page, seriesColour } from './surfaces.ts';

const COUNTRIES =
  'Norway Sweden Denmark Finland Iceland Estonia Latvia Lithuania Poland Germany Austria Switzerland Belgium Netherlands Luxembourg France Spain Portugal Italy Greece Ireland Malta Cyprus Romania'.split(
    ' ',
  );

/** Two dozen bars, each with its name and its place in words. */
export const rankedBars: Layout = {
  name: 'ranked-bars',
  html(scene) {
    const rows = COUNTRIES.map((name, row) => {
      const y = 34 + row * 22;
      const width = 60 + scene.random.below(520);
      return `${label(150, y + 13, `${name} (group ${'ABCD'[row % 4]})`, 'text-anchor="end" font-size="13"')}<rect x="160" y="${y}" width="${width}" height="16" fill="${seriesColour(row % 4)}"/>`;
    });
    return drawing(scene, 800, 580, rows.join(''), 'Parcels lost per country, spring 2026');
  },
};

const STACKS = [
  ['http.Server.Serve', 0, 100],
  ['router.ServeHTTP', 2, 96],
  ['handlers.Checkout', 4, 58],
  ['handlers.Search', 63, 33],
  ['tax.RatesFor', 5, 34],
  ['cart.Total', 40, 21],
  ['search.Query', 64, 24],
  ['json.Marshal', 89, 6],
  ['json.Unmarshal', 6, 25],
  ['time.Parse', 32, 6],
  ['money.Round', 41, 9],
  ['cart.lines', 51, 9],
  ['index.Lookup', 65, 15],
  ['index.score', 81, 6],
  ['reflect.Value.Set', 7, 17],
  ['strconv.ParseFloat', 25, 5],
] as const;
const DEPTHS = [0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5];

/** Where a program spends its time: wide is long. */
export const flameGraph: Layout = {
  name: 'flame-graph',
  html(scene) {
    const frames = STACKS.map(([name, from, share], at) => {
      const y = 480 - (DEPTHS[at] ?? 0) * 40;
      return `<rect x="${10 + from * 9.8}" y="${y}" width="${share * 9.8 - 2}" height="38" fill="hsl(${20 + ((at * 17) % 40)},80%,62%)"/>${label(14 + from * 9.8, y + 24, share > 8 ? name : name.slice(0, 5), 'font-size="12" fill="#222"')}`;
    });
    return drawing(scene, 1000, 540, frames.join(''), 'CPU profile, 30 s, 2,914 samples');
  },
};

const ENTITIES = [
  [
    'customer',
    ['id uuid', 'email text', 'name text', 'created_at timestamptz', 'locale text', 'vat_id text'],
    20,
    20,
  ],
  ['address', ['id uuid', 'street text', 'postcode text', 'city text', 'country char(2)'], 20, 300],
  [
    'orders',
    ['id bigint', 'placed_at timestamptz', 'status text', 'currency char(3)', 'total numeric'],
    330,
    40,
  ],
  [
    'order_line',
    ['order_id bigint', 'product_id uuid', 'count integer', 'price numeric', 'tax_rate numeric'],
    640,
    20,
  ],
  [
    'product',
    ['id uuid', 'title text', 'price numeric', 'weight integer', 'stock integer', 'is_active boolean'],
    640,
    290,
  ],
  ['refund', ['id bigint', 'amount numeric', 'reason text', 'booked_at timestamptz'], 330, 310],
] as const;

/** Tables with their columns, and lines with feet that say which belongs to which. */
export const entities: Layout = {
  name: 'entities',
  html(scene) {
    const { raised, border, text, accent, onAccent } = scene.look.theme;
    const boxes = ENTITIES.map(([name, columns, x, y]) => {
      const rows = columns.map((column, at) => label(x + 12, y + 54 + at * 24, column, 'font-size="14"'));
      return `<rect x="${x}" y="${y}" width="210" height="${40 + columns.length * 25}" fill="${raised}" stroke="${border}"/><rect x="${x}" y="${y}" width="210" height="30" fill="${accent}"/>${label(x + 12, y + 21, name, `font-weight="bold" fill="${onAccent}"`)}${rows.join('')}`;
    });
    const lines = 'M230 100H280V90H330M120 210V300M540 110H590V90H640M740 185V290M430 205V310M230 380H330';
    const feet = 'M318 84L330 90L318 96M628 84L640 90L628 96M734 278L740 290L746 278M114 288L120 300L126 288';
    return drawing(
      scene,
      880,
      500,
      `<path d="${lines}${feet}" stroke="${text}" fill="none" stroke-width="1.6"/>${boxes.join('')}`,
    );
  },
};

const LANES = ['Customer', 'Web shop', 'Payment service', 'Warehouse', 'Carrier'];
const CALLS = [
  [0, 1, 'put the order in'],
  [1, 1, 'check stock and price'],
  [1, 2, 'reserve the amount'],
  [2, 1, 'reserved, with a reference'],
  [1, 3, 'pick and pack order 4711'],
  [3, 4, 'announce one parcel of 2 kg'],
  [4, 3, 'label and pickup time'],
  [3, 1, 'handed over, tracking number'],
  [1, 2, 'capture the amount'],
  [2, 1, 'captured'],
  [1, 0, 'mail: your parcel is on its way'],
  [4, 0, 'delivers on the next day'],
] as const;

/** Who calls whom, in time. */
export const sequence: Layout = {
  name: 'sequence',
  html(scene) {
    const { raised, border, text } = scene.look.theme;
    const heads = LANES.map((name, at) => {
      const x = 90 + at * 200;
      return `<line x1="${x}" x2="${x}" y1="50" y2="540" stroke="${border}" stroke-dasharray="5 4"/><rect x="${x - 70}" y="14" width="140" height="36" fill="${raised}" stroke="${border}"/>${label(x, 37, name, 'text-anchor="middle"')}`;
    });
    const calls = CALLS.map(([from, to, name], at) => {
      const [a, b, y] = [90 + from * 200, 90 + to * 200, 84 + at * 38];
      const path =
        from === to
          ? `M${a} ${y - 8}h34v16h-34`
          : `M${a} ${y}H${b}m${a < b ? -8 : 8} -5L${b} ${y}L${b + (a < b ? -8 : 8)} ${y + 5}`;
      return `<path d="${path}" fill="none" stroke="${text}" stroke-width="1.4"${at % 3 === 0 ? ' stroke-dasharray="6 3"' : ''}/>${label(from === to ? a + 42 : (a + b) / 2, y - 6, name, `font-size="12"${from === to ? '' : ' text-anchor="middle"'}`)}`;
    });
    return drawing(scene, 990, 550, heads.join('') + calls.join(''));
  },
};

/** Each with its place and the number of the one it belongs to. */
const NOTES: readonly (readonly [string, number, number, number])[] = [
  ['Why customers leave', 470, 240, -1],
  ['Delivery takes too long', 190, 90, 0],
  ['no parcel boxes in small towns', 40, 30, 1],
  ['carrier picks up only twice a week', 20, 150, 1],
  ['Prices are a surprise', 770, 90, 0],
  ['shipping is shown at the very end', 760, 25, 4],
  ['VAT is missing for companies', 800, 160, 4],
  ['Search finds nothing', 190, 390, 0],
  ['no synonyms: sofa, couch, settee', 30, 330, 7],
  ['typing errors are not forgiven', 20, 450, 7],
  ['Returns are hard', 780, 390, 0],
  ['the label has to be printed', 770, 320, 10],
  ['money comes back after weeks', 790, 460, 10],
];

/** Thoughts around a thought, joined by curves. */
export const mindMap: Layout = {
  name: 'mind-map',
  html(scene) {
    const { raised, muted } = scene.look.theme;
    const joins = NOTES.map(([, x, y, to]) => {
      const parent = NOTES[to];
      return parent
        ? `<path d="M${x} ${y}C${(x + parent[1]) / 2} ${y} ${(x + parent[1]) / 2} ${parent[2]} ${parent[1]} ${parent[2]}" fill="none" stroke="${muted}" stroke-width="2"/>`
        : '';
    });
    const notes = NOTES.map(([text, x, y]) => {
      const width = 24 + text.length * 7;
      return `<rect x="${x - 20}" y="${y - 17}" width="${width}" height="34" rx="15" fill="${raised}" stroke="${muted}"/>${label(x - 20 + width / 2, y + 5, text, 'text-anchor="middle" font-size="13"')}`;
    });
    return drawing(scene, 1080, 490, joins.join('') + notes.join(''));
  },
};

/** A sign-up form full of explanations, its messages beside the wrong fields, its button over the terms. */
export const slippedForm: Layout = {
  name: 'slipped-form',
  html(scene: Scene) {
    const fields = (
      [
        ['Company', 'As it is written in the register', ''],
        ['VAT number', 'Two letters and eight to twelve digits', 'Enter a valid postcode.'],
        ['Postcode', 'Of the invoice address', ''],
        ['E-mail', 'Invoices are sent here', 'This number is too short.'],
        ['Telephone', 'For the carrier only', ''],
      ] as const
    ).map(
      ([name, text, wrong]) =>
        `<div style="margin:0 0 12px"><b>${name}</b> <span class="muted">${text}</span><div class="bordered" style="width:380px;height:28px"></div>${wrong === '' ? '' : `<span style="color:#e5484d;margin-left:210px;position:relative;top:-26px">${wrong}</span>`}</div>`,
    );
    return page(
      scene,
      'Open a business account',
      `${fields.join('')}<p style="width:520px;margin:0">By going on you accept the terms of delivery and payment of Nordhus AS, and that we ask an agency whether your company is solvent. You can withdraw within fourteen days.</p><span class="button" style="position:relative;top:-40px;left:150px;padding:10px 40px">Create account</span>`,
    );
  },
};

/** Lines over time, with a table of what each is. */
export const monitored: Layout = {
  name: 'monitored',
  html(scene) {
    const { border, raised } = scene.look.theme;
    const names = [
      'checkout-7f9c',
      'checkout-2b1a',
      'search-90de',
      'search-11f0',
      'mailer-5c4d',
      'indexer-aa07',
    ];
    const panel = (title: string, unit: string) => {
      const lines = names.slice(0, 4).map((_, series) => {
        const points = Array.from(
          { length: 40 },
          (__, at) =>
            `${20 + at * 11},${130 - series * 20 - scene.random.below(26) - (at > 26 && series === 1 ? 30 : 0)}`,
        );
        return `<polyline points="${points.join(' ')}" fill="none" stroke="${seriesColour(series)}" stroke-width="1.5"/>`;
      });
      const rows = names.map(
        (name, at) =>
          `<tr><td style="padding:1px 12px 1px 0"><span style="display:inline-block;width:12px;height:4px;background:${seriesColour(at)}"></span> ${name}</td><td style="padding-right:12px">${scene.random.below(900)} ${unit}</td><td>${scene.random.below(900)} ${unit}</td></tr>`,
      );
      return `<div style="background:${raised};border:1px solid ${border};padding:8px 12px"><b>${title}</b><svg viewBox="0 0 460 150" width="100%">${lines.join('')}</svg><table style="font-size:12px"><tr class="muted"><td>Name</td><td>Mean</td><td>Last</td></tr>${rows.join('')}</table></div>`;
    };
    return `${pageStyle(scene)}<div style="display:grid;grid-template-columns:1fr 1fr;gap:10px;padding:10px">${panel('Latency, 99th percentile', 'ms')}${panel('Heap in use', 'MB')}</div>`;
  },
};

const PLANS = [
  ['Start', '0 €', ['1 project', 'Community support', '500 builds a month']],
  ['Team', '19 €', ['20 projects', 'Answers within a day', '5,000 builds a month', 'Audit log']],
  [
    'Company',
    '99 €',
    [
      'As many projects as you like',
      'Somebody to call',
      'Builds are not counted',
      'Audit log',
      'Single sign-on',
    ],
  ],
] as const;

/** Prices side by side, the middle card pushed out of its row so that its list runs into the next. */
export const brokenPrices: Layout = {
  name: 'broken-prices',
  html(scene) {
    const cards = PLANS.map(
      ([name, price, points], at) =>
        `<div class="raised bordered" style="width:240px;padding:16px;border-radius:8px;position:relative;${at === 1 ? 'left:120px;top:60px;opacity:.85' : ''}"><b>${name}</b><h1 style="margin:4px 0">${price}</h1><span class="muted">a month, without VAT</span><ul style="padding-left:18px">${points.map((point) => `<li>${point}</li>`).join('')}</ul><span class="button">Choose ${name}</span></div>`,
    );
    return page(
      scene,
      'Prices',
      `<h2>Pay for what you build</h2><div style="display:flex;gap:16px;align-items:flex-start">${cards.join('')}</div>`,
      1000,
    );
  },
};
