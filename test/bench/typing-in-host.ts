// Runs inside the extension host for typing.bench.ts: types into a document while answers come, and while
// none does, by turns.
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DocumentStream } from '../../client/editor/stream.ts';
import type { Activation } from '../../client/extension.ts';
import type { Lenscap } from '../../client/lenscap.ts';
import { timed } from './measure.ts';
import type { TypingSamples } from './typing.bench.ts';

const ROUNDS = 6;
/** The first is thrown away: code is compiled in it. */
const WARM_UP = 1;
const CHARACTERS = 40;
/** A person who types quickly. */
const BETWEEN_MS = 30;
/** What comes into the other document at a time, and how often: about 100 tokens a second. */
const PIECE = 'read before it is set, as the line says\n';
const PIECE_MS = 10;

/** VS Code's entry point (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const activation = await vscode.extensions.getExtension<Activation>('lenscap.lenscap')?.activate();
  const lenscap = await activation?.lenscap?.();
  if (!lenscap) throw new Error('The extension does not know that it is under test.');
  await lenscap.panel.reveal();

  const samples: TypingSamples = { alone: [], besideView: [], besideDocument: [] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const alone = await type();
    const besideView = await whileAnswering(lenscap, type);
    const besideDocument = await whileWriting(type);
    if (round < 0) continue;
    samples.alone.push(...alone);
    samples.besideView.push(...besideView);
    samples.besideDocument.push(...besideDocument);
  }
  await writeFile(process.env['LENSCAP_BENCH_TYPING'] ?? '', JSON.stringify(samples));
  await writeFile(process.env['LENSCAP_HOST_RESULTS'] ?? '', '[]');
}

/** Types into a new document of code. @returns what each character took, in milliseconds */
async function type(): Promise<number[]> {
  const content = 'const value = compute();\n'.repeat(200);
  const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const took: number[] = [];
  for (let typed = 0; typed < CHARACTERS; typed++) {
    took.push(await timed(async () => vscode.commands.executeCommand('type', { text: 'x' })));
    await pause(BETWEEN_MS);
  }
  if (!document.getText().startsWith('x'.repeat(CHARACTERS))) throw new Error('What was typed is not there.');
  return took;
}

/** While an answer comes through the daemon into the view. */
async function whileAnswering(lenscap: Lenscap, action: () => Promise<number[]>): Promise<number[]> {
  const { conversation } = lenscap.panel;
  conversation.clear();
  const answered = conversation.send('Why is it so?');
  while ((conversation.turns.at(-1)?.text ?? '') === '') await pause(PIECE_MS);
  const took = await action();
  if (!conversation.answering) throw new Error('The answer ended before the typing did.');
  conversation.stop();
  await answered;
  return took;
}

/** While an answer is written into a document beside. */
async function whileWriting(action: () => Promise<number[]>): Promise<number[]> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
  const stream = new DocumentStream(document, new vscode.Position(0, 0), undefined);
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      await stream.write(PIECE);
      await pause(PIECE_MS);
    }
  })();
  const took = await action();
  isOver = true;
  await writing;
  await stream.end();
  return took;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
