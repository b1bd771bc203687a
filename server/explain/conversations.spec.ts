import { expect, test } from 'vitest';
import { Conversations } from './conversations.ts';

const finding = { rule: 'password', title: 'Password', start: 0, end: 6, confidence: 1 };
const secret = (value: string) => [{ ...finding, value }];

function placeholderFor(conversations: Conversations, id: string | undefined, value: string): string {
  return conversations.placeholders(id).mask(value, secret(value)).text;
}

test('a secret keeps its placeholder in a conversation, and no other one knows it', () => {
  const conversations = new Conversations();
  expect(placeholderFor(conversations, 'a', 'secret')).toBe('⟦password-1⟧');
  expect(placeholderFor(conversations, 'a', 'hidden')).toBe('⟦password-2⟧');
  expect(placeholderFor(conversations, 'a', 'secret')).toBe('⟦password-1⟧');
  expect(placeholderFor(conversations, 'b', 'hidden')).toBe('⟦password-1⟧');
  expect(conversations.placeholders('b').restore('⟦password-1⟧ ⟦password-2⟧')).toBe('hidden ⟦password-2⟧');
});

test('questions without a conversation stand alone', () => {
  const conversations = new Conversations();
  placeholderFor(conversations, undefined, 'secret');
  expect(placeholderFor(conversations, undefined, 'hidden')).toBe('⟦password-1⟧');
});

test('what is only drafted is forgotten', () => {
  const conversations = new Conversations();
  placeholderFor(conversations, 'a', 'secret');
  expect(conversations.draft('a').mask('secret', secret('secret')).text).toBe('⟦password-1⟧');
  expect(conversations.draft('a').mask('hidden', secret('hidden')).text).toBe('⟦password-2⟧');
  expect(conversations.draft('new').mask('hidden', secret('hidden')).text).toBe('⟦password-1⟧');
  expect(placeholderFor(conversations, 'a', 'others')).toBe('⟦password-2⟧');
});

test('of many conversations the one not used for longest is forgotten', () => {
  const conversations = new Conversations();
  for (let i = 0; i < 50; i++) placeholderFor(conversations, `${i}`, 'secret');
  conversations.placeholders('0');
  placeholderFor(conversations, 'one more', 'secret');
  expect(conversations.placeholders('0').restore('⟦password-1⟧')).toBe('secret');
  expect(conversations.placeholders('1').restore('⟦password-1⟧')).toBe('⟦password-1⟧');
});
