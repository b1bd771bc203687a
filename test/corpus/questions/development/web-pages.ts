// Web pages as a browser's window shows them, with its bars, and with pictures, pills and icons among the words.
import { pageStyle } from '../../parts.ts';
import { escapeHtml, type Layout, type Scene } from '../../scene.ts';
import { seriesColour } from './surfaces.ts';
import { glyphs } from './workbenches.ts';

/** A browser: tabs with their icons, the address, what extensions add. */
function browser(scene: Scene, title: string, address: string, contents: string): string {
  const { theme, ui } = scene.look;
  const tabs = [title, 'Inbox (3)', 'Board'].map(
    (name, index) =>
      `<span style="display:inline-block;padding:7px 14px;${index === 0 ? `background:${theme.background};border-radius:8px 8px 0 0` : ''}"><span style="display:inline-block;width:13px;height:13px;border-radius:4px;background:${seriesColour(index + 1)};vertical-align:-2px;margin-right:8px"></span>${name}</span>`,
  );
  return `${pageStyle(scene)}<div style="background:${theme.border};padding:6px 10px 0;font:12px '${ui}'">${tabs.join('')}</div>
    <div style="display:flex;align-items:center;gap:12px;padding:6px 12px;border-bottom:1px solid ${theme.border};font:13px '${ui}'">${glyphs(scene, 16, '')}<span class="raised" style="flex:1;padding:5px 14px;border-radius:14px">${address}</span><span style="width:22px;height:22px;border-radius:50%;background:${seriesColour(3)}"></span></div>
    <div style="padding:16px 26px;max-width:1100px">${contents}</div>`;
}

function pill(text: string, colour: string): string {
  return `<span style="background:${colour};color:#fff;border-radius:10px;padding:1px 10px;font-size:11px">${text}</span>`;
}

/** Documentation with its contents at the side. */
export const guide: Layout = {
  name: 'guide',
  html(scene) {
    const { theme } = scene.look;
    const contents = [
      'Introduction',
      'Installation',
      'Connections',
      'Pools',
      'Transactions',
      'Migrations',
      'Recipes',
    ];
    const side = contents.map(
      (name, at) =>
        `<div style="padding:4px 8px;${at === 3 ? `border-left:3px solid ${theme.accent}` : ''}">${name}</div>`,
    );
    return browser(
      scene,
      'Pools - dbkit',
      'docs.dbkit.example.com/guide/pools',
      `<div style="display:flex;gap:34px"><div style="width:150px;flex:none" class="muted">${side.join('')}</div><div><h2 style="margin:0">Pools</h2>
      <p>A pool keeps connections open between queries. It is made by <code>createPool</code> and closed by <code>pool.end()</code>.</p>
      <pre class="raised" style="padding:10px;border-radius:6px">const pool = createPool({
  max: 20,
  idleTimeout: '30s',
  acquireTimeout: '5s',
});</pre>
      <div style="border-left:4px solid #c99a2e;background:#c99a2e22;padding:8px 14px;margin:12px 0"><b>Note</b><br>A query that waits longer than acquireTimeout is rejected with PoolExhaustedError.</div>
      <p>Do not share a pool between worker threads: each needs one of its own.</p></div></div>`,
    );
  },
};

/** An issue: people with their pictures, labels in colours, comments in boxes. */
export const issuePage: Layout = {
  name: 'issue-page',
  html(scene) {
    const { theme } = scene.look;
    const comment = (who: string, at: string, text: string, colour: number) =>
      `<div style="display:flex;gap:14px;margin:14px 0"><span style="width:38px;height:38px;border-radius:50%;flex:none;background:linear-gradient(${seriesColour(colour)},${seriesColour(colour + 2)})"></span><div class="bordered" style="flex:1;border-radius:6px"><div class="raised" style="padding:6px 12px;border-bottom:1px solid ${theme.border}"><b>${who}</b> <span class="muted">commented ${at}</span></div><div style="padding:8px 12px">${text}</div></div></div>`;
    return browser(
      scene,
      'Watcher misses renames',
      'code.example.com/filekit/filekit/issues/482',
      `<h2 style="margin:0">Watcher misses renames on network drives <span class="muted">#482</span></h2><p>${pill('Open', '#2f9e44')} ${pill('bug', '#c2413b')} ${pill('help wanted', '#2b8a9e')} <span class="muted">4 comments</span></p>
      ${comment('marit', 'last week', 'Since 3.2 a rename on an SMB share is reported as a delete. Worked in 3.1.4.', 0)}
      ${comment('devon', '5 days ago', 'That is because we dropped polling. Set <code>usePolling: true</code> and an interval of 400 ms until it is fixed.', 1)}
      ${comment('marit', '5 days ago', 'Thanks, that works, at about 4 % CPU.', 0)}`,
    );
  },
};

/** A question with its answers: arrows and votes at the side, tags. */
export const answersPage: Layout = {
  name: 'answers-page',
  html(scene) {
    const { raised, border } = scene.look.theme;
    const votes = (count: number, isTaken: boolean) =>
      `<div style="width:60px;text-align:center;flex:none"><div style="margin:auto;border:12px solid transparent;border-bottom-color:${border};width:0"></div><b style="font-size:18px">${count}</b><div style="margin:8px auto;border:12px solid transparent;border-top-color:${border};width:0"></div>${isTaken ? '<span style="color:#2f9e44;font-size:24px">✔</span>' : ''}</div>`;
    const tags = ['bash', 'quoting', 'find'].map(
      (tag) =>
        `<span style="background:${raised};padding:2px 8px;border-radius:3px;margin-right:6px">${tag}</span>`,
    );
    return browser(
      scene,
      'Spaces in file names',
      'answers.example.com/questions/73011',
      `<h2 style="margin:0">Why does my loop break at spaces in file names?</h2><div style="display:flex;margin-top:14px">${votes(57, false)}<div><p style="margin-top:0">I loop over the output of find, and a file with a space comes as two.</p><pre style="background:${raised};padding:8px">for f in $(find . -name '*.log'); do gzip $f; done</pre>${tags.join('')}</div></div>
      <h3>2 Answers</h3><div style="display:flex">${votes(112, true)}<div><p style="margin-top:0">The shell splits the output at white space. Let find run the command itself:</p><pre style="background:${raised};padding:8px">find . -name '*.log' -exec gzip {} +</pre><p>Or read names that end in a null byte, with -print0 and xargs -0.</p></div></div>`,
    );
  },
};

/** A mail program: folders, what has come, and one letter. */
export const mailbox: Layout = {
  name: 'mailbox',
  html(scene) {
    const { theme } = scene.look;
    const folders = ['Inbox 12', 'Starred', 'Sent', 'Drafts 2', 'Archive', 'Bin'].map(
      (name) => `<div style="padding:6px 14px">${name}</div>`,
    );
    const mails = (
      [
        ['Hosting', 'Maintenance on 3 December', 'Your database cluster moves to new hardware'],
        ['Nadia', 'Re: invoices', 'The bookkeeper needs them as PDF'],
        ['Registry', 'Package published', 'gridkit 5.0.1 is public now'],
        ['Per', 'Lunch on Friday?', 'The new place at the harbour'],
      ] as const
    ).map(
      ([who, subject, text], at) =>
        `<div style="padding:8px 12px;border-bottom:1px solid ${theme.border};${at === 0 ? `background:${theme.border}` : ''}"><b>${who}</b><br>${subject}<br><span class="muted">${text}</span></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;height:100vh"><div class="raised" style="width:140px"><div style="padding:12px"><span class="button" style="border-radius:18px">Write</span></div>${folders.join('')}</div><div style="width:290px;border-right:1px solid ${theme.border}">${mails.join('')}</div>
      <div style="flex:1;padding:14px 20px"><div style="float:right">${glyphs(scene, 18, 'margin-left:10px')}</div><h3 style="margin:0">Maintenance on 3 December</h3><p class="muted">Hosting &lt;noreply@hosting.example.com&gt;</p><p>Between 02:00 and 02:40 UTC your cluster is moved. Writes fail for up to 90 seconds; reads go on.</p><p>Clients older than 4.2 do not reconnect by themselves and have to be restarted.</p></div></div>`;
  },
};

/** A page that crashed: the framework's message over the page, which is dimmed. */
export const errorOverlay: Layout = {
  name: 'error-overlay',
  html(scene) {
    const { raised, text } = scene.look.theme;
    const cards = Array.from(
      { length: 8 },
      (_, at) =>
        `<div style="width:240px;height:170px;border-radius:10px;background:linear-gradient(${40 * at}deg,${seriesColour(at)},${seriesColour(at + 1)});opacity:.25"></div>`,
    );
    return `${pageStyle(scene)}<div style="display:flex;flex-wrap:wrap;gap:16px;padding:20px">${cards.join('')}</div>
      <div style="position:absolute;left:8%;right:8%;top:9%;background:${raised};border-top:5px solid #e5484d;border-radius:8px;padding:18px 24px;color:${text}"><span class="muted">1 of 2 errors</span><h2 style="margin:6px 0;color:#e5484d">Unhandled Runtime Error</h2><p class="mono">TypeError: Cannot read properties of undefined (reading 'thumbnails')</p><b>Source</b><p class="muted mono">components/ProductCard.tsx (23:31)</p>
      <pre>  21 | export function ProductCard({ product }: Props) {
  22 |   const { images } = product;
&gt; 23 |   const src = images.thumbnails[0];
     |                      ^
  24 |   return &lt;img src={src} alt={product.name} /&gt;;</pre><p class="muted">${escapeHtml('ProductCard <- ProductGrid <- CategoryPage')}</p></div>`;
  },
};

/** Settings: switches, ticks and fields. */
export const switches: Layout = {
  name: 'switches',
  html(scene) {
    const { accent, border } = scene.look.theme;
    const knob = (isOn: boolean) =>
      `<span style="display:inline-block;width:40px;height:22px;border-radius:11px;background:${isOn ? accent : border};position:relative"><span style="position:absolute;top:3px;left:${isOn ? 21 : 3}px;width:16px;height:16px;border-radius:50%;background:#fff"></span></span>`;
    const rows = (
      [
        ['Require a review before merging', 'Nobody can push to main without one approval.', true],
        ['Dismiss stale approvals', 'New commits take back the approvals given before.', false],
        ['Require signed commits', 'Commits whose signature cannot be verified are rejected.', true],
        ['Allow force pushes', 'Anyone with write access may rewrite history.', false],
      ] as const
    ).map(
      ([name, text, isOn]) =>
        `<div style="display:flex;gap:16px;padding:10px 0;border-bottom:1px solid ${border}">${knob(isOn)}<div><b>${name}</b><br><span class="muted">${text}</span></div></div>`,
    );
    return browser(
      scene,
      'Branch rules',
      'code.example.com/nordhus/shop/settings/rules',
      `<h2 style="margin:0">Rules for main</h2>${rows.join('')}<p><span class="button">Save changes</span></p>`,
    );
  },
};
