// Held out: no rule is written against these. Windows with people's data in them.
import { pageStyle, table } from '../parts.ts';
import type { Layout } from '../scene.ts';

export const mail: Layout = {
  name: 'mail',
  html(scene) {
    const { theme } = scene.look;
    const entry = (who: string, subject: string) =>
      `<div style="padding:8px 12px;border-bottom:1px solid ${theme.border}"><b>${who}</b><br><span class="muted">${subject}</span></div>`;
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div class="raised" style="width:160px;padding:12px">Inbox (4)<br>Sent<br>Drafts<br>Archive<br>Spam</div>
      <div style="width:260px;border-right:1px solid ${theme.border}">${entry(scene.name(), 'Access to the staging database')}${entry('Build server', 'Release 318 succeeded')}${entry(scene.name(), 'Lunch on Thursday?')}</div>
      <div style="flex:1;padding:16px 28px"><h3>Access to the staging database</h3>
      <p class="muted">From: ${scene.name()} &lt;${scene.email()}&gt;<br>To: ${scene.email()}<br>Cc: ${scene.email()}<br>Date: Tue, 3 Mar 2026 10:12</p>
      <p>Hi,</p><p>as discussed on the phone. The host is staging-db, the user is reporting and the password is ${scene.password()} until the end of the month.</p>
      <p>For the dashboard use this key: ${scene.token('grafana-service-account-token')}</p>
      <p>If it does not work, call me on ${scene.phone()} before four.</p><p>Best regards<br>${scene.name()}<br>Nordic Foods · Platform team</p></div></div>`;
  },
};

export const spreadsheet: Layout = {
  name: 'spreadsheet',
  html(scene) {
    const { theme } = scene.look;
    const cell = `padding:3px 10px;border:1px solid ${theme.border};font-weight:normal;white-space:nowrap`;
    const rows = Array.from({ length: 9 }, (_, index) => [
      String(index + 2),
      String(10_231 + index * 17),
      scene.name(),
      scene.email(),
      scene.phone(),
      scene.iban(),
      `${(index * 613 + 240) % 990}.50`,
      ['open', 'paid', 'overdue'][index % 3] ?? '',
    ]);
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 14px">File &nbsp; Edit &nbsp; View &nbsp; Insert &nbsp; Format &nbsp; Data &nbsp; Help</div>
      <div style="padding:4px 14px" class="muted">D4 &nbsp; fx</div>
      ${table([['', 'A', 'B', 'C', 'D', 'E', 'F', 'G'], ['1', 'Number', 'Customer', 'E-mail', 'Phone', 'Account', 'Amount', 'Status'], ...rows], cell)}
      <div class="raised" style="padding:5px 14px">Customers &nbsp; Invoices &nbsp; Summary</div>`;
  },
};

export const databaseGrid: Layout = {
  name: 'database-grid',
  html(scene) {
    const { theme } = scene.look;
    const cell = `padding:2px 9px;border:1px solid ${theme.border};font-weight:normal;white-space:nowrap`;
    const rows = Array.from({ length: 7 }, (_, index) => [
      String(8_841 + index),
      scene.email(),
      scene.token(['linear-key', 'digitalocean-token', 'groq-key'][index % 3] ?? 'linear-key'),
      scene.publicAddress(),
      ['admin', 'editor', 'reader'][index % 3] ?? '',
      `2026-03-0${index + 1} 10:1${index}:05`,
      index % 2 === 0 ? 'true' : 'false',
    ]);
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 12px">▸ Execute &nbsp; Explain &nbsp; Commit &nbsp; Rollback &nbsp;&nbsp; <span class="muted">orders@staging</span></div>
      <div class="mono" style="padding:10px 12px">SELECT id, email, api_key, last_ip, role, created_at, active FROM users ORDER BY id LIMIT 7;</div>
      ${table([['id', 'email', 'api_key', 'last_ip', 'role', 'created_at', 'active'], ...rows], cell)}
      <p class="muted" style="padding:0 12px">7 rows retrieved in 18 ms</p>`;
  },
};

export const invoice: Layout = {
  name: 'invoice',
  async html(scene) {
    const code = await scene.barcode(
      'QRCode',
      `BCD\n002\n1\nSCT\n\nNordic Foods AS\n${scene.fill('DE{20:d}')}\nEUR129.90`,
      130,
    );
    const strip = await scene.barcode('Code128', scene.fill('{14:d}'), 220);
    return `${pageStyle(scene)}<div style="background:#777;padding:20px;min-height:100vh"><div style="width:760px;margin:auto;background:#fff;color:#111;padding:48px;font-family:'Liberation Serif',serif">
      <div style="display:flex;justify-content:space-between"><div><h1 style="margin:0">Invoice</h1>No. 2026-0318<br>Date: 3 March 2026<br>Due: 17 March 2026</div><div>${strip}</div></div>
      <p>Nordic Foods AS<br>Storgata 12, 0155 Oslo<br>${scene.email()}<br>Phone ${scene.phone()}</p>
      ${table(
        [
          ['Item', 'Quantity', 'Price', 'Total'],
          ['Support, March', '1', '89.00', '89.00'],
          ['Additional seats', '4', '10.00', '40.00'],
          ['Transfer fee', '1', '0.90', '0.90'],
        ],
        'padding:6px 40px 6px 0;border-bottom:1px solid #999',
      )}
      <p><b>Total: 129.90 EUR</b></p><p>Please pay to account ${scene.iban()}, quoting the number above.</p>
      <p>Card on file: ${scene.card()}</p>${code}</div></div>`;
  },
};

export const mobileChat: Layout = {
  name: 'mobile-chat',
  html(scene) {
    const { theme } = scene.look;
    const bubble = (text: string, isMine: boolean) =>
      `<div style="margin:6px 10px;text-align:${isMine ? 'right' : 'left'}"><span style="display:inline-block;max-width:290px;text-align:left;padding:8px 12px;border-radius:14px;overflow-wrap:anywhere;background:${isMine ? theme.accent : theme.raised};color:${isMine ? theme.onAccent : theme.text}">${text}</span></div>`;
    return `${pageStyle(scene)}<div class="raised" style="padding:14px;text-align:center"><b>${scene.name()}</b><br><span class="muted">online</span></div>
      ${bubble('hey, are you at the computer?', false)}${bubble('in ten minutes, what is it', true)}
      ${bubble(`the wifi password please, I think it is ${scene.password('{12:w}')}`, false)}
      ${bubble(`no. password: ${scene.password('{12:p}')}`, true)}
      ${bubble(`and the key for the bot: ${scene.token('openai-legacy-key')}`, true)}
      ${bubble(`great. send the invoice to ${scene.email()}`, false)}
      ${bubble(`ok. their number is ${scene.phone()}`, true)}${bubble('thanks, see you on Thursday!', false)}`;
  },
};

export const dialog: Layout = {
  name: 'dialog',
  html(scene) {
    const { theme } = scene.look;
    const field = (label: string, value: string) =>
      `<div style="display:flex;align-items:center;margin:9px 0"><span style="width:140px">${label}</span><span style="flex:1;padding:4px 6px;border:1px solid ${theme.muted}">${value}</span></div>`;
    return `${pageStyle(scene)}<div style="height:100vh;background:${theme.raised};padding:70px 0 0 120px"><div style="width:520px;background:${theme.background};border:1px solid ${theme.muted};box-shadow:0 8px 24px #0006">
      <div style="display:flex;justify-content:space-between;padding:7px 12px;border-bottom:1px solid ${theme.border}"><span>Connection Properties</span><span>_ &nbsp; □ &nbsp; ×</span></div>
      <div style="padding:14px 18px">${field('Server:', scene.privateAddress())}${field('Port:', '1433')}${field('Database:', 'crm')}${field('User name:', 'sa')}${field('Password:', scene.password('{15:p}'))}
      ${field('Notify:', scene.email())}<p>☑ Show password &nbsp;&nbsp; ☐ Encrypt connection</p>
      <div style="text-align:right"><span class="button">Test</span> <span class="button">OK</span> <span class="button">Cancel</span></div></div></div></div>`;
  },
};
