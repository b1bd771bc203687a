// What is read: a chat with a picture in it, a reference with examples, a data sheet with a drawing.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, rows, SKINS, svg } from './skins.ts';

/** A photograph of a board on a desk, as somebody would post it: a wire sits where it should not. */
const BREADBOARD = `<rect width="360" height="200" fill="#8a6f4d"/><rect x="30" y="30" width="300" height="140" rx="6" fill="#f2efe6"/>${Array.from({ length: 9 }, (_, row) => Array.from({ length: 26 }, (_, column) => `<circle cx="${46 + column * 11}" cy="${44 + row * 14 + (row > 4 ? 8 : 0)}" r="2" fill="#6d6d6d"/>`).join('')).join('')}<rect x="120" y="86" width="90" height="34" rx="3" fill="#222"/><circle cx="130" cy="94" r="4" fill="#777"/><path d="M68 44C60 10 200 0 222 86" stroke="#c0392b" stroke-width="5" fill="none"/><path d="M57 164C90 190 180 190 200 136" stroke="#2c3e50" stroke-width="5" fill="none"/><path d="M255 58C280 30 300 90 277 136" stroke="#f1c40f" stroke-width="5" fill="none"/>`;

const makerChat: Layout = {
  name: 'maker-chat',
  html() {
    const message = (name: string, colour: string, text: string, more = '') =>
      `<div class="r" style="margin:10px 0;gap:12px"><i style="width:38px;height:38px;border-radius:50%;background:${colour};flex:none"></i><div><b style="color:${colour}">${name}</b><div>${escapeHtml(text)}</div>${more}</div></div>`;
    return page(
      SKINS.plum,
      `<div class="r full"><div class="p" style="width:190px;padding:14px"><b>Solder Club</b>${['welcome', 'show-and-tell', 'help-desk', 'firmware', 'swap'].map((name) => `<div class="${name === 'help-desk' ? '' : 'd'}" style="padding:4px 0"># ${name}</div>`).join('')}</div>
      <div class="g c" style="padding:8px 20px"><div class="u" style="padding:6px 0"><b># help-desk</b></div>
      ${message('kamil', '#e6a23c', 'display stays dark, this is how I wired it', `<div style="margin-top:6px;width:360px">${svg(360, 200, BREADBOARD, 'width:360px;height:200px;border-radius:8px')}</div>`)}
      ${message('noemi', '#67c23a', 'before anything else: that controller is 3.3 V only, do not feed it from the 5 V rail')}
      ${message('jonas', '#409eff', 'and set the I2C address to 0x3D, the library defaults to 0x3C', '<div class="m p" style="margin-top:6px;padding:8px 12px;border-radius:6px">display.begin(SSD1306_SWITCHCAPVCC, 0x3D);</div>')}
      ${message('kamil', '#e6a23c', 'address did it!! thx')}</div></div>`,
    );
  },
};

const apiReference: Layout = {
  name: 'api-reference',
  html: () =>
    page(
      SKINS.book,
      `<div class="c full">${addressBar('developers.example/parcels/v3/reference#list-shipments')}<div class="r g" style="min-height:0"><div class="p e" style="width:180px;padding:14px">Introduction<br>Authentication<br>Errors<br>Pagination<br><b>Shipments</b><br>&nbsp; Create<br>&nbsp; <b>List</b><br>&nbsp; Cancel<br>Webhooks</div>
      <div class="g" style="padding:16px 24px"><div style="font-size:1.6em">List shipments</div><p><span class="m" style="color:#0b6e75">GET /v3/shipments</span></p><table>${rows([['Parameter', 'Type', 'Meaning']], 'th')}${rows(
        [
          ['limit', 'integer', 'Between 1 and 250. Without it, 25.'],
          ['cursor', 'string', 'From next_cursor of the page before.'],
          ['status', 'enum', 'created, collected, in_transit, delivered, lost'],
          ['updated_after', 'RFC 3339', 'At most 90 days ago; older ones give 422.'],
        ],
      )}</table><p>Requests are limited to 40 per minute and key. Beyond that you get 429 with a Retry-After header in seconds.</p></div>
      <div class="m" style="width:32%;background:#20312f;color:#dcebe8;padding:18px;font-size:12px">${escapeHtml('{\n  "data": [\n    {\n      "id": "shp_20417",\n      "status": "lost",\n      "weight_g": 840\n    }\n  ],\n  "next_cursor": "b2Zmc2V0"\n}')}</div></div></div>`,
    ),
};

const dataSheet: Layout = {
  name: 'data-sheet',
  html() {
    const left = ['VIN', 'EN', 'GND', 'FB'];
    const right = ['SW', 'SW', 'BST', 'PG'];
    const pins = left.map((name, index) => {
      const y = 60 + index * 44;
      return `<rect x="70" y="${y}" width="40" height="18" fill="#aaa"/><text x="60" y="${y + 15}" text-anchor="end" font-size="15">${name}</text><rect x="250" y="${y}" width="40" height="18" fill="#aaa"/><text x="302" y="${y + 15}" font-size="15">${right[index]}</text>`;
    });
    return page(
      { ...SKINS.office, ui: 'P052', px: 15 },
      `<div class="c full" style="background:#6b6b6b"><div class="p r u" style="padding:6px 14px;gap:20px;font-family:'Nimbus Sans'"><span>TB6214-datasheet.pdf</span><span class="g"></span><span>4 / 38</span><span>120 %</span></div>
      <div style="background:#fff;margin:14px auto;width:min(860px,94%);flex:1;padding:24px 40px;min-height:0"><div class="r u" style="padding-bottom:6px"><b>TB6214</b><span class="g"></span>3 A step-down converter</div>
      <div class="r" style="margin-top:16px;gap:26px"><div style="width:300px">${svg(370, 260, `<rect x="110" y="30" width="140" height="206" fill="#333"/><circle cx="232" cy="48" r="8" fill="#bbb"/>${pins.join('')}`, 'width:300px;height:211px')}<div style="text-align:center" class="d">Figure 2. Top view</div></div>
      <div class="g"><b>Absolute maximum ratings</b><table style="width:100%">${rows([
        ['Input voltage', '−0.3 V to 19 V'],
        ['Enable pin', '−0.3 V to 6 V'],
        ['Junction temperature', '150 °C'],
        ['Storage', '−65 °C to 150 °C'],
      ])}</table><p>The switching frequency is 650 kHz at full load and folds back below 40 mA. Leave EN open to start with the input.</p></div></div>
      <b>Application</b><p>Place the input capacitor as close to the part as the layout allows, on the same side of the board. The loop of input capacitor, part and ground carries the full switched current, and every millimetre of it radiates. Use a ceramic of at least 10 µF with X7R dielectric; below that, ripple rises and the part may reset under load steps.</p><p>The inductor should saturate well above the peak current. For outputs below 2.5 V choose 2.2 µH, above it 4.7 µH. Shielded types are preferred near antennas and analogue inputs. Keep the feedback divider away from the switching node, and take its upper end from the output capacitor, not from the inductor.</p></div></div>`,
    );
  },
};

export const readingItems: readonly QuestionItem[] = [
  {
    kind: 'chat',
    layout: makerChat,
    prompt: 'what fixed it in the end?',
    needs: 'text',
    answer: ['set the I2C address to 0x3D'],
    size: 'part',
  },
  {
    kind: 'chat',
    layout: makerChat,
    prompt: 'look at kamils wiring, is the red wire going where it should?',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'documentation',
    layout: apiReference,
    prompt: 'page size max? and what if I leave it out',
    needs: 'text',
    answer: ['Between 1 and 250', 'Without it, 25'],
    size: 'laptop',
  },
  {
    kind: 'documentation',
    layout: apiReference,
    prompt: 'wie oft darf ich das pro minute aufrufen und was passiert danach?',
    needs: 'text',
    answer: ['limited to 40 per minute', '429 with a Retry-After'],
    size: 'large',
  },
  {
    kind: 'documentation',
    layout: dataSheet,
    prompt: 'can I run this from a 24 V supply?',
    needs: 'text',
    answer: ['−0.3 V to 19 V'],
    size: 'laptop',
  },
  {
    kind: 'drawing',
    layout: dataSheet,
    prompt: 'where is the pin 1 dot, next to which pin?',
    needs: 'picture',
    size: 'part',
  },
];
