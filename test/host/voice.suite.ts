import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Lenscap } from '../../client/lenscap.ts';
import { wordsOfWorkspace } from '../../client/voice/words.ts';
import { runningLenscap } from './lenscap.ts';

/** A second of a tone, as a WAV file. */
function toneFile(): Uint8Array {
  const rate = 16_000;
  const file = Buffer.alloc(44 + 2 * rate);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * rate, 40);
  for (let index = 0; index < rate; index += 1) {
    file.writeInt16LE(Math.round(16_000 * Math.sin((2 * Math.PI * 440 * index) / rate)), 44 + 2 * index);
  }
  return file;
}

describe('voice', () => {
  let lenscap: Lenscap;
  before(async () => {
    lenscap = await runningLenscap();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('knows the names of open documents', async () => {
    const content = 'const response = await fetchWithTimeout(url); // fetchWithTimeout';
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'typescript', content }),
    );
    assert.ok((await wordsOfWorkspace()).includes('fetchWithTimeout'));
  });

  it('asks a sound file as a question, which was spoken', async () => {
    const { conversation, voice } = lenscap.panel;
    conversation.clear();
    await voice.notes.takeFiles([{ name: 'note.wav', bytes: toneFile() }]);
    assert.equal(voice.notes.state.kind, 'off', JSON.stringify(voice.notes.state));
    const turn = conversation.turns.at(-1);
    assert.equal(turn?.prompt, 'What was said.');
    assert.equal(turn?.spoken?.transcription?.model, 'gpt-4o-mini-transcribe');
    assert.equal(turn?.status, 'done');
  });

  it('refuses what is no sound, and keeps nothing of it', async () => {
    const { voice } = lenscap.panel;
    await voice.notes.takeFiles([{ name: 'note.wav', bytes: Buffer.from('text') }]);
    assert.equal(voice.notes.state.kind, 'failed');
    voice.notes.discard();
    assert.equal(voice.notes.state.kind, 'off');
  });

  it('transcribes a sound file of the workspace into a document', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'memo.wav');
    await vscode.workspace.fs.writeFile(uri, toneFile());
    await vscode.commands.executeCommand('lenscap.transcribeAudioFile', uri, [uri]);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'What was said.');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
