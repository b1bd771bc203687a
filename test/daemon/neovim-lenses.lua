-- Opens a Markdown document, has its lenses drawn by Neovim itself (`vim.lsp.codelens`), and runs one.
-- Environment: TEST_CLIENT (neovim-client.lua), and what that wants; TEST_DOCUMENT (a Markdown file).
local lsp = dofile(vim.env.TEST_CLIENT)

-- The daemon has files read by its client, because they may be on another machine.
local function read_file(_, params)
  local path = vim.uri_to_fname(params.uri)
  if vim.fn.filereadable(path) == 0 then return vim.NIL end
  return { data = vim.fn.system({ 'base64', '-w0', path }) }
end

vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.TEST_DOCUMENT))
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'markdown'
local client = lsp.start({
  handlers = { ['lenscap/readFile'] = read_file },
  init_options = { capabilities = { readFile = true } },
})
vim.lsp.buf_attach_client(buffer, client.id)

local function titles()
  return vim.tbl_map(function(lens)
    return { line = lens.range.start.line, title = lens.command.title }
  end, vim.lsp.codelens.get(buffer))
end
vim.lsp.codelens.refresh()
vim.wait(30000, function() return #titles() == 2 end, 10)

-- What a person sees beside the lines.
local drawn = {}
local namespace = vim.lsp.codelens.__namespaces[client.id]
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true })) do
  table.insert(drawn, { line = mark[2], text = mark[4].virt_text[1][1] })
end

-- The commands of lenses change files or ask the user: they are the editor's.
local run = {}
vim.lsp.commands['lenscap.stripMetadata'] = function(command, context)
  local link = command.arguments[1]
  local file = vim.fn.system({ 'base64', '-w0', vim.uri_to_fname(link.image) })
  local response = client.request_sync('lenscap/stripMetadata', { data = file }, 30000, context.bufnr)
  run = { document = link.document, image = link.image, stripped = response and response.result }
end
vim.api.nvim_win_set_cursor(0, { 1, 0 })
vim.lsp.codelens.run()

lsp.finish({ lenses = titles(), drawn = drawn, run = run })
