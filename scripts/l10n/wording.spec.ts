import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, sourceFiles } from './bundle.ts';
import { type Fault, misused, untranslated } from './wording.ts';

/** What speaks English: the command line. What nobody sees: the descriptions of rules. */
const NOT_SAID =
  /^server\/(budgets|command-line|models|print-spend|questions|queue-output|run|voice-commands)\.ts$|^server\/(privacy\/detect|trace)\/rules\//;

const whats = (faults: readonly Fault[]): string[] => faults.map(({ what }) => what);

async function faultsOf(
  files: readonly string[],
  find: (file: string, text: string) => Fault[],
): Promise<string[]> {
  const found = files.map(async (file) => {
    const faults = find(file, await readFile(join(root, file), 'utf8'));
    return faults.map(({ line, what }) => `${file}:${line}: ${what}`);
  });
  return (await Promise.all(found)).flat();
}

describe('the sources', () => {
  it('say nothing that cannot be translated', async () => {
    const files = sourceFiles().filter((file) => !NOT_SAID.test(file));
    expect(files.length).toBeGreaterThan(50);
    expect(await faultsOf(files, untranslated)).toEqual([]);
  });

  it('say what they say so that it is', async () => {
    expect(await faultsOf(sourceFiles(), misused)).toEqual([]);
  });
});

describe('the check for sentences that are not translated', () => {
  it.each([
    ["window.showInformationMessage('Done.')", ["'Done.'"]],
    ["window.showErrorMessage(l10n.t('No.'), 'Undo')", ["'Undo'"]],
    [`showQuickPick([], { title: \`\${name} is it\` })`, [`\`\${name} is it\``]],
    ["({ label: busy ? 'Wait' : '$(check)' })", ["'Wait'"]],
    ["element('p', {}, 'Hello there', icon('x'))", ["'Hello there'"]],
    ["throw new LocalError('code', 'It is wrong.', l10n.t('Do it.'))", ["'It is wrong.'"]],
  ])('finds what is in %s', (text, found) => {
    expect(whats(untranslated('a.ts', text))).toEqual(found);
  });

  it.each([
    "window.showInformationMessage(l10n.t('Done.'), l10n.t('Undo'))",
    `({ label: \`$(key) \${l10n.t('Set API Key')}\`, title: 'Lenscap', placeHolder: 'gpt-4o' })`,
    "({ name: 'never shown' })",
  ])('lets %s pass', (text) => {
    expect(untranslated('a.ts', text)).toEqual([]);
  });
});

describe('the check for what is not translated as it should be', () => {
  it.each([
    ["const NAME = l10n.t('Name');", ['is said while the module loads']],
    ["class A { static name = l10n.t('Name'); }", ['is said while the module loads']],
    [`const f = () => l10n.t(\`\${name} is it\`);`, ['is not given a plain sentence']],
    ["const f = () => l10n.t('{0} of {1}', 1);", ['has 1 values for 2 places']],
  ])('finds what is wrong with %s', (text, found) => {
    expect(whats(misused('client/a.ts', text))).toEqual(found);
  });

  it.each(["const f = () => l10n.t('{0} of {1}', 1, 2);", "class A { name = l10n.t('Name'); }"])(
    'lets %s pass',
    (text) => {
      expect(misused('client/a.ts', text)).toEqual([]);
    },
  );

  it('lets a page say something while it is made', () => {
    expect(misused('client/panel/webview/main.ts', "const NAME = l10n.t('Name');")).toEqual([]);
  });
});
