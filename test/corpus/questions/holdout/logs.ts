// Logs: of a cluster's pod, of a web server, of the system, and in a viewer.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, terminalWindow } from './frame.ts';

const POD = [
  '$ kubectl -n harvest get pods',
  'NAME                           READY   STATUS             RESTARTS      AGE',
  'sorter-6f9c7d5b8-2xkqn         0/1     CrashLoopBackOff   14 (2m ago)   51m',
  'intake-7d4b9c6f5-hm8zl         1/1     Running            0             6d',
  '$ kubectl -n harvest describe pod sorter-6f9c7d5b8-2xkqn | tail -14',
  '    State:          Waiting',
  '      Reason:       CrashLoopBackOff',
  '    Last State:     Terminated',
  '      Reason:       OOMKilled',
  '      Exit Code:    137',
  '    Limits:',
  '      memory:  192Mi',
  '    Requests:',
  '      memory:  128Mi',
  'Events:',
  '  Type     Reason   Age                   Message',
  '  Normal   Pulled   4m                    Container image already present on machine',
  '  Warning  BackOff  2m (x61 over 50m)     Back-off restarting failed container',
];

const ACCESS = [
  '$ tail -n 14 /var/log/nginx/access.log',
  '[21/Nov/2026:09:13:02] "GET /assets/app.4f1c.js" 200 84112 0.004',
  '[21/Nov/2026:09:13:02] "GET /api/v2/harbours" 200 5120 0.031',
  '[21/Nov/2026:09:13:04] "POST /api/v2/berths/quote" 502 157 30.001',
  '[21/Nov/2026:09:13:05] "GET /api/v2/me" 200 402 0.018',
  '[21/Nov/2026:09:13:09] "GET /favicon.ico" 304 0 0.001',
  '[21/Nov/2026:09:13:11] "GET /api/v2/weather?port=NOBGO" 200 911 0.112',
  '[21/Nov/2026:09:13:36] "POST /api/v2/berths/quote" 502 157 30.002',
  '[21/Nov/2026:09:13:40] "GET /api/v2/harbours" 200 5120 0.029',
  '[21/Nov/2026:09:13:41] "GET /api/v2/me" 401 48 0.009',
  '[21/Nov/2026:09:14:07] "GET /assets/app.4f1c.css" 200 20881 0.002',
  '$ tail -n 1 /var/log/nginx/error.log',
  'upstream timed out (110: Connection timed out) while reading response header,',
  'upstream: "http://berths:9400/quote", host: "marina.example"',
];

const JOURNAL = [
  '$ journalctl -u postgresql@17-main -n 12 --no-pager',
  'nov. 20 03:00:01 fjellbu systemd[1]: Starting postgresql@17-main.service...',
  'nov. 20 03:00:02 fjellbu postgres[811]: LOG:  starting PostgreSQL 17.2',
  'nov. 20 03:00:02 fjellbu postgres[811]: LOG:  listening on port 5433',
  'nov. 20 03:00:04 fjellbu postgres[811]: LOG:  database system is ready',
  'nov. 20 04:31:55 fjellbu postgres[812]: LOG:  checkpoint starting: wal',
  'nov. 20 04:32:10 fjellbu postgres[812]: PANIC:  could not write to file',
  'nov. 20 04:32:10 fjellbu postgres[812]: "pg_wal/xlogtemp.812": No space left on device',
  'nov. 20 04:32:10 fjellbu postgres[811]: LOG:  terminating other server processes',
  'nov. 20 04:32:11 fjellbu systemd[1]: postgresql@17-main.service: Failed with result',
];

const EVENTS = [
  ['10:41:07', 'info', 'worker-3', 'picked job resize:88120 from queue images'],
  ['10:41:07', 'info', 'worker-1', 'job resize:88117 done in 412 ms'],
  ['10:41:19', 'warn', 'worker-3', 'retrying download, attempt 2 of 5'],
  ['10:42:33', 'error', 'worker-3', 'certificate has expired: cdn.pictures.example'],
  ['10:42:33', 'error', 'worker-3', 'job resize:88120 moved to dead letters'],
  ['10:42:34', 'error', 'worker-1', 'certificate has expired: cdn.pictures.example'],
  ['10:42:41', 'info', 'scheduler', 'queue depth 312 (limit 5000)'],
  ['10:42:58', 'error', 'worker-2', 'certificate has expired: cdn.pictures.example'],
  ['10:43:00', 'info', 'scheduler', 'heartbeat ok'],
] as const;

/** A log viewer: a query, a histogram of volume, and lines with their levels. */
function logViewer(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const colours = { info: '#3b82f6', warn: '#f59e0b', error: '#ef4444' };
  const bars = Array.from(
    { length: 48 },
    () =>
      `<i style="flex:1;margin-right:2px;background:${theme.accent};height:${10 + scene.random.below(34)}px"></i>`,
  );
  const rows = EVENTS.map(
    ([time, level, source, message]) =>
      `<div style="display:flex;border-left:4px solid ${colours[level]};padding:3px 10px;border-bottom:1px solid ${theme.border}"><span style="width:90px">${time}</span><span style="width:60px;color:${colours[level]}">${level}</span><span class="muted" style="width:100px">${source}</span><span>${escapeHtml(message)}</span></div>`,
  );
  return browser(scene, {
    title: 'Explore – Logs',
    address: 'logs.pictures.example/explore?range=15m',
    body: `<div style="padding:12px 16px"><div class="bordered mono" style="padding:6px 10px;border-radius:4px">{app="thumbnailer", env="prod"} | json</div>
      <div style="display:flex;align-items:flex-end;height:56px;margin:12px 0 4px">${bars.join('')}</div>
      <div class="muted" style="display:flex;justify-content:space-between;font-size:11px"><span>10:30</span><span>10:35</span><span>10:40</span><span>10:45</span></div>
      <div style="margin-top:10px;font:${px}px/1.5 '${mono}'">${rows.join('')}</div></div>`,
  });
}

export const logItems: readonly QuestionItem[] = [
  {
    kind: 'log',
    layout: {
      name: 'pod-out-of-memory',
      html: (scene) => terminalWindow(scene, { title: 'harvest', prompt: 'k8s:harvest $', lines: POD }),
    },
    prompt: 'sorter keeps restarting, what do I change?',
    needs: 'text',
    answer: ['OOMKilled', 'memory: 192Mi'],
    size: 'window',
  },
  {
    kind: 'log',
    layout: {
      name: 'access-log',
      html: (scene) =>
        terminalWindow(scene, { title: 'marina-edge-1', prompt: 'ops@marina-edge-1:~$', lines: ACCESS }),
    },
    prompt: 'which endpoint is broken and since when',
    needs: 'text',
    answer: ['09:13:04', 'upstream timed out', 'http://berths:9400/quote'],
  },
  {
    kind: 'log',
    layout: {
      name: 'system-journal',
      html: (scene) =>
        terminalWindow(scene, { title: 'fjellbu', prompt: 'kari@fjellbu ~ $', lines: JOURNAL }),
    },
    prompt: 'hvorfor stoppet databasen i natt?',
    needs: 'text',
    answer: ['No space left on device'],
  },
  {
    kind: 'log',
    layout: { name: 'log-viewer', html: logViewer },
    prompt: 'When did the errors start and what are they about?',
    needs: 'text',
    answer: ['10:42:33', 'certificate has expired'],
  },
];
