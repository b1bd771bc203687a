// What comes in between: an installer, a gateway's error page, an app that crashed, an app with a hidden title.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, SKINS, svg } from './skins.ts';

/** An installer with a banner whose round emblem is drawn out of shape. */
const installer: Layout = {
  name: 'installer',
  html: () =>
    page(
      { ...SKINS.office, ui: 'DejaVu Sans Condensed', px: 13, ground: '#3a6ea5' },
      `<div class="full r" style="align-items:center;justify-content:center"><div class="b" style="width:560px;background:#f0f0f0;box-shadow:0 8px 30px #0008"><div style="background:#fff;padding:6px 12px">Heron Studio 9 Setup <span style="float:right">— ☐ ✕</span></div>
      <div class="r"><div style="width:150px">${svg(150, 280, '<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#0d4f63"/><stop offset="1" stop-color="#e2b87a"/></linearGradient></defs><rect width="150" height="280" fill="url(#sky)"/><ellipse cx="75" cy="90" rx="56" ry="30" fill="#fff" fill-opacity=".85"/><path d="M52 96c10-26 34-26 40-8l14 4-14 2c-4 12-18 14-22 26-4-10-14-12-18-24z" fill="#0d4f63"/><path d="M0 220q40-20 75 0t75 0v60H0z" fill="#0b3a48"/>', 'width:150px;height:280px')}</div>
      <div class="g" style="padding:18px;background:#fff"><b style="font-size:1.3em">Not enough space</b><p>Setup needs 4.2 GB on drive D:, and 1.7 GB are free.</p><p>Components selected:<br>☑ Editor (2.9 GB)<br>☑ Sample scenes (1.1 GB)<br>☐ Offline help (0.6 GB)<br>☑ Shell extension (0.2 GB)</p><p class="d">Code 0x80070070</p></div></div>
      <div class="t" style="padding:12px;text-align:right"><span class="b" style="padding:4px 18px;background:#e1e1e1">&lt; Back</span> &nbsp; <span class="b" style="padding:4px 18px;background:#e1e1e1">Retry</span> &nbsp; <span class="b" style="padding:4px 18px;background:#e1e1e1">Cancel</span></div></div></div>`,
    ),
};

const gatewayError: Layout = {
  name: 'gateway-error',
  html() {
    const step = (name: string, where: string, state: string, isBad: boolean) =>
      `<div class="g" style="text-align:center;padding:20px"><div style="width:70px;height:70px;margin:0 auto 10px;border-radius:12px;background:${isBad ? '#bd2426' : '#9bca3e'};color:#fff;font:700 38px/70px 'DejaVu Sans'">${isBad ? '✕' : '✓'}</div><div class="d">${name}</div><b style="font-size:1.2em">${where}</b><div style="color:${isBad ? '#bd2426' : '#5b8c1b'}">${state}</div></div>`;
    return page(
      { ...SKINS.forge, ui: 'URW Gothic' },
      `<div class="c full">${addressBar('https://booking.lakehouse.example/api/rooms')}<div style="padding:26px 8% 0"><div style="font-size:2.4em">Web server is down <span style="font-size:.4em" class="p b">Error code 521</span></div><div class="d">2026-11-20 08:12:55 UTC</div></div><div class="r p" style="margin-top:20px;padding:0 8%">${step('You', 'Browser', 'Working', false)}${step('Stockholm', 'Shieldline', 'Working', false)}${step('booking.lakehouse.example', 'Host', 'Error', true)}</div>
      <div class="r" style="padding:16px 8%;gap:40px"><div class="g"><b>What happened?</b><p>The web server is not returning a connection. As a result, the page is not displayed.</p></div><div class="g"><b>What can I do?</b><p>Owner: your origin refuses connections on port 443. Check that the server runs and that its firewall lets our addresses in.</p></div></div></div>`,
    );
  },
};

function phoneStatus(time: string): string {
  return `<div class="r" style="padding:12px 24px 6px;font-weight:700"><span>${time}</span><span class="g"></span><span>5G ▮▮▮ 64%</span></div>`;
}

const crashedApp: Layout = {
  name: 'crashed-app',
  html: () =>
    page(
      { ...SKINS.console, ground: '#7c1416', ink: '#fff', px: 13 },
      `<div class="c full">${phoneStatus('07:58')}<div style="padding:14px 18px"><b style="font-size:1.25em">Render Error</b><p style="font-size:1.15em">Cannot read property 'map' of undefined</p></div>
      <div class="m g" style="background:#240606;padding:14px 16px;font-size:11.5px">${[
        'Source',
        '  72 |   return (',
        '  73 |     <ScrollView>',
        '> 74 |       {basket.lines.map((line) => (',
        '     |                     ^',
        '  75 |         <Row key={line.id} {...line} />',
        '  76 |       ))}',
        '',
        'BasketScreen.tsx (74:21)',
        '',
        'Component Stack',
        '<BasketScreen />   App.tsx (31:9)',
        '<SceneView />',
        '<PersistGate />    App.tsx (18:5)',
        '<App />',
      ]
        .map((line) => `<div>${escapeHtml(line) || '&nbsp;'}</div>`)
        .join(
          '',
        )}</div><div class="r" style="padding:18px 24px 34px"><span class="g">Dismiss</span><span>Reload</span></div></div>`,
    ),
};

/** A shop on a telephone whose title is under the camera's cut-out. */
const notchedApp: Layout = {
  name: 'notched-app',
  html: () =>
    page(
      { ...SKINS.dawn, ui: 'Nimbus Sans' },
      `<div class="full c" style="position:relative"><div style="position:absolute;left:50%;margin-left:-62px;top:10px;width:124px;height:34px;border-radius:18px;background:#000"></div>
      <div style="padding:14px 18px 14px;background:#286983;color:#fff;font-size:20px;text-align:center">Your grocery basket today</div>
      <div style="padding:16px" class="g">${[
        ['Oat milk', '2', '€ 4.60'],
        ['Rye bread', '1', '€ 3.95'],
        ['Apples, 1 kg', '1', '€ 2.80'],
        ['Blue cheese', '1', '€ 5.15'],
      ]
        .map(
          ([name, count, price]) =>
            `<div class="r u" style="padding:14px 0"><i style="width:44px;height:44px;border-radius:10px;background:#dfc7a8;margin-right:12px"></i><div class="g">${name}<div class="d">× ${count}</div></div><b>${price}</b></div>`,
        )
        .join(
          '',
        )}<div class="r" style="padding-top:18px"><span class="g">Delivery</span>€ 3.90</div><div class="d">Free from € 35.00</div><div class="r" style="font-size:1.3em;padding-top:10px"><b class="g">Total</b><b>€ 20.40</b></div></div>
      <div style="position:absolute;left:0;right:0;bottom:0;height:54px;background:#fffaf3" class="r t"><span class="g" style="text-align:center;padding:14px">Home</span><span class="g" style="text-align:center;padding:14px">Search</span><span class="g" style="text-align:center;padding:14px">Basket</span></div><div style="position:absolute;left:18px;right:18px;bottom:30px;text-align:center;padding:14px;border-radius:12px;background:#b4637a;color:#fff">Pay now</div></div>`,
    ),
};

export const interruptionItems: readonly QuestionItem[] = [
  {
    kind: 'dialog',
    layout: installer,
    prompt: 'what can i untick so it fits?',
    needs: 'text',
    answer: ['Setup needs 4.2 GB', '1.7 GB are free', 'Editor (2.9 GB)'],
    size: 'part',
  },
  {
    kind: 'dialog',
    layout: installer,
    prompt: 'does the banner at the left look squashed to you?',
    needs: 'picture',
    size: 'snippet',
  },
  {
    kind: 'error page',
    layout: gatewayError,
    prompt: 'is it us or the CDN',
    needs: 'text',
    answer: ['your origin refuses connections on port 443', 'Error code 521'],
    size: 'laptop',
  },
  {
    kind: 'error page',
    layout: gatewayError,
    prompt: '',
    needs: 'text',
    answer: ['Web server is down', '521'],
    size: 'part',
  },
  {
    kind: 'stack trace',
    layout: crashedApp,
    prompt: 'red screen on my phone',
    needs: 'text',
    answer: ["Cannot read property 'map' of undefined", 'BasketScreen.tsx (74:21)'],
    size: 'phone',
  },
  {
    kind: 'stack trace',
    layout: crashedApp,
    prompt: 'où est-ce que je mets la vérification ?',
    needs: 'text',
    answer: ['basket.lines.map((line)'],
    size: 'phone',
  },
  {
    kind: 'mobile app',
    layout: notchedApp,
    prompt: 'how much am I short of free delivery?',
    needs: 'text',
    answer: ['Free from € 35.00', '€ 20.40', '€ 3.90'],
    size: 'phone',
  },
  {
    kind: 'layout bug',
    layout: notchedApp,
    prompt: 'QA says two things overlap on iphone, which?',
    needs: 'picture',
    size: 'phone',
  },
];
