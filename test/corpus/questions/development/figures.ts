// Things to be seen, words and all: a plot in a studio for statistics, boxes of spread, coverage, notes, a map of vans.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';

const SCRIPT = `library(ggplot2)

yield <- read.csv("data/plots.csv")
fit <- lm(kg ~ rain + soil, data = yield)
summary(fit)

ggplot(yield, aes(rain, kg, colour = soil)) +
  geom_point() +
  geom_smooth(method = "loess", span = 0.4)

pred <- predict(fit, newdata = trial)`;

/** Four panes: a script, a console with its last error, what is in memory, and a plot. */
export const statsStudio: Layout = {
  name: 'stats-studio',
  html(scene) {
    const { theme, mono, ui } = scene.look;
    const script = highlightLines(SCRIPT, 'r').map(
      (line, at) =>
        `<div style="white-space:pre"><span class="muted" style="display:inline-block;width:3ch;margin-right:1ch;text-align:right">${at + 1}</span>${line}</div>`,
    );
    const groups = [
      [60, 150, '#d1495b', 0.9],
      [80, 90, '#00798c', 0.35],
      [70, 210, '#edae49', -0.5],
    ] as const;
    const points = groups.flatMap(([from, base, colour, slope]) =>
      Array.from({ length: 26 }, () => {
        const x = from + scene.random.below(300);
        const y = 290 - base + 60 - (x - from) * slope * 0.5 - scene.random.below(46);
        return `<circle cx="${x}" cy="${Math.max(14, y)}" r="4" fill="${colour}" opacity=".75"/>`;
      }),
    );
    const curves = groups.map(
      ([from, base, colour, slope]) =>
        `<path d="M${from} ${325 - base}Q${from + 150} ${300 - base - slope * 40} ${from + 300} ${325 - base - slope * 150}" fill="none" stroke="${colour}" stroke-width="3"/>`,
    );
    const ticks = [0, 1, 2, 3].map(
      (at) =>
        `<path d="M50 ${40 + at * 75}H400M${90 + at * 90} 10V300" stroke="#fff"/><text x="22" y="${44 + at * 75}" fill="#555">${40 - at * 10}</text><text x="${82 + at * 90}" y="318" fill="#555">${300 + at * 150}</text>`,
    );
    const plot = `<svg viewBox="0 0 480 340" style="width:100%;height:100%;background:#fff" font-size="12" font-family="'${ui}'"><rect x="50" y="10" width="350" height="290" fill="#ebebeb"/>${ticks.join('')}${points.join('')}${curves.join('')}<text x="205" y="336" fill="#222">rain</text><text x="10" y="150" transform="rotate(-90 12 160)" fill="#222">kg</text>${['clay', 'loam', 'sand'].map((name, at) => `<circle cx="418" cy="${120 + at * 22}" r="5" fill="${groups[at]?.[2]}"/><text x="430" y="${124 + at * 22}" fill="#222">${name}</text>`).join('')}</svg>`;
    const output = `Residual standard error: 3.114 on 74 degrees of freedom
Multiple R-squared:  0.6127, Adjusted R-squared:  0.597
> pred <- predict(fit, newdata = trial)
Error in model.frame.default(Terms, newdata) :
  factor soil has new levels peat
> `
      .split('\n')
      .map(
        (line) =>
          `<div style="white-space:pre-wrap;color:${/^Error|^ {2}factor/.test(line) ? '#e5484d' : line.startsWith('>') ? theme.keyword : theme.text}">${escapeHtml(line)}</div>`,
      );
    const pane = (tabs: string, body: string) =>
      `<div class="bordered" style="display:flex;flex-direction:column;min-width:0;min-height:0;overflow:hidden"><div class="raised" style="padding:4px 10px;font:12px '${ui}'">${tabs}</div><div style="flex:1;min-height:0;padding:4px 8px;overflow:hidden">${body}</div></div>`;
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:grid;gap:5px;padding:5px;grid-template:minmax(0,1fr) minmax(0,1fr)/minmax(0,1.2fr) minmax(0,1fr);font:12px/1.45 '${mono}',monospace">${pane('<b>yield.R</b> × &nbsp; trial.Rmd', script.join(''))}${pane('<b>Environment</b> &nbsp; History &nbsp; Git', `<div style="font:12px/1.8 '${ui}'">fit <span class="muted">List of 13</span><br>trial <span class="muted">12 obs. of 3 variables</span><br>yield <span class="muted">78 obs. of 4 variables</span></div>`)}${pane('<b>Console</b> &nbsp; Terminal &nbsp; Jobs', output.join(''))}${pane('Files &nbsp; <b>Plots</b> &nbsp; Packages &nbsp; Help', plot)}</div>`;
  },
};

/** How widely the times of releases are spread: a box with whiskers for each, and dots beyond. */
export const boxPlots: Layout = {
  name: 'box-plots',
  html(scene) {
    const { theme, ui } = scene.look;
    const names = ['5.0', '5.1', '5.2', '5.3', '6.0-rc1', '6.0-rc2'];
    const boxes = names.map((name, at) => {
      const x = 90 + at * 110;
      const middle = 250 - ([0, 8, 4, 20, 96, 46][at] ?? 0) + scene.random.below(14);
      const half = at === 4 ? 62 : 20 + scene.random.below(16);
      const dots = Array.from(
        { length: 2 + scene.random.below(4) },
        () =>
          `<circle cx="${x + 30 + scene.random.below(9) - 4}" cy="${middle - half - 44 - scene.random.below(50)}" r="3.4" fill="none" stroke="${theme.text}"/>`,
      );
      return `<path d="M${x + 30} ${middle - half - 30}V${middle + half + 24}M${x + 16} ${middle - half - 30}h28M${x + 16} ${middle + half + 24}h28" stroke="${theme.text}" stroke-width="1.5"/><rect x="${x}" y="${middle - half}" width="60" height="${half * 2}" fill="hsl(${200 + at * 26} 50% 60%)" stroke="${theme.text}"/><path d="M${x} ${middle + 4}h60" stroke="${theme.text}" stroke-width="3"/>${dots.join('')}<text x="${x + 30}" y="382" text-anchor="middle">${name}</text>`;
    });
    const lines = [0, 1, 2, 3, 4, 5].map(
      (at) =>
        `<path d="M70 ${60 + at * 58}H760" stroke="${theme.border}"/><text x="60" y="${64 + at * 58}" text-anchor="end">${250 - at * 50}</text>`,
    );
    return `${pageStyle(scene)}<svg viewBox="0 0 790 410" style="display:block;width:100vw;height:100vh" font-family="'${ui}'" font-size="13" fill="${theme.text}"><text x="70" y="30" font-size="16" font-weight="bold">Cold start in ms, 400 runs each (Pixel 8, release build)</text>${lines.join('')}${boxes.join('')}<text x="420" y="404" text-anchor="middle">version</text></svg>`;
  },
};

const COVERED = `export function parseRange(text: string): Range {
  const match = /^(\\d+)-(\\d*)$/.exec(text);
  if (match === null) {
    return { from: 0, to: Infinity };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? Infinity : Number(match[2]);
  if (from > to) {
    throw new RangeError('The range is empty.');
  }
  return { from, to };
}

export function clamp(range: Range, size: number): Range {
  const to = Math.min(range.to, size - 1);
  return { from: Math.min(range.from, to), to };
}`;

/** A report of which lines the tests ran: told by colours beside and behind the lines alone. */
export const coverageReport: Layout = {
  name: 'coverage-report',
  html(scene) {
    const { mono, px } = scene.look;
    const missed = [3, 8, 14, 15];
    const lines = COVERED.split('\n').map((source, at) => {
      const isCode = !/^\s*\}?$/.test(source);
      const colour = missed.includes(at) ? '#fce1e5' : at === 6 ? '#fff4c2' : 'transparent';
      const side = !isCode ? '#eee' : missed.includes(at) ? '#f7a8b3' : '#b9efc0';
      return `<div style="display:flex;white-space:pre"><span style="width:4ch;text-align:right;color:#0074d9">${at + 1}</span><span style="width:22px;margin:0 8px;background:${side}"></span><span style="background:${colour}">${escapeHtml(source)} </span></div>`;
    });
    const share = (name: string, percent: string, of: string) =>
      `<span style="margin-right:22px"><b>${percent}</b> <span style="color:#777">${name}</span> <span style="background:#e8e8e8;color:#555;padding:0 5px;font-size:11px">${of}</span></span>`;
    return `${pageStyle(scene)}<div style="background:#fff;color:#333;min-height:100vh;font:14px/1.5 'Liberation Sans'"><div style="padding:14px 20px"><span style="font-size:20px"><span style="color:#0074d9">All files / src / http</span> range.ts</span><div style="margin-top:8px">${share('Statements', '60%', '6/10')}${share('Branches', '66.66%', '4/6')}${share('Functions', '50%', '1/2')}${share('Lines', '60%', '6/10')}</div></div><div style="height:10px;background:#f9cd0b"></div><div style="padding:12px 20px;font:${px}px/1.5 '${mono}',monospace">${lines.join('')}</div></div>`;
  },
};

const NOTES = [
  'Deploys on Friday',
  'Flaky e2e again',
  'Pairing with support was great',
  'Nobody owns the cron jobs',
  'Release notes too late',
  'New staging is fast!',
  'Too many hotfixes',
  'On-call hand-over in writing',
  'Design reviews earlier',
  'Fewer meetings on Wednesday',
  'Docs for the CLI',
  'Retro actions get lost',
] as const;

/** Sticky notes of a retrospective: colours say whose, places say what belongs together, dots are votes. */
export const stickyNotes: Layout = {
  name: 'sticky-notes',
  html(scene) {
    const colours = ['#ffe27a', '#ffb3c7', '#a8e6b0', '#a9d4ff'];
    const groups = [
      [170, 190],
      [520, 150],
      [840, 240],
      [420, 430],
    ] as const;
    const notes = NOTES.map((text, at) => {
      const [x, y] = groups[at % 4] ?? groups[0];
      const left = x - 90 + Math.floor(at / 4) * 92 + scene.random.below(14);
      const top = y - 70 + (Math.floor(at / 4) % 2) * 60 + scene.random.below(16);
      const votes = Array.from(
        { length: scene.random.below(5) },
        (_, dot) => `<circle cx="${left + 12 + dot * 15}" cy="${top + 78}" r="6" fill="#e0344c"/>`,
      );
      const words = text.split(' ');
      const half = Math.ceil(words.length / 2);
      return `<g transform="rotate(${scene.random.below(9) - 4} ${left + 45} ${top + 45})"><rect x="${left + 3}" y="${top + 4}" width="90" height="90" fill="#0002"/><rect x="${left}" y="${top}" width="90" height="90" fill="${colours[scene.random.below(4)]}"/><text x="${left + 6}" y="${top + 26}">${words.slice(0, half).join(' ')}</text><text x="${left + 6}" y="${top + 43}">${words.slice(half).join(' ')}</text>${votes.join('')}</g>`;
    });
    return `${pageStyle(scene)}<svg viewBox="0 0 1060 600" preserveAspectRatio="xMidYMid slice" style="display:block;width:100vw;height:100vh;background:#f4f4f1" font-family="'DejaVu Sans'" font-size="11" fill="#222"><ellipse cx="215" cy="190" rx="190" ry="130" fill="none" stroke="#7a5cc2" stroke-width="3" stroke-dasharray="9 6"/><path d="M700 60q250-40 300 120t-120 230q-190 10-220-150t40-200" fill="none" stroke="#2b8f6b" stroke-width="3"/><path d="M500 300q40 60 0 90l16-4m-16 4l4-16" fill="none" stroke="#333" stroke-width="3"/>${notes.join('')}<g transform="translate(760 470)"><path d="M0 0l20 8-8 3-3 8z" fill="#d14"/><rect x="16" y="18" width="44" height="18" rx="4" fill="#d14"/><text x="22" y="31" fill="#fff">Malik</text></g></svg>`;
  },
};

/** A town's map with vans on their tours, and the list of them at the side. */
export const vanMap: Layout = {
  name: 'van-map',
  html(scene) {
    const { ui } = scene.look;
    const streets = Array.from({ length: 16 }, (_, at) => {
      const y = at * 52 + scene.random.below(30);
      return `<path d="M0 ${y}L1000 ${y + scene.random.below(120) - 60}" stroke="#fff" stroke-width="${at % 4 ? 4 : 11}"/><path d="M${at * 66 + scene.random.below(30)} 0L${at * 66 + scene.random.below(90) - 40} 700" stroke="#fff" stroke-width="${at % 5 ? 4 : 10}"/>`;
    });
    const colours = ['#d1345b', '#2274a5', '#6a994e', '#9a4fc0'];
    const vans = colours.map((colour, van) => {
      const stops = Array.from({ length: 6 }, () => [
        60 + scene.random.below(880),
        50 + scene.random.below(560),
      ]);
      const route = `<polyline points="${stops.map((stop) => stop.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="5" stroke-linejoin="round" opacity=".8"/>`;
      const [x = 0, y = 0] = stops[2 + (van % 3)] ?? [];
      return `${route}<g transform="translate(${x} ${y})"><path d="M0 0C-22-26-20-48 0-48S22-26 0 0" fill="${colour}" stroke="#fff" stroke-width="2"/><rect x="-10" y="-38" width="20" height="13" rx="2" fill="#fff"/></g>`;
    });
    const list = ['KA-LX 204', 'KA-LX 219', 'KA-LX 231', 'KA-LX 240'].map(
      (name, at) =>
        `<div style="padding:9px 14px;border-bottom:1px solid #ddd"><span style="display:inline-block;width:12px;height:12px;border-radius:50%;background:${colours[at]};margin-right:8px"></span><b>${name}</b><br><span style="color:#777">${7 + at * 3} of ${14 + at * 2} stops · ETA 1${5 + (at % 3)}:${20 + at * 8}</span></div>`,
    );
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:flex;background:#fff;color:#222;font:13px/1.5 '${ui}'"><div style="width:220px"><div style="padding:12px 14px;font-size:16px;font-weight:bold">Tours today</div>${list.join('')}</div><svg viewBox="0 0 1000 660" preserveAspectRatio="xMidYMid slice" style="flex:1;min-width:0;height:100%;background:#e8e4da"><path d="M-20 480q220-90 420 10t640-60v90q-300 60-560-10t-500 50z" fill="#a9cfe8"/><path d="M620 60h220l40 150-190 60z" fill="#c9e3b8"/><path d="M120 180h140v120H100z" fill="#c9e3b8"/>${streets.join('')}${vans.join('')}<g transform="translate(500 330)"><circle r="17" fill="#222"/><path d="M-8 7v-10l8-7 8 7v10z" fill="#fff"/></g></svg></div>`;
  },
};
