import { expect, test } from 'vitest';
import { type AnswerFeatures, answerKey } from './answer-key.ts';

const picture = { kind: 'image', mime: 'image/png', data: Buffer.from('pixels'), detail: 'high' } as const;
const FEATURES: AnswerFeatures = {
  promptVersion: '1',
  baseUrl: '',
  route: 'vision',
  model: 'gpt-4o',
  messages: [
    { role: 'system', parts: [{ kind: 'text', text: 'You explain.' }] },
    { role: 'user', parts: [{ kind: 'text', text: 'Why ⟦api-key-1⟧?' }, picture] },
  ],
  maxOutputTokens: 2048,
  reasoningEffort: undefined,
};

const asking = (...parts: AnswerFeatures['messages'][number]['parts']) => ({
  messages: [FEATURES.messages[0] ?? { role: '', parts: [] }, { role: 'user', parts }],
});

test('the same question has the same key, whoever holds its bytes', () => {
  const copy = structuredClone(FEATURES.messages).map(({ role, parts }) => ({
    role,
    parts: parts.map((part) => (part.kind === 'image' ? { ...part, data: Buffer.from(part.data) } : part)),
  }));
  expect(answerKey({ ...FEATURES, messages: copy })).toBe(answerKey(FEATURES));
  expect(answerKey(FEATURES)).toMatch(/^[0-9a-f]{64}$/);
});

const question = { kind: 'text', text: 'Why ⟦api-key-1⟧?' } as const;

test.each<[string, Partial<AnswerFeatures>]>([
  ['the template', { promptVersion: '2' }],
  ['the provider', { baseUrl: 'http://127.0.0.1:1/v1' }],
  ['the route', { route: 'text' }],
  ['the model', { model: 'gpt-4o-mini' }],
  ['the length of the answer', { maxOutputTokens: 2049 }],
  ['the effort', { reasoningEffort: 'low' }],
  ['a word', asking({ kind: 'text', text: 'Why ⟦api-key-1⟧!' }, picture)],
  ['a placeholder', asking({ kind: 'text', text: 'Why ⟦api-key-2⟧?' }, picture)],
  ['a pixel', asking(question, { ...picture, data: Buffer.from('pixelz') })],
  ['the detail', asking(question, { ...picture, detail: 'low' })],
  ['the type of a picture', asking(question, { ...picture, mime: 'image/jpeg' })],
  ['another picture', asking(question, picture, picture)],
  ['no picture', asking(question)],
  [
    'where words are parted',
    asking({ kind: 'text', text: 'Why ' }, { kind: 'text', text: '⟦api-key-1⟧?' }, picture),
  ],
  ['the order', asking(picture, question)],
])('%s makes another key', (_what, changed) => {
  expect(answerKey({ ...FEATURES, ...changed })).not.toBe(answerKey(FEATURES));
});

test('words cannot be written so that they pass for a picture', () => {
  const { data, ...rest } = picture;
  const words = JSON.stringify(['image', rest.mime, rest.detail, data.toString('hex')]);
  expect(answerKey({ ...FEATURES, ...asking({ kind: 'text', text: words }) })).not.toBe(
    answerKey({ ...FEATURES, ...asking(picture) }),
  );
});
