// User interfaces whose look is the question: things that overlap, are cut off, out of line or hard to see.
import { pageStyle } from '../../parts.ts';
import type { Layout, Scene } from '../../scene.ts';
import { page, seriesColour } from './surfaces.ts';

function card(scene: Scene, title: string, text: string, style = ''): string {
  return `<div class="raised" style="border:1px solid ${scene.look.theme.border};border-radius:8px;padding:12px;width:250px;${style}"><div style="height:90px;border-radius:6px;background:linear-gradient(120deg,${seriesColour(title.length)},${seriesColour(title.length + 2)})"></div><b>${title}</b><p style="margin:6px 0">${text}</p><span class="button">Add to cart</span></div>`;
}

const PRODUCTS = [
  ['Oak stool', 'Oiled by hand, 45 cm'],
  ['Linen lamp', 'Warm light, E27'],
  ['Wool rug', '140 × 200 cm'],
  ['Steel shelf', 'Carries 60 kg'],
  ['Clay pot', 'For outdoors, too'],
  ['Paper globe', 'Folds flat'],
] as const;

/** One card has slid over its neighbour. */
export const overlappingCards: Layout = {
  name: 'overlapping-cards',
  html(scene) {
    const cards = PRODUCTS.slice(0, 3).map(([title, text], index) =>
      card(scene, title, text, index === 1 ? 'margin-left:-90px;margin-top:46px' : ''),
    );
    return page(
      scene,
      'Nordhus',
      `<h2>New this week</h2><div style="display:flex;gap:18px">${cards.join('')}</div>`,
      1200,
    );
  },
};

/** The menu lies below the picture it should cover. */
export const hiddenMenu: Layout = {
  name: 'hidden-menu',
  html(scene) {
    const entries = ['My orders', 'Addresses', 'Vouchers', 'Sign out'].map(
      (name) => `<div style="padding:8px 16px">${name}</div>`,
    );
    return `${page(scene, 'Nordhus', '')}<div class="raised bordered" style="position:absolute;left:420px;top:44px;width:180px">${entries.join('')}</div>
      <div style="position:absolute;left:24px;right:24px;top:96px;height:320px;background:radial-gradient(circle at 30% 40%,#f2c14e,#d1495b 55%,#2e4057)"></div>
      <div style="position:absolute;left:48px;top:330px;font-size:30px;color:#fff">Autumn sale</div>`;
  },
};

/** Words that do not fit where they are. */
export const cutOffButtons: Layout = {
  name: 'cut-off-buttons',
  html(scene) {
    const button = (text: string) =>
      `<span class="button" style="width:92px;height:30px;overflow:hidden;white-space:nowrap">${text}</span>`;
    return page(
      scene,
      'Konto',
      `<h2>Benachrichtigungen</h2><p>Wir schicken höchstens eine Nachricht am Tag.</p><div style="display:flex;gap:12px">${button('Einstellungen übernehmen')}${button('Zurücksetzen auf Standard')}${button('Abbrechen')}</div>
      <div class="bordered" style="width:210px;height:52px;overflow:hidden;margin-top:26px;padding:6px">Ihre Änderungen werden erst nach der nächsten Anmeldung auf allen Geräten wirksam.</div>`,
    );
  },
};

/** Boxes of a form that are nearly, but not quite, in line. */
export const crookedForm: Layout = {
  name: 'crooked-form',
  html(scene) {
    const rows = ['First name', 'Last name', 'Street', 'Postcode', 'City', 'Country'].map(
      (name, index) =>
        `<div style="margin:10px 0;display:flex"><span style="width:${150 + (index === 2 ? 34 : 0)}px;text-align:right;padding-right:12px">${name}</span><span class="bordered" style="display:inline-block;width:${index === 4 ? 300 : 260}px;height:${index === 3 ? 40 : 28}px;margin-top:${index === 5 ? 12 : 0}px"></span></div>`,
    );
    return page(
      scene,
      'Delivery',
      `${rows.join('')}<span class="button" style="margin-left:171px">Next</span>`,
    );
  },
};

/** A footer that ends in the middle of the window, and a column that fell below the others. */
export const brokenGrid: Layout = {
  name: 'broken-grid',
  html(scene) {
    const cards = PRODUCTS.map(([title, text], index) =>
      card(scene, title, text, index === 2 ? 'height:330px' : index === 4 ? 'width:390px' : ''),
    );
    return page(
      scene,
      'Nordhus',
      `<div style="display:flex;flex-wrap:wrap;gap:14px;align-items:flex-start">${cards.join('')}</div>`,
      1150,
    );
  },
};

/** Letters hardly darker than what is behind them. */
export const paleButtons: Layout = {
  name: 'pale-buttons',
  html: (scene) =>
    `${pageStyle(scene)}<div style="position:absolute;inset:0;background:#f4efe6;color:#cfc6b4;padding:50px"><h1 style="color:#d9d0bd">Get started</h1><p>Create a project, invite your team, and ship by Friday.</p>
      <span style="background:#e6dcc6;color:#f7f2e8;padding:12px 26px;border-radius:24px">Create project</span> &nbsp; <span style="border:1px solid #e3dac9;color:#dcd3c1;padding:12px 26px;border-radius:24px">Watch the tour</span></div>`,
};

/** Warnings, errors and successes in colours of their own. */
export const banners: Layout = {
  name: 'banners',
  html(scene) {
    const rows = [
      ['#2f9e44', 'Payment received'],
      ['#2b8a9e', 'New version available'],
      ['#b3872b', 'Storage is almost full'],
      ['#c2413b', 'Backup failed'],
    ].map(
      ([colour, text]) =>
        `<div style="background:${colour};color:#fff;padding:16px 20px;margin:14px 0;border-radius:8px">${text}</div>`,
    );
    return page(scene, 'Messages', rows.join(''));
  },
};

const ICONS = [
  'M4 12h16M12 4v16',
  'M5 13l4 4L19 7',
  'M6 6l12 12M18 6L6 18',
  'M12 3l9 18H3z',
  'M4 6h16M4 12h16M4 18h16',
  'M12 4a8 8 0 1 0 .01 0M12 8v5l3 2',
  'M3 12s4-7 9-7 9 7 9 7-4 7-9 7-9-7-9-7',
  'M5 20V10M12 20V4M19 20v-7',
];

/** A bar of icons without words. */
export const iconBar: Layout = {
  name: 'icon-bar',
  html(scene) {
    const { text, raised } = scene.look.theme;
    const icons = ICONS.map(
      (path) =>
        `<svg width="72" height="72" viewBox="0 0 24 24" style="background:${raised};padding:14px;border-radius:12px" fill="none" stroke="${text}" stroke-width="1.8"><path d="${path}"/></svg>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;flex-wrap:wrap;gap:26px;padding:60px">${icons.join('')}</div>`;
  },
};

/** Where a colour is chosen. */
export const colourPicker: Layout = {
  name: 'colour-picker',
  html: (scene) =>
    `${pageStyle(scene)}<div style="padding:40px;display:flex;gap:26px"><div style="width:420px;height:320px;background:linear-gradient(transparent,#000),linear-gradient(to right,#fff,#0a7cff)"><div style="width:16px;height:16px;border:3px solid #fff;border-radius:50%;position:relative;left:${120 + scene.random.below(250)}px;top:${40 + scene.random.below(200)}px"></div></div>
      <div style="width:30px;height:320px;background:linear-gradient(red,#ff0,#0f0,#0ff,#00f,#f0f,red)"></div>
      <div><div style="width:110px;height:110px;background:#2f6fae;border-radius:8px"></div><p class="mono">#2F6FAE</p><p class="mono">47 111 174</p></div></div>`,
};

/** Pictures in rows. */
export const gallery: Layout = {
  name: 'gallery',
  html(scene) {
    const tiles = Array.from({ length: 12 }, (_, index) => {
      const hue = scene.random.below(360);
      const shape =
        index % 3 === 0
          ? `radial-gradient(circle at ${20 + scene.random.below(60)}% 40%,hsl(${hue},80%,65%),hsl(${(hue + 80) % 360},60%,25%))`
          : `linear-gradient(${hue}deg,hsl(${hue},60%,40%),hsl(${(hue + 40) % 360},70%,70%) 60%,hsl(${(hue + 150) % 360},50%,30%))`;
      return `<div style="height:170px;background:${shape}"></div>`;
    });
    return page(
      scene,
      'Photos',
      `<div style="display:grid;grid-template-columns:repeat(4,1fr);gap:10px">${tiles.join('')}</div>`,
      1400,
    );
  },
};

/** An article that is set badly: words run together, lines uneven. */
export const badlySet: Layout = {
  name: 'badly-set',
  html: (scene) =>
    page(
      scene,
      'Journal',
      `<h1 style="font-weight:400;letter-spacing:-.04em">How we moved the archive</h1>
      <p style="line-height:1.05;text-align:justify">The archive had grown for twelve years and held four million letters, most of them scanned by hand. Moving it meant copying every page, checking each against its sum, and keeping the old address alive until the last reader had found the new one.</p>
      <p style="line-height:2.1;margin-left:34px">We began with the oldest shelves, because nobody reads them in summer. The copies ran for nineteen nights.</p>
      <p style="line-height:1.35;font-family:'Liberation Serif';margin-top:46px">In the end eleven pages were lost, and all of them were found again in a box below the stairs.</p>`,
      700,
    ),
};
