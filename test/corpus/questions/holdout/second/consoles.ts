// Consoles of hosting: lists of machines, what they cost by month, and a cluster with rings above its pods.
import type { Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, rows, SKINS, svg } from './skins.ts';

const MENU = [
  'Dashboard',
  'Instances',
  'Images',
  'Volumes',
  'Snapshots',
  'Networks',
  'Load balancers',
  'Limits',
];

const machineList: Layout = {
  name: 'machine-list',
  html: () =>
    page(
      SKINS.cloud,
      `<div class="c full"><div class="r" style="background:#232f3e;color:#fff;padding:8px 18px;gap:22px"><b>Stratus</b><span>Services</span><span class="g"></span><span>eu-north-2</span><span>team-cartography</span></div>
      <div class="r g"><div class="p e" style="width:170px;padding:14px">${MENU.map((name) => `<div style="padding:3px 0${name === 'Instances' ? ';font-weight:700;color:#b8500a' : ''}">${name}</div>`).join('')}</div>
      <div class="g" style="padding:16px 20px"><div class="r" style="align-items:center"><b style="font-size:1.4em">Instances (13)</b><span class="g"></span><span class="b p" style="padding:4px 14px;border-radius:3px">Actions ▾</span>&nbsp;<span class="k">Launch instance</span></div>
      <div class="p b" style="margin-top:12px"><table style="width:100%">${rows([['Name', 'Type', 'State', 'Status checks', 'Zone', 'Launched']], 'th')}${rows(
        [
          ['tile-render-a', 'c7.2xlarge', 'Running', '2/2 passed', '2a', '2026-08-02'],
          ['tile-render-b', 'c7.2xlarge', 'Running', '1/2 failed: instance unreachable', '2b', '2026-08-02'],
          ['nightly-import', 'm6.large', 'Stopped', '–', '2a', '2025-11-19'],
          ['search-1', 'r6.xlarge', 'Running', '2/2 passed', '2c', '2026-03-30'],
          ['bastion', 't4.nano', 'Running', '2/2 passed', '2a', '2024-01-08'],
          ['search-2', 'r6.xlarge', 'Running', '2/2 passed', '2a', '2026-03-30'],
          ['search-3', 'r6.xlarge', 'Running', '2/2 passed', '2b', '2026-03-30'],
          ['style-editor', 'm7.large', 'Running', '2/2 passed', '2c', '2026-10-11'],
          ['queue-a', 'm7.medium', 'Running', '2/2 passed', '2a', '2026-09-21'],
          ['queue-b', 'm7.medium', 'Running', '2/2 passed', '2b', '2026-09-21'],
          ['raster-cache', 'i4.xlarge', 'Running', '2/2 passed', '2c', '2026-07-02'],
          ['preview-pr-1180', 't4.small', 'Running', '2/2 passed', '2a', '2026-11-19'],
          ['old-geocoder', 'm5.4xlarge', 'Stopping', 'Initializing', '2b', '2023-05-17'],
        ],
      )}</table></div></div></div></div>`,
    ),
};

const SPENT = [
  ['Jun', 30, 44, 20, 8],
  ['Jul', 34, 43, 22, 9],
  ['Aug', 31, 42, 37, 9],
  ['Sep', 36, 44, 55, 8],
  ['Oct', 35, 41, 84, 10],
] as const;
const SPENT_COLOURS = ['#2563b0', '#e07b39', '#5b9a4b', '#9a60b4'] as const;

/** Bars by month without figures; figures of the last month only, in a table. */
const costReport: Layout = {
  name: 'cost-report',
  html() {
    const bars = SPENT.map(([month, ...parts], at) => {
      let y = 300;
      const stack = parts.map((part, index) => {
        y -= part * 1.5;
        return `<rect x="${60 + at * 120}" y="${y}" width="70" height="${part * 1.5}" fill="${SPENT_COLOURS[index]}"/>`;
      });
      return `${stack.join('')}<text x="${95 + at * 120}" y="322" text-anchor="middle" font-size="14">${month}</text>`;
    });
    return page(
      { ...SKINS.cloud, ui: 'Liberation Sans Narrow', px: 15 },
      `<div class="c full">${addressBar('console.stratus.example/billing/explorer?group=service')}<div class="r g" style="padding:18px;gap:18px"><div class="p b g" style="padding:14px"><b>Cost by service</b>${svg(680, 340, `<path d="M50 40V300H670" stroke="#9aa" fill="none"/>${bars.join('')}`, 'width:100%;height:90%')}</div>
      <div class="p b" style="width:360px;padding:14px"><b>October 2026</b><table style="width:100%;margin-top:8px">${['Compute', 'Storage', 'Egress', 'Support'].map((name, index) => `<tr><td><i style="display:inline-block;width:12px;height:12px;background:${SPENT_COLOURS[index]}"></i> ${name}</td><td>${['$1,402.11', '$1,688.40', '$3,377.92', '$400.00'][index]}</td></tr>`).join('')}<tr><td><b>Total</b></td><td><b>$6,868.43</b></td></tr></table><p class="d">Forecast for November: $7,540</p></div></div></div>`,
    );
  },
};

/** How much of a cluster is used, as rings; what its pods do, in words. */
const clusterPage: Layout = {
  name: 'cluster-page',
  html() {
    const ring = (x: number, name: string, part: number, colour: string) =>
      `<circle cx="${x}" cy="80" r="54" fill="none" stroke="#d8dce3" stroke-width="18"/><circle cx="${x}" cy="80" r="54" fill="none" stroke="${colour}" stroke-width="18" stroke-dasharray="${part * 339} 339" transform="rotate(-90 ${x} 80)"/><text x="${x}" y="85" text-anchor="middle" font-size="15">${name}</text>`;
    return page(
      SKINS.book,
      `<div class="c full">${addressBar('k8s.example/#/workloads?namespace=orchard')}<div class="r u p" style="padding:8px 18px;gap:18px"><b>kubernetes</b><span class="d">orchard ▾</span><span>Workloads › Pods</span></div>
      <div style="height:190px;padding:12px">${svg(900, 160, ring(150, 'CPU', 0.58, '#326ce5') + ring(450, 'Memory', 0.93, '#d9534f') + ring(750, 'Pods', 0.31, '#3c9d6b'))}</div>
      <div style="padding:0 18px"><table style="width:100%">${rows([['Name', 'Status', 'Restarts', 'Age', 'Events']], 'th')}${rows(
        [
          ['cider-web-7c5', 'Running', '0', '9d', ''],
          ['cider-web-9bd', 'Running', '1', '9d', ''],
          ['billing-0', 'Pending', '0', '14m', '0/6 nodes are available: 6 Insufficient memory.'],
          ['pomace-sync', 'Completed', '0', '2h', ''],
          ['press-worker-2', 'ImagePullBackOff', '0', '31m', 'tag "2.9.O" not found'],
        ],
      )}</table></div></div>`,
    );
  },
};

export const consoleItems: readonly QuestionItem[] = [
  {
    kind: 'cloud console',
    layout: machineList,
    prompt: 'something here is unhealthy, what?',
    needs: 'text',
    answer: ['tile-render-b', 'instance unreachable'],
    size: 'laptop',
  },
  {
    kind: 'cloud console',
    layout: machineList,
    prompt: 'which of these could we throw away, going by name, state and age',
    needs: 'text',
    answer: ['old-geocoder', '2023-05-17', 'Stopped'],
    size: 'wide',
  },
  {
    kind: 'cloud console',
    layout: costReport,
    prompt: 'what did we pay most for last month?',
    needs: 'text',
    answer: ['$3,377.92', 'Egress'],
    size: 'laptop',
  },
  {
    kind: 'stacked bars',
    layout: costReport,
    prompt: 'which part of the bill has been growing since summer, and since when?',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'cloud console',
    layout: clusterPage,
    prompt: 'warum startet billing nicht',
    needs: 'text',
    answer: ['6 Insufficient memory'],
    size: 'laptop',
  },
  {
    kind: 'gauges',
    layout: clusterPage,
    prompt: 'roughly how full are the three rings?',
    needs: 'picture',
    size: 'part',
  },
];
