// Automatic builds: a graph of jobs whose states are marks without words, and the log of an image that is not built.
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { addressBar, page, SKINS, svg } from './skins.ts';

const STAGES = [
  [
    'prepare',
    [
      ['fetch-crates', '0:41', 'ok'],
      ['lint', '1:12', 'ok'],
    ],
  ],
  [
    'build',
    [
      ['linux-x64', '6:08', 'ok'],
      ['linux-arm64', '9:55', 'warn'],
      ['windows', '11:20', 'ok'],
    ],
  ],
  [
    'test',
    [
      ['unit', '3:27', 'ok'],
      ['e2e', '14:02', 'bad'],
      ['fuzz', '20:00', 'run'],
    ],
  ],
  [
    'ship',
    [
      ['packages', '', 'wait'],
      ['notes', '', 'wait'],
    ],
  ],
] as const;

const MARKS = { ok: '#108548', warn: '#c17d10', bad: '#dd2b0e', run: '#1f75cb', wait: '#a4a3a8' };

/** Jobs in columns; how each stands is told by the colour and shape in its circle. */
const pipelineGraph: Layout = {
  name: 'pipeline-graph',
  html() {
    const glyph = {
      ok: 'M-5 0l4 4 7-8',
      warn: 'M0 -6v7 M0 4v2',
      bad: 'M-4 -4l8 8 M4 -4l-8 8',
      run: 'M0 -6A6 6 0 0 1 6 0',
      wait: 'M-4 0h8',
    };
    const shapes = STAGES.flatMap(([stage, jobs], column) => [
      `<text x="${40 + column * 260}" y="34" font-size="17" font-weight="700">${stage}</text>`,
      ...jobs.map(([name, time, state], row) => {
        const x = 40 + column * 260;
        const y = 60 + row * 74;
        return `<rect x="${x}" y="${y}" width="200" height="50" rx="25" fill="#fff" stroke="#bfbfc3"/><circle cx="${x + 28}" cy="${y + 25}" r="12" fill="${MARKS[state]}22" stroke="${MARKS[state]}" stroke-width="2"/><path transform="translate(${x + 28} ${y + 25})" d="${glyph[state]}" stroke="${MARKS[state]}" stroke-width="2.4" fill="none"/><text x="${x + 50}" y="${y + 30}" font-size="14">${name}</text><text x="${x + 184}" y="${y + 30}" font-size="12" text-anchor="end" fill-opacity=".65">${time}</text>${column < 3 ? `<path d="M${x + 200} ${y + 25} h60" stroke="#bfbfc3" stroke-width="2"/>` : ''}`;
      }),
    ]);
    return page(
      SKINS.forge,
      `<div class="c full">${addressBar('code.example.org/alder/alder-db/-/pipelines/88213')}<div style="padding:16px 24px"><div style="font-size:1.5em">Pipeline <b>#88213</b> for release/3.2</div><div class="d">triggered 38 minutes ago by Noor Haddad · 10 jobs</div></div><div class="g" style="padding:0 16px 16px;min-height:0">${svg(1060, 320, shapes.join(''))}</div></div>`,
    );
  },
};

const IMAGE_LOG = [
  '#5 [internal] load build context',
  '#5 transferring context: 41.2kB 0.1s done',
  '#6 [build 1/6] FROM docker.io/library/golang:1.25.3-alpine@sha256:9f1c…',
  '#6 CACHED',
  '#7 [build 2/6] WORKDIR /src',
  '#7 DONE 0.0s',
  '#8 [build 3/6] COPY go.mod go.sum ./',
  '#8 ERROR: failed to calculate checksum of ref kzq0: "/go.sum": not found',
  '------',
  ' > [build 3/6] COPY go.mod go.sum ./:',
  '------',
  'WARNING: current commit information was not captured by the build',
  'Dockerfile:4',
  '   2 |     FROM golang:1.25.3-alpine AS build',
  '   3 |     WORKDIR /src',
  '   4 | >>> COPY go.mod go.sum ./',
  '   5 |     RUN go mod download',
  'Cleaning up project directory and file based variables',
  'ERROR: Job failed: exit code 1',
];

const imageLog: Layout = {
  name: 'image-log',
  html() {
    const lines = IMAGE_LOG.map(
      (line, index) =>
        `<div><span style="color:#7d7d85;display:inline-block;width:5ch">${index + 31}</span><span style="${/ERROR|>>>/.test(line) ? 'color:#f57f6c' : ''}">${escapeHtml(line)}</span></div>`,
    );
    return page(
      { ...SKINS.metrics, px: 12 },
      `<div class="c full">${addressBar('code.example.org/alder/tollgate/-/jobs/5120447')}<div class="r g" style="min-height:0"><div class="g m" style="padding:12px 16px">${lines.join('')}</div>
      <div class="p" style="width:210px;padding:16px;border-left:1px solid #2c3037"><b>image</b><p>Duration: 19 seconds<br>Queued: 2 seconds<br>Timeout: 1h<br>Runner: #44 shared-b</p><span class="k">Retry</span></div></div></div>`,
    );
  },
};

export const pipelineItems: readonly QuestionItem[] = [
  {
    kind: 'CI',
    layout: pipelineGraph,
    prompt: 'is anything still running or is it just broken?',
    needs: 'picture',
    size: 'laptop',
  },
  {
    kind: 'CI',
    layout: pipelineGraph,
    prompt: 'how long did e2e take compared to unit',
    needs: 'text',
    answer: ['14:02', '3:27'],
    size: 'wide',
  },
  {
    kind: 'CI',
    layout: imageLog,
    prompt: 'builds fine on my machine. whats missing in the image job?',
    needs: 'text',
    answer: ['"/go.sum": not found', 'COPY go.mod go.sum'],
    size: 'laptop',
  },
  {
    kind: 'CI',
    layout: imageLog,
    prompt: 'do we still build with go 1.24 there?',
    needs: 'text',
    answer: ['FROM golang:1.25.3-alpine AS build'],
    size: 'part',
  },
];
