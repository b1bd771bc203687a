import { CODE, COLUMN, END, type FrameRule, LINE, wordPath } from '../rule.ts';

const ELIXIR_APPS =
  /^(?:elixir|stdlib|kernel|ex_unit|mix|iex|logger|phoenix\w*|plug\w*|ecto\w*|cowboy\w*|bandit|jason)$/;

export const scripts: readonly FrameRule[] = [
  {
    id: 'ruby',
    title: 'Ruby',
    description: 'Backtraces of all versions.',
    keywords: [':in '],
    patterns: [
      new RegExp(
        `(?<path>(?:[A-Za-z]:(?=[\\\\/]))?[^\\s:"'\`<>|*?][^\\s:"'\`<>|*?]{0,250}):${LINE}:in ['\`‘](?<function>[^'’\\n]{1,150})['’]`,
        'g',
      ),
    ],
    examples: [
      {
        text: "app/models/cart.rb:42:in 'Cart#total': undefined method (NoMethodError)\n\tfrom bin/shop:9:in `<main>'",
        frames: [
          { path: 'app/models/cart.rb', line: 42, function: 'Cart#total' },
          { path: 'bin/shop', line: 9 },
        ],
      },
      {
        text: "/usr/lib/ruby/gems/3.2.0/gems/rack-3.0.8/lib/rack/lint.rb:51:in `call'",
        frames: [
          { path: '/usr/lib/ruby/gems/3.2.0/gems/rack-3.0.8/lib/rack/lint.rb', line: 51, isLibrary: true },
        ],
      },
    ],
    counterExamples: ['at 10:30:in the morning', "cart.rb:in `total'"],
  },
  {
    id: 'php',
    title: 'PHP',
    description: 'Errors, uncaught exceptions and their stack traces.',
    keywords: ['.php', '.phtml'],
    patterns: [
      new RegExp(
        `#\\d{1,4} (?<path>[^\\n:"<>|*?(][^\\n"<>|*?(]{0,300}\\.(?:php|phtml))\\(${LINE}\\)(?:: (?<function>[\\w\\\\:>-]{1,150})\\()?`,
        'g',
      ),
      new RegExp(
        ` in (?<path>(?:[A-Za-z]:[\\\\/]|/|\\w)[^\\n:"<>|*?]{1,300}\\.(?:php|phtml))(?: on line |:)${LINE}${END}`,
        'g',
      ),
    ],
    examples: [
      {
        text: 'PHP Fatal error:  Uncaught TypeError: Unsupported operand types in /var/www/shop/Cart.php:42\nStack trace:\n#0 /var/www/shop/index.php(9): Shop\\Cart->total()\n#1 {main}\n  thrown in /var/www/shop/Cart.php on line 42',
        frames: [
          { path: '/var/www/shop/Cart.php', line: 42 },
          { path: '/var/www/shop/index.php', line: 9, function: 'Shop\\Cart->total' },
        ],
      },
    ],
    counterExamples: ['#1 {main}', '#0 [internal function]: total()', 'in index.php, see above'],
  },
  {
    id: 'elixir',
    title: 'Elixir',
    description: 'Stack traces, and warnings and errors of the compiler.',
    keywords: ['.ex:', '.exs:', '.eex:', '.heex:', '.erl:'],
    patterns: [
      new RegExp(
        `(?:\\((?<application>\\w{1,60})(?: [\\w.+-]{1,40})?\\) )?${wordPath('exs?|h?eex|erl')}:${LINE}(?::${COLUMN})?(?:: (?<function>[A-Z][\\w.]{0,100}\\.[\\w?!]{1,60}/\\d{1,3}))?${END}`,
        'g',
      ),
    ],
    isLibrary: ({ application = '' }) => ELIXIR_APPS.test(application),
    examples: [
      {
        text: '    (shop 0.1.0) lib/shop/cart.ex:42: Shop.Cart.total/1\n    (elixir 1.17.2) lib/enum.ex:1700: Enum."-map/2-lists^map/1-1-"/2',
        frames: [
          { path: 'lib/shop/cart.ex', line: 42, function: 'Shop.Cart.total/1' },
          { path: 'lib/enum.ex', line: 1700, isLibrary: true },
        ],
      },
      {
        text: '  └─ lib/shop/cart.ex:42:17: Shop.Cart.total/1',
        frames: [{ path: 'lib/shop/cart.ex', line: 42, column: 17 }],
      },
    ],
    counterExamples: ['lib/cart.ex: compiled', '** (RuntimeError) total'],
  },
  {
    id: 'shell',
    title: 'Shell script',
    description: 'bash and its like, about a command that failed.',
    keywords: [': line '],
    patterns: [new RegExp(`(?<![^\\s"'])(?<path>[^\\s:"'<>|*?]{1,250}): line ${LINE}: `, 'g')],
    examples: [
      { text: './deploy.sh: line 42: jq: command not found', frames: [{ path: './deploy.sh', line: 42 }] },
    ],
    counterExamples: ['bash: line one: is empty', 'Error: line 3 is too long'],
  },
  {
    id: 'location',
    title: 'File and line',
    description: 'What most other tools write, and people: a file, a colon, a line.',
    keywords: ['.'],
    patterns: [
      new RegExp(`${wordPath(CODE)}:${LINE}(?::${COLUMN})?${END}`, 'g'),
      new RegExp(`${wordPath(CODE)}(?:,| on| at)? line ${LINE}${END}`, 'g'),
    ],
    examples: [
      { text: 'It fails in src/cart.ts:42, I think.', frames: [{ path: 'src/cart.ts', line: 42 }] },
      {
        text: 'config/app.yaml:7:3: mapping values are not allowed',
        frames: [{ path: 'config/app.yaml', line: 7, column: 3 }],
      },
      { text: 'See cart.py line 42.', frames: [{ path: 'cart.py', line: 42 }] },
    ],
    counterExamples: [
      'Listening on localhost:3000',
      'http://example.sh:8080/',
      'version 1.2.3:4',
      'Jest 29.7.0 at 10:30:15',
      'cart.ts:42px',
      'cart.ts: 42 tests',
    ],
  },
];
