// Pages of words: documentation, conversations, mail, forms, dialogs, tickets.
import { pageStyle, table } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { page } from './surfaces.ts';

export const endpointDocs: Layout = {
  name: 'endpoint-docs',
  html: (scene) =>
    page(
      scene,
      'Parcel API',
      `<h2 style="margin:6px 0">Create a shipment</h2><p class="mono raised" style="padding:6px 10px">POST /v3/shipments</p>
      <p>Books a pickup and returns a label. Requests with the same idempotency key within 24 hours return the first shipment.</p>
      ${table(
        [
          ['Parameter', 'Type', 'Required', 'Description'],
          ['weight', 'integer', 'yes', 'In grams, packaging included. At most 31500.'],
          ['service', 'string', 'no', 'economy (default), express or overnight'],
          ['pickup', 'date', 'no', 'The next working day if left out'],
          ['insured', 'boolean', 'no', 'Covers up to 500 euros'],
        ],
        `padding:4px 16px 4px 4px;border-bottom:1px solid ${scene.look.theme.border}`,
      )}
      <h3>Limits</h3><p>Each account may book 120 shipments a minute. Above that the answer is 429 with a Retry-After header.</p>`,
    ),
};

export const changelog: Layout = {
  name: 'changelog',
  html: (scene) =>
    page(
      scene,
      'gridkit releases',
      `<h2 style="margin:6px 0">5.0.0</h2><p class="muted">Released on 2 October 2026</p>
      <h3>Breaking changes</h3><ul><li>Node 20 is no longer supported; use 22.12 or later.</li>
      <li><code>createGrid(element, options)</code> is now <code>new Grid({ element, ...options })</code>.</li>
      <li>The <code>onSelect</code> callback gets row keys instead of indexes.</li></ul>
      <h3>Fixes</h3><ul><li>Sorting is stable in groups.</li><li>Pinned columns keep their width on resize.</li></ul>
      <p>A codemod does most of it: <code>npx gridkit-codemod v5 src/</code></p>`,
    ),
};

interface Message {
  who: string;
  at: string;
  text: string;
}

function thread(scene: Scene, channel: string, messages: readonly Message[]): string {
  const colours = ['#4c8dd6', '#e0803a', '#4fae6b'];
  const rows = messages.map(({ who, at, text }, index) => {
    const colour = colours[who.length % 3];
    return `<div style="display:flex;gap:12px;padding:6px 20px"><span style="width:34px;height:34px;border-radius:50%;background:${colour};flex:none"></span><div><b>${who}</b> <span class="muted">${at}</span><br>${escapeHtml(text)}</div></div>${index === 2 ? `<div class="muted" style="padding:2px 66px">Today</div>` : ''}`;
  });
  return `${pageStyle(scene)}<div class="raised" style="padding:10px 20px"><b># ${channel}</b> <span class="muted">14 members</span></div>${rows.join('')}
    <div class="bordered" style="margin:10px 20px;padding:8px 12px;border-radius:6px"><span class="muted">Message # ${channel}</span></div>`;
}

export const incidentChat: Layout = {
  name: 'incident-chat',
  html: (scene) =>
    thread(scene, 'incident-117', [
      { who: 'Priya', at: '08:12', text: 'Checkout is slow for everybody in Europe since about eight.' },
      {
        who: 'Tomás',
        at: '08:15',
        text: 'Database looks fine. The tax service answers in 9 seconds instead of 80 ms.',
      },
      { who: 'Priya', at: '08:19', text: 'Can we do without it for now?' },
      { who: 'Anneke', at: '08:21', text: 'Yes, set TAX_FALLBACK=table, then we use last night’s rates.' },
      { who: 'Tomás', at: '08:26', text: 'Done in production, times are back to normal.' },
      {
        who: 'Anneke',
        at: '08:40',
        text: 'Their certificate had expired. I will write it up until Thursday.',
      },
    ]),
};

export const reviewChat: Layout = {
  name: 'review-chat',
  html: (scene) =>
    thread(scene, 'frontend', [
      { who: 'Lars', at: '15:02', text: 'Does anybody know why the nightly build takes 40 minutes now?' },
      {
        who: 'Mei',
        at: '15:04',
        text: 'The browser download is not cached any more since the runner update.',
      },
      { who: 'Lars', at: '15:05', text: 'Where do I turn it on again?' },
      { who: 'Mei', at: '15:07', text: 'In nightly.yml, add path ms-playwright to the cache step.' },
      { who: 'Lars', at: '15:31', text: 'Down to 11 minutes, thank you!' },
    ]),
};

export const letter: Layout = {
  name: 'letter',
  html: (scene) =>
    `${pageStyle(scene)}<div class="raised" style="padding:8px 20px">Reply &nbsp; Forward &nbsp; Archive &nbsp; Delete</div><div style="padding:12px 24px;max-width:900px">
    <h2 style="margin:4px 0">Your certificate expires in 14 days</h2>
    <p class="muted">From: Domain Services &nbsp; To: Web team &nbsp; 7 November 2026</p>
    <p>Hello,</p><p>the certificate for shop.example.com expires on 21 November 2026. It is not renewed automatically because the DNS challenge fails: the CNAME record _acme-challenge.shop is missing.</p>
    <p>Please add the record, then choose Renew in the control panel. After that date visitors will see a warning.</p><p>Kind regards<br>Domain Services</p></div>`,
};

export const germanLetter: Layout = {
  name: 'german-letter',
  html: (scene) =>
    `${pageStyle(scene)}<div style="padding:12px 24px;max-width:860px"><h2 style="margin:4px 0">Wartungsarbeiten am Rechenzentrum</h2>
    <p class="muted">Von: Betrieb &nbsp; An: Alle Entwickler</p>
    <p>Liebe Kolleginnen und Kollegen,</p><p>am Samstag wird von 6 bis 11 Uhr das Speichersystem ersetzt. Die Datenbanken sind dann nur lesbar, die Warteschlange nimmt Nachrichten weiter an.</p>
    <p>Bitte keine Migrationen in dieser Zeit starten. Bei Fragen hilft die Rufbereitschaft im Kanal betrieb-hilfe.</p></div>`,
};

function field(scene: Scene, name: string, value: string, problem = ''): string {
  const border = problem === '' ? scene.look.theme.border : '#e5484d';
  const note = problem === '' ? '' : `<div style="color:#e5484d;font-size:90%">${problem}</div>`;
  return `<div style="margin:9px 0"><div>${name}</div><div style="border:1px solid ${border};border-radius:4px;padding:4px 8px;width:420px">${value}</div>${note}</div>`;
}

export const webhookForm: Layout = {
  name: 'webhook-form',
  html: (scene) =>
    page(
      scene,
      'Webhooks',
      `<h2 style="margin:4px 0">Add an endpoint</h2>${[
        field(scene, 'Address', 'http://hooks.example.com/orders', 'The address must start with https://'),
        field(scene, 'Events', 'order.created, order.paid'),
        field(scene, 'Timeout in seconds', '90', 'Choose a number from 1 to 30.'),
        field(scene, 'Description', 'Orders to the warehouse'),
      ].join(
        '',
      )}<span class="button">Save</span> &nbsp; <span class="muted">Nothing was saved: 2 fields need your attention.</span>`,
    ),
};

function dialog(scene: Scene, title: string, text: string, buttons: readonly string[]): string {
  const { theme } = scene.look;
  const row = buttons.map((name, index) =>
    index === 0
      ? `<span class="button">${name}</span>`
      : `<span class="bordered" style="padding:4px 12px;border-radius:3px">${name}</span>`,
  );
  return `${pageStyle(scene)}<div style="position:absolute;inset:0;background:${theme.raised}"></div>
    <div style="position:absolute;left:50%;top:45%;transform:translate(-50%,-50%);width:560px;background:${theme.background};border:1px solid ${theme.border};border-radius:8px;padding:18px 22px;box-shadow:0 8px 30px #0006">
    <b>${title}</b><p>${text}</p><div style="display:flex;gap:10px;justify-content:end">${row.join('')}</div></div>`;
}

export const errorDialog: Layout = {
  name: 'error-dialog',
  html: (scene) =>
    dialog(
      scene,
      'Debug adapter process has terminated unexpectedly',
      'Could not find the runtime "netcoredbg" version 3.1. Set debugger.path to an installed runtime, or install it with the package manager. (exit code 127)',
      ['Open Settings', 'Show Log', 'Cancel'],
    ),
};

export const unsavedDialog: Layout = {
  name: 'unsaved-dialog',
  html: (scene) =>
    dialog(
      scene,
      'Overwrite newer file on disk?',
      'Failed to save total.ts: The content of the file is newer. Please compare your version with the file contents or overwrite the content of the file with your changes.',
      ['Compare', 'Overwrite', 'Revert'],
    ),
};

export const ticket: Layout = {
  name: 'ticket',
  html: (scene) =>
    page(
      scene,
      'SHOP-2291',
      `<h2 style="margin:4px 0">Voucher is applied twice when the page is reloaded</h2>
      <p><b>Status</b> In progress &nbsp; <b>Priority</b> High &nbsp; <b>Assignee</b> Ingrid &nbsp; <b>Sprint</b> 44</p>
      <p><b>Steps</b></p><ol><li>Put something into the cart.</li><li>Enter the voucher HELLO10.</li><li>Reload while the spinner turns.</li></ol>
      <p><b>Expected</b>: the total is reduced once.<br><b>Actual</b>: the total is reduced by 20 %.</p>
      <p><b>Cause</b>: POST /vouchers is not idempotent; the browser sends it again on reload.</p>`,
    ),
};
