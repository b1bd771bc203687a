import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as z from 'zod';

const Manifest = z.object({
  contributes: z.object({ commands: z.array(z.object({ command: z.string() })) }),
});

describe('activation', () => {
  it('finds the extension and activates it', async () => {
    const extension = vscode.extensions.getExtension('lenscap.lenscap');
    assert.ok(extension, 'VS Code does not know lenscap.lenscap');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('loads what its commands do, which activation leaves for later', async () => {
    await vscode.commands.executeCommand('lenscap.openLog');
  });

  it('registers every command that the manifest announces', async () => {
    const extension = vscode.extensions.getExtension('lenscap.lenscap');
    await extension?.activate();
    const announced = Manifest.parse(extension?.packageJSON).contributes.commands.map((each) => each.command);
    assert.notEqual(announced.length, 0);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      announced.filter((command) => !registered.has(command)),
      [],
    );
  });
});
