import { COLUMN, END, type FrameRule, LINE, wordPath } from '../rule.ts';

const JS = '[mc]?[jt]sx?|vue|svelte|astro';
/** What a call's parentheses have in them: a path with whatever characters, or an address. */
const WITHIN = '(?<path>[^()\\s][^\\n]{0,300}?)';

export const javascript: readonly FrameRule[] = [
  {
    id: 'v8',
    title: 'JavaScript stack trace',
    description: 'Node, Chrome, Edge, Deno, Bun, and Jest, which prints the same.',
    keywords: ['at '],
    patterns: [
      new RegExp(
        `(?<![\\w.])at (?:async )?(?:new )?(?<function>[^()\\s][^()]{0,150}?) \\((?:async )?${WITHIN}:${LINE}:${COLUMN}\\)`,
        'g',
      ),
      new RegExp(`(?<![\\w.])at (?:async )?(?<path>[^\\s()][^\\s()]{0,300}):${LINE}:${COLUMN}${END}`, 'g'),
    ],
    examples: [
      {
        text: '    at Cart.total (/home/me/shop/src/cart.ts:42:17)',
        frames: [{ path: '/home/me/shop/src/cart.ts', line: 42, column: 17, function: 'Cart.total' }],
      },
      {
        text: '    at async file:///home/me/shop/src/main.mjs:7:3',
        frames: [{ path: '/home/me/shop/src/main.mjs', line: 7, column: 3 }],
      },
      {
        text: '    at new Order (C:\\Users\\me\\My Shop\\order.js:3:9)',
        frames: [{ path: 'C:\\Users\\me\\My Shop\\order.js', line: 3, column: 9, function: 'Order' }],
      },
      {
        text: '    at Object.<anonymous> (src/app/(shop)/[id]/page.test.tsx:12:5)',
        frames: [{ path: 'src/app/(shop)/[id]/page.test.tsx', line: 12 }],
      },
      {
        text: '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
        frames: [{ path: 'node:internal/process/task_queues', line: 95, isLibrary: true }],
      },
      {
        text: '    at render (webpack://shop/./src/App.js?1a2b:10:22)',
        frames: [{ path: 'src/App.js', line: 10, column: 22 }],
      },
      {
        text: '    at App (http://localhost:5173/src/App.tsx?t=1700000000:12:5)',
        frames: [{ path: 'src/App.tsx', line: 12, column: 5 }],
      },
    ],
    counterExamples: [
      '    at Array.map (<anonymous>)',
      '    at eval (eval at <anonymous> (<anonymous>:1:1), <anonymous>:1:1)',
      'Meet me at 10:30:15 (or at 11:00:00).',
    ],
    source: 'https://v8.dev/docs/stack-trace-api',
  },
  {
    id: 'gecko',
    title: 'JavaScript stack trace of Firefox or Safari',
    description: 'A function and an address with an @ between.',
    keywords: ['@'],
    patterns: [
      new RegExp(
        `(?<![\\w.$/<>])(?<function>[\\w.$/<>]{0,100})@(?<path>(?:https?|file|webpack|webpack-internal):/{2,3}[^\\s()@]{1,300}):${LINE}:${COLUMN}${END}`,
        'g',
      ),
    ],
    examples: [
      {
        text: 'total@http://localhost:3000/src/cart.js:42:17',
        frames: [{ path: 'src/cart.js', line: 42, column: 17, function: 'total' }],
      },
      { text: '@webpack://shop/./src/index.js:3:1', frames: [{ path: 'src/index.js', line: 3 }] },
    ],
    counterExamples: ['Write to me@example.com:25:1', 'git@github.com:me/shop.git'],
  },
  {
    id: 'v8-header',
    title: 'Where JavaScript went wrong',
    description: 'The line Node prints above the line of code that failed.',
    keywords: ['.'],
    patterns: [
      new RegExp(
        `^(?:file://)?(?<path>(?:[A-Za-z]:[\\\\/]|/)[^:"'<>|*?]{1,300}\\.(?:${JS})):${LINE}\\s*$`,
        'g',
      ),
    ],
    examples: [
      { text: '/home/me/My Shop/cart.js:42', frames: [{ path: '/home/me/My Shop/cart.js', line: 42 }] },
    ],
    counterExamples: ['cart.js: 42 lines', '/home/me/shop:42'],
  },
  {
    id: 'typescript',
    title: 'TypeScript compiler',
    description: 'tsc, with and without colours, and what bundlers print of it.',
    keywords: ['TS'],
    patterns: [
      new RegExp(`${wordPath(JS)}\\(${LINE},${COLUMN}\\): (?:error|warning) TS`, 'g'),
      new RegExp(`${wordPath(JS)}:${LINE}:${COLUMN} - (?:error|warning) TS`, 'g'),
    ],
    examples: [
      {
        text: "src/cart.ts(42,17): error TS2322: Type 'string' is not assignable to type 'number'.",
        frames: [{ path: 'src/cart.ts', line: 42, column: 17 }],
      },
      {
        text: "src/cart.ts:42:17 - error TS2322: Type 'string' is not assignable to type 'number'.",
        frames: [{ path: 'src/cart.ts', line: 42, column: 17 }],
      },
    ],
    counterExamples: ['TS2322 is about types.', 'TSX (3,5): error'],
  },
  {
    id: 'vitest',
    title: 'Vitest',
    description: 'The place of a failed assertion, after an arrow.',
    keywords: ['❯', '>'],
    patterns: [
      new RegExp(
        `(?:❯|^\\s{0,8}>) (?<function>[^\\s:]{1,100} )?${wordPath(JS)}:${LINE}:${COLUMN}${END}`,
        'g',
      ),
    ],
    examples: [
      { text: ' ❯ src/cart.test.ts:12:24', frames: [{ path: 'src/cart.test.ts', line: 12, column: 24 }] },
      {
        text: ' ❯ total src/cart.ts:42:17',
        frames: [{ path: 'src/cart.ts', line: 42, column: 17, function: 'total' }],
      },
    ],
    counterExamples: [' ❯ src/cart.test.ts (3 tests | 1 failed) 12ms', '> vitest run'],
  },
  {
    id: 'eslint',
    title: 'ESLint',
    description: 'The format "stylish": a file, and below it lines with what is wrong.',
    keywords: [],
    head: /^\s{0,8}(?<path>(?:[A-Za-z]:)?[^\s:"'<>|*?][^:"'<>|*?]{0,250}\.[A-Za-z]{1,8})\s*$/,
    patterns: [new RegExp(`^\\s{1,20}${LINE}[:;]${COLUMN}\\s{1,20}(?:error|warning)\\s`, 'g')],
    examples: [
      {
        text: "/home/me/shop/src/cart.ts\n  42:17  error    'total' is never used  no-unused-vars\n  50:1   warning  Unexpected console  no-console",
        frames: [
          { path: '/home/me/shop/src/cart.ts', line: 42, column: 17 },
          { path: '/home/me/shop/src/cart.ts', line: 50, column: 1 },
        ],
      },
    ],
    counterExamples: [
      '  12:30  error  nobody says in which file',
      'Sentence one.md\nand then\n  12:30  error  later',
    ],
    source: 'https://eslint.org/docs/latest/use/formatters/#stylish',
  },
];
