// Pages that are drawn wrong: what is overlapping, cut off, out of line or hard to see.
import type { Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser } from './frame.ts';

const PLANS = [
  ['Dinghy', '4 €', 'One boat', 'Tides for 3 days'],
  ['Ketch', '9 €', 'Five boats', 'Tides for 14 days'],
  ['Schooner', '29 €', 'Any number of boats', 'Tides for a year'],
] as const;

/** Prices in three cards, of which the middle one hangs over its neighbour. */
function overlappingCards(scene: Scene): string {
  const { theme } = scene.look;
  const cards = PLANS.map(
    ([name, price, ...features], index) =>
      `<div class="bordered" style="position:absolute;top:${index === 1 ? 96 : 80}px;left:${[4, 27, 62][index]}%;width:${index === 1 ? 42 : 26}%;padding:18px;border-radius:10px;background:${index === 1 ? `${theme.accent}cc` : theme.raised};z-index:${index === 1 ? 2 : 1}"><div style="font-size:1.4em">${name}</div><div style="font-size:2em">${price}</div>${features.map((text) => `<div>${text}</div>`).join('')}<br><span class="button">Choose ${name}</span></div>`,
  );
  return browser(scene, {
    title: 'Prices',
    address: 'localhost:3000/prices',
    body: `<h1 style="position:absolute;left:4%;top:6px">Prices</h1>${cards.join('')}`,
  });
}

/** A form whose labels slip further from their fields the lower they are. */
function slippedLabels(scene: Scene): string {
  const { theme } = scene.look;
  const rows = ['First name', 'Family name', 'Street', 'Town', 'Country', 'Telephone'].map(
    (name, index) =>
      `<span style="position:absolute;left:${40 + (index % 3) * 7}px;top:${86 + index * 47}px">${name}</span><span style="position:absolute;left:220px;top:${80 + index * 56}px;width:${index === 3 ? 262 : 300}px;height:34px;border:1px solid ${theme.muted};border-radius:4px"></span>`,
  );
  return browser(scene, {
    title: 'Your address',
    address: 'localhost:8081/checkout/address',
    body: `<h2 style="position:absolute;left:40px;top:10px">Your address</h2>${rows.join('')}<span class="button" style="position:absolute;left:220px;top:428px">Save</span>`,
  });
}

/** A menu that is cut off by the box it opens in. */
function cutMenu(scene: Scene): string {
  const { theme } = scene.look;
  const rows = ['Invoice 2201', 'Invoice 2202', 'Invoice 2203'].map(
    (name) =>
      `<div style="display:flex;padding:10px 14px;border-bottom:1px solid ${theme.border}"><span style="flex:1">${name}</span><span>⋯</span></div>`,
  );
  return browser(scene, {
    title: 'Invoices',
    address: 'localhost:4200/invoices',
    body: `<div style="padding:20px 32px"><h2>Invoices</h2><div class="bordered" style="position:relative;overflow:hidden;max-width:620px">${rows.join('')}
      <div class="raised bordered" style="position:absolute;right:12px;top:${scene.look.px * 3 + 46}px;width:170px;padding:8px;box-shadow:0 6px 18px #0008">Open<br>Download<br>Send again<br>Delete</div></div>
      <p class="muted">3 invoices</p></div>`,
  });
}

/** A bar that stays on top and covers the first lines. */
function coveringHeader(scene: Scene): string {
  const { theme } = scene.look;
  const lines = ['Bread is baked at four', 'The ovens are lit at half past two', 'Flour comes on Mondays'];
  return browser(scene, {
    title: 'Bakery notes',
    address: 'localhost:1313/notes/ovens',
    body: `<div style="position:absolute;left:0;right:0;top:0;height:84px;background:${theme.accent};color:${theme.onAccent};padding:22px 32px;z-index:2;font-size:1.3em">Bakery notes</div>
      <div style="padding:60px 32px"><h1 style="margin:0">How our ovens are heated</h1>${[...lines, ...lines].map((text) => `<p>${text}, whatever the season, and nobody has ever asked why.</p>`).join('')}</div>`,
  });
}

/** A page for telephones in the browser's frame for them; its words run out of their buttons. */
function burstingButtons(scene: Scene): string {
  const { theme } = scene.look;
  const buttons = ['Vorbestellung abschicken', 'Einkaufswagen', 'Lieferadresse'].map(
    (name) =>
      `<div style="width:118px;height:30px;margin:14px 0;white-space:nowrap;border-radius:6px;background:${theme.accent};font-size:19px;line-height:30px;padding-left:10px">${name}</div>`,
  );
  return browser(scene, {
    title: 'Bestellen',
    address: 'localhost:5000/de/bestellen',
    body: `<div style="height:100%;background:${theme.border};padding-top:14px"><div style="width:330px;height:92%;margin:0 auto;padding:18px;background:${theme.background};border-radius:22px;overflow:hidden"><h3>Bestellen</h3>${buttons.join('')}<img alt="" style="width:400px;height:80px;background:${theme.raised}"></div></div>`,
  });
}

/** Words in grey on nearly the same grey. */
function paleOnPale(scene: Scene): string {
  return browser(scene, {
    title: 'Newsletter',
    address: 'localhost:4321/newsletter',
    body: `<div style="height:100%;background:#f4f1ea;padding:8% 12%;color:#b9b2a3"><div style="font-size:2.4em;color:#4b463c">Letters from the island</div><p style="font-size:1.2em">Once a month, never more. What grew, what the sea brought, and one recipe.</p>
      <span style="display:inline-block;padding:10px 22px;border-radius:24px;background:#d8cfae;color:#f2ecd8">Subscribe</span><p style="font-size:.9em;color:#d5cfc0">You can leave at any time.</p></div>`,
  });
}

export const layoutBugItems: readonly QuestionItem[] = [
  {
    kind: 'layout bug',
    layout: { name: 'overlapping-cards', html: overlappingCards },
    prompt: 'css is broken here, what do I fix?',
    needs: 'picture',
  },
  {
    kind: 'layout bug',
    layout: { name: 'slipped-labels', html: slippedLabels },
    prompt: 'noe er skjevt her, hva?',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'layout bug',
    layout: { name: 'cut-menu', html: cutMenu },
    prompt: 'Warum sieht das Menü so komisch aus?',
    needs: 'picture',
  },
  {
    kind: 'layout bug',
    layout: { name: 'covering-header', html: coveringHeader },
    prompt: '',
    needs: 'picture',
  },
  {
    kind: 'layout bug',
    layout: { name: 'bursting-buttons', html: burstingButtons },
    prompt: 'how does the German version look on a phone?',
    needs: 'picture',
  },
  {
    kind: 'contrast',
    layout: { name: 'pale-on-pale', html: paleOnPale },
    prompt: 'accessible?',
    needs: 'picture',
  },
];
