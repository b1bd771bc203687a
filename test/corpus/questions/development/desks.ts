// Where people talk and plan: mail, chats, calendars, boards, documents.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { seriesColour } from './surfaces.ts';

/** A round picture of somebody: a gradient with initials, or a drawn face. */
export function avatar(initials: string, size: number, at: number): string {
  const hue = (at * 67 + 15) % 360;
  if (at % 3 === 1)
    return `<svg width="${size}" height="${size}" viewBox="0 0 40 40" style="border-radius:50%;flex:none"><rect width="40" height="40" fill="hsl(${hue},45%,70%)"/><circle cx="20" cy="16" r="8" fill="#f0c9a4"/><path d="M6 42c1-14 27-14 28 0z" fill="hsl(${hue + 90},40%,35%)"/><path d="M11 15c0-12 18-12 18 0-5-4-12-4-18 0z" fill="#4a3122"/></svg>`;
  return `<span style="flex:none;display:inline-block;width:${size}px;height:${size}px;border-radius:50%;text-align:center;color:#fff;font:600 ${Math.round(size * 0.4)}px/${size}px sans-serif;background:linear-gradient(135deg,hsl(${hue},60%,45%),hsl(${hue + 40},60%,35%))">${initials}</span>`;
}

/** A small picture before a word. */
export function icon(shape: number, colour: string, size = 16): string {
  const paths = [
    'M3 5h18v14H3zM3 6l9 7 9-7',
    'M12 3l3 6 6 1-5 4 2 7-6-4-6 4 2-7-5-4 6-1z',
    'M4 20V9l8-6 8 6v11zM9 20v-6h6v6',
    'M4 6h16M4 12h10M4 18h13',
    'M12 3a9 9 0 1 0 .01 0M12 7v6l4 2',
    'M5 4h9l5 5v11H5zM14 4v5h5',
  ];
  return `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="2" style="vertical-align:-3px;margin-right:7px"><path d="${paths[shape % paths.length]}"/></svg>`;
}

const MAILS = [
  ['Petra Lindqvist', 'Maintenance on Saturday', '09:12', 'The database cluster moves to new hardware'],
  ['Build robot', 'nightly #4471 is unstable', '07:40', '3 of 1,906 tests failed'],
  ['Tomasz Wrona', 'Re: invoice numbers', 'Thu', 'I would rather not renumber them'],
  ['Facilities', 'Heating on the third floor', 'Thu', 'The technician comes on Monday'],
  ['Amira Said', 'Slides for the review', 'Wed', 'Attached is what I have so far'],
] as const;

/** A mail program with three panes. */
export const mailProgram: Layout = {
  name: 'mail-program',
  html(scene) {
    const { theme, px } = scene.look;
    const folders = ['Inbox', 'Starred', 'Snoozed', 'Sent', 'Drafts', 'Archive'].map(
      (name, at) =>
        `<div style="padding:5px 14px;${at === 0 ? `background:${theme.accent};color:${theme.onAccent};border-radius:0 14px 14px 0` : ''}">${icon(at, at === 0 ? theme.onAccent : theme.muted)}${name}</div>`,
    );
    const mails = MAILS.map(
      ([from, subject, at, start], index) =>
        `<div style="display:flex;gap:10px;padding:9px 12px;border-bottom:1px solid ${theme.border};${index === 0 ? `background:${theme.raised}` : ''}">${avatar(from.slice(0, 1), 34, index)}<div style="min-width:0;flex:1"><b>${from}</b> <span class="muted" style="float:right">${at}</span><div style="white-space:nowrap;overflow:hidden">${subject}</div><div class="muted" style="white-space:nowrap;overflow:hidden;font-size:${px - 2}px">${start}</div></div></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh">
      <div class="raised" style="width:150px;padding:10px 0;flex:none">${folders.join('')}</div>
      <div style="width:280px;flex:none;border-right:1px solid ${theme.border}">${mails.join('')}</div>
      <div style="padding:18px 24px"><div style="font-size:${px + 7}px">Maintenance on Saturday</div><div style="display:flex;gap:10px;margin:12px 0">${avatar('P', 40, 0)}<div><b>Petra Lindqvist</b><div class="muted">to all-developers</div></div></div>
      <p>Hello all,</p><p>The database cluster moves to new hardware on Saturday. Between 22:00 and 23:30 UTC the order service is read-only; carts are kept in the browser and sent later.</p><p>If you deploy on Friday, please set <code>WRITES_PAUSED=1</code> before you leave, since the switch does not wait for open transactions.</p><p>Questions to the channel, not to me: I am on a train.</p><p>Petra</p><span class="button">Reply</span> <span class="bordered" style="padding:4px 12px">Forward</span></div></div>`;
  },
};

const SAID = [
  ['Noor', '14:02', 'is anybody else seeing 422 from the tax service?'],
  ['Jonas', '14:03', 'yes, since the deploy. it wants the country as two letters now'],
  ['Noor', '14:03', 'we send <code>"country": "Germany"</code> :facepalm:'],
  ['Ines', '14:05', 'there is <code>isoCountry()</code> in address.ts, use that before the call'],
  ['Jonas', '14:09', 'fixed in 7c1f0aa, going out with 3.18.2'],
] as const;

/** A team's chat, with channels, faces and reactions. */
export const teamChat: Layout = {
  name: 'team-chat',
  html(scene) {
    const { theme, px } = scene.look;
    const channels = ['general', 'backend', 'tax-service', 'releases', 'random', 'lunch'].map(
      (name, at) =>
        `<div style="padding:3px 16px;${at === 2 ? 'background:#1164a3;color:#fff' : ''}"># ${name}${at % 3 === 1 ? '<span style="float:right;background:#cd2553;color:#fff;border-radius:9px;padding:0 7px;font-size:11px">4</span>' : ''}</div>`,
    );
    const messages = SAID.map(
      ([who, at, what], index) =>
        `<div style="display:flex;gap:12px;padding:8px 20px">${avatar(who.slice(0, 2), 38, who.length)}<div><b>${who}</b> <span class="muted" style="font-size:${px - 2}px">${at}</span><div>${what}</div>${index % 2 ? `<span style="display:inline-flex;gap:6px;margin-top:4px"><span style="border:1px solid ${theme.accent};border-radius:12px;padding:0 8px">👍 3</span><span class="bordered" style="border-radius:12px;padding:0 8px">🎉 1</span></span>` : ''}</div></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div style="width:62px;background:#350d36;padding:10px;flex:none">${[0, 1, 2].map((at) => `<div style="margin-bottom:12px">${avatar('AB'.charAt(at) || 'C', 40, at + 5)}</div>`).join('')}</div><div style="width:190px;flex:none;background:#3f0e40;color:#cfc3cf;padding:14px 0"><div style="padding:0 16px 12px;color:#fff"><b>Harbour Ltd</b></div>${channels.join('')}</div><div style="flex:1"><div style="padding:11px 20px;border-bottom:1px solid ${theme.border}"><b># tax-service</b> <span class="muted">Everything about VAT</span></div>${messages.join('')}<div class="bordered" style="margin:14px 20px;padding:12px;border-radius:8px"><span class="muted">Message #tax-service</span></div></div></div>`;
  },
};

const AGENDA = [
  [
    'Mon 23',
    [
      ['09:30', 'Stand-up', 'Room Elbe'],
      ['11:00', 'Interview: platform engineer', 'Room Spree'],
    ],
  ],
  [
    'Tue 24',
    [
      ['10:00', 'Incident review INC-2231', 'Room Elbe'],
      ['15:30', 'One to one with Hanna', 'online'],
    ],
  ],
  [
    'Wed 25',
    [
      ['13:00', 'Freeze of release 9.4', ''],
      ['16:00', 'Retrospective', 'Room Oder'],
    ],
  ],
  [
    'Thu 26',
    [
      ['09:00', 'Dentist', ''],
      ['14:00', 'Threat modelling, payments', 'Room Spree'],
    ],
  ],
] as const;

/** A calendar as a list of days, beside a small month. */
export const agenda: Layout = {
  name: 'agenda',
  html(scene) {
    const { theme, px } = scene.look;
    const days = Array.from(
      { length: 30 },
      (_, at) =>
        `<span style="width:26px;line-height:26px;text-align:center;border-radius:50%;${at === 22 ? `background:${theme.accent};color:${theme.onAccent}` : ''}">${at + 1}</span>`,
    );
    const rows = AGENDA.map(
      ([day, entries]) =>
        `<div style="display:flex;border-bottom:1px solid ${theme.border};padding:10px 0"><div style="width:90px;font-size:${px + 3}px">${day}</div><div style="flex:1">${entries.map(([at, what, where], index) => `<div style="padding:4px 0"><span style="display:inline-block;width:11px;height:11px;border-radius:50%;background:${seriesColour(index + day.length)};margin-right:12px"></span><span class="muted" style="display:inline-block;width:60px">${at}</span>${what} <span class="muted">${where}</span></div>`).join('')}</div></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;gap:26px;padding:16px"><div style="width:190px"><div style="background:${theme.accent};color:${theme.onAccent};border-radius:20px;padding:9px 18px;width:110px;margin-bottom:16px">+ Create</div><b>November</b><div style="display:flex;flex-wrap:wrap;font-size:11px">${days.join('')}</div>${['Team', 'Holidays', 'Private'].map((name, at) => `<div style="padding:4px 0"><span style="display:inline-block;width:14px;height:14px;border-radius:3px;background:${seriesColour(at)};vertical-align:-2px;margin-right:8px"></span>${name}</div>`).join('')}</div><div style="flex:1"><div style="font-size:${px + 8}px">Schedule</div>${rows.join('')}</div></div>`;
  },
};

const COLUMNS = [
  [
    'To do',
    [
      ['PAY-881', 'Refunds over 10,000 need a second approval', 'backend'],
      ['PAY-902', 'Dark mode for the receipt', 'design'],
      ['PAY-913', 'Drop Node 20', 'chore'],
    ],
  ],
  [
    'In progress',
    [
      ['PAY-877', 'Retry webhooks with a longer pause', 'backend'],
      ['PAY-899', 'Currency sign after the amount in French', 'bug'],
    ],
  ],
  ['Blocked', [['PAY-860', 'Wait for the bank: sandbox certificate expired', 'blocked']]],
  [
    'Done',
    [
      ['PAY-854', 'Index on payments.created_at', 'backend'],
      ['PAY-856', 'Spelling of "cancelled"', 'bug'],
    ],
  ],
] as const;

/** Cards in columns. */
export const cardBoard: Layout = {
  name: 'card-board',
  html(scene) {
    const { theme, px } = scene.look;
    const colours = {
      backend: '#3b6fd4',
      design: '#a84fd0',
      chore: '#76808c',
      bug: '#d0453b',
      blocked: '#c98a1b',
    };
    const columns = COLUMNS.map(
      ([name, cards], at) =>
        `<div class="raised" style="flex:1;border-radius:8px;padding:10px"><b>${name}</b> <span class="muted">${cards.length}</span>${cards
          .map(
            ([key, title, label], index) =>
              `<div class="bordered" style="background:${theme.background};border-radius:6px;padding:10px;margin-top:9px;box-shadow:0 1px 2px #0004"><div style="height:5px;width:44px;border-radius:3px;background:${colours[label]};margin-bottom:7px"></div>${escapeHtml(title)}<div style="display:flex;align-items:center;gap:8px;margin-top:8px;font-size:${px - 2}px"><span class="muted">${key}</span><span style="flex:1"></span>${avatar('KM'.charAt(index % 2), 22, at + index)}</div></div>`,
          )
          .join('')}</div>`,
    );
    return `${pageStyle(scene)}<div style="padding:12px 16px;background:linear-gradient(90deg,#0b5563,#31708f);color:#fff"><b>Payments</b> &nbsp; Sprint 31 &nbsp; ${icon(3, '#fff')}Filter</div><div style="display:flex;gap:12px;padding:14px;align-items:flex-start">${columns.join('')}</div>`;
  },
};

function paragraph(scene: Scene, text: string): string {
  return `<p style="margin:0 0 9px;text-align:justify;font-size:${scene.look.px - 1}px">${text}</p>`;
}

/** A paper in a viewer, with small pages at the side. */
export const paperViewer: Layout = {
  name: 'paper-viewer',
  html(scene) {
    const small = Array.from(
      { length: 5 },
      (_, page) =>
        `<div style="background:#fff;width:84px;height:112px;margin:10px auto;padding:8px;${page === 1 ? 'outline:3px solid #4a90d9' : ''}">${Array.from({ length: 14 }, (_, line) => `<div style="height:2px;margin-bottom:4px;background:#aaa;width:${60 + ((line * 37 + page * 11) % 40)}%"></div>`).join('')}</div>`,
    );
    return `${pageStyle(scene)}<div style="background:#3c3f41;color:#ddd;padding:7px 14px;font-size:13px">${icon(3, '#ddd')}leases.pdf &nbsp;&nbsp; 2 / 11 &nbsp;&nbsp; − 100% + &nbsp;&nbsp; ${icon(5, '#ddd')}${icon(0, '#ddd')}</div><div style="display:flex;background:#525659;min-height:100vh"><div style="width:120px;background:#323639">${small.join('')}</div><div style="flex:1"><div style="background:#fff;color:#111;width:690px;margin:16px auto;padding:36px 44px;font-family:'Liberation Serif',serif;box-shadow:0 2px 8px #0008"><div style="columns:2;column-gap:26px">
      <b>3.2 Clock skew</b>${paragraph(scene, 'A lease is safe only if the holder stops before the server believes it has ended. We assume that clocks drift by no more than 200 ppm, and shorten every lease at the holder by twice that share.')}${paragraph(scene, 'In our cluster the largest skew that was measured over 90 days was 38 ms, on a node whose time daemon had crashed.')}
      <b>3.3 Failure of the holder</b>${paragraph(scene, 'If the holder fails, nobody may write until the lease has run out. With leases of 10 s the median pause was 5.1 s. Shorter leases halve the pause, yet cost a renewal each 2 s, which is 11 % of all messages.')}${paragraph(scene, 'We chose 10 s, since failures were seen only twice a month.')}</div></div></div></div>`;
  },
};
