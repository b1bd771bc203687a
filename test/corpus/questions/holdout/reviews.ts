// Changes to code, for review: in a web page with both sides, in a terminal, and an open conversation.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow } from './frame.ts';

const SIDES = [
  [' ', 'export async function send(letter: Letter) {', ' ', 'export async function send(letter: Letter) {'],
  ['-', '  for (let n = 0; n < 3; n++) {', '+', '  for (let n = 0; n < 10; n++) {'],
  [' ', '    const reply = await post(letter);', ' ', '    const reply = await post(letter);'],
  [' ', '    if (reply.ok) return reply;', ' ', '    if (reply.ok) return reply;'],
  ['-', '    await sleep(200 * 2 ** n);', '+', '    await sleep(50);'],
  [' ', '  }', ' ', '  }'],
  [' ', '  throw new Undelivered(letter.id);', ' ', '  throw new Undelivered(letter.id);'],
  [' ', '}', ' ', '}'],
] as const;

const TINTS = { ' ': 'transparent', '-': '#ef444433', '+': '#22c55e33' };

/** A pull request's files, before at the left and after at the right. */
function splitDiff(scene: Scene): string {
  const { theme, mono } = scene.look;
  const cell = (sign: keyof typeof TINTS, text: string, number: number) =>
    `<td style="width:50%;padding:2px 6px;background:${TINTS[sign]};border-right:1px solid ${theme.border};white-space:pre"><span class="muted">${number}</span> ${sign} ${escapeHtml(text)}</td>`;
  const rows = SIDES.map(
    ([left, before, right, after], index) =>
      `<tr>${cell(left, before, 27 + index)}${cell(right, after, 27 + index)}</tr>`,
  );
  return browser(scene, {
    title: 'Retry letters more often #318',
    address: 'git.example.org/pigeon/post/pulls/318/files',
    body: `<div style="padding:14px 18px"><div style="font-size:1.4em">Retry letters more often <span class="muted">#318</span></div>
      <div class="muted" style="margin:4px 0 12px">Conversation 2 &nbsp; Commits 1 &nbsp; Checks 7 &nbsp; <b>Files changed 1</b></div>
      <div class="bordered"><div class="raised" style="padding:6px 10px">src/send.ts &nbsp; +2 −2</div><table style="width:100%;font:12px/1.5 '${mono}'">${rows.join('')}</table></div></div>`,
  });
}

const PATCH = [
  'commit 5be1f07 (HEAD -> fix/rounding)',
  'Date:   Thu Nov 19 16:22:40 2026 +0100',
  '',
  '    Round once, at the end',
  '',
  'diff --git a/lib/basket.rb b/lib/basket.rb',
  '--- a/lib/basket.rb',
  '+++ b/lib/basket.rb',
  '@@ -14,9 +14,8 @@ class Basket',
  '   def total',
  '-    lines.sum { |line| (line.price * line.count).round(2) }',
  '+    lines.sum { |line| line.price * line.count }.round(2)',
  '   end',
  ' ',
  '   def discount',
  '-    total > 100 ? total * 0.05 : 0',
  '+    total >= 100 ? total * 0.05 : 0',
  '   end',
];

/** A commit in a pager, with the colours of additions and deletions. */
function pagerDiff(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const colourOf = (line: string) => {
    if (line.startsWith('+')) return theme.string;
    if (line.startsWith('-')) return theme.keyword;
    return line.startsWith('@@') ? theme.title : theme.text;
  };
  const rows = PATCH.map(
    (line) => `<div class="line" style="color:${colourOf(line)}">${escapeHtml(line)}</div>`,
  );
  return desktopWindow(
    scene,
    'git show — basket',
    `<div style="padding:10px 14px;font:${px}px/1.45 '${mono}',monospace">${rows.join('')}<div class="line"><span style="background:${theme.text};color:${theme.background}">(END)</span></div></div>`,
  );
}

const REMARKS = [
  [
    'wanjiru',
    'commented on src/auth/session.py',
    'This compares the two digests with ==, so how long it takes tells how much of it was right. Please use hmac.compare_digest.',
  ],
  ['felipe', 'replied', 'Good catch, done in 91ac2.'],
  [
    'wanjiru',
    'requested changes',
    'Still missing: a test for an expired session. Everything else is fine by me.',
  ],
] as const;

/** The conversation of a pull request. */
function conversation(scene: Scene): string {
  const { theme } = scene.look;
  const remarks = REMARKS.map(
    ([who, what, text]) =>
      `<div class="bordered" style="border-radius:6px;margin:12px 0"><div class="raised" style="padding:6px 12px;border-bottom:1px solid ${theme.border}"><b>${who}</b> <span class="muted">${what}</span></div><div style="padding:10px 12px">${escapeHtml(text)}</div></div>`,
  );
  return browser(scene, {
    title: 'Sessions that expire #77',
    address: 'git.example.org/atoll/portal/pulls/77',
    body: `<div style="max-width:820px;padding:14px 22px"><div style="font-size:1.5em">Sessions that expire <span class="muted">#77</span></div>
      <span style="background:#8957e5;color:#fff;border-radius:12px;padding:2px 12px">Open</span> <span class="muted">felipe wants to merge 6 commits into main</span>${remarks.join('')}</div>`,
  });
}

export const reviewItems: readonly QuestionItem[] = [
  {
    kind: 'diff',
    layout: { name: 'split-diff', html: splitDiff },
    prompt: 'review this. what worries you',
    needs: 'text',
    answer: ['n < 10', 'await sleep(50);'],
  },
  {
    kind: 'diff',
    layout: { name: 'pager-diff', html: pagerDiff },
    prompt: 'The message says it only changes rounding. True?',
    needs: 'text',
    answer: ['total >= 100', 'Round once, at the end'],
    size: 'partRetina',
  },
  {
    kind: 'diff',
    layout: { name: 'review-conversation', html: conversation },
    prompt: 'what is left to do before this can be merged?',
    needs: 'text',
    answer: ['a test for an expired session'],
  },
];
