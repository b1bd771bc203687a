// Things to read: a reference in a browser, a manual page, a design paper.
import { table } from '../../parts.ts';
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, terminalWindow } from './frame.ts';

const OPTIONS = [
  ['Option', 'Type', 'Default', 'Meaning'],
  ['baseUrl', 'string', 'none', 'Where the service answers'],
  ['connectTimeout', 'number', '2500', 'Milliseconds until a connection stands'],
  ['idleTimeout', 'number', '45000', 'Milliseconds without a byte before it is closed'],
  ['maxSockets', 'number', '16', 'Connections kept at a time'],
  ['keepAlive', 'boolean', 'true', 'Whether connections are used again'],
];

/** A library's reference with its chapters at the left. */
function reference(scene: Scene): string {
  const { theme } = scene.look;
  const chapters = [
    'Getting started',
    'Client options',
    'Streaming',
    'Errors',
    'Testing',
    'Migration from 2.x',
  ];
  return browser(scene, {
    title: 'Client options · Gannet',
    address: 'docs.gannet.example/v3/client-options',
    body: `<div style="display:flex;height:100%"><div class="raised" style="width:200px;padding:18px;border-right:1px solid ${theme.border}">${chapters.map((name) => `<div style="padding:4px 0">${name}</div>`).join('')}</div>
      <div style="flex:1;padding:18px 28px"><h1 style="margin:0 0 8px">Client options</h1>
      <p>Every option can be given when the client is made, or for one request. What is given for a request wins.</p>
      <div style="font-size:0.93em">${table(OPTIONS, `padding:5px 10px;border-bottom:1px solid ${theme.border}`)}</div>
      <p class="muted">Since 3.2 a time-out of zero means none. Earlier versions refused it.</p></div></div>`,
  });
}

const MANUAL = [
  'SHOAL-SYNC(1)                 Shoal Manual                 SHOAL-SYNC(1)',
  '',
  'NAME',
  '       shoal-sync - bring two folders to the same state',
  '',
  'SYNOPSIS',
  '       shoal sync [-n] [--prune] [--bwlimit RATE] SOURCE TARGET',
  '',
  'OPTIONS',
  '       -n, --dry-run',
  '              Tell what would be done, and do nothing.',
  '',
  '       --prune',
  '              Delete from TARGET what is no longer in SOURCE.',
  '',
  '       --bwlimit RATE',
  '              Send no more than RATE bytes in a second (k, M, G).',
  '',
  '       --checksum',
  '              Compare contents, not sizes and times.',
];

const PARAGRAPHS = [
  'A booking is held for nine minutes. Whoever pays within that time keeps the seat; after it the seat is free again, whatever the payment provider says later. A late payment is refunded by the nightly run, never by hand.',
  'We looked at three ways to keep two people from paying for one seat: a lock in the database, a queue per showing, and a counter with a version. The queue was simplest to reason about and hardest to run. We chose the counter.',
  'What speaks against it: under a rush (more than 400 attempts a second for one showing) four of ten attempts have to be repeated. The page hides this behind a short wait. We accept it.',
  'Open: what happens to group bookings that lose one of their seats. Until this is decided, groups larger than eight go through the box office.',
];

/** A page of prose in a word processor. */
function paper(scene: Scene): string {
  const { theme } = scene.look;
  return desktopWindow(
    scene,
    'Seat holds, decision 14.docx',
    `<div class="raised" style="padding:6px 14px;border-bottom:1px solid ${theme.border}">File &nbsp; Home &nbsp; Insert &nbsp; Layout &nbsp; Review &nbsp; View</div>
    <div style="max-width:760px;margin:0 auto;padding:18px 40px"><h1 style="font-size:1.6em;margin:6px 0">Decision 14: Seat holds</h1>
    <div class="muted">Accepted · 4 September 2026</div>${PARAGRAPHS.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}</div>`,
  );
}

export const documentItems: readonly QuestionItem[] = [
  {
    kind: 'documentation',
    layout: { name: 'client-reference', html: reference },
    prompt: 'whats the default idle timeout here',
    needs: 'text',
    answer: ['45000'],
  },
  {
    kind: 'documentation',
    layout: {
      name: 'manual-page',
      html: (scene) =>
        terminalWindow(scene, { title: 'man shoal-sync', prompt: ':', lines: MANUAL, isFull: true }),
    },
    prompt: 'which flag removes files on the other side that I deleted here',
    needs: 'text',
    answer: ['--prune', 'Delete from TARGET'],
  },
  {
    kind: 'documentation',
    layout: { name: 'decision-paper', html: paper },
    prompt: 'tl;dr',
    needs: 'text',
    answer: ['held for nine minutes', 'We chose the counter'],
    size: 'windowRetina',
  },
];
