// Imports run one way, down four floors, without circles:
//   server/main.ts, server/cli.ts → voice → explain → the owners → the ground.
// A new arrow is a decision to be made in the open: here.

const owners = '(media|recorder|privacy|links|routing|gateway|ledger|cache|queue|audit|trace)';
const ground = '(catalogue|storage|telemetry)';
const vscode = '^vscode$|/@types/vscode/';

/** The browser code of a webview, and the messages its page exchanges with the extension. */
const page = '(webview/|messages[.]ts$)';

/** Specs may use whatever helps them: the rules are for what ships. */
const spec = '[.]spec[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'protocol-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^protocol/' },
      to: { path: '^(client|server|scripts|test)/' },
    },
    {
      name: 'client-and-server-share-only-the-protocol',
      severity: 'error',
      from: { path: '^(client|server)/' },
      to: { path: '^(client|server)/', pathNot: '^$1/' },
    },
    {
      name: 'vscode-only-in-the-client',
      comment:
        'And in what runs inside the extension host: its tests, one of their extensions, and one benchmark.',
      severity: 'error',
      from: { pathNot: '^(client|test/host)/|^test/(bench/activation-in-host|support/virtual-files)[.]ts$' },
      to: { path: vscode },
    },
    {
      name: 'browser-code-stands-alone',
      comment:
        "A webview's own code, and the messages it exchanges with its view, import themselves, the protocol and packages, and what all pages are made of; not Node, VS Code or the rest of the client.",
      severity: 'error',
      from: { path: `^client/(.+)/${page}`, pathNot: spec },
      to: {
        path: '^(client|server|scripts|test)/',
        pathNot: [
          `^client/$1/${page}`,
          '^client/panel/webview/((button|checkbox|dom|elements|icons|language|select)[.]ts|buttons[.]css)$',
        ],
      },
    },
    {
      name: 'browser-code-has-no-node',
      severity: 'error',
      from: { path: `^client/.+/${page}`, pathNot: spec },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-code-has-no-vscode',
      severity: 'error',
      from: { path: `^client/.+/${page}` },
      to: { path: vscode },
    },
    {
      name: 'owners-do-not-import-each-other',
      comment: 'What an owner needs of another comes as an argument.',
      severity: 'error',
      from: { path: `^server/${owners}/`, pathNot: spec },
      to: { path: `^server/${owners}/`, pathNot: '^server/$1/' },
    },
    {
      name: 'owners-do-not-look-up',
      severity: 'error',
      from: { path: `^server/${owners}/`, pathNot: spec },
      to: { path: '^server/(voice/|explain/|[^/]+$)' },
    },
    {
      name: 'the-ground-does-not-look-up',
      severity: 'error',
      from: { path: `^server/${ground}/`, pathNot: spec },
      to: { path: `^server/(voice/|explain/|${owners}/|[^/]+$)` },
    },
    {
      name: 'explain-does-not-look-up',
      severity: 'error',
      from: { path: '^server/explain/', pathNot: spec },
      to: { path: '^server/(voice/|[^/]+$)' },
    },
    {
      name: 'voice-does-not-look-up',
      severity: 'error',
      from: { path: '^server/voice/', pathNot: spec },
      to: { path: '^server/[^/]+$' },
    },
    {
      name: 'every-folder-has-its-floor',
      comment: 'A folder that is new in server/ gets its place in the lists above.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^server/[^/]+/', pathNot: `^server/(voice|explain|${owners}|${ground})/` },
    },
    {
      name: 'what-ships-does-not-import-tests-or-scripts',
      severity: 'error',
      from: { path: '^(protocol|client|server)/', pathNot: spec },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'what-ships-does-not-import-development-packages',
      severity: 'error',
      from: { path: '^(protocol|client|server)/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], pathNot: vscode },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that only another package brings along may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-exist',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: vscode },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
