import { END, type FrameRule, LINE, wordPath } from '../rule.ts';

export const python: readonly FrameRule[] = [
  {
    id: 'python',
    title: 'Python traceback',
    description: 'The interpreter, for errors at run time and in syntax.',
    keywords: ['File "'],
    patterns: [
      new RegExp(
        `File "(?<path>[^"\\n]{1,300})", line ${LINE}(?:, in (?<function>[^\\n]{1,100}?)\\s*$)?${END}`,
        'g',
      ),
    ],
    isNewestLast: true,
    examples: [
      {
        text: 'Traceback (most recent call last):\n  File "/app/main.py", line 9, in <module>\n    run()\n  File "/app/shop/cart.py", line 42, in total\n    return sum(lines)\nTypeError: unsupported operand',
        frames: [
          { path: '/app/shop/cart.py', line: 42, function: 'total' },
          { path: '/app/main.py', line: 9 },
        ],
      },
      {
        text: '  File "C:\\My Shop\\cart.py", line 3\n    print "x"\nSyntaxError: Missing parentheses',
        frames: [{ path: 'C:\\My Shop\\cart.py', line: 3 }],
      },
      {
        text: '  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode',
        frames: [{ path: '/usr/lib/python3.11/json/decoder.py', line: 355, isLibrary: true }],
      },
    ],
    counterExamples: [
      '  File "<stdin>", line 1, in <module>',
      '  File "<string>", line 1',
      'File "a.py", line x',
    ],
    source: 'https://docs.python.org/3/library/traceback.html',
  },
  {
    id: 'pytest',
    title: 'pytest',
    description: 'The places of a failed test, each after the code around it.',
    keywords: ['.py:'],
    patterns: [
      new RegExp(`^\\s{0,4}${wordPath('py')}:${LINE}:(?: in (?<function>\\w{1,100}))?(?:\\s|$)`, 'g'),
    ],
    isNewestLast: true,
    examples: [
      {
        text: 'tests/test_cart.py:12: \n_ _ _ _ _ _\nshop/cart.py:42: TypeError',
        frames: [
          { path: 'shop/cart.py', line: 42 },
          { path: 'tests/test_cart.py', line: 12 },
        ],
      },
    ],
    counterExamples: ['tests/test_cart.py::test_total FAILED', 'tests/test_cart.py .F..   [100%]'],
  },
];
