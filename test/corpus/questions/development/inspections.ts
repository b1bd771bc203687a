// What browsers and hosts of code show a developer: the inspector, a warning, checks, a table of support, a failure.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';

const RED = '#d1242f';
const GREEN = '#1a7f37';

const MARKUP = `<body class="page">
  <header class="top-bar">…</header>
  <main>
    <h1>Your trips</h1>
    <span class="badge badge--late">Late</span>
    <a class="cta" href="/book">Book a trip</a>
  </main>
</body>`;

const RULES = [
  ['element.style', '', []],
  [
    '.badge--late',
    'badge.css:12',
    [
      ['background', 'var(--rose-3)', false],
      ['margin-top', '24px', true],
      ['height', '32px', true],
    ],
  ],
  [
    '.badge',
    'badge.css:1',
    [
      ['display', 'inline', false],
      ['padding', '2px 10px', false],
    ],
  ],
  ['span', 'user agent stylesheet', [['unicode-bidi', 'normal', false]]],
] as const;

/** A page above, and below it the inspector: its markup, the rules of an element, its box. */
export const elementsPanel: Layout = {
  name: 'elements-panel',
  html(scene) {
    const { theme, mono, ui } = scene.look;
    const markup = highlightLines(MARKUP, 'xml').map(
      (line, at) =>
        `<div style="white-space:pre;padding:0 10px;${at === 4 ? `background:${theme.accent}33` : ''}">${line}${at === 4 ? '<span class="muted"> == $0</span>' : ''}</div>`,
    );
    const rules = RULES.map(([selector, source, lines]) => {
      const body = lines.map(
        ([name, value, isIdle]) =>
          `<div style="padding-left:22px;${isIdle ? 'opacity:.5' : ''}"><span style="color:${theme.attribute}">${name}</span>: ${value};${isIdle ? ' <i class="muted">(i)</i>' : ''}</div>`,
      );
      return `<div style="padding:4px 10px;border-bottom:1px solid ${theme.border}"><span class="muted" style="float:right">${source}</span><span style="color:${theme.keyword}">${selector}</span> {${body.join('')}}</div>`;
    });
    const box = (name: string, colour: string, inner: string) =>
      `<div style="background:${colour};color:#222;padding:3px 16px 14px;text-align:center"><div style="text-align:left;font-size:10px">${name}</div>${inner}</div>`;
    return `${pageStyle(scene)}<div style="height:38vh;overflow:hidden;background:#fdfdfb;color:#222;font:15px '${ui}'"><div style="background:#17406d;color:#fff;padding:12px 26px">Fernweh</div><div style="padding:12px 26px"><b style="font-size:22px">Your trips</b><br><span style="background:#f9c9d1;outline:1px dashed #d17;padding:2px 10px">Late</span> <span style="background:#1f4f85;color:#fff;border-radius:5px;padding:6px 14px">Book a trip</span></div></div>
      <div style="border-top:1px solid ${theme.border};font:12px '${ui}'"><div class="raised" style="padding:6px 10px"><b style="border-bottom:2px solid ${theme.accent}">Elements</b> &nbsp; Console &nbsp; Sources &nbsp; Network &nbsp; Performance &nbsp; Application</div>
      <div style="display:flex;font:12px/1.55 '${mono}',monospace"><div style="flex:1.1;min-width:0;overflow:hidden;padding:6px 0">${markup.join('')}</div><div style="flex:1;border-left:1px solid ${theme.border}">${rules.join('')}</div><div style="width:210px;padding:14px;border-left:1px solid ${theme.border}">${box('margin', '#f6cf9b', box('border', '#fde3a7', box('padding', '#c3d9a4', '<div style="background:#8fb7cf;padding:5px">34.6 × 19</div>')))}</div></div></div>
      <div class="raised" style="position:absolute;left:0;right:0;bottom:0;padding:5px 10px;font:12px '${ui}';border-top:1px solid ${theme.border}"><b>(i)</b> The <b>display: inline</b> property prevents <b>margin-top</b> and <b>height</b> from having an effect.</div>`;
  },
};

/** A browser that does not open a page because its certificate is of no use. */
export const certificatePage: Layout = {
  name: 'certificate-page',
  html(scene) {
    const { ui } = scene.look;
    return `${pageStyle(scene)}<div style="background:#dee1e6;padding:7px 10px 0;font:12px '${ui}';color:#333"><span style="display:inline-block;background:#fff;border-radius:8px 8px 0 0;padding:7px 16px">⚠ Privacy error</span> <span style="padding:7px">＋</span></div>
      <div style="background:#fff;padding:6px 12px;font:13px '${ui}';color:#333;border-bottom:1px solid #ddd">← &nbsp; → &nbsp; ⟳ &nbsp; <span style="display:inline-block;width:70%;background:#f1f3f4;border-radius:16px;padding:5px 14px"><span style="color:${RED}">⚠ Not secure | <s>https</s></span>://registry.intern.example:5443/v2/</span></div>
      <div style="position:absolute;left:0;right:0;top:72px;bottom:0;background:#fff;color:#5f6368;font:15px/1.6 '${ui}'"><div style="max-width:600px;margin:5vh auto;padding:0 20px">
      <svg width="64" height="64" viewBox="0 0 72 72"><path d="M36 6L70 66H2z" fill="${RED}"/><path d="M36 26v20M36 52v6" stroke="#fff" stroke-width="6"/></svg>
      <div style="font-size:24px;color:#333;margin:14px 0">Your connection is not private</div>
      Attackers might be trying to steal your information from <b>registry.intern.example</b>.<br><span style="font-size:12px">NET::ERR_CERT_DATE_INVALID</span>
      <p style="font-size:13px">Subject: registry.intern.example<br>Issuer: Example Internal CA 2<br>Expires on: 14 Nov 2026<br>Current date: 21 Nov 2026</p>
      <span style="float:right;background:#1a73e8;color:#fff;border-radius:4px;padding:7px 16px">Back to safety</span><span style="border:1px solid #dadce0;border-radius:4px;padding:7px 16px;color:#1a73e8">Hide advanced</span></div></div>`;
  },
};

const CHECKS = [
  ['ok', 'build / linux-x64', 'Successful in 4m'],
  ['ok', 'build / linux-arm64', 'Successful in 6m'],
  ['failed', 'licence / scan', 'AGPL-3.0-only found in pdf-stamp@2.1.0'],
  ['ok', 'lint', 'Successful in 38s'],
  ['waiting', 'preview / deploy', 'Expected — Waiting for status to be reported'],
] as const;

/** The end of a page of a pull request: who reviewed it, its checks, and whether it may be merged. */
export const checksBox: Layout = {
  name: 'checks-box',
  html(scene) {
    const { theme, ui, px } = scene.look;
    const icon = (state: (typeof CHECKS)[number][0], size: number) => {
      const colour = { ok: GREEN, failed: RED, waiting: '#bf8700' }[state];
      const path = { ok: 'M5 10l3 3 7-7', failed: 'M6 6l8 8M14 6l-8 8', waiting: 'M10 5v5l4 2' }[state];
      return `<svg width="${size}" height="${size}" viewBox="0 0 20 20" style="flex:none;margin-right:10px"><circle cx="10" cy="10" r="9" fill="${colour}"/><path d="${path}" stroke="#fff" stroke-width="2" fill="none"/></svg>`;
    };
    const face = (letters: string, colour: string) =>
      `<span style="display:inline-block;width:32px;height:32px;margin-right:10px;border-radius:50%;background:${colour};color:#fff;text-align:center;line-height:32px;font-size:12px">${letters}</span>`;
    const checks = CHECKS.map(
      ([state, name, text]) =>
        `<div style="display:flex;align-items:center;padding:6px 16px;border-top:1px solid ${theme.border}">${icon(state, 16)}<b>${name}</b>&nbsp;&nbsp;<span class="muted">${text}</span><span style="margin-left:auto;border:1px solid ${theme.border};border-radius:10px;padding:0 8px;font-size:11px">Required</span></div>`,
    );
    return `${pageStyle(scene)}<div style="padding:12px 24px;font:${px}px/1.5 '${ui}'"><div style="font-size:1.5em">Stamp invoices as PDF/A-3 <span class="muted">#2207</span></div><div style="margin:6px 0 12px"><span style="background:${GREEN};color:#fff;border-radius:14px;padding:3px 12px">Open</span> <span class="muted">adaeze-o wants to merge 6 commits into release/5.x from pdf-stamp</span></div>
      <div>${face('MR', '#7b4fa3')}<b>mrossi</b> requested changes <span class="muted">2 days ago</span></div>
      <div class="bordered" style="margin:8px 0 12px 42px;border-radius:6px;padding:8px 14px">Please keep the old numbering for credit notes: the auditors compare <code class="raised">CN-2025-*</code> by name.</div>
      <div style="border:1px solid ${RED};border-radius:6px;overflow:hidden"><div style="display:flex;align-items:center;padding:9px 16px">${icon('failed', 26)}<div><b>Changes requested</b><br><span class="muted">1 review requesting changes by reviewers with write access</span></div></div>
      <div style="display:flex;align-items:center;padding:9px 16px;border-top:1px solid ${theme.border}">${icon('failed', 26)}<div><b>Some checks were not successful</b><br><span class="muted">1 failing, 1 expected, 3 successful checks</span></div></div>${checks.join('')}
      <div class="raised" style="padding:10px 16px;border-top:1px solid ${theme.border}"><span style="opacity:.5;background:${GREEN};color:#fff;border-radius:6px;padding:5px 14px">Squash and merge ▾</span> &nbsp;<span class="muted">Merging is blocked</span></div></div></div>`;
  },
};

const SUPPORT = [
  ['anchor-name', 1, 1, 0, 1, 1, 0],
  ['position-area', 1, 1, 0, 1, 1, 0],
  ['@position-try', 1, 1, 0, 2, 1, 0],
  ['position-visibility', 1, 1, 0, 0, 2, 0],
] as const;

/** A page of a reference: its navigation, a note, and which browsers support what, in symbols. */
export const supportTable: Layout = {
  name: 'support-table',
  html(scene) {
    const { theme, ui, px, mono } = scene.look;
    const browsers = ['#4285f4', '#0f8fd4', '#ff7139', '#1fa2f1', '#e0352b', '#6b57d2'].map(
      (colour) =>
        `<td style="padding:7px 16px;text-align:center"><svg width="20" height="20" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9" fill="${colour}"/><circle cx="10" cy="10" r="4" fill="#fff"/></svg></td>`,
    );
    const sign = (state: number) =>
      `<td style="text-align:center;background:${['#f9d3cf', '#c9ebd0', '#f7e6b8'][state]}"><svg width="18" height="18" viewBox="0 0 20 20"><path d="${['M5 5l10 10M15 5L5 15', 'M4 10l4 4 8-9', 'M3 12q3-6 7-2t7-2'][state]}" stroke="${['#a4212a', '#14692e', '#8a6100'][state]}" stroke-width="2.4" fill="none"/></svg></td>`;
    const rows = SUPPORT.map(
      ([name, ...states]) =>
        `<tr style="border-top:1px solid ${theme.border}"><td style="padding:7px 12px;font-family:'${mono}'">${name}</td>${states.map(sign).join('')}</tr>`,
    );
    const links = [
      'Anchors',
      'Cascade',
      'Containment',
      'Flexible boxes',
      'Grid',
      'Masking',
      'Scroll snap',
    ].map(
      (name, at) =>
        `<div style="padding:4px 14px;${at === 0 ? `border-left:3px solid ${theme.accent};font-weight:bold` : 'padding-left:17px'}">${name}</div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;font:${px}px/1.55 '${ui}'"><div class="raised" style="width:190px;height:100vh;padding-top:14px">${links.join('')}</div><div style="flex:1;padding:8px 26px;min-width:0"><span class="muted">Reference › CSS › Anchors</span><h2 style="margin:6px 0">Anchor positioning</h2>
      <div style="border-left:4px solid #b58900;padding:6px 14px;margin:6px 0" class="raised"><b>Note:</b> The name of an anchor must begin with two dashes. An anchor inside of an element with <code>contain: layout</code> is not found from outside of it.</div>
      <pre class="raised" style="padding:8px 14px">${highlightLines('.menu {\n  position-anchor: --opener;\n  position-area: bottom span-right;\n  margin-block-start: 0.5rem;\n}', 'css').join('\n')}</pre>
      <h3 style="margin:8px 0">Support</h3><table><tr><td></td>${browsers.join('')}</tr>${rows.join('')}</table></div></div>`;
  },
};

/** What a web framework shows in place of a page when a view fails, as long as it is in debug mode. */
export const debugPage: Layout = {
  name: 'debug-page',
  html(scene) {
    const { mono } = scene.look;
    const facts = [
      ['Request Method:', 'POST'],
      ['Request URL:', 'http://localhost:8000/rota/week/47/swap/'],
      ['Framework Version:', '5.2.1'],
      ['Exception Type:', 'FieldError'],
      [
        'Exception Value:',
        "Cannot resolve keyword 'shift_start' into field. Choices are: end, id, nurse, nurse_id, start, ward",
      ],
      [
        'Exception Location:',
        '/app/.venv/lib/python3.13/site-packages/orm/sql/query.py, line 1768, in names_to_path',
      ],
      ['Raised during:', 'rota.views.SwapView'],
    ];
    const rows = facts.map(
      ([name = '', value = '']) =>
        `<tr><td style="padding:2px 14px 2px 0;text-align:right;vertical-align:top;white-space:nowrap;color:#555">${name}</td><td style="font:12px '${mono}'">${escapeHtml(value)}</td></tr>`,
    );
    const code = [
      '        swap = form.save(commit=False)',
      '        clash = Shift.objects.filter(',
      '            nurse=swap.to, shift_start__lt=swap.shift.end,',
      '        ).exclude(pk=swap.shift_id)',
      '        if clash.exists():',
    ];
    return `${pageStyle(scene)}<div style="background:#fff;color:#111;min-height:100vh;font:13px/1.5 'Liberation Sans'"><div style="background:#ffc;padding:12px 22px;border-bottom:1px solid #ddd"><div style="font-size:21px">FieldError <span style="color:#555">at /rota/week/47/swap/</span></div><table style="margin-top:8px">${rows.join('')}</table></div>
      <div style="background:#eee;padding:10px 22px"><b style="font-size:17px">Traceback</b> <span style="color:#06c">Switch to copy-and-paste view</span><div style="margin-top:8px"><span style="font-family:'${mono}'">/app/rota/views.py</span>, line 88, in form_valid</div>
      <div style="background:#fff;margin:6px 0 6px 20px;padding:6px 0;font:12px/1.6 '${mono}'">${code.map((line, at) => `<div style="white-space:pre;padding:0 10px;${at === 2 ? 'background:#bbb' : 'color:#666'}">${86 + at}. ${escapeHtml(line)}</div>`).join('')}</div>▸ Local vars</div>
      <div style="background:#f6f6f6;padding:10px 22px;color:#555">You’re seeing this error because you have <b>DEBUG = True</b> in your settings file.</div></div>`;
  },
};
