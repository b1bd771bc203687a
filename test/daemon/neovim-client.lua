-- An LSP client that knows nothing of Lenscap. Speaks to nobody but the daemon.
-- Environment: TEST_NODE, TEST_DAEMON (programs), TEST_RESULT (a file to write).
local M = {}

--- Writes what was found out as JSON, and ends Neovim.
function M.finish(result)
  vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.TEST_RESULT)
  vim.cmd('qall!')
end

--- Starts the daemon and waits until it is initialized.
--- `more`: handlers and init_options of `vim.lsp.start_client`.
function M.start(more)
  local client_id = vim.lsp.start_client(vim.tbl_deep_extend('force', {
    name = 'lenscap',
    cmd = { vim.env.TEST_NODE, vim.env.TEST_DAEMON, '--stdio' },
    root_dir = vim.fn.getcwd(),
    handlers = {
      -- What a client does not know it ignores.
      ['lenscap/spendChanged'] = function() end,
    },
  }, more or {}))
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  local function is_ready()
    client = client or vim.lsp.get_client_by_id(client_id)
    return client ~= nil and client.initialized
  end
  if not vim.wait(30000, is_ready, 10) then M.finish({ failed = 'The daemon did not answer initialize.' }) end
  return client
end

return M
