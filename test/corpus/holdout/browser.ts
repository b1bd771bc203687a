// Held out: no rule is written against these. What a browser shows to developers.
import { highlightLines, pageStyle, table } from '../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../scene.ts';

/** Tabs of a tool's window, the one in front underlined. */
function tabs(scene: Scene, names: readonly string[], front: string): string {
  const { theme } = scene.look;
  const tab = (name: string) =>
    `<span style="display:inline-block;padding:4px 12px;${name === front ? `border-bottom:2px solid ${theme.accent}` : ''}">${name}</span>`;
  return `<div class="raised" style="border-bottom:1px solid ${theme.border}">${names.map(tab).join('')}</div>`;
}

const DEVELOPER_TOOLS = ['Elements', 'Console', 'Sources', 'Network', 'Performance', 'Application'];

export const networkHeaders: Layout = {
  name: 'network-headers',
  html(scene) {
    const { theme } = scene.look;
    const requests = ['orders?status=open', 'session', 'flags.json', 'main.8f2c1a.js', 'logo.svg', 'events'];
    const headers = (rows: readonly (readonly [string, string])[]) =>
      rows
        .map(
          ([name, value]) =>
            `<div style="display:flex;padding:2px 12px"><b style="width:180px;flex:none">${name}:</b><span style="word-break:break-all">${value}</span></div>`,
        )
        .join('');
    return `${pageStyle(scene)}${tabs(scene, DEVELOPER_TOOLS, 'Network')}
      <div style="display:flex;height:100vh"><div style="width:240px;border-right:1px solid ${theme.border}">
      ${requests.map((name) => `<div style="padding:3px 10px">${escapeHtml(name)}</div>`).join('')}</div>
      <div style="flex:1">${tabs(scene, ['Headers', 'Preview', 'Response', 'Initiator', 'Timing'], 'Headers')}
      <div class="raised" style="padding:3px 8px">▾ General</div>${headers([
        ['Request URL', 'https://api.acme-shop.dev/v2/orders?status=open'],
        ['Request Method', 'GET'],
        ['Status Code', '401 Unauthorized'],
        ['Remote Address', `${scene.publicAddress()}:443`],
      ])}<div class="raised" style="padding:3px 8px">▾ Response Headers</div>${headers([
        ['Content-Type', 'application/json; charset=utf-8'],
        ['Etag', `W/"${scene.fill('{10:x}-{27:w}')}"`],
        ['X-Request-Id', scene.fill('{8:x}-{4:x}-4{3:x}-a{3:x}-{12:x}')],
      ])}<div class="raised" style="padding:3px 8px">▾ Request Headers</div>${headers([
        ['Accept', 'application/json'],
        ['Accept-Encoding', 'gzip, deflate, br, zstd'],
        ['Authorization', `Bearer ${scene.token('json-web-token')}`],
        [
          'Cookie',
          `theme=dark; sid=${scene.secret('session-cookie', scene.fill('s%3A{32:u}.{43:w}'))}; lang=nb`,
        ],
        ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36'],
        ['X-Api-Key', scene.secret('api-key', scene.fill('{40:w}'))],
      ])}</div></div>`;
  },
};

export const browserStorage: Layout = {
  name: 'browser-storage',
  html(scene) {
    const cell = `padding:3px 10px;border:1px solid ${scene.look.theme.border};font-weight:normal;max-width:900px;overflow:hidden;white-space:nowrap`;
    return `${pageStyle(scene)}${tabs(scene, DEVELOPER_TOOLS, 'Application')}<div style="display:flex">
      <div style="width:200px;padding:8px">▾ Storage<br>&nbsp; ▾ Local storage<br>&nbsp;&nbsp;&nbsp; https://app.acme.dev<br>&nbsp; ▸ Session storage<br>&nbsp; ▸ Cookies<br>&nbsp; ▸ IndexedDB</div>
      <div style="flex:1">${table(
        [
          ['Key', 'Value'],
          ['theme', 'dark'],
          ['sidebar.width', '284'],
          ['access_token', scene.token('json-web-token')],
          ['refresh_token', scene.secret('refresh-token', scene.fill('v1.M{70:u}'))],
          ['locale', 'en-GB'],
          ['lastVisited', '/orders/8841'],
          ['user', `{"id":8841,"email":"${scene.email()}"}`],
          ['build', scene.fill('{40:x}')],
        ],
        cell,
      )}</div></div>`;
  },
};

export const jsonViewer: Layout = {
  name: 'json-viewer',
  html(scene) {
    const document = `{
  "id": "cus_8841",
  "object": "customer",
  "created": 1772618400,
  "email": "${scene.email()}",
  "phone": "${scene.phone()}",
  "name": "${scene.name()}",
  "currency": "nok",
  "default_source": { "brand": "visa", "number": "${scene.card()}", "exp_month": 8, "exp_year": 2029 },
  "webhook": {
    "url": "https://hooks.acme.dev/orders",
    "signing_secret": "${scene.token('stripe-webhook-secret')}"
  },
  "integration": {
    "airtable": "${scene.token('airtable-token')}",
    "client_secret": "${scene.token('client-secret')}"
  },
  "etag": "${scene.fill('{32:x}')}",
  "tags": ["wholesale", "priority"],
  "balance": -129900
}`;
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 12px">Save &nbsp; Copy &nbsp; Collapse All &nbsp; Expand All &nbsp; <span class="muted">Filter JSON</span></div>
      <div class="mono" style="padding:8px 16px">${highlightLines(document, 'json')
        .map((line) => `<div class="line">${line}</div>`)
        .join('')}</div>`;
  },
};

export const cloudConsole: Layout = {
  name: 'cloud-console',
  async html(scene) {
    const { theme } = scene.look;
    const code = await scene.barcode('QRCode', scene.oneTimePasswordUri(), 140);
    return `${pageStyle(scene)}<div style="background:${theme.accent};color:${theme.onAccent};padding:10px 20px">Skyline Console &nbsp;&nbsp; Services &nbsp; Regions &nbsp; Support</div>
      <div style="padding:20px 40px"><div class="muted">Identity &gt; Users &gt; deploy-bot &gt; Security credentials</div><h2>Access key created</h2>
      <div class="raised bordered" style="padding:12px 16px;margin-bottom:16px">This is the only time the secret access key can be viewed. You cannot recover it later.</div>
      <div style="display:flex;gap:60px"><div>${table(
        [
          ['Property', 'Value'],
          ['Access key', scene.token('aws-access-key-id')],
          ['Secret access key', scene.token('aws-secret-access-key')],
          ['Account', 'acme-production'],
          ['Region', 'eu-north-1'],
          ['Last used', 'Never'],
          ['Console password', scene.password('{18:p}')],
        ],
        `padding:7px 24px 7px 0;border-bottom:1px solid ${theme.border};font-weight:normal`,
      )}</div><div><p>Multi-factor authentication</p>${code}</div></div>
      <p><span class="button">Download .csv file</span> &nbsp; Done</p></div>`;
  },
};

export const requestBuilder: Layout = {
  name: 'request-builder',
  html(scene) {
    const { theme } = scene.look;
    const cell = `padding:5px 14px;border:1px solid ${theme.border};font-weight:normal`;
    return `${pageStyle(scene)}${tabs(scene, ['POST Create charge', 'GET List orders', '+'], 'POST Create charge')}
      <div style="padding:14px"><div class="bordered" style="padding:6px 10px"><b style="color:${theme.attribute}">POST</b> &nbsp; https://api.example.com/v1/charges &nbsp; <span class="button" style="float:right">Send</span></div>
      ${tabs(scene, ['Params', 'Authorization', 'Headers (9)', 'Body', 'Tests'], 'Headers (9)')}
      ${table(
        [
          ['Key', 'Value', 'Description'],
          ['Authorization', `Bearer ${scene.token('stripe-restricted-key')}`, ''],
          ['Content-Type', 'application/json', ''],
          ['Idempotency-Key', scene.fill('{8:x}-{4:x}-4{3:x}-b{3:x}-{12:x}'), 'once a charge'],
          ['X-Shop-Token', scene.token('shopify-access-token'), 'shop'],
          ['Authorization-Basic', scene.token('basic-authorization'), 'old'],
        ],
        cell,
      )}
      <h4>Body</h4><div class="mono bordered" style="padding:8px">${highlightLines(
        `{\n  "amount": 12900,\n  "currency": "nok",\n  "card": "${scene.card()}",\n  "receipt_email": "${scene.email()}"\n}`,
        'json',
      )
        .map((line) => `<div class="line">${line}</div>`)
        .join(
          '',
        )}</div><p class="muted">Status: 402 Payment Required &nbsp; Time: 284 ms &nbsp; Size: 1.2 KB</p></div>`;
  },
};
