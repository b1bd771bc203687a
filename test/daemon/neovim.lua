-- An LSP client that knows nothing of Lenscap: attaches a picture and asks about it by
-- `workspace/executeCommand`, as a key mapping of a user would. Speaks to nobody but the daemon.
-- Environment: TEST_NODE, TEST_DAEMON (programs), TEST_PICTURE (a file in base64), TEST_RESULT (a file to write).
local function finish(result)
  vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.TEST_RESULT)
  vim.cmd('qall!')
end

local client_id = vim.lsp.start_client({
  name = 'lenscap',
  cmd = { vim.env.TEST_NODE, vim.env.TEST_DAEMON, '--stdio' },
  root_dir = vim.fn.getcwd(),
  handlers = {
    -- What a client does not know it ignores.
    ['lenscap/spendChanged'] = function() end,
  },
})

local client = client_id and vim.lsp.get_client_by_id(client_id)
local function is_ready()
  client = client or vim.lsp.get_client_by_id(client_id)
  return client ~= nil and client.initialized
end
if not vim.wait(30000, is_ready, 10) then finish({ failed = 'The daemon did not answer initialize.' }) end

local function execute(command, argument)
  local params = { command = command, arguments = { argument } }
  local response, why = client.request_sync('workspace/executeCommand', params, 30000, 0)
  return response or { failed = why }
end

local picture = table.concat(vim.fn.readfile(vim.env.TEST_PICTURE))
local question = { attachments = { { name = 'error.png', data = picture } }, prompt = 'Why?' }
finish({
  commands = client.server_capabilities.executeCommandProvider.commands,
  explained = execute('lenscap.explain', question),
  spent = execute('lenscap.spend', vim.empty_dict()),
  refused = execute('lenscap.explain', { prompt = 5 }),
})
