import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { commands } from './commands.ts';

const Shown = z.object({ command: z.string(), when: z.string().optional() });
const Manifest = z.object({
  contributes: z.object({
    commands: z.array(
      z.object({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        icon: z.string().optional(),
        enablement: z.string().optional(),
      }),
    ),
    menus: z.record(z.string(), z.array(Shown.extend({ group: z.string().optional() }))),
    keybindings: z.array(Shown.extend({ key: z.string(), mac: z.string().optional() })),
    walkthroughs: z.array(
      z.object({
        id: z.string(),
        steps: z.array(
          z.object({
            title: z.string(),
            description: z.string(),
            media: z.object({ svg: z.string(), altText: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

const root = join(import.meta.dirname, '..');
const { contributes } = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const sources = globSync('client/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

describe('the commands', () => {
  it('are those of the manifest', () => {
    expect(contributes.commands.map(({ command }) => command).toSorted()).toEqual(
      Object.keys(commands).toSorted(),
    );
  });

  it.each(contributes.commands)('$command is found under Lenscap, and titled as VS Code titles', (each) => {
    expect(each.category).toBe('Lenscap');
    // Words begin with capitals, but for small ones between them.
    expect(each.title).toMatch(/^[A-Z]\w*( ([A-Z]\w*|a|an|and|as|at|into|on|of|the))*…?$/);
  });

  it('have an icon where they stand in a bar', () => {
    const inBars = contributes.menus['view/title']?.filter(({ group }) => group?.startsWith('navigation'));
    expect(inBars?.length).toBeGreaterThan(0);
    for (const { command } of inBars ?? []) {
      expect(contributes.commands.find((each) => each.command === command)?.icon).toMatch(/^\$\(.+\)$/);
    }
  });

  it('that are in the palette are in the README', () => {
    const hidden = contributes.menus['commandPalette']?.filter(({ when }) => when === 'false');
    const shown = contributes.commands.filter(
      ({ command }) => !hidden?.some((each) => each.command === command),
    );
    const unnamed = shown.filter(
      ({ title }) => !readme.includes(`**Lenscap: ${title}**`) && !readme.includes(`**${title}**`),
    );
    expect(unnamed.map(({ title }) => title)).toEqual([]);
  });

  it('depend only on context keys that are set', () => {
    const conditions = [
      ...contributes.commands.map(({ enablement }) => enablement),
      ...Object.values(contributes.menus).flatMap((menu) => menu.map(({ when }) => when)),
      ...contributes.keybindings.map(({ when }) => when),
      ...steps.flatMap(({ completionEvents }) =>
        completionEvents.map((event) => event.replace('onContext:', '')),
      ),
    ].join(' ');
    const keys = conditions.match(/(?<![\w:.])lenscap\.(?!view\b)\w+/g) ?? [];
    expect(keys).toContain('lenscap.answering');
    for (const key of keys) expect(sources).toContain(`'${key}'`);
  });
});

describe('the keys', () => {
  // With a letter, as “Open Default Keyboard Shortcuts (JSON)” lists them; VS Code 1.139.
  const taken = [
    ...[...'bcfginorvy'].map((letter) => `ctrl+alt+${letter}`),
    ...[...'cgilno'].map((letter) => `ctrl+alt+shift+${letter}`),
  ];
  const takenOnMac = [
    ...[...'bcfgikloprstvwy'].map((letter) => `cmd+alt+${letter}`),
    ...[...'gjnpr'].map((letter) => `ctrl+alt+${letter}`),
    ...[...'fi'].map((letter) => `ctrl+cmd+${letter}`),
    'ctrl+alt+shift+j',
  ];
  const ours = contributes.keybindings.filter(({ key }) => key !== 'escape');

  it.each(ours)('$key for $command is none of VS Code’s own', ({ key, mac }) => {
    expect(key).toMatch(/^ctrl\+alt\+(shift\+)?[a-z]$/);
    expect(taken).not.toContain(key);
    expect(takenOnMac).not.toContain(mac ?? key);
  });
});

describe('the walkthrough', () => {
  it.each(steps)('$title', ({ description, media, completionEvents }) => {
    const links = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command);
    expect(links.length).toBeGreaterThan(0);
    for (const command of links) expect(commands).toHaveProperty([command ?? '']);
    expect(completionEvents.length).toBeGreaterThan(0);
    expect(media.altText).toMatch(/\.$/);
    expect(existsSync(join(root, media.svg))).toBe(true);
    // It follows the theme: no colour of its own but the black of a redaction.
    const colours = readFileSync(join(root, media.svg), 'utf8').match(
      /(fill|stroke)="(?!none|var\(--vscode-)[^"]*"/g,
    );
    expect((colours ?? []).filter((colour) => colour !== 'fill="#000"')).toEqual([]);
  });
});
