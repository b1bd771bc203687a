// What axe-core finds in a webview, in the colours VS Code gives it in each kind of theme.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import * as z from 'zod';

const source = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');

/** Where a webview is shown; its own background is transparent, and axe-core has to know what is behind it. */
export type Place = 'sideBar' | 'editor';

/** What VS Code writes into a webview's document for a theme. */
const Look = z.object({
  theme: z.string(),
  kind: z.string(),
  style: z.string(),
  classes: z.array(z.string()),
});
export type Look = z.infer<typeof Look>;

/** Reads what VS Code gives a webview in the theme it has now. */
export async function lookOf(frame: Frame): Promise<Look> {
  const look = await frame.evaluate(`({
    theme: document.body.dataset.vscodeThemeId,
    kind: document.body.dataset.vscodeThemeKind,
    style: document.documentElement.style.cssText,
    classes: [...document.body.classList].filter((name) => name.startsWith('vscode-')),
  })`);
  return Look.parse(look);
}

/** Gives a webview the colours of a theme, in the way VS Code does: variables, classes and data. */
async function wear(frame: Frame, { theme, kind, style, classes }: Look, place: Place): Promise<void> {
  await frame.evaluate(`{
    const { documentElement, body } = document;
    documentElement.style.cssText = ${JSON.stringify(style)};
    documentElement.style.backgroundColor = 'var(--vscode-${place}-background)';
    const others = [...body.classList].filter((name) => !name.startsWith('vscode-'));
    body.className = [...others, ...${JSON.stringify(classes)}].join(' ');
    body.dataset.vscodeThemeId = ${JSON.stringify(theme)};
    body.dataset.vscodeThemeKind = ${JSON.stringify(kind)};
  }`);
}

const Violations = z.array(
  z.object({
    id: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })),
  }),
);

/**
 * Runs all of axe-core's rules, in every look. The webview is left in the first one.
 * @returns a line for each violation; none if there are none
 */
export async function violations(frame: Frame, looks: readonly Look[], place: Place): Promise<string[]> {
  await provideAxe(frame);
  const found: string[] = [];
  for (const look of looks) {
    await wear(frame, look, place);
    const all = Violations.parse(
      await frame.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary: failureSummary ?? '' })),
        })))`),
    );
    for (const { id, nodes } of all)
      for (const { html, failureSummary } of nodes)
        found.push(`${look.theme}: ${id}: ${html.slice(0, 240)}: ${failureSummary.replaceAll(/\s+/g, ' ')}`);
  }
  const [first] = looks;
  if (first) await wear(frame, first, place);
  return found;
}

/** The role and the name of what has the focus in a webview, as assistive technology is told them. */
export async function focused(frame: Frame): Promise<string> {
  await provideAxe(frame);
  return z.string().parse(
    await frame.evaluate(`(() => {
      axe.setup(document);
      try {
        let { activeElement } = document;
        // What has it in an element of VS Code's is in its shadow root.
        while (activeElement.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot);
        const { aria, text } = axe.commons;
        return [aria.getRole(activeElement), text.accessibleText(activeElement)].join(' ');
      } finally {
        axe.teardown();
      }
    })()`),
  );
}

async function provideAxe(frame: Frame): Promise<void> {
  if (await frame.evaluate('typeof axe === "object"')) return;
  await frame.evaluate(`${await readFile(source, 'utf8')}; undefined`);
}
