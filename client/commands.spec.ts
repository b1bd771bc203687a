import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { commands } from './commands.ts';

const Manifest = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
  }),
});
const { contributes } = Manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')),
);

describe('the commands', () => {
  it('are those of the manifest', () => {
    expect(contributes.commands.map(({ command }) => command).toSorted()).toEqual(
      Object.keys(commands).toSorted(),
    );
  });

  it('are found under Lenscap', () => {
    for (const { category } of contributes.commands) expect(category).toBe('Lenscap');
  });
});
