// Schemes: tables of a database joined by lines, a network, imports that go in a circle, states.
import type { Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, SKINS, svg } from './skins.ts';

const HEAD = (colour: string) =>
  `<defs><marker id="tip" markerWidth="12" markerHeight="12" refX="9" refY="5" orient="auto"><path d="M0 0L10 5L0 10Z" fill="${colour}"/></marker></defs>`;

const ENTITIES = [
  [40, 40, 'parcel', ['id  uuid  PK', 'weight_kg  numeric(8,3)', 'route_id  int8', 'sender_id  int8']],
  [400, 30, 'route', ['id  int8  PK', 'name  varchar(60)', 'driver_id  int8']],
  [400, 250, 'scan', ['id  int8  PK', 'parcel_id  uuid', 'seen_at  timestamptz', 'dock  char(3)']],
  [740, 60, 'driver', ['id  int8  PK', 'licence  varchar(12)']],
  [740, 270, 'depot', ['id  int4  PK', 'code  char(3)']],
  [40, 280, 'customer', ['id  int8  PK', 'since  date']],
] as const;

const entityScheme: Layout = {
  name: 'entity-scheme',
  html() {
    const { ink, panel, accent } = SKINS.plum;
    const boxes = ENTITIES.map(([x, y, name, columns]) => {
      const lines = columns.map(
        (column, index) =>
          `<text x="${x + 12}" y="${y + 54 + index * 22}" font-size="13" style="font-family:'Fira Code'" xml:space="preserve">${column}</text>`,
      );
      return `<rect x="${x}" y="${y}" width="232" height="${44 + columns.length * 22}" rx="6" fill="${panel}" stroke="${accent}"/><rect x="${x}" y="${y}" width="232" height="30" rx="6" fill="${accent}"/><text x="${x + 12}" y="${y + 21}" font-size="15" font-weight="700" style="fill:${panel}">${name}</text>${lines.join('')}`;
    });
    const joins = [
      'M272 110H336V80H400',
      'M272 150H350V310H400',
      'M156 172V280',
      'M632 110H690V120H740',
      'M632 350H690V320H740',
    ].map(
      (path) =>
        `<path d="${path}" fill="none" stroke="${ink}" stroke-width="1.6"/><circle r="4" fill="${ink}" cx="${path.split(/[MHV]/)[1]?.split(' ')[0]}" cy="${path.split(/[MHV]/)[1]?.split(' ')[1]}"/>`,
    );
    return page(
      SKINS.plum,
      `<div class="full" style="padding:10px">${svg(1010, 420, joins.join('') + boxes.join(''))}</div>`,
    );
  },
};

const networkScheme: Layout = {
  name: 'network-scheme',
  html() {
    const node = (x: number, y: number, name: string, detail: string, colour: string) =>
      `<circle cx="${x}" cy="${y}" r="30" fill="${colour}"/><path d="M${x - 12} ${y - 6}h24M${x - 12} ${y + 6}h24" stroke="#fff" stroke-width="4"/><text x="${x}" y="${y + 50}" text-anchor="middle" font-size="15" font-weight="700">${name}</text><text x="${x}" y="${y + 68}" text-anchor="middle" font-size="12">${detail}</text>`;
    const link = (path: string, colour = '#546e7a', dash = '') =>
      `<path d="${path}" stroke="${colour}" stroke-width="4" fill="none" stroke-dasharray="${dash}"/>`;
    const shapes = [
      link('M500 60V150'),
      link('M500 150L220 290'),
      link('M500 150L500 290'),
      link('M500 150L790 290'),
      link('M220 290L500 290', '#ef6c00', '9 7'),
      node(500, 60, '', '', '#00838f'),
      node(500, 150, '', '', '#283593'),
      node(220, 290, 'sw-offices', 'VLAN 20, 48 ports', '#2e7d32'),
      node(500, 290, 'sw-hall', 'VLAN 30 and 31, 24 ports', '#2e7d32'),
      node(790, 290, 'sw-gate', 'VLAN 77 cameras, 8 ports', '#2e7d32'),
      '<text x="545" y="58" font-size="15" font-weight="700">fw-edge</text><text x="545" y="76" font-size="12">uplink 1 Gbit/s</text><text x="545" y="146" font-size="15" font-weight="700">core-1</text>',
    ];
    return page(
      { ...SKINS.cloud, ui: 'Liberation Sans Narrow', px: 15 },
      `<div class="c full">${addressBar('docs.sawmill.example/it/network')}<div style="padding:14px 24px"><b style="font-size:1.4em">Network, site Kiruna</b></div><div class="g" style="min-height:0;background:#fff;margin:0 24px 20px">${svg(1000, 380, shapes.join(''))}</div></div>`,
    );
  },
};

const importScheme: Layout = {
  name: 'import-scheme',
  html() {
    const places = {
      app: [440, 40],
      router: [220, 140],
      store: [640, 140],
      views: [220, 270],
      models: [460, 330],
      api: [720, 290],
      format: [120, 370],
    } as const;
    type Name = keyof typeof places;
    const arrows: readonly (readonly [Name, Name])[] = [
      ['app', 'router'],
      ['app', 'store'],
      ['router', 'views'],
      ['views', 'format'],
      ['views', 'models'],
      ['store', 'api'],
      ['api', 'models'],
      ['models', 'store'],
    ];
    const lines = arrows.map(([from, to]) => {
      const [x, y] = places[from];
      const [toX, toY] = places[to];
      const length = Math.hypot(toX - x, toY - y);
      const along = (share: number) =>
        `${x + ((toX - x) * share) / length} ${y + ((toY - y) * share) / length}`;
      return `<path d="M${along(44)}L${along(length - 46)}" stroke="#59636e" stroke-width="2" marker-end="url(#tip)"/>`;
    });
    const nodes = Object.entries(places).map(
      ([name, [x, y]]) =>
        `<ellipse cx="${x}" cy="${y}" rx="54" ry="24" fill="#ddf4ff" stroke="#0969da"/><text x="${x}" y="${y + 5}" text-anchor="middle" font-size="15">${name}</text>`,
    );
    return page(
      SKINS.forge,
      `<div class="c full"><div class="p u" style="padding:8px 16px"><b>imports.svg</b> <span class="d">7 modules, 8 imports</span></div><div class="g" style="min-height:0;padding:10px">${svg(880, 420, HEAD('#59636e') + lines.join('') + nodes.join(''))}</div></div>`,
    );
  },
};

const stateScheme: Layout = {
  name: 'state-scheme',
  html() {
    const state = (x: number, y: number, name: string, colour = '#2b2d30') =>
      `<rect x="${x - 62}" y="${y - 24}" width="124" height="48" rx="24" fill="${colour}" stroke="#8a8f98"/><text x="${x}" y="${y + 5}" text-anchor="middle" font-size="15">${name}</text>`;
    const arrow = (path: string) =>
      `<path d="${path}" fill="none" stroke="#c9ccd3" stroke-width="2" marker-end="url(#tip)"/>`;
    const shapes = [
      arrow('M62 180H112'),
      arrow('M240 180H312'),
      arrow('M440 170L526 108'),
      arrow('M440 190L526 262'),
      arrow('M652 100L748 158'),
      arrow('M588 258V120'),
      arrow('M640 290C720 380 300 420 190 206'),
      '<circle cx="50" cy="180" r="11" fill="#c9ccd3"/>',
      state(178, 180, 'Draft'),
      state(378, 180, 'Waiting'),
      state(588, 90, 'Approved'),
      state(588, 280, 'Rejected'),
      state(810, 180, 'Archived'),
    ];
    return page(
      SKINS.slate,
      `<div class="c full"><div class="p u" style="padding:8px 16px">permit.puml — preview</div><div class="g" style="min-height:0;padding:10px">${svg(900, 420, HEAD('#c9ccd3') + shapes.join(''))}</div></div>`,
    );
  },
};

export const schemeItems: readonly QuestionItem[] = [
  {
    kind: 'entity diagram',
    layout: entityScheme,
    prompt: 'what type is the weight column',
    needs: 'text',
    answer: ['numeric(8,3)'],
    size: 'laptop',
  },
  {
    kind: 'entity diagram',
    layout: entityScheme,
    prompt: 'which tables does parcel connect to, follow the lines',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'network diagram',
    layout: networkScheme,
    prompt: 'if core-1 dies, who can still talk to whom? what is the dashed orange link',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'network diagram',
    layout: networkScheme,
    prompt: 'hvilket VLAN er kameraene på?',
    needs: 'text',
    answer: ['VLAN 77 cameras'],
    size: 'part',
  },
  {
    kind: 'dependency graph',
    layout: importScheme,
    prompt: 'circular import somewhere? show me the loop',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'state diagram',
    layout: stateScheme,
    prompt: 'schreib mir daraus eine Übergangstabelle',
    needs: 'picture',
    size: 'wide',
  },
];
