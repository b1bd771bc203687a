-- Attaches a picture and asks about it by `workspace/executeCommand`, as a key mapping of a user would.
-- Environment: TEST_CLIENT (neovim-client.lua), and what that wants; TEST_PICTURE (a file in base64).
local lsp = dofile(vim.env.TEST_CLIENT)
local client = lsp.start()

local function execute(command, argument)
  local params = { command = command, arguments = { argument } }
  local response, why = client.request_sync('workspace/executeCommand', params, 30000, 0)
  return response or { failed = why }
end

local picture = table.concat(vim.fn.readfile(vim.env.TEST_PICTURE))
local question = { attachments = { { name = 'error.png', data = picture } }, prompt = 'Why?' }
lsp.finish({
  commands = client.server_capabilities.executeCommandProvider.commands,
  explained = execute('lenscap.explain', question),
  spent = execute('lenscap.spend', vim.empty_dict()),
  refused = execute('lenscap.explain', { prompt = 5 }),
})
