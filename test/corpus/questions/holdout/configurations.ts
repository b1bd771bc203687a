// Configuration files, shown where people look at them: in an editor, in a pager, in a repository's web page.
import { highlightLines } from '../../parts.ts';
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, terminalWindow } from './frame.ts';

const DEPLOYMENT = [
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata:',
  '  name: greenhouse-api',
  'spec:',
  '  replicas: 3',
  '  template:',
  '    spec:',
  '      containers:',
  '        - name: api',
  '          image: registry.example/greenhouse/api:1.14',
  '          ports:',
  '            - containerPort: 8443',
  '          readinessProbe:',
  '            httpGet:',
  '              path: /healthz',
  '              port: 8080',
  '            periodSeconds: 5',
];

const NGINX = [
  '$ cat /etc/nginx/sites-enabled/archive.conf',
  'server {',
  '    listen 443 ssl;',
  '    server_name archive.example;',
  '    client_max_body_size 2m;',
  '    ',
  '    location /media/ {',
  '        alias /srv/archive/media/;',
  '        expires 30d;',
  '    }',
  '    ',
  '    location /upload {',
  '        proxy_pass http://127.0.0.1:6100;',
  '        proxy_read_timeout 120s;',
  '    }',
  '}',
];

const WORKFLOW = [
  'name: nightly',
  'on:',
  '  schedule:',
  "    - cron: '0 2 * * 1'",
  'jobs:',
  '  soak:',
  '    runs-on: ubuntu-24.04',
  '    timeout-minutes: 90',
  '    steps:',
  '      - uses: actions/checkout@v5',
  '      - run: make soak',
];

/** A file of a repository as its web page shows it. */
function repositoryFile(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const rows = highlightLines(WORKFLOW.join('\n'), 'yaml').map(
    (line, index) =>
      `<div class="line"><span style="display:inline-block;width:4ch;color:${theme.muted}">${index + 1}</span>${line}</div>`,
  );
  return browser(scene, {
    title: 'kelp/.github/workflows/nightly.yml',
    address: 'git.example.org/reef/kelp/blob/main/.github/workflows/nightly.yml',
    body: `<div style="padding:16px 24px"><div style="font-size:16px"><a style="color:${theme.accent}">reef</a> / <b>kelp</b></div>
      <div class="muted" style="margin:6px 0 12px">Code &nbsp; Issues 12 &nbsp; Pull requests 3 &nbsp; Actions &nbsp; Settings</div>
      <div class="bordered" style="border-radius:6px;overflow:hidden"><div class="raised" style="padding:8px 14px;border-bottom:1px solid ${theme.border}">11 lines · 231 Bytes &nbsp; <span class="muted">Blame &nbsp; Raw &nbsp; History</span></div>
      <div style="padding:10px 14px;font:${px}px/1.45 '${mono}'">${rows.join('')}</div></div></div>`,
  });
}

/** A manifest, and beside it what the cluster says of it. */
function manifestAndEvents(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const rows = highlightLines(DEPLOYMENT.join('\n'), 'yaml').map((line) => `<div class="line">${line}</div>`);
  const events = [
    'Unhealthy 12s (x24)',
    'Readiness probe failed:',
    'connect: connection refused',
    'ScalingReplicaSet 3m',
    'Scaled up to 3',
  ];
  return desktopWindow(
    scene,
    'greenhouse / deployment.yaml',
    `<div style="display:flex;height:100%;font:${px}px/1.45 '${mono}'"><div style="flex:1;padding:10px 14px">${rows.join('')}</div>
    <div class="raised" style="width:36%;padding:10px 14px;border-left:1px solid ${theme.border}"><b>Events</b>${events.map((line) => `<div>${escapeHtml(line)}</div>`).join('')}</div></div>`,
  );
}

export const configurationItems: readonly QuestionItem[] = [
  {
    kind: 'configuration',
    layout: { name: 'probe-port', html: manifestAndEvents },
    prompt: 'pods never become ready',
    needs: 'text',
    answer: ['containerPort: 8443', 'port: 8080', 'Readiness probe failed'],
    size: 'part',
  },
  {
    kind: 'configuration',
    layout: {
      name: 'web-server-conf',
      html: (scene) => terminalWindow(scene, { title: 'archive', prompt: 'root@archive:~#', lines: NGINX }),
    },
    prompt: 'uploads over 5 MB give 413, which setting',
    needs: 'text',
    answer: ['client_max_body_size 2m;'],
  },
  {
    kind: 'configuration',
    layout: { name: 'workflow-file', html: repositoryFile },
    prompt: 'why does our nightly not run every night?',
    needs: 'text',
    answer: ["cron: '0 2 * * 1'"],
  },
];
