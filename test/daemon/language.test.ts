import { expect, test } from 'vitest';
import { photo } from '../support/photo.ts';
import { Action, DOCUMENT, startMarkdownClient } from './markdown-client.ts';

async function saidIn(locale: string) {
  const client = await startMarkdownClient({ locale, files: { 'docs/photo.jpg': await photo() } });
  await client.open('See ![a photo](photo.jpg).\n', DOCUMENT);
  const [diagnostic] = await client.diagnosed(({ length }) => length > 0);
  const actions = Action.array().parse(await client.actions(0, 20));
  return {
    hover: (await client.hover(0, 20)) ?? '',
    message: diagnostic?.message ?? '',
    titles: actions.map(({ title }) => title),
  };
}

test.each(['de', 'de-AT'])('who asks for %s is spoken to in German', async (locale) => {
  const { hover, message, titles } = await saidIn(locale);
  expect(hover).toMatch(/enthält\\: .* senden\\: etwa 0,\d+\s\\\$ /);
  expect(message).toMatch(/^„photo\.jpg“ verrät, .* Entfernen Sie seine Metadaten, /);
  expect(titles).toContain('Alternativtext schreiben');
});

test.each(['en-GB', 'tlh', '../de'])('who asks for %s is spoken to in English', async (locale) => {
  const { hover, message, titles } = await saidIn(locale);
  expect(hover).toContain('carries\\: ');
  expect(message).toContain('Strip its metadata');
  expect(titles).toContain('Write alt text');
});
