// Issues and boards of work.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser } from './frame.ts';

const STEPS = [
  'Open a map with more than 20 layers',
  'Hide all layers, then print preview',
  'Switch the paper from A3 to A4 landscape',
  'Show any layer again',
] as const;

/** An issue with steps to see it again. */
function issue(scene: Scene): string {
  const { theme } = scene.look;
  return browser(scene, {
    title: 'Preview goes blank · #2290',
    address: 'tracker.example/carta/issues/2290',
    body: `<div style="display:flex;padding:16px 24px"><div style="flex:1"><div style="font-size:1.5em">Preview goes blank after the paper changes</div>
      <div class="muted">#2290 · opened 3 days ago · 5 comments</div>
      <p><b>Steps</b></p><ol>${STEPS.map((step) => `<li>${escapeHtml(step)}</li>`).join('')}</ol>
      <p><b>Expected</b><br>The layer shows in the preview.</p><p><b>Seen</b><br>The preview stays blank until the window is resized.</p>
      <p class="muted">Version 5.4.1 on Debian 12, Wayland</p></div>
      <div style="width:200px;padding-left:20px;border-left:1px solid ${theme.border}"><b>Labels</b><br>printing, regression<br><br><b>Milestone</b><br>5.5<br><br><b>Priority</b><br>High</div></div>`,
  });
}

const COLUMNS = [
  ['To do', ['Translate the receipts', 'Dark icons for the tray', 'Faster first paint']],
  ['Doing', ['Import from the old till', 'Roles for volunteers']],
  ['In review', ['Refund by instalments', 'Offline stock count', 'Barcode labels']],
  ['Done', ['Gift vouchers', 'Two tills, one drawer']],
] as const;

/** A board of cards in columns. */
function board(scene: Scene): string {
  const { theme } = scene.look;
  const columns = COLUMNS.map(
    ([name, cards]) =>
      `<div class="raised" style="flex:1;margin-right:14px;padding:10px;border-radius:8px"><b>${name}</b> <span class="muted">${cards.length}</span>${cards.map((card) => `<div class="bordered" style="margin-top:10px;padding:10px;border-radius:6px;background:${theme.background}">${card}</div>`).join('')}</div>`,
  );
  return browser(scene, {
    title: 'Till 4 · Board',
    address: 'tracker.example/till/board',
    body: `<div style="padding:16px 20px"><h2 style="margin:0 0 12px">Till 4</h2><div style="display:flex;align-items:flex-start">${columns.join('')}</div></div>`,
  });
}

export const trackerItems: readonly QuestionItem[] = [
  {
    kind: 'issue',
    layout: { name: 'blank-preview', html: issue },
    prompt: 'Write me a regression test plan from this ticket',
    needs: 'text',
    answer: ['Switch the paper from A3 to A4 landscape', 'Hide all layers, then print preview'],
  },
  {
    kind: 'board',
    layout: { name: 'card-board', html: board },
    prompt: 'what is waiting for review',
    needs: 'text',
    answer: ['Refund by instalments', 'Offline stock count', 'Barcode labels'],
  },
];
