// Logs in programs made for them: an explorer with counts as bars, and a telephone's log in an editor.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, SKINS, svg } from './skins.ts';

const FOUND = [
  ['info', '21:47:02.118', 'mixer', 'playlist rotated, 412 tracks'],
  ['info', '21:47:02.960', 'edge', 'listener joined, bitrate 192'],
  ['warn', '21:47:05.007', 'ingest', 'buffer below 2 s for mount /jazz'],
  ['error', '21:47:05.443', 'ingest', 'upstream closed mount /jazz: TLS alert 45 (certificate expired)'],
  ['error', '21:47:05.444', 'ingest', 'giving up on /jazz after 3 attempts, serving fallback loop'],
  ['info', '21:47:06.201', 'edge', 'listener left after 00:41:12'],
  ['warn', '21:47:07.730', 'mixer', 'loudness of fallback loop is -9.1 LUFS, target -16'],
  ['info', '21:47:09.004', 'edge', 'listener joined, bitrate 96'],
] as const;

const ORDINARY = [
  ['edge', 'listener joined, bitrate 96'],
  ['edge', 'listener left after 00:07:51'],
  ['mixer', 'crossfade 4.0 s'],
  ['edge', 'listener joined, bitrate 192'],
  ['stats', '1 204 listeners on 6 mounts'],
  ['mixer', 'next track from playlist evening'],
  ['edge', 'listener left after 01:12:30'],
] as const;

const logExplorer: Layout = {
  name: 'log-explorer',
  html(scene) {
    const bars = Array.from({ length: 60 }, (_, index) => {
      const height = 14 + scene.random.below(16) + (index > 36 && index < 42 ? 60 : 0);
      const bad = index > 36 && index < 42 ? 44 : scene.random.below(3);
      return `<rect x="${index * 16}" y="${100 - height}" width="12" height="${height}" fill="#73bf69"/><rect x="${index * 16}" y="${100 - bad}" width="12" height="${bad}" fill="#f2495c"/>`;
    });
    const later = Array.from({ length: 24 }, (_, index) => {
      const [unit, text] = ORDINARY[(index * 3) % ORDINARY.length] ?? ['edge', 'listener joined'];
      return ['info', `21:47:${10 + index}.${scene.random.below(900) + 100}`, unit, text] as const;
    });
    const level = { info: '#73bf69', warn: '#ff9830', error: '#f2495c' };
    return page(
      SKINS.metrics,
      `<div class="c full"><div class="r p u" style="padding:10px 18px;gap:14px;align-items:center"><b>Explore</b><span class="b m g" style="padding:4px 12px">{job="radio"} | logfmt</span><span class="b" style="padding:4px 12px">Last 1 hour</span><span class="k">Run query</span></div>
      <div class="p b" style="margin:14px 18px;padding:10px"><div class="d">Logs volume</div>${svg(960, 104, bars.join(''), 'width:100%;height:110px')}</div>
      <div class="m p b g" style="margin:0 18px 14px;padding:10px;min-height:0;overflow:hidden">${[...FOUND, ...later].map(([kind, time, unit, text]) => `<div style="border-left:4px solid ${level[kind]};padding-left:10px"><span class="d">${time}</span> ${kind} <b>${unit}</b> ${escapeHtml(text)}</div>`).join('')}</div></div>`,
    );
  },
};

const BEFORE = [
  'D Zygote  : Forked child process 2210',
  'I TideApp : started in 214 ms',
  'D TideSync: next sync at 22:00',
  'V GpsState: last known 60.39, 5.32',
  'D JobInfo : periodic job 4 done',
  'I TideRepo: 28 rows for bergen',
  'D Palette : dynamic colours on',
  'V Choreo  : frame 8.1 ms',
];

const LOGCAT = [
  ...Array.from(
    { length: 22 },
    (_, index) =>
      `11-20 16:31:${18 + index}.${((index * 137) % 900) + 100}  2210  2210 ${BEFORE[(index * 5) % 8]}`,
  ),
  '11-20 16:31:40.220  2210  2210 D TideWidget: onUpdate ids=[31]',
  '11-20 16:31:40.236  2210  2264 I TideRepo: using cache from 04:00',
  '11-20 16:31:40.871  2210  2264 W OkHttp: slow response 612 ms /v2/tides/bergen',
  '11-20 16:31:41.002  2210  2210 E AndroidRuntime: FATAL EXCEPTION: main',
  '11-20 16:31:41.002  2210  2210 E AndroidRuntime: Process: com.example.tides, PID: 2210',
  '11-20 16:31:41.002  2210  2210 E AndroidRuntime: java.time.format.DateTimeParseException:',
  "11-20 16:31:41.002  2210  2210 E AndroidRuntime:   Text '24:00' could not be parsed at index 0",
  '11-20 16:31:41.002  2210  2210 E AndroidRuntime:   at com.example.tides.TideRow.parse(TideRow.kt:66)',
  '11-20 16:31:41.002  2210  2210 E AndroidRuntime:   at com.example.tides.TideWidget.draw(TideWidget.kt:118)',
  '11-20 16:31:41.050   611   655 I ActivityManager: Killing 2210: crash',
  '11-20 16:31:41.377  3340  3340 I WallpaperService: engine resumed',
];

const logcat: Layout = {
  name: 'logcat',
  html: () =>
    page(
      { ...SKINS.slate, px: 12 },
      `<div class="c full"><div class="p u r" style="padding:6px 12px;gap:18px"><b>Logcat</b><span class="b" style="padding:0 10px">Pixel 8 (API 36) ▾</span><span class="b g" style="padding:0 10px">package:mine level:debug</span></div><div class="m g c" style="padding:8px 12px;min-height:0;overflow:hidden;justify-content:flex-end"><div style="margin-bottom:auto">${LOGCAT.map((line) => `<div style="${/ E /.test(line) ? 'color:#f75464' : / W /.test(line) ? 'color:#d6ae58' : ''}">${escapeHtml(line)}</div>`).join('')}</div></div></div>`,
    ),
};

export const logViewItems: readonly QuestionItem[] = [
  {
    kind: 'log',
    layout: logExplorer,
    prompt: 'listeners say jazz stopped. what happened?',
    needs: 'text',
    answer: ['certificate expired', 'serving fallback loop'],
    size: 'laptop',
  },
  {
    kind: 'log',
    layout: logExplorer,
    prompt: 'is the burst of errors over or still going on? look at the histogram',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'stack trace',
    layout: logcat,
    prompt: 'widget crash, our code or the api?',
    needs: 'text',
    answer: ["Text '24:00' could not be parsed", 'TideRow.kt:66'],
    size: 'laptop',
  },
  {
    kind: 'log',
    layout: logcat,
    prompt: 'which call was slow',
    needs: 'text',
    answer: ['612 ms /v2/tides/bergen'],
    size: 'part',
  },
];
