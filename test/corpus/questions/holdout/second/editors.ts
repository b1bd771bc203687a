// Editors: a compile error below the code, diagnostics beside it, coverage as stripes without a word.
import { highlightLines } from '../../../parts.ts';
import { escapeHtml, type Layout } from '../../../scene.ts';
import type { QuestionItem } from '../../question.ts';
import { page, SKINS } from './skins.ts';

const KOTLIN = `class ParcelRepository(private val dao: ParcelDao) {

    fun openParcels(depot: String): Flow<List<Parcel>> =
        dao.byDepot(depot)
            .map { rows -> rows.filter { it.deliveredAt == null } }
            .distinctUntilChanged()

    suspend fun markDelivered(id: ParcelId, at: Instant) {
        val parcel = dao.find(id)
        parcel.deliveredAt = at
        dao.update(parcel)
    }
}`;

const kotlinBuild: Layout = {
  name: 'kotlin-build',
  html() {
    const tree = [
      '▾ courier',
      '  ▸ .gradle',
      '  ▾ app',
      '    ▾ src/main/kotlin',
      '      CourierApp.kt',
      '      Parcel.kt',
      '      ParcelDao.kt',
      '      ParcelRepository.kt',
      '    build.gradle.kts',
      '  ▸ gradle',
      '  settings.gradle.kts',
    ];
    const code = highlightLines(KOTLIN, 'kotlin').map(
      (line, index) =>
        `<div${index === 9 ? ' style="background:#40252b"' : ''}><span class="d" style="display:inline-block;width:4ch">${index + 12}</span>${line}</div>`,
    );
    return page(
      SKINS.slate,
      `<div class="c full"><div class="p r u" style="padding:8px 14px;gap:20px"><b>courier</b><span class="d">⎇ feature/depot-filter</span><span class="g"></span><span style="color:#5fad65">▶</span><span>🐞</span></div>
      <div class="r g" style="min-height:0"><div class="p e" style="width:230px;padding:10px 14px;white-space:pre">${tree.map((name) => `<div${name.includes('ParcelRep') ? ' style="background:#3a4a6b"' : ''}>${name}</div>`).join('')}</div>
      <div class="g"><div class="u r" style="padding:6px 14px;gap:22px"><span>ParcelRepository.kt ×</span><span class="d">Parcel.kt</span></div><div class="m" style="padding:8px 10px">${code.join('')}</div></div></div>
      <div class="p t" style="height:190px;padding:8px 14px"><b>Build Output</b><div class="m" style="margin-top:6px">${[
        '> Task :app:compileKotlin FAILED',
        'e: ParcelRepository.kt:21:9 Only safe (?.) or non-null asserted (!!.) calls are allowed',
        "   on a nullable receiver of type 'Parcel?'",
        'w: Parcel.kt:7:5 Parameter "label" is never used',
        'BUILD FAILED in 4s   3 actionable tasks: 1 executed, 2 up-to-date',
      ]
        .map(
          (line) => `<div${line.startsWith('e:') ? ' style="color:#f75464"' : ''}>${escapeHtml(line)}</div>`,
        )
        .join('')}</div></div></div>`,
    );
  },
};

const LUA = `local map = vim.keymap.set

map('n', '<leader>gs', '<cmd>Git status<cr>')
map('n', '<leader>ff', function() require('telescope.builtin').find_files() end)
map('n', '<leader>q', vim.diagnostic.setloclist)

vim.opt.tabstop = 4
vim.opt.expandtab = ture
vim.opt.undofile = true

vim.api.nvim_create_autocmd('BufWritePre', {
  pattern = { '*.go', '*.lua' },
  callback = function() vim.lsp.buf.format({ timeout_ms = 800 }) end,
})`;

const luaConfiguration: Layout = {
  name: 'lua-configuration',
  html() {
    const code = highlightLines(LUA, 'lua').map((line, index) => {
      const remark = index === 7 ? '<span style="color:#b4637a">   ■ Undefined global `ture`.</span>' : '';
      return `<div><span class="d" style="display:inline-block;width:4ch">${index === 7 ? 8 : Math.abs(index - 7)}</span>${line}${remark}</div>`;
    });
    return page(
      SKINS.dawn,
      `<div class="c full"><div class="m g" style="padding:8px 12px">${code.join('')}${Array.from({ length: 6 }, () => '<div class="d">~</div>').join('')}</div>
      <div class="m r" style="background:#dfdad9;padding:2px 12px"><b>NORMAL</b>&nbsp; init.lua [+]<span class="g"></span>E:1 &nbsp; lua_ls &nbsp; 8,21 &nbsp; 57%</div><div class="m" style="padding:2px 12px">:w</div></div>`,
    );
  },
};

const COVERED = `def next_slot(queue, now):
    if not queue:
        return None
    first = queue[0]
    if first.due > now:
        return Wait(first.due - now)
    if first.retries >= 5:
        queue.popleft()
        report_lost(first)
        return next_slot(queue, now)
    queue.popleft()
    first.retries += 1
    return first`;

/** Covered, uncovered and half covered lines, told by the colour of a stripe only. */
const coverageStripes: Layout = {
  name: 'coverage-stripes',
  html() {
    const stripes = 'ggrgyggrrrggg';
    const colours = { g: '#2da44e', r: '#cf222e', y: '#d4a72c' };
    const code = highlightLines(COVERED, 'python').map((line, index) => {
      const state = stripes[index];
      const colour = state === 'r' ? colours.r : state === 'y' ? colours.y : colours.g;
      return `<div class="r"><i style="width:6px;background:${colour};margin-right:12px"></i><span class="d" style="width:4ch">${index + 40}</span><span style="background:${colour}1a" class="g">${line}</span></div>`;
    });
    return page(
      SKINS.forge,
      `<div class="p u" style="padding:10px 18px"><b>scheduler/slots.py</b> <span class="d">coverage of main @ 6b1f0e2</span></div><div class="m" style="padding:10px 18px">${code.join('')}</div>`,
    );
  },
};

export const editorItems: readonly QuestionItem[] = [
  {
    kind: 'IDE',
    layout: kotlinBuild,
    prompt: 'wont compile since I made find() return null. what exactly does it complain about and where',
    needs: 'text',
    answer: ['ParcelRepository.kt:21:9', 'Only safe (?.) or non-null asserted'],
    size: 'laptop',
  },
  {
    kind: 'IDE',
    layout: kotlinBuild,
    prompt: 'welche Zeile im Code ist rot hinterlegt, und steht das Icon in der Leiste oben auf grün?',
    needs: 'picture',
    size: 'wide',
  },
  {
    kind: 'code',
    layout: luaConfiguration,
    prompt: 'wo ist der tippfehler?',
    needs: 'text',
    answer: ['vim.opt.expandtab = ture'],
    size: 'part',
  },
  {
    kind: 'code',
    layout: luaConfiguration,
    prompt: 'what happens on save and for which files',
    needs: 'text',
    answer: ['BufWritePre', "'*.go', '*.lua'", 'vim.lsp.buf.format'],
    size: 'partRetina',
  },
  {
    kind: 'coverage',
    layout: coverageStripes,
    prompt: 'which branches have no test?',
    needs: 'picture',
    size: 'part',
  },
  {
    kind: 'coverage',
    layout: coverageStripes,
    prompt: 'what does this return when something was retried too often? and how often is too often',
    needs: 'text',
    answer: ['first.retries >= 5', 'return next_slot(queue, now)'],
    size: 'snippet',
  },
];
