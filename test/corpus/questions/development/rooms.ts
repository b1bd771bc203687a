// Windows of other trades, in type of all sizes: tickets, monitors, translations, installs, notes, players.
import { highlightLines, pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout } from '../../scene.ts';
import { avatar, icon } from './desks.ts';
import { seriesColour } from './surfaces.ts';

/** Strings and their translations, with flags and how far each language is. */
export const translations: Layout = {
  name: 'translations',
  html(scene) {
    const { theme, px } = scene.look;
    const strings = [
      ['cart.empty', 'Your cart is empty', 'Ihr Warenkorb ist leer', 'ok'],
      ['cart.total', 'Total: {amount}', 'Summe: {betrag}', 'placeholder {amount} is missing'],
      ['pay.again', 'Try to pay again', 'Noch einmal bezahlen', 'ok'],
      ['mail.subject', 'Your order {id} has left', 'Ihre Bestellung {id} ist unterwegs', 'ok'],
    ].map(
      ([key, from, to, state]) =>
        `<div class="bordered" style="border-radius:6px;padding:9px 12px;margin-bottom:8px;border-left:5px solid ${state === 'ok' ? '#35a35a' : '#d9822b'}"><span class="mono muted">${key}</span><div>${from}</div><div style="color:${theme.accent}">${to}</div>${state === 'ok' ? '' : `<span style="background:#d9822b;color:#fff;border-radius:3px;padding:1px 8px;font-size:${px - 2}px">${state}</span>`}</div>`,
    );
    const languages = ['Deutsch', 'Français', 'Polski', 'Suomi'].map(
      (name, at) =>
        `<div style="margin:9px 0"><svg width="22" height="15" style="vertical-align:-2px;margin-right:8px"><rect width="22" height="5" fill="${seriesColour(at)}"/><rect y="5" width="22" height="5" fill="${seriesColour(at + 2)}"/><rect y="10" width="22" height="5" fill="${seriesColour(at + 4)}"/></svg>${name}<div style="height:5px;background:${theme.border};margin-top:4px"><div style="height:5px;width:${95 - at * 17}%;background:#35a35a"></div></div></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex"><div class="raised" style="width:190px;min-height:100vh;padding:14px">${languages.join('')}</div><div style="flex:1;padding:16px;max-width:760px"><b>Shop · Deutsch</b><div style="height:10px"></div>${strings.join('')}</div></div>`;
  },
};

/** Alerts on a dark board, with times and who has them. */
export const alerts: Layout = {
  name: 'alerts',
  html(scene) {
    const { theme, px } = scene.look;
    const rows = [
      ['Critical', 'Replication lag on db-4 is above 300 s', '22 min', 'Yusuf'],
      ['Warning', 'Disk /var/lib on build-11 will be full in 6 hours', '48 min', 'nobody'],
      ['Warning', 'Certificate of mail.harbour.example ends in 9 days', '3 h', 'Greta'],
      ['Resolved', 'Latency of search above 900 ms', '5 h', 'Yusuf'],
    ].map(
      ([level, what, since, who], at) =>
        `<div style="display:flex;align-items:center;gap:14px;padding:11px 16px;border-bottom:1px solid ${theme.border}"><span style="width:84px;text-align:center;border-radius:12px;color:#fff;font-size:${px - 2}px;padding:2px 0;background:${['#c92a2a', '#d9822b', '#d9822b', '#2f9e44'][at]}">${level}</span><span style="flex:1">${what}</span><svg width="90" height="22"><polyline points="${Array.from({ length: 15 }, (_, x) => `${x * 6},${20 - scene.random.below(17)}`).join(' ')}" stroke="${theme.muted}" fill="none"/></svg><span class="muted">${since}</span>${avatar(who?.slice(0, 1) ?? '', 24, at)}<span style="width:70px">${who}</span></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex"><div style="width:50px;min-height:100vh;background:#1c2330;padding:12px 14px">${[0, 1, 2, 3, 4].map((at) => `<div style="margin-bottom:16px">${icon(at, '#8b98ad', 20)}</div>`).join('')}</div><div style="flex:1"><div style="padding:14px 16px;font-size:${px + 6}px">Alerts <span style="background:#c92a2a;color:#fff;border-radius:12px;padding:1px 10px;font-size:${px}px">3</span></div>${rows.join('')}</div></div>`;
  },
};

/** A forum: votes, an answer that was accepted, who wrote it. */
export const forum: Layout = {
  name: 'forum',
  html(scene) {
    const { theme, mono, px } = scene.look;
    const votes = (count: number, accepted: boolean) =>
      `<div style="width:54px;text-align:center;flex:none"><svg width="30" height="18"><path d="M15 2l13 14H2z" fill="${theme.border}"/></svg><div style="font-size:${px + 5}px">${count}</div><svg width="30" height="18"><path d="M15 16L2 2h26z" fill="${theme.border}"/></svg>${accepted ? '<svg width="30" height="30"><path d="M4 15l8 9L27 5" stroke="#2f9e44" stroke-width="5" fill="none"/></svg>' : ''}</div>`;
    const code = (source: string) =>
      `<div class="raised" style="padding:10px;font:${px}px/1.45 '${mono}',monospace;white-space:pre">${highlightLines(source, 'python').join('<br>')}</div>`;
    return `${pageStyle(scene)}<div style="padding:10px 20px;border-top:3px solid #f48225;border-bottom:1px solid ${theme.border}">${icon(1, '#f48225', 20)}<b>askhere</b><span class="bordered muted" style="margin-left:30px;padding:3px 160px 3px 10px">Search…</span></div><div style="padding:14px 24px;max-width:860px"><div style="font-size:${px + 7}px">Why does my generator stop after the first file?</div><div style="display:flex;margin-top:12px">${votes(14, false)}<div>${code('def lines(paths):\n    for path in paths:\n        with open(path) as f:\n            return (l.strip() for l in f)')}<div style="margin-top:8px">${['python', 'generator', 'file-io'].map((tag) => `<span style="background:${theme.accent}33;color:${theme.accent};padding:2px 8px;border-radius:3px;margin-right:6px">${tag}</span>`).join('')}</div></div></div><hr style="border:0;border-top:1px solid ${theme.border}"><div style="display:flex">${votes(31, true)}<div><p>You <code>return</code> within the loop, and the file is closed before anybody reads from it. Use <code>yield from</code>:</p>${code('        with open(path) as f:\n            yield from (l.strip() for l in f)')}<div style="display:flex;gap:8px;justify-content:flex-end;margin-top:8px">${avatar('E', 32, 1)}<div class="muted" style="font-size:${px - 2}px">answered Mar 4<br>Elif K. 12.4k</div></div></div></div></div>`;
  },
};

/** A settings window with switches, sliders and a notice. */
export const preferences: Layout = {
  name: 'preferences',
  html(scene) {
    const { theme } = scene.look;
    const rows = [
      ['Start with the system', 'Runs in the tray until it is needed', true],
      ['Sync over metered networks', 'May cost money while you travel', false],
      ['Keep deleted files', 'For 30 days, then they are gone for good', true],
      ['Limit the upload rate', 'Now 400 kB/s; calls stay clear', true],
    ].map(
      ([name, what, on]) =>
        `<div style="display:flex;align-items:center;padding:12px 0;border-bottom:1px solid ${theme.border}"><div style="flex:1"><b>${name}</b><div class="muted">${what}</div></div><span style="width:42px;height:24px;border-radius:12px;background:${on ? theme.accent : theme.border};position:relative"><span style="position:absolute;top:3px;${on ? 'right' : 'left'}:3px;width:18px;height:18px;border-radius:50%;background:#fff"></span></span></div>`,
    );
    const parts = ['General', 'Network', 'Account', 'Storage', 'Privacy', 'About'].map(
      (name, at) =>
        `<div style="padding:8px 12px;border-radius:6px;${at === 3 ? `background:${theme.accent};color:${theme.onAccent}` : ''}"><span style="display:inline-block;width:22px;height:22px;border-radius:5px;background:${seriesColour(at)};vertical-align:-6px;margin-right:9px"></span>${name}</div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex"><div class="raised" style="width:190px;min-height:100vh;padding:12px">${parts.join('')}</div><div style="flex:1;padding:18px 26px;max-width:640px"><div style="background:#c92a2a22;border:1px solid #c92a2a;border-radius:6px;padding:10px 14px">Sync is paused: 1.2 GB over your quota of 50 GB. Free some space or upgrade to Plus.</div>${rows.join('')}</div></div>`;
  },
};

/** Two columns of a merge with the ways to take each side. */
export const mergeEditor: Layout = {
  name: 'merge-editor',
  html(scene) {
    const { theme, mono, px, ui } = scene.look;
    const side = (name: string, source: string, tint: string) =>
      `<div style="flex:1;border:1px solid ${theme.border}"><div class="raised" style="padding:4px 10px;font:12px '${ui}'">${icon(3, tint, 14)}${name}</div><div style="background:${tint}22;font:${px}px/1.5 '${mono}',monospace;padding:6px 10px;white-space:pre">${highlightLines(source, 'typescript').join('<br>')}</div></div>`;
    return `${pageStyle(scene)}<div class="raised" style="padding:6px 12px;font-size:13px">Merging: session.ts &nbsp; <span style="color:#d9822b">1 conflict remaining</span></div><div style="display:flex;gap:4px">${side('Incoming: origin/main', 'export const SESSION = {\n  ttlMinutes: 30,\n  sliding: true,\n};', '#2f9e44')}${side('Current: feature/long-login', 'export const SESSION = {\n  ttlMinutes: 60 * 24 * 14,\n  sliding: false,\n};', '#1c7ed6')}</div><div style="padding:6px 12px;font-size:12px" class="muted">Accept incoming | Accept current | Accept combination</div><div style="border:1px solid ${theme.border};font:${px}px/1.5 '${mono}',monospace;padding:8px 10px;white-space:pre">${escapeHtml('export const SESSION = {\n  // unresolved\n};\nexport const COOKIE = { name: "sid", sameSite: "lax" };')}</div>`;
  },
};

/** A player with a picture, captions and a list of what comes next. */
export const player: Layout = {
  name: 'player',
  html(scene) {
    const { theme, px } = scene.look;
    const next = ['Harbours of the north', 'How cranes work', 'A night on a tug', 'Ropes and knots'].map(
      (name, at) =>
        `<div style="display:flex;gap:10px;margin-bottom:10px"><svg width="110" height="62"><rect width="110" height="62" fill="${seriesColour(at)}"/><circle cx="${30 + at * 15}" cy="26" r="14" fill="${seriesColour(at + 3)}"/><path d="M0 62l40-30 30 20 20-14 20 24z" fill="#0006"/></svg><div>${name}<div class="muted" style="font-size:${px - 2}px">${8 + at * 3} min</div></div></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;gap:18px;padding:14px"><div style="position:relative;width:600px;height:340px;flex:none"><svg width="600" height="340"><defs><linearGradient id="s" y2="1" x2="0"><stop stop-color="#f7b267"/><stop offset="1" stop-color="#3d5a80"/></linearGradient></defs><rect width="600" height="340" fill="url(#s)"/><path d="M0 250q60-20 120 0t120 0 120 0 120 0 120 0v90H0z" fill="#1d3557"/><path d="M200 240h180l-30 40H230zM260 240V150l60 90" fill="#6d2e1f"/><circle cx="470" cy="90" r="34" fill="#fff3c4"/></svg><div style="position:absolute;bottom:40px;left:0;right:0;text-align:center"><span style="background:#000b;color:#fff;padding:4px 12px">and then the pilot comes on board</span></div></div><div>${next.join('')}</div></div><div style="padding:0 16px;font-size:${px + 5}px">The last sailing pilot <span class="muted" style="font-size:${px}px">412 views</span></div><div style="border-top:1px solid ${theme.border};margin-top:10px"></div>`;
  },
};

/** A tree of folders as areas: the larger, the more is in it. */
export const areas: Layout = {
  name: 'areas',
  html(scene) {
    const { px } = scene.look;
    const parts = [
      ['node_modules', 0, 0, 420, 330],
      ['.git', 420, 0, 250, 200],
      ['dist', 420, 200, 250, 130],
      ['assets', 0, 330, 280, 140],
      ['src', 280, 330, 210, 140],
      ['docs', 490, 330, 180, 80],
      ['test', 490, 410, 180, 60],
    ] as const;
    return `${pageStyle(scene)}<div style="padding:10px 18px"><b>Disk usage</b> /home/dev/shop</div><svg width="700" height="490" style="margin-left:18px">${parts.map(([name, x, y, w, h], at) => `<rect x="${x}" y="${y}" width="${w - 3}" height="${h - 3}" fill="${seriesColour(at)}"/><text x="${x + 8}" y="${y + 20}" fill="#111" font-size="${px}">${name}</text>`).join('')}</svg>`;
  },
};
