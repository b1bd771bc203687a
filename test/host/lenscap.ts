import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Activation } from '../../client/extension.ts';
import type { Lenscap } from '../../client/lenscap.ts';

/** The running extension, from inside. */
export async function runningLenscap(): Promise<Lenscap> {
  const extension = vscode.extensions.getExtension<Activation>('lenscap.lenscap');
  assert.ok(extension, 'VS Code does not know lenscap.lenscap');
  const { lenscap } = await extension.activate();
  assert.ok(lenscap, 'The extension does not know that it is under test');
  return lenscap();
}

/** Waits until something is so: asks on every event, and now. */
export function until<T>(event: vscode.Event<T>, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const ask = (): void => {
      if (!isSo()) return;
      listening.dispose();
      resolve();
    };
    const listening = event(ask);
    ask();
  });
}

/** A real PNG of one colour. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
