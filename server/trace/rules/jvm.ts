import { COLUMN, END, type FrameRule, LINE, type Named, wordPath } from '../rule.ts';

const OTHERS =
  /^(?:[\w.@-]{1,60}\/{1,2})?(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|org\.(?:springframework|junit|apache|gradle|hibernate|eclipse|codehaus|mockito|jetbrains|slf4j)|io\.(?:netty|micrometer|ktor)|reactor|com\.(?:fasterxml|google\.common|zaxxer|intellij))\./;

/** Packages are folders: `com.acme.Cart.total` in `Cart.java` is `com/acme/Cart.java`. */
function inPackage({ path, function: called = '' }: Named): string | undefined {
  if (path === undefined) return undefined;
  const names = called.replace(/^.*\//, '').split('.');
  // The last two are the class, or classes with $ between, and the method.
  return [...names.slice(0, -2), path].join('/');
}

export const jvm: readonly FrameRule[] = [
  {
    id: 'jvm',
    title: 'Java or Kotlin stack trace',
    description:
      'All languages of the Java virtual machine: a class and a method, and the file and line in parentheses.',
    keywords: ['at '],
    patterns: [
      new RegExp(
        `(?<![\\w.])at (?<function>[\\w.$<>/@-]{1,250}) ?\\((?<path>[\\w$-]{1,100}\\.(?:java|kts?|scala|groovy|clj)):${LINE}\\)`,
        'g',
      ),
    ],
    pathOf: inPackage,
    isLibrary: ({ function: called = '' }) => OTHERS.test(called),
    examples: [
      {
        text: '\tat com.acme.shop.Cart.total(Cart.java:42)\n\tat com.acme.Main.main(Main.java:9)',
        frames: [
          { path: 'com/acme/shop/Cart.java', line: 42, function: 'com.acme.shop.Cart.total' },
          { path: 'com/acme/Main.java', line: 9 },
        ],
      },
      {
        text: '\tat com.acme.shop.CartKt$total$1.invoke(Cart.kt:42)',
        frames: [{ path: 'com/acme/shop/Cart.kt', line: 42 }],
      },
      {
        text: '\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1596)',
        frames: [{ path: 'java/util/ArrayList.java', line: 1596, isLibrary: true }],
      },
      {
        text: '    at app//Main.run(Main.java:3)',
        frames: [{ path: 'Main.java', line: 3, isLibrary: false }],
      },
    ],
    counterExamples: ['\tat com.acme.Cart.total(Unknown Source)', '\tat java.lang.Thread.run(Native Method)'],
    source: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/StackTraceElement.html',
  },
  {
    id: 'jvm-compiler',
    title: 'Java or Kotlin compiler',
    description: 'javac, kotlinc, Maven and Gradle.',
    keywords: ['.java:', '.kt:', '.kts:', '.scala:', '.groovy:'],
    patterns: [
      new RegExp(`${wordPath('java|kts?|scala|groovy')}:\\[${LINE},${COLUMN}\\]`, 'g'),
      new RegExp(`${wordPath('kts?')}: \\(${LINE}, ?${COLUMN}\\):`, 'g'),
      new RegExp(`${wordPath('java|kts?|scala|groovy')}:${LINE}(?::${COLUMN})?${END}`, 'g'),
    ],
    examples: [
      {
        text: 'src/main/java/Cart.java:42: error: cannot find symbol',
        frames: [{ path: 'src/main/java/Cart.java', line: 42 }],
      },
      {
        text: '[ERROR] /builds/shop/src/Cart.java:[42,17] cannot find symbol',
        frames: [{ path: '/builds/shop/src/Cart.java', line: 42, column: 17 }],
      },
      {
        text: 'e: file:///home/me/shop/Cart.kt:42:17 Unresolved reference',
        frames: [{ path: '/home/me/shop/Cart.kt', line: 42, column: 17 }],
      },
      {
        text: 'e: /home/me/shop/Cart.kt: (42, 17): Unresolved reference',
        frames: [{ path: '/home/me/shop/Cart.kt', line: 42, column: 17 }],
      },
    ],
    counterExamples: ['Note: Cart.java uses unchecked operations.', 'Cart.java: 42 classes'],
  },
];
