// A picture that is most likely just text, and may be more: a cheap model looks at it.
import { expect, test } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import { quote } from '../../protocol/quote.ts';
import { drawDesktop } from '../support/terminal.ts';
import { answerWell, provideRaw, startDaemon } from './harness.ts';

test('is asked of the model for glances with the picture, booked at its price, and of the better one by a click', async () => {
  const provider = await provideRaw();
  const settings = { models: { glance: 'gpt-6-luna' } };
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings });
  const data = (await (await drawDesktop()).png().toBuffer()).toString('base64');
  const { id, look } = await daemon.request(attach, { name: 'desktop.png', data });
  expect(look?.surroundShare).toBeGreaterThan(0);
  const question = { attachments: [id], prompt: 'how do I fix this error?' };
  const quoted = await daemon.request(quote, question);
  expect(quoted).toMatchObject({
    route: 'vision',
    model: 'gpt-6-luna',
    reason: 'the picture is most likely just text',
  });

  provider.reply(answerWell);
  const answer = await daemon.explain(question);
  // 1000 × 100 + 40 × 500
  expect(answer).toMatchObject({ route: 'vision', model: 'gpt-6-luna', costNanoUsd: 120_000 });
  expect(answer.costNanoUsd).toBeLessThanOrEqual(quoted.maxNanoUsd);
  // What gpt-4o would have cost.
  expect(answer.saved?.routing).toBeGreaterThan(2_000_000);
  const body = JSON.stringify(provider.exchanges[0]?.body);
  expect(body).toContain('"model":"gpt-6-luna"');
  expect(body).toContain('data:image/');

  const better = quoted.alternatives.find(({ title }) => title === 'Ask gpt-4o');
  expect(better).toMatchObject({ route: 'vision', model: 'gpt-4o' });
  provider.reply(answerWell);
  await daemon.explain({ ...question, route: 'vision', model: 'gpt-4o' });
  expect(provider.exchanges[1]?.body).toMatchObject({ model: 'gpt-4o' });
});
