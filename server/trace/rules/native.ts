import { COLUMN, END, type FrameRule, LINE, wordPath } from '../rule.ts';

const C = 'cc?|cpp|cxx|c\\+\\+|hh?|hpp|hxx|mm?|inl|ipp|cu|cuh|s|S';

export const native: readonly FrameRule[] = [
  {
    id: 'dotnet',
    title: '.NET stack trace',
    description: 'C#, F# and Visual Basic: a method, and after "in" the file and line. In English.',
    keywords: [' in '],
    patterns: [
      new RegExp(
        `(?<![\\w.])at (?<function>[^\\s(][^(]{0,250})\\([^)]{0,300}\\) in (?<path>[^\\n"<>|*?]{1,300}?):line ${LINE}${END}`,
        'g',
      ),
    ],
    isLibrary: ({ function: called = '' }) => /^(?:System|Microsoft)\./.test(called),
    examples: [
      {
        text: '   at Shop.Cart.Total(IEnumerable`1 lines) in C:\\src\\My Shop\\Cart.cs:line 42',
        frames: [{ path: 'C:\\src\\My Shop\\Cart.cs', line: 42, function: 'Shop.Cart.Total' }],
      },
      {
        text: '   at System.Linq.Enumerable.Sum() in /_/src/Sum.cs:line 12',
        frames: [{ path: '/_/src/Sum.cs', line: 12, isLibrary: true }],
      },
    ],
    counterExamples: [
      '   at System.String.Substring(Int32 startIndex)',
      'We met at noon (all of us) in Oslo:line 3a',
    ],
    source: 'https://learn.microsoft.com/dotnet/api/system.environment.stacktrace',
  },
  {
    id: 'msvc',
    title: 'Microsoft compilers',
    description: 'Visual C++, C# and MSBuild: the line in parentheses, then the code of the error.',
    keywords: ['): '],
    patterns: [
      new RegExp(
        `${wordPath('[A-Za-z][\\w+]{0,9}')}\\(${LINE}(?:,${COLUMN})?(?:,\\d{1,7},\\d{1,7})?\\) ?: (?:fatal )?(?:error|warning|note)`,
        'g',
      ),
    ],
    examples: [
      {
        text: "C:\\src\\cart.cpp(42): error C2065: 'total': undeclared identifier",
        frames: [{ path: 'C:\\src\\cart.cpp', line: 42 }],
      },
      {
        text: 'Cart.cs(42,17): error CS1002: ; expected [C:\\src\\Shop.csproj]',
        frames: [{ path: 'Cart.cs', line: 42, column: 17 }],
      },
    ],
    counterExamples: ['total(42): error', 'printf.cpp(x): note'],
    source: 'https://learn.microsoft.com/visualstudio/msbuild/msbuild-diagnostic-format-for-tasks',
  },
  {
    id: 'gcc',
    title: 'GCC or Clang',
    description: 'Compilers of C, C++ and Objective-C, and how they say what included what.',
    keywords: [':'],
    patterns: [new RegExp(`${wordPath(C)}:${LINE}(?::${COLUMN})?${END}`, 'g')],
    examples: [
      {
        text: "src/cart.c:42:17: error: 'total' undeclared",
        frames: [{ path: 'src/cart.c', line: 42, column: 17 }],
      },
      { text: 'In file included from include/cart.hpp:3,', frames: [{ path: 'include/cart.hpp', line: 3 }] },
      {
        text: '/usr/include/c++/12/bits/stl_vector.h:1123:7: note: candidate',
        frames: [{ path: '/usr/include/c++/12/bits/stl_vector.h', line: 1123, isLibrary: true }],
      },
    ],
    counterExamples: ['cart.c: No such file', 'a.c:b', 'ratio 3.c:4x'],
    source: 'https://www.gnu.org/prep/standards/html_node/Errors.html',
  },
  {
    id: 'go',
    title: 'Go',
    description: 'Panics, with functions above their places, and the compiler.',
    keywords: ['.go:'],
    patterns: [new RegExp(`${wordPath('go')}:${LINE}(?::${COLUMN})?${END}`, 'g')],
    examples: [
      {
        text: 'panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.total(...)\n\t/home/me/shop/cart.go:42 +0x1d\nruntime.main()\n\t/usr/local/go/src/runtime/proc.go:271 +0x29d',
        frames: [
          { path: '/home/me/shop/cart.go', line: 42 },
          { path: '/usr/local/go/src/runtime/proc.go', line: 271, isLibrary: true },
        ],
      },
      { text: './cart.go:42:17: undefined: total', frames: [{ path: './cart.go', line: 42, column: 17 }] },
    ],
    counterExamples: ['go.mod:3', 'cart.go: formatted'],
  },
  {
    id: 'rust',
    title: 'Rust',
    description: 'Panics, backtraces, and what rustc and Cargo print.',
    keywords: ['.rs:'],
    patterns: [new RegExp(`${wordPath('rs')}:${LINE}(?::${COLUMN})?${END}`, 'g')],
    examples: [
      {
        text: 'error[E0308]: mismatched types\n  --> src/main.rs:3:5\n   |',
        frames: [{ path: 'src/main.rs', line: 3, column: 5 }],
      },
      {
        text: "thread 'main' panicked at src/cart.rs:42:17:\nindex out of bounds",
        frames: [{ path: 'src/cart.rs', line: 42, column: 17 }],
      },
      {
        text: '  13: shop::cart::total\n             at ./src/cart.rs:42:17\n  14: core::ops::function\n             at /rustc/9fc6b431/library/core/src/ops/function.rs:250:5',
        frames: [
          { path: './src/cart.rs', line: 42 },
          { path: '/rustc/9fc6b431/library/core/src/ops/function.rs', line: 250, isLibrary: true },
        ],
      },
    ],
    counterExamples: ['src/main.rs: 3 warnings', 'see docs.rs:abc'],
  },
  {
    id: 'swift',
    title: 'Swift',
    description: 'The compiler, and what a program says when it stops.',
    keywords: ['.swift:'],
    patterns: [new RegExp(`${wordPath('swift')}:${LINE}(?::${COLUMN})?${END}`, 'g')],
    examples: [
      {
        text: "/Users/me/Shop/Cart.swift:42:17: error: cannot find 'total' in scope",
        frames: [{ path: '/Users/me/Shop/Cart.swift', line: 42, column: 17 }],
      },
      {
        text: 'Shop/Cart.swift:42: Fatal error: Index out of range',
        frames: [{ path: 'Shop/Cart.swift', line: 42 }],
      },
    ],
    counterExamples: ['Cart.swift: compiled', 'Package.swift:x'],
  },
];
