// Forms, settings and dialogs.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow } from './frame.ts';

const FIELDS = [
  ['Name of the vessel', 'Snøkrystall', ''],
  ['Length over all (m)', '11,4', 'Use a point, not a comma'],
  ['Draught (m)', '1.8', ''],
  ['Arrival', '31.11.2026', 'There is no 31 November'],
  ['Nights', '4', ''],
] as const;

/** A form of a booking with remarks under the fields. */
function bookingForm(scene: Scene): string {
  const { theme } = scene.look;
  const fields = FIELDS.map(
    ([name, value, error]) =>
      `<div style="margin:7px 0"><div style="font-size:0.9em">${name}</div><div style="padding:4px 10px;width:340px;border-radius:4px;border:1px solid ${error ? '#e5484d' : theme.border}">${value}</div><div style="color:#e5484d;font-size:0.85em">${error}</div></div>`,
  );
  return browser(scene, {
    title: 'Book a berth',
    address: 'marina.example/book',
    body: `<div style="padding:10px 32px"><h2 style="margin:0 0 4px">Book a berth</h2>${fields.join('')}<span class="button">Continue</span></div>`,
  });
}

const SETTINGS = [
  ['Merge button', 'Allow squash merging', 'on'],
  ['Merge button', 'Delete branches when merged', 'off'],
  ['Notifications', 'Send a mail for every failed build', 'on'],
  ['Notifications', 'Mention owners of changed files', 'on'],
  ['Retention', 'Keep build logs for 14 days', 'on'],
  ['Danger zone', 'Let everyone rename this repository', 'off'],
] as const;

interface SettingsLook {
  /** Of the window; says whose settings they are. */
  title: string;
  /** Pixels a row is moved to the right, by its number from 0. */
  shift?: (row: number) => number;
  gap?: (row: number) => number;
}

/** A page of settings with switches. */
function settingsPage(scene: Scene, { title, shift = () => 0, gap = () => 10 }: SettingsLook): string {
  const { theme } = scene.look;
  const rows = SETTINGS.map(([group, name, state], index) => {
    const colour = state === 'on' ? theme.accent : theme.border;
    return `<div style="display:flex;align-items:center;max-width:760px;padding:${gap(index)}px 14px;border-bottom:1px solid ${theme.border}"><div style="flex:1"><div>${name}</div><div class="muted" style="font-size:0.85em">${group}</div></div>
      <span class="muted" style="margin-right:10px">${state}</span><i style="position:relative;left:${shift(index)}px;width:36px;height:20px;border-radius:10px;background:${colour}"><i style="position:absolute;top:2px;${state === 'on' ? 'right' : 'left'}:2px;width:16px;height:16px;border-radius:8px;background:#fff"></i></i></div>`;
  });
  return browser(scene, {
    title,
    address: 'git.example.org/atlas/atlas/settings',
    body: `<div style="display:flex;height:100%"><div class="raised" style="width:180px;padding:16px">General<br>Access<br>Branches<br>Webhooks<br>Runners<br>Pages</div><div style="flex:1;padding:14px 24px"><h2 style="margin:0 0 6px">General</h2>${rows.join('')}</div></div>`,
  });
}

/** A program with a list behind, and a message over it. */
function errorDialog(scene: Scene): string {
  const { theme } = scene.look;
  const rows = Array.from(
    { length: 26 },
    (_, index) =>
      `<div style="display:flex;padding:4px 16px;border-bottom:1px solid ${theme.border}"><span style="width:45%">scan_${String(index + 104)}.tiff</span><span class="muted">${scene.random.below(90) + 10} MB</span></div>`,
  );
  return desktopWindow(
    scene,
    'Archive Importer 8.1',
    `<div style="opacity:.55">${rows.join('')}</div>
    <div class="raised bordered" style="position:absolute;left:50%;top:22%;width:460px;margin-left:-230px;box-shadow:0 12px 40px #0009;border-radius:6px">
    <div style="padding:8px 14px;border-bottom:1px solid ${theme.border}"><b>Import stopped</b></div>
    <div style="padding:16px 18px">${escapeHtml('Cannot write “index.lmdb”: the database is mapped read-only (0x8007006E).')}<br><br>Close every other window that has this archive open, then choose Retry.</div>
    <div style="padding:10px 18px;text-align:right"><span class="button">Retry</span> &nbsp; <span class="bordered" style="padding:4px 12px">Cancel</span></div></div>`,
  );
}

export const formItems: readonly QuestionItem[] = [
  {
    kind: 'form',
    layout: { name: 'booking-form', html: bookingForm },
    prompt: "it won't let me continue",
    needs: 'text',
    answer: ['Use a point, not a comma', 'There is no 31 November'],
  },
  {
    kind: 'settings',
    layout: {
      name: 'repository-settings',
      html: (scene) => settingsPage(scene, { title: 'Settings · atlas' }),
    },
    prompt: 'branches pile up after merging, what do I switch?',
    needs: 'text',
    answer: ['Delete branches when merged'],
  },
  {
    kind: 'settings',
    layout: {
      name: 'uneven-settings',
      html: (scene) =>
        settingsPage(scene, {
          title: 'Settings · atlas',
          shift: (row) => (row === 3 ? -17 : 0),
          gap: (row) => (row === 1 ? 19 : 8),
        }),
    },
    prompt: 'spacing feels off somewhere, where?',
    needs: 'picture',
  },
  {
    kind: 'dialog',
    layout: { name: 'import-dialog', html: errorDialog },
    prompt: '',
    needs: 'text',
    answer: ['the database is mapped read-only', 'Close every other window'],
  },
];
