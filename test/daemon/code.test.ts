// Lines of code that go along with a question: only where its user said so, and without what is secret in them.
import { generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import { CODE_BOUNDS } from '../../protocol/code.ts';
import { quote } from '../../protocol/quote.ts';
import { startProvider } from '../support/provider.ts';
import { written } from '../support/written.ts';
import { failureOf, refusalOf, startDaemon } from './harness.ts';

/** Nobody's; put together here so that no scanner takes it for one. */
const TOKEN = ['ghp', 'aB3dE5gH7jK9mN2pQ2rS4tU6vW8xYkzA2bC4'].join('_');

async function start(settings = {}) {
  const provider = await startProvider();
  onTestFinished(() => provider.stop());
  provider.answer(/./, 'See src/total.ts:42, where the token ⟦github-token-1⟧ is.');
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings });
  const sent = () => JSON.stringify(provider.requests().map(({ body }) => body));
  return { provider, daemon, sent };
}

const excerpt = {
  path: 'src/total.ts',
  firstLine: 41,
  text: `const key = "${TOKEN}";\nsum += line.price.amount;`,
  before: '// above\n',
  after: '\n// below',
};

test('a stack trace in a picture and one in the words are found', async () => {
  const { daemon } = await start();
  const picture = await written([
    'TypeError: price is undefined',
    '    at total (/app/src/total.ts:42:17)',
    '    at main (node:internal/main:3:1)',
  ]);
  const { id } = await daemon.request(attach, { name: 'a.png', data: picture.toString('base64') });
  const { frames, code } = await daemon.request(quote, {
    attachments: [id],
    prompt: 'And why here? src/app.ts(7,3): error TS2322: Type',
  });
  expect(frames).toMatchObject([
    { path: '/app/src/total.ts', line: 42, column: 17, isRead: true, isLibrary: false },
    { path: 'src/app.ts', line: 7, column: 3, rule: 'typescript', isRead: false },
    { path: 'node:internal/main', line: 3, isLibrary: true },
  ]);
  expect(code).toEqual([]);
});

test('lines arrive with their numbers, as the quote showed them, and secrets do not', async () => {
  const { daemon, sent } = await start();
  const question = { prompt: 'Why?', conversation: 'c', code: [excerpt] };
  const { code, tokens } = await daemon.request(quote, question);
  expect(code).toMatchObject([
    {
      path: 'src/total.ts',
      text: '41  const key = "⟦github-token-1⟧";\n42  sum += line.price.amount;',
      placeholders: [{ rule: 'github-token' }],
    },
  ]);
  const plain = await daemon.request(quote, { prompt: 'Why?', conversation: 'c' });
  expect(tokens.text).toBeGreaterThan(plain.tokens.text + 20);
  expect(plain.code).toEqual([]);

  const answer = await daemon.explain(question);
  expect(sent()).toContain(JSON.stringify(code[0]?.text).slice(1, -1));
  expect(sent()).toContain('src/total.ts, from line 41');
  expect(sent()).not.toContain(TOKEN.slice(4));
  for (const beside of ['// above', '// below']) expect(sent()).not.toContain(beside);
  // The answer is for whoever knows the secret anyway.
  expect(answer.text).toContain(TOKEN);
});

test('without the user’s yes nothing goes along, nor with lenscap.context.includeCode never', async () => {
  const { daemon, sent, provider } = await start({ context: { includeCode: 'never' } });
  const refused = await failureOf(daemon.explain({ prompt: 'Why?', code: [excerpt] }));
  expect(refused).toMatchObject({ code: 'code-not-wanted' });
  expect(provider.received()).toBe(0);
  await daemon.explain({ prompt: 'Why? src/total.ts:42' });
  expect(sent()).not.toContain('price.amount');
});

test('a private key of which only the middle would go is known by its beginning and end', async () => {
  const { daemon, sent } = await start();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const lines = privateKey.trim().split('\n');
  const [before, text, after] = [lines.slice(0, 5), lines.slice(5, 10), lines.slice(10)];
  await daemon.explain({
    prompt: 'Why?',
    code: [
      {
        path: 'src/key.ts',
        firstLine: 6,
        text: text.join('\n'),
        before: `${before.join('\n')}\n`,
        after: `\n${after.join('\n')}`,
      },
    ],
  });
  for (const line of lines.slice(1, -1)) expect(sent()).not.toContain(line);
  // Line for line, so that what stands below keeps its number.
  expect(sent()).toMatch(/10 {2}⟦private-key-\d⟧/);
});

test('more than may go along is refused', async () => {
  const { daemon, provider } = await start();
  const many = Array.from({ length: CODE_BOUNDS.places + 1 }, () => excerpt);
  const large = [{ ...excerpt, text: 'é'.repeat(CODE_BOUNDS.bytes / 2 + 1) }];
  for (const code of [many, large]) await refusalOf(daemon.explain({ prompt: 'Why?', code }));
  expect(provider.received()).toBe(0);
});
