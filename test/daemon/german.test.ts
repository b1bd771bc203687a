// A whole question in another language than English: its reason, errors, notices, what is found and removed,
// and what must stay as it is.
import { beforeAll, describe, expect, test } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import type { ExplainProgress } from '../../protocol/explain.ts';
import { quote } from '../../protocol/quote.ts';
import { checkSetup } from '../../protocol/setup.ts';
import { setBudget } from '../../protocol/spend.ts';
import { png } from '../support/images.ts';
import { photo } from '../support/photo.ts';
import { failureOf, provideRaw, startDaemon, type TestDaemon } from './harness.ts';

let screenshot: Buffer;
beforeAll(async () => {
  screenshot = await png(400, 300);
});

const attachTo = (daemon: TestDaemon, file: Buffer) =>
  daemon.request(attach, { name: 'bild.png', data: file.toString('base64') });

/** Nobody's; put together here so that no scanner takes it for one. */
const TOKEN = ['ghp', 'aB3dE5gH7jK9mN2pQ2rS4tU6vW8xYkzA2bC4'].join('_');

describe('who asks for German', () => {
  test('is told why nobody is asked, and what there is to say, in German', async () => {
    const daemon = await startDaemon({ key: null, locale: 'de' });
    const { id } = await attachTo(daemon, screenshot);
    const question = { attachments: [id], prompt: 'Warum?' };
    expect(await daemon.request(quote, question)).toMatchObject({
      route: 'local',
      reason: 'kein API-Schlüssel ist festgelegt',
    });
    const { text } = await daemon.explain(question);
    expect(text).toContain('ist ein PNG-Bild, 400 × 300 Pixel');
    expect(text).toContain('Legen Sie einen mit **Lenscap: API-Schlüssel festlegen** in VS Code fest');
  });

  test('gets errors in German whose codes are the same', async () => {
    const daemon = await startDaemon({ key: null, locale: 'de-CH' });
    expect(await failureOf(attachTo(daemon, Buffer.from('%PDF-1.7 nothing more')))).toMatchObject({
      code: 'unsupported-media',
      message: 'Die Datei ist ein PDF-Dokument.',
      hint: 'Lenscap liest Bilder in PNG, JPEG, WebP, GIF, AVIF und BMP.',
    });
  });

  test('sees in German what a picture carries', async () => {
    const daemon = await startDaemon({ key: null, locale: 'de' });
    const { removed } = await attachTo(daemon, await photo());
    const details = removed.map(({ detail }) => detail).join('; ');
    expect(details).toMatch(/GPS-Position \d/);
    expect(details).toMatch(/EXIF-Daten, [\d.]+ Byte/);
  });

  test('is asked for in the same words, and gets notices and refusals in German', async () => {
    const bodies: string[] = [];
    const notices: string[][] = [];
    const refusals: unknown[] = [];
    for (const locale of ['de', 'en']) {
      const provider = await provideRaw();
      provider.reply((exchange) => {
        bodies.push(JSON.stringify(exchange.body));
        exchange
          .open()
          .delta('Gut.')
          .finish('length')
          .usage({ prompt_tokens: 100, completion_tokens: 9 })
          .done();
      });
      const daemon = await startDaemon({ baseUrl: provider.baseUrl, locale });
      const steps: ExplainProgress[] = [];
      const answer = await daemon.explain({ prompt: `Ist ${TOKEN} geheim?` }, (each) => steps.push(each));
      notices.push(answer.notices);
      await daemon.request(setBudget, { scope: 'all', subject: '', period: 'day', capNanoUsd: 0 });
      refusals.push(await failureOf(daemon.explain({ prompt: 'Warum?' })));
    }
    // What a model is told does not depend on whom it is told for.
    expect(bodies[0]).toBe(bodies[1]);
    expect(notices[0]).toContain(
      'Die Antwort wurde an der Grenze ihrer Länge abgeschnitten (lenscap.answer.maxOutputTokens).',
    );
    expect(notices[0]).toContain('Ein Geheimnis in der Frage wurde ersetzt, bevor sie gesendet wurde.');
    expect(notices[1]).toContain('A secret in the question was replaced before it was sent.');
    expect(refusals[0]).toMatchObject({
      code: 'budget-exceeded',
      message: expect.stringMatching(/^Diese Frage kann bis zu 0,\d+\s\$ kosten, aber das Tagesbudget von /),
    });
    expect(refusals[1]).toMatchObject({ code: 'budget-exceeded' });
  });

  test('reads in German how the setup is', async () => {
    const daemon = await startDaemon({ key: null, locale: 'de' });
    const { checks } = await daemon.request(checkSetup, {});
    expect(checks.find(({ name }) => name === 'provider')).toMatchObject({
      detail: 'keiner: Fragen werden ohne Modell beantwortet',
    });
  });
});
