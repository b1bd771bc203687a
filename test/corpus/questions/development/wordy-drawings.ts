// Pictures full of words whose meaning is in their lines, places and colours all the same.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';
import { drawing, label, page, seriesColour } from './surfaces.ts';

const COMMITS = [
  ['Merge branch release/2.14', 0],
  ['Raise the version to 2.14.1', 1],
  ['Do not round twice in the invoice', 1],
  ['Merge pull request 482 from ruth/totals', 0],
  ['Round totals once, at the end', 2],
  ['Show the delivery date in the cart', 0],
  ['Read prices from the new catalogue', 2],
  ['Try the tax service again after a 503', 0],
  ['Translate the checkout into Spanish', 3],
  ['Split the cart into parts', 0],
  ['Cache the exchange rates for an hour', 3],
  ['Start 2.14', 0],
] as const;

/** A history whose branches are lines beside the messages. */
export const commitGraph: Layout = {
  name: 'commit-graph',
  html(scene) {
    const { px } = scene.look;
    const high = px * 2;
    const dots = COMMITS.map(
      ([, lane], row) =>
        `<circle cx="${20 + lane * 22}" cy="${(row + 0.5) * high}" r="5" fill="${seriesColour(lane)}"/>`,
    );
    const lanes = [
      'M20 0V999',
      `M20 ${0.5 * high}C42 ${0.5 * high} 42 ${high} 42 ${1.5 * high}V${2.5 * high}C42 ${4 * high} 20 ${4 * high} 20 ${5.5 * high}`,
      `M20 ${3.5 * high}C64 ${3.5 * high} 64 ${4 * high} 64 ${4.5 * high}V${6.5 * high}C64 ${8 * high} 20 ${8 * high} 20 ${9.5 * high}`,
      `M20 ${7.5 * high}C86 ${7.5 * high} 86 ${8 * high} 86 ${8.5 * high}V${10.5 * high}C86 ${11 * high} 20 ${11 * high} 20 ${11.5 * high}`,
    ].map((path, lane) => `<path d="${path}" fill="none" stroke="${seriesColour(lane)}" stroke-width="2"/>`);
    const rows = COMMITS.map(
      ([text]) =>
        `<div style="height:${high}px;line-height:${high}px">${text} <span class="muted mono">&nbsp; ${scene.fill('{7:x}')}</span></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;padding:10px"><svg width="110" height="${high * 12}">${lanes.join('')}${dots.join('')}</svg><div>${rows.join('')}</div></div>`;
  },
};

const CLASSES = [
  ['Cart', ['items: CartItem[]', 'voucher?: Voucher', 'total(): Money', 'add(item: Product)'], 120, 60],
  ['CartItem', ['product: Product', 'count: number', 'price(): Money'], 420, 40],
  ['Product', ['id: string', 'name: string', 'price: Money'], 720, 60],
  ['Voucher', ['code: string', 'percent: number', 'isValid(day: Date)'], 120, 330],
  ['Order', ['number: string', 'lines: OrderLine[]', 'pay(method: Payment)'], 420, 330],
  ['Payment', ['amount: Money', 'capture(): Receipt'], 720, 350],
] as const;

/** Classes with their members, and arrows of several kinds between them. */
export const classDiagram: Layout = {
  name: 'class-diagram',
  html(scene) {
    const { raised, border } = scene.look.theme;
    const shapes = CLASSES.map(([name, members, x, y]) => {
      const rows = members.map((member, index) => label(x + 10, y + 48 + index * 20, member));
      return `<rect x="${x}" y="${y}" width="190" height="${40 + members.length * 22}" fill="${raised}" stroke="${border}"/><line x1="${x}" x2="${x + 190}" y1="${y + 28}" y2="${y + 28}" stroke="${border}"/>${label(x + 95, y + 19, name, 'text-anchor="middle" font-weight="bold"')}${rows.join('')}`;
    });
    const line = 'stroke="#888" stroke-width="1.6" fill="none"';
    const arrows = `<path ${line} d="M310 110H420M610 100H720M215 190V330"/><path ${line} stroke-dasharray="6 4" d="M515 330V150M610 390H720"/><path d="M310 110l12 -6 12 6 -12 6zM215 190l-6 12 6 12 6 -12z" fill="#888"/>`;
    return drawing(scene, 1000, 500, arrows + shapes.join(''));
  },
};

const TASKS = [
  ['Collect requirements', 0, 3],
  ['Design the new checkout', 2, 5],
  ['Contract with the payment provider', 3, 8],
  ['Build the payment page', 6, 6],
  ['Move the old orders', 7, 4],
  ['Load test with production data', 11, 3],
  ['Train the support team', 10, 4],
  ['Launch in Norway', 14, 1],
  ['Launch in Sweden', 15, 1],
] as const;

/** A plan of a project as bars along time. */
export const gantt: Layout = {
  name: 'gantt',
  html(scene) {
    const { border } = scene.look.theme;
    const weeks = Array.from(
      { length: 17 },
      (_, week) =>
        `<line x1="${260 + week * 40}" x2="${260 + week * 40}" y1="40" y2="480" stroke="${border}"/>${label(264 + week * 40, 34, `W${36 + week}`, 'font-size="11"')}`,
    );
    const bars = TASKS.map(
      ([name, from, length], row) =>
        `${label(10, 72 + row * 48, name)}<rect x="${260 + from * 40}" y="${54 + row * 48}" width="${length * 40}" height="26" rx="4" fill="${seriesColour(row % 3)}"/>`,
    );
    return drawing(scene, 960, 500, weeks.join('') + bars.join(''), 'Checkout 2027');
  },
};

/** Paragraphs that lie on top of each other, and nothing else. */
export const overlappingText: Layout = {
  name: 'overlapping-text',
  html: (scene) =>
    page(
      scene,
      'Returns',
      `<h2 style="margin:4px 0">How to send something back</h2><p>Print the label in your account and put it on the box. You have thirty days from the day the parcel arrived.</p>
      <p style="margin-top:-34px">Shoes must not have been worn outdoors. Food and underwear cannot be returned.</p>
      <p>The money is back on your account within five working days.</p><p style="margin:-12px 0 0 180px">Questions? Our team is there from 8 to 18 on weekdays.</p>
      <ul><li>Keep the receipt of the post office.</li><li style="margin-top:-14px">Each box needs a label of its own.</li><li>Gifts are paid back as a voucher.</li></ul>`,
      760,
    ),
};

/** An invoice whose figures have slipped a row. */
export const slippedColumns: Layout = {
  name: 'slipped-columns',
  html(scene) {
    const rows = ['Oak stool', 'Linen lamp', 'Wool rug', 'Delivery', 'Voucher'].map(
      (name) => `<div style="height:34px">${name}</div>`,
    );
    const prices = ['€ 129.00', '€ 84.50', '€ 310.00', '€ 19.90', '− € 40.00'].map(
      (price) => `<div style="height:39px">${price}</div>`,
    );
    return page(
      scene,
      'Invoice 20417',
      `<div style="display:flex;gap:180px"><div>${rows.join('')}</div><div style="padding-top:16px">${prices.join('')}</div></div><p style="text-align:right;width:260px"><b>€ 503.40</b></p><p class="muted">Payable within 14 days. Thank you for your order at Nordhus.</p>`,
    );
  },
};

/** A calendar's week, entries where and as long as they take place. */
export const week: Layout = {
  name: 'week',
  html(scene) {
    const { border } = scene.look.theme;
    const grid = ['Mon 23', 'Tue 24', 'Wed 25', 'Thu 26', 'Fri 27'].map(
      (day, index) =>
        `<line x1="${70 + index * 176}" x2="${70 + index * 176}" y1="30" y2="500" stroke="${border}"/>${label(78 + index * 176, 24, day)}`,
    );
    const hours = Array.from(
      { length: 9 },
      (_, hour) =>
        `<line x1="70" x2="950" y1="${44 + hour * 52}" y2="${44 + hour * 52}" stroke="${border}"/>${label(60, 49 + hour * 52, `${8 + hour}:00`, 'text-anchor="end" font-size="12"')}`,
    );
    const entries = (
      [
        ['Stand-up', 0, 1, 0.5],
        ['Architecture group', 1, 2, 2],
        ['Interview with Liv', 2, 1.5, 1],
        ['Sprint review', 3, 5, 1.5],
        ['Focus time', 3, 0.5, 3],
        ['One to one', 4, 3, 0.5],
        ['Release 2.14', 4, 5.5, 2],
      ] as const
    ).map(
      ([name, day, from, length], index) =>
        `<rect x="${76 + day * 176}" y="${44 + from * 52}" width="160" height="${length * 52 - 3}" rx="5" fill="${seriesColour(index)}" fill-opacity=".75"/>${label(84 + day * 176, 62 + from * 52, escapeHtml(name), 'font-size="12"')}`,
    );
    return drawing(scene, 960, 510, grid.join('') + hours.join('') + entries.join(''));
  },
};
