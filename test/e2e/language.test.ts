// VS Code in German: what of ours a person sees is German, from the status bar to a page.
import { expect, test } from 'vitest';
import { repository, startEditor } from '../support/editor.ts';
import { patience, repeat } from '../support/repeat.ts';
import { choose, openView } from '../support/view-page.ts';
import { quickInput, runCommand, statusBar, webviewFrame } from '../support/workbench.ts';

test('Lenscap speaks the language of the editor', async () => {
  const editor = await startEditor({ extension: { folder: repository }, locale: 'de' });
  try {
    const { page } = editor;
    const meter = statusBar(page).filter({ hasText: /0,00\s\$/ });
    await meter.waitFor(patience);
    expect(await meter.locator('[aria-label]').first().getAttribute('aria-label')).toMatch(
      /^Lenscap: heute 0,00\s\$ von .* ausgegeben\./,
    );

    const list = quickInput(page);
    await repeat(
      () => meter.click(),
      () =>
        list.getByText('Noch nichts ausgegeben').or(list.getByText('Budget festlegen …')).first().isVisible(),
    );
    await editor.screenshot('language-de-list');
    await page.keyboard.press('Escape');

    const view = await openView(page);
    await view.getByRole('heading', { name: 'Screenshot erklären lassen' }).waitFor(patience);
    // A sentence in two parts, with a key between them.
    expect(await view.getByText('Fügen Sie ihn mit').textContent()).toBe(
      'Fügen Sie ihn mit Strg+V hier ein.',
    );
    const question = view.getByRole('textbox', { name: 'Frage zum Screenshot' });
    expect(await question.getAttribute('placeholder')).toContain('Fragen Sie zu einem Screenshot');
    await question.fill('Was ist das?');
    // The reason is the daemon's.
    await view
      .getByText('Kostenlos · auf diesem Rechner beantwortet, denn kein API-Schlüssel ist festgelegt')
      .waitFor(patience);
    await editor.screenshot('language-de-view');

    await runCommand(page, 'Lenscap: Ausgaben-Dashboard öffnen');
    const dashboard = await webviewFrame(page, 'Lenscap-Ausgaben');
    await dashboard.getByRole('heading', { name: 'Noch nichts ausgegeben' }).waitFor(patience);
    expect(await dashboard.locator('html').getAttribute('lang')).toBe('de');
    await choose(dashboard, 'Zeitraum', 'Letzte 7 Tage');
    await editor.screenshot('language-de-dashboard');
  } catch (error) {
    await editor.screenshot('language-de-failed');
    console.error(await editor.logs());
    throw error;
  } finally {
    await editor.close();
  }
});
