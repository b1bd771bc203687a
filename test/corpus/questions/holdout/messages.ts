// People writing to each other: a team's chat, a telephone's messages, mail.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow } from './frame.ts';

const CHAT = [
  ['Ingrid', '9:02', 'Search is still slow for the big tenants. Do we move to the new index today?'],
  [
    'Tomasz',
    '9:04',
    'The reindex of the test cluster took 6 hours, not 2. I would not start it before a weekend.',
  ],
  ['Ingrid', '9:05', 'ok so Saturday?'],
  ['Amara', '9:09', 'Saturday works. Please keep the old index until Wednesday in case we have to go back.'],
  ['Tomasz', '9:10', 'Deal: start Saturday 06:00, old index stays until Wednesday. I write the runbook.'],
  ['Ingrid', '9:11', 'fine, and I tell the two big customers'],
] as const;

/** A team's chat: channels at the left, messages at the right. */
function teamChat(scene: Scene): string {
  const { theme } = scene.look;
  const channels = ['general', 'incidents', 'search', 'frontend', 'releases', 'lunch'];
  const colours = { Ingrid: '#d946ef', Tomasz: '#0ea5e9', Amara: '#f59e0b' };
  const rows = CHAT.map(
    ([name, time, text]) =>
      `<div style="display:flex;margin:10px 0"><i style="flex:none;width:34px;height:34px;border-radius:6px;margin-right:10px;background:${colours[name]}"></i><div><b>${name}</b> <span class="muted">${time}</span><div>${escapeHtml(text)}</div></div></div>`,
  );
  return desktopWindow(
    scene,
    'search – Lighthouse',
    `<div style="display:flex;height:100%"><div class="raised" style="width:180px;padding:14px"><b>Lighthouse</b>${channels.map((name) => `<div style="padding:3px 0"># ${name}</div>`).join('')}</div>
    <div style="flex:1;padding:8px 20px"><div style="border-bottom:1px solid ${theme.border};padding:6px 0"><b># search</b> <span class="muted">14 members</span></div>${rows.join('')}
    <div class="bordered muted" style="border-radius:6px;padding:8px 12px">Message #search</div></div></div>`,
  );
}

const MESSAGES = [
  [false, 'Hola! ¿sigues queriendo la bici?'],
  [true, 'Sí! ¿cuánto pides al final?'],
  [false, '140 con el candado, 125 sin candado'],
  [true, 'me quedo con la de 140'],
  [false, 'Perfecto. El jueves a las 19:30 delante del mercado, puerta norte'],
  [true, 'allí estaré!'],
] as const;

/** A conversation in bubbles, in a window of a messenger. */
function messenger(scene: Scene): string {
  const { theme } = scene.look;
  const bubbles = MESSAGES.map(
    ([isMine, text]) =>
      `<div style="display:flex;justify-content:${isMine ? 'flex-end' : 'flex-start'};margin:8px 0"><span style="max-width:60%;padding:8px 14px;border-radius:16px;background:${isMine ? theme.accent : theme.raised};color:${isMine ? theme.onAccent : theme.text}">${escapeHtml(text)}</span></div>`,
  );
  return desktopWindow(
    scene,
    'Mensajes',
    `<div style="max-width:620px;margin:0 auto;padding:10px 16px"><div style="text-align:center"><b>Rocío (bici azul)</b></div><div class="muted" style="text-align:center;font-size:11px">hoy</div>${bubbles.join('')}</div>`,
  );
}

interface Mail {
  title: string;
  subject: string;
  from: string;
  others: readonly string[];
  paragraphs: readonly string[];
}

/** A mail program: other mails at the left, one open at the right. */
function mail(scene: Scene, { title, subject, from, others, paragraphs }: Mail): string {
  const { theme } = scene.look;
  const list = others.map(
    (text) =>
      `<div style="padding:9px 14px;border-bottom:1px solid ${theme.border}">${escapeHtml(text)}</div>`,
  );
  return browser(scene, {
    title,
    address: 'mail.example/inbox',
    body: `<div style="display:flex;height:100%"><div class="raised" style="width:260px;border-right:1px solid ${theme.border}"><div style="padding:9px 14px;background:${theme.accent};color:${theme.onAccent}">${escapeHtml(subject)}</div>${list.join('')}</div>
      <div style="flex:1;padding:16px 26px"><div style="font-size:1.4em">${escapeHtml(subject)}</div><div class="muted">${escapeHtml(from)}</div>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}</div></div>`,
  });
}

const MAINTENANCE: Mail = {
  title: 'Inbox (4)',
  subject: 'Planned work on the storage ring',
  from: 'Hosting team, to all customers · yesterday',
  others: ['Your weekly digest', 'Re: badge for the new office', 'Build 5512 is green again', 'Parking'],
  paragraphs: [
    'Dear customers,',
    'On the night of Tuesday 1 December we replace two controllers of the storage ring in hall B.',
    'Volumes in that hall can be read but not written from 01:15 to 03:40. Hall A is not affected.',
    'Please stop nightly jobs that write to these volumes, or move them to hall A before 30 November.',
    'Your hosting team',
  ],
};

const INVOICE: Mail = {
  title: 'Posteingang (11)',
  subject: 'Ihre Rechnung für Oktober',
  from: 'Buchhaltung Nordlicht Druck · 3. November',
  others: ['Termin am Freitag', 'AW: Angebot Plakate', 'Neue Preisliste', 'Abwesenheit'],
  paragraphs: [
    'Guten Tag,',
    'anbei erhalten Sie die Rechnung für 3 000 Plakate im Format A2.',
    'Zwischensumme 1.284,00 €, Versand 38,50 €, Umsatzsteuer 251,28 €.',
    'Gesamtbetrag 1.573,78 €, zahlbar ohne Abzug bis zum 24. November.',
    'Bei Zahlung bis zum 14. November ziehen Sie bitte 2 % Skonto ab.',
    'Mit freundlichen Grüßen, Nordlicht Druck',
  ],
};

export const messageItems: readonly QuestionItem[] = [
  {
    kind: 'chat',
    layout: { name: 'team-chat', html: teamChat },
    prompt: 'what did they agree on?',
    needs: 'text',
    answer: ['start Saturday 06:00', 'old index stays until Wednesday'],
  },
  {
    kind: 'chat',
    layout: { name: 'messenger', html: messenger },
    prompt: '¿dónde y cuándo han quedado?',
    needs: 'text',
    answer: ['jueves a las 19:30', 'puerta norte'],
  },
  {
    kind: 'mail',
    layout: { name: 'maintenance-mail', html: (scene) => mail(scene, MAINTENANCE) },
    prompt: 'when exactly can we not write, and do we have to do something',
    needs: 'text',
    answer: ['from 01:15 to 03:40', 'stop nightly jobs'],
  },
  {
    kind: 'mail',
    layout: { name: 'invoice-mail', html: (scene) => mail(scene, INVOICE) },
    prompt: 'bis wann muss ich zahlen wenn ich Skonto will?',
    needs: 'text',
    answer: ['bis zum 14. November', '2 % Skonto'],
  },
];
