// A page of settings: an alert's rule in words, and switches whose state is a colour.
import type { Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, SKINS } from './skins.ts';

const CHANNELS = [
  ['E-mail to on-call', true],
  ['Text message', false],
  ['Post in #harbour-alerts', true],
  ['Page the duty officer', false],
  ['Open a ticket', true],
] as const;

const alertRule: Layout = {
  name: 'alert-rule',
  html() {
    const field = (name: string, value: string) =>
      `<div class="r" style="margin:10px 0;align-items:center"><span class="d" style="width:170px">${name}</span><span class="b p g m" style="padding:4px 12px;border-radius:3px">${value}</span></div>`;
    const switches = CHANNELS.map(
      ([name, isOn]) =>
        `<div class="r" style="padding:8px 0;align-items:center"><span class="g">${name}</span><i style="width:38px;height:20px;border-radius:10px;background:${isOn ? '#5794f2' : '#3b4048'};padding:3px"><i style="display:block;width:14px;height:14px;border-radius:50%;background:#fff;margin-left:${isOn ? 18 : 0}px"></i></i></div>`,
    );
    return page(
      SKINS.metrics,
      `<div class="c full"><div class="p u" style="padding:12px 20px"><b style="font-size:1.3em">Edit alert rule</b> <span class="d">› Crane motors</span></div><div class="r g" style="padding:16px 20px;gap:36px"><div class="g">${field('Name', 'Hoist motor too warm')}${field('Query A', 'avg by (crane) (motor_temp_c)')}${field('Condition', 'A IS ABOVE 85')}${field('Evaluate every', '1m')}${field('Pending for', '45m')}${field('No data', 'Alerting')}${field('Summary', 'Stop lifting, let it cool')}
      <p class="d">The rule fires when the condition holds for all of the pending period.</p><span class="k">Save rule</span></div><div style="width:300px"><b>Notify</b>${switches.join('')}</div></div></div>`,
    );
  },
};

export const switchboardItems: readonly QuestionItem[] = [
  {
    kind: 'settings',
    layout: alertRule,
    prompt: 'motor ran at 90 degrees for half an hour and nobody was alerted. why??',
    needs: 'text',
    answer: ['Pending for', '45m', 'A IS ABOVE 85'],
    size: 'part',
  },
  {
    kind: 'settings',
    layout: alertRule,
    prompt: 'who gets told when it fires, which toggles are on?',
    needs: 'picture',
    size: 'laptop',
  },
];
