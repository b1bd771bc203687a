// Things to be read: an invoice, bytes, messages on a phone, an editor in a terminal, a regular expression, hours.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';

const POSITIONS = [
  ['Hébergement « Confort », novembre', '3', '89,00', '267,00'],
  ['Sauvegarde hors site, 500 Go', '2', '24,50', '49,00'],
  ['Astreinte week-end, par heure', '5,5', '112,00', '616,00'],
  ['Remise fidélité', '1', '-46,60', '-46,60'],
] as const;

/** A French invoice in a viewer of documents, with small pages at the left. */
export const frenchInvoice: Layout = {
  name: 'french-invoice',
  html(scene) {
    const { ui } = scene.look;
    const rows = POSITIONS.map(
      (cells) =>
        `<tr>${cells.map((cell, at) => `<td style="padding:5px 8px;border-bottom:1px solid #ddd;${at ? 'text-align:right;white-space:nowrap' : ''}">${cell}</td>`).join('')}</tr>`,
    );
    const pages = [1, 2].map(
      (page) =>
        `<div style="width:84px;height:118px;margin:14px auto 2px;background:#fff;outline:${page === 1 ? '3px solid #4a90d9' : 'none'};padding:10px">${Array.from({ length: 9 }, () => `<div style="height:3px;margin-bottom:6px;width:${30 + scene.random.below(34)}px;background:#bbb"></div>`).join('')}</div><div style="text-align:center">${page}</div>`,
    );
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:flex;flex-direction:column;background:#525659;color:#eee;font:13px '${ui}'"><div style="padding:8px 14px;background:#323639">☰ &nbsp; F-2026-1187.pdf <span style="margin-left:18%">1 / 2 &nbsp;│&nbsp; − &nbsp;110 % &nbsp;+ &nbsp;│&nbsp; ⤢</span></div><div style="flex:1;display:flex;min-height:0;overflow:hidden"><div style="width:140px;background:#3b3f42">${pages.join('')}</div><div style="flex:1"><div style="width:680px;min-height:1000px;margin:12px auto;padding:30px 44px;background:#fff;color:#222;font:13px/1.5 'Liberation Serif'"><div style="display:flex"><svg width="46" height="46" viewBox="0 0 46 46"><circle cx="23" cy="23" r="22" fill="#0b6e5a"/><path d="M10 28q13-24 26 0" stroke="#fff" stroke-width="4" fill="none"/></svg><div style="margin-left:10px"><b style="font-size:17px">Dôme Numérique SARL</b><br>14, rue des Teinturiers, 69100 Villeurbanne</div><div style="margin-left:auto;text-align:right"><b style="font-size:19px">FACTURE</b><br>N° F-2026-1187<br>du 18 novembre 2026</div></div>
      <p>Échéance : <b>3 décembre 2026</b>. Passé ce délai, des pénalités de 10,15 % l’an et une indemnité forfaitaire de 40 € sont dues.</p><table style="width:100%"><tr style="background:#e7f1ee"><th style="text-align:left;padding:5px 8px">Désignation</th><th>Qté</th><th>PU HT</th><th>Total HT</th></tr>${rows.join('')}<tr><td colspan="3" style="text-align:right;padding:4px 8px">Total HT</td><td style="text-align:right;padding:4px 8px">885,40 €</td></tr><tr><td colspan="3" style="text-align:right;padding:4px 8px">TVA 20 %</td><td style="text-align:right;padding:4px 8px">177,08 €</td></tr><tr><td colspan="3" style="text-align:right;padding:4px 8px"><b>Total TTC</b></td><td style="text-align:right;padding:4px 8px"><b>1 062,48 €</b></td></tr></table><p>L’astreinte du samedi 8 novembre est facturée sur la base du ticket INC-3390.</p></div></div></div></div>`;
  },
};

/** The first bytes of a file, in hexadecimal and as characters, and what a tool makes of them. */
export const byteView: Layout = {
  name: 'byte-view',
  html(scene) {
    const { theme, mono, ui, px } = scene.look;
    const bytes =
      `52 49 46 46 24 10 00 00 57 41 56 45 66 6d 74 20 12 00 00 00 03 00 02 00 80 bb 00 00 00 dc 05 00 08 00 20 00 00 00 66 61 63 74 04 00 00 00 f0 01 00 00 64 61 74 61 80 0f 00 00 00 00 00 00 00 00 00 00 6f 12 83 3a 6f 12 83 ba 0a d7 23 3c 0a d7 23 bc cd cc cc 3d cd cc cc bd 00 00 00 3f 00 00 00 bf 00 00 80 3f 00 00 80 bf`.split(
        ' ',
      );
    const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => {
      const line = bytes.slice(row * 16, row * 16 + 16);
      const shown = line.map((byte, at) => {
        const isFormat = row === 1 && (at === 4 || at === 5);
        const colour =
          byte === '00' ? theme.muted : Number.parseInt(byte, 16) > 126 ? theme.number : theme.text;
        return `<span style="${isFormat ? `background:${theme.accent};color:${theme.onAccent}` : `color:${colour}`}">${byte}</span>${at === 7 ? ' ' : ''}`;
      });
      const letters = line.map((byte) => {
        const code = Number.parseInt(byte, 16);
        return code > 31 && code < 127 ? String.fromCharCode(code) : '.';
      });
      return `<div style="white-space:pre"><span style="color:${theme.title}">${(row * 16).toString(16).padStart(8, '0')}</span>  ${shown.join(' ')}${'   '.repeat(16 - line.length)}  <span style="color:${theme.string}">${escapeHtml(letters.join(''))}</span></div>`;
    });
    const facts = [
      ['Selected', '0x14..0x15 (2 bytes)'],
      ['UInt16 LE', '3'],
      ['Field', 'fmt.wFormatTag'],
      ['Meaning', 'WAVE_FORMAT_IEEE_FLOAT'],
      ['Warning', '114 bytes follow the data chunk and belong to no other'],
    ];
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 14px;font:13px '${ui}'">take-04.wav — 4,140 bytes &nbsp; <span class="muted">Template: RIFF &nbsp; Go to… &nbsp; Find bytes…</span></div><div style="padding:8px 14px;font:${px}px/1.5 '${mono}',monospace">${rows.join('')}</div><div class="raised" style="margin:8px 14px;padding:8px 12px;font:13px/1.6 '${ui}'">${facts.map(([name, value]) => `<div><span class="muted" style="display:inline-block;width:90px">${name}</span>${value}</div>`).join('')}</div>`;
  },
};

const MESSAGES = [
  ['in', 'Bist du noch wach? Der Export hängt seit 22:10', '22:31'],
  ['out', 'ja, was sagt der Job', '22:32'],
  ['in', 'lock timeout auf kunden_archiv, dann Neustart, dann wieder', '22:33'],
  ['out', 'Da läuft noch das VACUUM FULL von heute Mittag. Brich das ab: pg_cancel_backend(18841)', '22:36'],
  ['in', 'gemacht, Export läuft wieder :)', '22:41'],
  ['out', 'Bitte VACUUM ab jetzt nur sonntags, trag es ins Runbook ein', '22:42'],
] as const;

/** Messages on a phone, in bubbles. */
export const phoneChat: Layout = {
  name: 'phone-chat',
  html(scene) {
    const { ui } = scene.look;
    const bubbles = MESSAGES.map(
      ([side, text, at]) =>
        `<div style="display:flex;justify-content:${side === 'in' ? 'flex-start' : 'flex-end'};margin:7px 10px"><div style="max-width:78%;padding:8px 12px;border-radius:14px;background:${side === 'in' ? '#fff' : '#d8f5c8'};color:#111;box-shadow:0 1px 1px #0003">${text}<span style="float:right;margin:6px 0 -4px 10px;font-size:11px;color:#788">${at}${side === 'out' ? ' ✓✓' : ''}</span></div></div>`,
    );
    const specks = Array.from(
      { length: 70 },
      () =>
        `<circle cx="${scene.random.below(390)}" cy="${scene.random.below(844)}" r="${2 + scene.random.below(9)}" fill="none" stroke="#d6cbb9"/>`,
    );
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;background:#ece3d5;font:16px/1.4 '${ui}'"><svg viewBox="0 0 390 844" preserveAspectRatio="xMidYMid slice" style="position:absolute;width:100%;height:100%">${specks.join('')}</svg><div style="position:relative"><div style="background:#0a5c4f;color:#fff;padding:8px 14px 4px;font-size:13px;font-weight:bold">22:43 <span style="float:right">▂▄▆ 5G ▮ 34 %</span></div><div style="display:flex;gap:10px;align-items:center;background:#0a5c4f;color:#fff;padding:6px 14px 10px"><span style="font-size:22px">‹</span><span style="width:38px;height:38px;border-radius:50%;background:#e0a63c;display:grid;place-items:center">RK</span><div>Rufbereitschaft<br><span style="font-size:12px;opacity:.8">Rieke, Du</span></div></div><div style="text-align:center;margin:10px"><span style="background:#fff9;color:#333;border-radius:8px;padding:3px 10px;font-size:12px">GESTERN</span></div>${bubbles.join('')}</div><div style="position:absolute;left:8px;right:60px;bottom:14px;background:#fff;color:#999;border-radius:22px;padding:9px 16px">Nachricht</div><div style="position:absolute;right:8px;bottom:14px;width:42px;height:42px;border-radius:50%;background:#0a8f6a"></div></div>`;
  },
};

const LUA = `local M = {}

---@param bufnr integer
---@param opts? { quiet: boolean }
function M.attach(bufnr, opts)
  local client = vim.lsp.get_clients({ bufnr = bufnr })[1]
  if client.supports_method("textDocument/inlayHint") then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  vim.keymap.set("n", "<leader>rn", vim.lsp.buf.rename, { buffer = bufnr })
  return client.id, opts.quiet
end

return M`;

/** An editor within a terminal: a tree of files, signs beside the lines, a floating note, a line of state. */
export const floatingNote: Layout = {
  name: 'floating-note',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const source = highlightLines(LUA, 'lua').map(
      (line, at) =>
        `<div style="white-space:pre;${at === 10 ? `background:${theme.raised}` : ''}"><span style="color:#e5484d">${at === 10 ? 'E ' : at === 6 ? '<span style="color:#c99a2e">W </span>' : '  '}</span><span class="muted">${String(Math.abs(at - 10) || 11).padStart(3)} </span>${line}</div>`,
    );
    const tree = [
      '▾ nvim/',
      '  ▾ lua/',
      '    ▾ config/',
      '      lazy.lua',
      '      lsp.lua  ●',
      '      keys.lua',
      '  init.lua',
      '  lazy-lock.json',
    ];
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;display:flex;font:${px}px/1.5 '${mono}',monospace"><div class="raised" style="width:24ch;padding:4px 8px;white-space:pre">${tree.map((name) => `<div style="${name.includes('lsp') ? `color:${theme.title}` : ''}">${name}</div>`).join('')}</div><div style="flex:1;min-width:0;padding:4px 0">${source.join('')}${'<div style="white-space:pre" class="muted">~</div>'.repeat(4)}</div></div>
      <div style="position:absolute;left:calc(24ch + 90px);top:${px * 1.5 * 11 + 10}px;border:1px solid ${theme.accent};background:${theme.background};padding:3px 9px;margin-right:8px;font:${px}px/1.5 '${mono}',monospace;white-space:pre-wrap">Diagnostics:
1. Need check nil: \`opts\` may be absent. [need-check-nil]
2. This function returns 2 values, 1 is annotated. [redundant-return]</div>
      <div style="position:absolute;left:0;right:0;bottom:0;font:${px}px/1.6 '${mono}',monospace;background:${theme.raised}"><span style="background:${theme.accent};color:${theme.onAccent};padding:0 10px"><b>NORMAL</b></span><span style="background:${theme.border};padding:0 10px"> main +12 ~3</span> lsp.lua [+] <span style="color:#e5484d">E:2</span> <span style="color:#c99a2e">W:1</span><span style="float:right;background:${theme.accent};color:${theme.onAccent};padding:0 10px">84% 11:21</span><span style="float:right;padding:0 10px">utf-8 | lua_ls</span></div>`;
  },
};

const TRIED = ['2026-W07', '2026-W7', '2026-W53', '2026-W54', '26-W12'] as const;

/** A site to try regular expressions on: the expression, texts, what matched, and what its parts mean. */
export const expressionTester: Layout = {
  name: 'expression-tester',
  html(scene) {
    const { theme, ui, mono, px } = scene.look;
    const rows = TRIED.map((text) => {
      const hit = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/.test(text);
      return `<div><span style="${hit ? 'background:#4c8dd655' : ''}">${text}</span></div>`;
    });
    const parts = [
      ['\\d{4}', 'matches a digit exactly 4 times'],
      ['-W', 'matches the characters -W literally (case sensitive)'],
      ['0[1-9]', '1st alternative: a zero, then one of 1 to 9'],
      ['5[0-3]', '3rd alternative: a five, then one of 0 to 3'],
    ].map(
      ([code = '', meaning = '']) =>
        `<div style="padding:3px 0"><code style="color:${theme.string}">${escapeHtml(code)}</code> <span class="muted">${meaning}</span></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;font:13px/1.5 '${ui}'"><div class="raised" style="width:150px;min-height:100vh;padding:12px"><b>FLAVOUR</b><div class="button" style="margin:4px 0">ECMAScript</div><br>PCRE2<br>Python<br>Go<br><br><b>FUNCTION</b><br>Match<br>Substitution</div><div style="flex:1;padding:12px 18px;min-width:0"><b>REGULAR EXPRESSION</b> <span style="float:right;color:#3fae5a">2 matches (31 steps, 0.1 ms)</span><div class="bordered" style="padding:8px 12px;margin:4px 0 12px;font:${px + 1}px '${mono}'"><span class="muted">/</span>^<span style="color:${theme.number}">\\d{4}</span>-W<span style="color:${theme.keyword}">(?:0[1-9]|[1-4]\\d|5[0-3])</span>$<span class="muted">/</span><span style="color:${theme.title}">gm</span></div><b>TEST STRING</b><div class="bordered" style="padding:8px 12px;margin-top:4px;font:${px + 1}px/1.6 '${mono}'">${rows.join('')}</div></div><div class="raised" style="width:300px;padding:12px"><b>EXPLANATION</b>${parts.join('')}<br><b>MATCH INFORMATION</b><br>Match 1 &nbsp; 0-8 &nbsp; 2026-W07<br>Match 2 &nbsp; 17-25 &nbsp; 2026-W53</div></div>`;
  },
};

const HOURS = [
  ['Mo 16.11.', '08:12', '16:48', '0:45', '7:51', 'PRJ-114 Migration Kasse'],
  ['Di 17.11.', '08:30', '19:05', '0:45', '9:50', 'PRJ-114 Umstellung, Nacharbeit'],
  ['Mi 18.11.', '', '', '', '8:00', 'Urlaub'],
  ['Do 19.11.', '07:58', '18:40', '0:30', '10:12', 'PRJ-131 Störung Etikettendruck'],
  ['Fr 20.11.', '09:02', '15:20', '0:30', '5:48', 'PRJ-114 Abnahme'],
] as const;

/** A week's hours in a German program for them, with what it has against one day. */
export const weekHours: Layout = {
  name: 'week-hours',
  html(scene) {
    const { theme, ui, px } = scene.look;
    const rows = HOURS.map(
      (cells, at) =>
        `<tr style="background:${at === 3 ? '#d6454522' : 'transparent'}">${cells.map((cell) => `<td style="padding:6px 14px;border-bottom:1px solid ${theme.border};white-space:nowrap">${cell}</td>`).join('')}</tr>`,
    );
    return `${pageStyle(scene)}<div style="font:${px}px/1.5 '${ui}'"><div style="background:#7a2f5d;color:#fff;padding:9px 18px"><b>Stempel</b> &nbsp; Übersicht &nbsp; <u>Meine Woche</u> &nbsp; Urlaub &nbsp; Berichte<span style="float:right">J. Öztürk</span></div><div style="padding:10px 18px"><b style="font-size:1.3em">KW 47</b> &nbsp; ‹ 16.11. – 20.11.2026 › <table style="margin-top:8px"><tr>${['Tag', 'Kommt', 'Geht', 'Pause', 'Stunden', 'Tätigkeit'].map((name) => `<th style="text-align:left;padding:6px 14px" class="raised">${name}</th>`).join('')}</tr>${rows.join('')}<tr><td colspan="4" style="padding:6px 14px;text-align:right">Summe</td><td style="padding:6px 14px"><b>41:41</b></td><td>Soll 40:00, Gleitzeit +1:41</td></tr></table><div style="margin-top:10px;border-left:4px solid #d64545;padding:6px 12px" class="raised">Do 19.11.: Ab 9 Stunden Arbeit sind 45 Minuten Pause vorgeschrieben (§ 4 ArbZG). Höchstens 10:00 Stunden sind erlaubt.<br>Die Woche kann so nicht eingereicht werden.</div></div></div>`;
  },
};
