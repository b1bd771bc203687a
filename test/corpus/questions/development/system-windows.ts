// What the system puts over everything else: an installer, a crash report, notifications, a request, a blue screen.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';

/** A desktop's picture: hills under a sky, in colours drawn by seed. */
function wallpaper(scene: Scene): string {
  const hue = scene.random.below(360);
  const hills = Array.from({ length: 4 }, (_, at) => {
    const y = 330 + at * 110;
    const bend = scene.random.below(160);
    return `<path d="M0 ${y}C300 ${y - bend} 500 ${y + bend} 900 ${y - 60}S1400 ${y + 40} 1600 ${y - bend / 2}V1000H0z" fill="hsl(${hue + at * 14} 45% ${58 - at * 12}%)"/>`;
  });
  return `<svg viewBox="0 0 1600 1000" preserveAspectRatio="xMidYMid slice" style="position:absolute;inset:0;width:100vw;height:100vh"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue - 30} 60% 40%)"/><stop offset="1" stop-color="hsl(${hue + 20} 80% 82%)"/></linearGradient></defs><rect width="1600" height="1000" fill="url(#sky)"/><circle cx="${300 + scene.random.below(900)}" cy="240" r="60" fill="#fff6d8"/>${hills.join('')}</svg>`;
}

/** Rounded squares with shapes, as programs have them. */
function appIcon(scene: Scene, size: number): string {
  const hue = scene.random.below(360);
  const shape = scene.random.pick([
    '<circle cx="24" cy="24" r="11" fill="#fff"/>',
    '<path d="M14 34V14l20 20V14" stroke="#fff" stroke-width="5" fill="none"/>',
    '<path d="M24 10l13 26H11z" fill="#fff"/>',
    '<path d="M12 18h24M12 24h24M12 30h15" stroke="#fff" stroke-width="4"/>',
  ]);
  return `<svg width="${size}" height="${size}" viewBox="0 0 48 48" style="flex:none"><rect width="48" height="48" rx="11" fill="hsl(${hue} 65% 48%)"/>${shape}</svg>`;
}

/** An installer's page with a picture at its left, over a desktop. */
export const installerWizard: Layout = {
  name: 'installer-wizard',
  html(scene) {
    const icons = Array.from(
      { length: 5 },
      (_, at) =>
        `<div style="position:absolute;left:22px;top:${22 + at * 92}px;width:76px;text-align:center;color:#fff;font:12px 'Liberation Sans';text-shadow:0 1px 2px #000">${appIcon(scene, 46)}<br>${['Recycle Bin', 'repos', 'DBeaver', 'notes.txt', 'Firefox'][at]}</div>`,
    );
    const button = (name: string, style = '') =>
      `<span style="display:inline-block;min-width:84px;padding:4px 0;text-align:center;border:1px solid #adadad;background:#e1e1e1;margin-left:8px;${style}">${name}</span>`;
    return `${pageStyle(scene)}${wallpaper(scene)}${icons.join('')}
      <div style="position:absolute;left:50%;top:50%;width:620px;margin:-215px 0 0 -270px;background:#f0f0f0;color:#111;box-shadow:0 12px 40px #0008;border:1px solid #666;font:13px/1.5 'Liberation Sans'">
      <div style="background:#fff;padding:6px 10px">Kettle Server 7.2 Setup <span style="float:right">—&nbsp;&nbsp;&nbsp;□&nbsp;&nbsp;&nbsp;✕</span></div>
      <div style="display:flex;height:320px;background:#fff;border-top:1px solid #ddd"><svg width="160" height="320" viewBox="0 0 160 320"><rect width="160" height="320" fill="#23496b"/><circle cx="80" cy="190" r="52" fill="#3f7fb1"/><path d="M124 170q28 0 18 34l-20 8" stroke="#3f7fb1" stroke-width="10" fill="none"/><path d="M60 90q14 -22 0 -44M84 90q14 -22 0 -44" stroke="#b9d7ee" stroke-width="6" fill="none"/></svg>
      <div style="flex:1;padding:18px 22px"><b style="font-size:18px">Checking what is needed</b><p>Setup looks at this computer before it copies files.</p>
      <div style="color:#107c10">✔ Windows 10 22H2 or newer</div><div style="color:#107c10">✔ 1.4 GB of free space on C:\\</div><div style="color:#c42b1c">✖ Visual C++ 2015-2022 Redistributable (x64) is not installed</div><div style="color:#c42b1c">✖ Port 8443 is used by httpd.exe (PID 5120)</div>
      <p>Solve the points marked red, then click Check Again. Details are in<br><span style="font-family:'Liberation Mono'">%TEMP%\\kettle-setup-0041.log</span></p></div></div>
      <div style="padding:10px 12px;text-align:right;border-top:1px solid #ccc">${button('Check Again', 'float:left;margin:0')}${button('&lt; Back')}${button('Next &gt;', 'color:#999')}${button('Cancel')}</div></div>
      <div style="position:absolute;left:0;right:0;bottom:0;height:44px;background:#1c2733e6;display:flex;gap:14px;justify-content:center;align-items:center">${Array.from({ length: 7 }, () => appIcon(scene, 28)).join('')}</div>`;
  },
};

const CRASH = `Process:               Weaver [61207]
Path:                  /Applications/Weaver.app/Contents/MacOS/Weaver
Version:               3.4.0 (3401)
Code Type:             ARM-64 (Native)
OS Version:            macOS 15.6.1 (24G90)

Crashed Thread:        9  com.example.weaver.indexer

Exception Type:        EXC_BAD_ACCESS (SIGSEGV)
Exception Codes:       KERN_INVALID_ADDRESS at 0x0000000000000018
Termination Reason:    Namespace SIGNAL, Code 11 Segmentation fault: 11

Thread 9 Crashed:: com.example.weaver.indexer
0   libweave.dylib     0x000000010523c9a4 TokenTable::lookup(Token const&) + 148
1   libweave.dylib     0x000000010523a1f0 Indexer::visit(Node*) + 96
2   libweave.dylib     0x0000000105239e58 Indexer::run() + 412`;

/** A program that quit, and the report that may be sent of it. */
export const crashReport: Layout = {
  name: 'crash-report',
  html(scene) {
    const { mono } = scene.look;
    const dock = Array.from({ length: 9 }, () => appIcon(scene, 44)).join('');
    return `${pageStyle(scene)}${wallpaper(scene)}<div style="position:absolute;left:0;right:0;top:0;padding:3px 14px;background:#ffffff55;color:#111;font:13px 'Liberation Sans'"><b>Finder</b> &nbsp; File &nbsp; Edit &nbsp; View &nbsp; Go <span style="float:right">Fri 21 Nov &nbsp; 17:42</span></div>
      <div style="position:absolute;left:0;right:0;bottom:6px;display:flex;justify-content:center"><div style="display:flex;gap:10px;padding:7px 12px;background:#ffffff55;border-radius:18px">${dock}</div></div>
      <div style="position:absolute;left:50%;top:44%;width:680px;transform:translate(-50%,-50%);background:#ececec;color:#1d1d1f;border-radius:11px;box-shadow:0 18px 60px #0009;font:13px/1.45 'Liberation Sans'"><div style="text-align:center;padding:7px;font-weight:bold">Problem Report for Weaver</div><div style="display:flex;gap:14px;padding:6px 18px">${appIcon(scene, 52)}<div><b>Weaver quit unexpectedly.</b><br>Click “Report” to see more details and send a report to the developer.</div></div>
      <pre style="margin:8px 18px;padding:8px;height:276px;overflow:hidden;background:#fff;border:1px solid #c5c5c5;font:11px/1.45 '${mono}',monospace">${escapeHtml(CRASH)}</pre>
      <div style="padding:4px 18px 14px;text-align:right"><span style="float:left;background:#fff;border-radius:6px;padding:3px 14px;box-shadow:0 0 1px #000">Hide Details</span><span style="background:#fff;border-radius:6px;padding:3px 14px;box-shadow:0 0 1px #000">Ignore</span> &nbsp;<span style="background:#0a7aff;color:#fff;border-radius:6px;padding:3px 14px">Reopen</span></div></div>`;
  },
};

const NOTICES = [
  [
    'Backup',
    'now',
    'Backup of “work” failed',
    'The disk “Tresor” was ejected at 62 %. Nothing before 20 Nov is lost.',
  ],
  [
    'Package updates',
    '4 min ago',
    '3 security updates',
    'openssl, libxml2 and curl. A restart is needed for openssl.',
  ],
  ['Calendar', '9 min ago', 'Rückfrage Architektur', 'Beginnt um 17:45 in Raum Elbe'],
] as const;

/** Notifications at the corner of a desktop, one over the other. */
export const toasts: Layout = {
  name: 'toasts',
  html(scene) {
    const { ui } = scene.look;
    const cards = NOTICES.map(
      ([app, at, title, text]) =>
        `<div style="display:flex;gap:12px;width:370px;margin-bottom:12px;padding:12px;background:#2b2f3af2;color:#f2f2f2;border-radius:12px;box-shadow:0 6px 22px #0007">${appIcon(scene, 38)}<div style="flex:1"><span style="opacity:.65;font-size:12px">${app} · ${at}</span><br><b>${title}</b><br>${text}${app === 'Backup' ? '<div style="margin-top:8px"><span style="background:#4a5060;border-radius:6px;padding:3px 14px">Try again</span> <span style="background:#4a5060;border-radius:6px;padding:3px 14px">Show log</span></div>' : ''}</div></div>`,
    );
    return `${pageStyle(scene)}${wallpaper(scene)}<div style="position:absolute;left:0;right:0;top:0;padding:4px 14px;background:#111a;color:#fff;text-align:center;font:13px '${ui}'">21. Nov &nbsp;17:36</div><div style="position:absolute;right:18px;top:42px;font:13px/1.45 '${ui}'">${cards.join('')}</div>`;
  },
};

/** A request of the system for a permission, over a program that it dims. */
export const permissionSheet: Layout = {
  name: 'permission-sheet',
  html(scene) {
    const { ui, mono } = scene.look;
    const lines = Array.from(
      { length: 16 },
      (_, at) =>
        `<div style="padding-left:${(at % 4) * 18 + 20}px"><span style="display:inline-block;height:9px;width:${60 + scene.random.below(260)}px;border-radius:4px;background:hsl(${scene.random.below(360)} 40% 55%)"></span></div>`,
    );
    return `${pageStyle(scene)}<div style="background:#20242c;height:100vh;font:13px/1.7 '${mono}'"><div style="background:#171a20;padding:7px 16px;color:#9aa">main.rs &nbsp; Cargo.toml &nbsp; relay.rs</div>${lines.join('')}</div><div style="position:absolute;inset:0;background:#000a"></div>
      <div style="position:absolute;left:50%;top:50%;width:470px;transform:translate(-50%,-50%);background:#fafafa;color:#222;border-radius:14px;box-shadow:0 16px 50px #000;font:14px/1.5 '${ui}'"><div style="padding:22px 26px 12px;text-align:center">${appIcon(scene, 56)}<div style="font-size:17px;font-weight:bold;margin:8px 0">Authentication Required</div>The program <b>relayd</b> wants to change the settings of the firewall: it opens UDP 41641 for all networks.<div style="margin:12px 0;padding:6px;border:1px solid #bbb;border-radius:7px;text-align:left;color:#888">Password</div><div style="text-align:left;font:12px/1.6 '${mono}';color:#555">Action: org.fedoraproject.FirewallD1.config<br>Vendor: unknown<br>Called by: /home/jo/Downloads/relayd-setup.sh</div></div><div style="display:flex;border-top:1px solid #ddd;text-align:center"><span style="flex:1;padding:11px;border-right:1px solid #ddd">Cancel</span><span style="flex:1;padding:11px;color:#999">Authenticate</span></div></div>`;
  },
};

/** A system that stopped, with a code to look it up by. */
export const stopScreen: Layout = {
  name: 'stop-screen',
  html(scene) {
    const squares = Array.from({ length: 25 * 25 }, (_, at) => {
      const [x, y] = [at % 25, Math.floor(at / 25)];
      return scene.random.below(2) === 0 ? '' : `<rect x="${x}" y="${y}" width="1" height="1"/>`;
    });
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;background:#0a6ebd;color:#fff;padding:7vh 9vw;font:20px/1.45 'Liberation Sans'"><div style="font-size:96px;line-height:1.1">:(</div><p style="font-size:24px;margin:2vh 0">Your device ran into a problem and needs to restart. We’re just collecting some error info, and then we’ll restart for you.</p><p style="font-size:24px;margin:2vh 0">65% complete</p>
      <div style="display:flex;gap:18px;font-size:15px"><svg width="96" height="96" viewBox="-2 -2 29 29" style="background:#fff;flex:none" fill="#0a6ebd">${squares.join('')}</svg><div>For more information about this issue and possible fixes, visit https://help.example/stopcode<br><br>If you call a support person, give them this info:<br>Stop code: DRIVER_IRQL_NOT_LESS_OR_EQUAL<br>What failed: tapvpn6.sys</div></div></div>`;
  },
};
