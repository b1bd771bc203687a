import { describe, expect, test } from 'vitest';
import { readPrompt } from './prompt-features.ts';

describe('asks about looks', () => {
  test.each([
    'why does this look broken?',
    'is the heading aligned with the text?',
    'what colour is the warning',
    'which font is this',
    'describe the chart',
    'what does the arrow point at?',
    'the spacing feels off',
    'what does the icon stand for?',
    'is it readable enough for WCAG AA?',
    'what is in this picture?',
    'does the warning stand out enough',
    'which switches are on',
    'which ones are switched on?',
    'which are on?',
    'where is the cursor',
    'why does my cursor jump',
    'which lines are not tested',
    'where does the release branch start from',
    'which requests run at the same time in the waterfall',
    'what is wrong in the line marked in red',
    'compare the two layouts',
    'Sieht das Formular richtig aus?',
    'Welche Schriftart ist das?',
    'Der Knopf ist verschoben, warum?',
    'Was zeigt das Diagramm?',
    'Welche Zeile ist markiert?',
    'les couleurs sont-elles lisibles ?',
    '¿qué muestra el gráfico?',
    'このレイアウトはなぜ崩れている？',
    '这个图表说明什么？',
  ])('%s', (prompt) => {
    expect(readPrompt(prompt).looks).toBeGreaterThan(0);
  });
});

describe('does not ask about looks', () => {
  test.each([
    '',
    'how do I fix this error?',
    'what does it say?',
    'which line throws',
    'why does the build of this branch fail',
    'translate this',
    'explain the stack trace',
    'look at line 12, why is it null?',
    'which design pattern is this?',
    'can you figure out what is wrong',
    'what is the shape of the response?',
    'the tensor shapes do not match, why?',
    'which edge cases are missing?',
    'which are on call this week',
    'is ssl turned off',
    'what does my Tuesday look like',
    'looks good to me, but what does line 3 do',
    'parse error at position 17',
    'Was bedeutet diese Fehlermeldung?',
    'Warum schlägt der Test fehl?',
    'the call graph is circular',
    'why is map undefined',
    '```css\n.a { color: red; font-size: 12px }\n```\nwhy is this rule ignored?',
  ])('%s', (prompt) => {
    expect(readPrompt(prompt).looks).toBe(0);
  });
});

test.each([
  ['what does the error say?', true],
  ['which port is used', true],
  ['on which systems does it break', true],
  ['what do I have to send instead?', true],
  ['Was bedeutet diese Fehlermeldung?', true],
  ['translate this', true],
  ['', false],
  ['explain', false],
])('%j speaks of what can be read: %s', (prompt, does) => {
  expect(readPrompt(prompt).reads > 0).toBe(does);
});

test('how hard a question is grows with its length, its code, and the thought it takes', () => {
  const difficulty = (prompt: string) => readPrompt(prompt).difficulty;
  expect(difficulty('what is a monad?')).toBe(0);
  expect(difficulty('why?')).toBe(1);
  expect(difficulty('```ts\nawait lock();\n```')).toBe(1);
  expect(difficulty('a '.repeat(1_000))).toBe(1);
  expect(difficulty('a '.repeat(5_000))).toBe(2);
  expect(difficulty(`why the race condition? \`\`\`lock()\`\`\` ${'a '.repeat(5_000)}`)).toBe(5);
});

test('asks for accuracy', () => {
  expect(readPrompt('I need the exact number').asksForAccuracy).toBe(true);
  expect(readPrompt('ganz genau bitte').asksForAccuracy).toBe(true);
  expect(readPrompt('roughly?').asksForAccuracy).toBe(false);
});
