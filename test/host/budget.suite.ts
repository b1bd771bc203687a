import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { type BudgetState, type SpendSummary, setBudget, spend } from '../../protocol/spend.ts';
import { runningLenscap, tinyPng } from './lenscap.ts';

const day = { scope: 'all', subject: '', period: 'day' } as const;
const custom = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('lenscap.models');

/** How long answers are kept; undefined for the default. */
async function keepAnswers(seconds: number | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('lenscap.cache');
  await settings.update('answerSeconds', seconds, vscode.ConfigurationTarget.Global);
}

async function setCap(capNanoUsd: number | null): Promise<SpendSummary> {
  const { daemon } = await runningLenscap();
  return daemon.request(setBudget, { ...day, capNanoUsd });
}

async function today(): Promise<BudgetState> {
  const { daemon } = await runningLenscap();
  const { summary } = await daemon.request(spend, { limit: 1 });
  const budget = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'day');
  assert.ok(budget);
  return budget;
}

describe('a budget that is used up', () => {
  let capNanoUsd: number | null = null;
  before(async () => {
    ({ capNanoUsd } = await today());
  });
  // An answer that is kept costs nothing, and is given whatever the budget.
  beforeEach(() => keepAnswers(0));
  after(async () => {
    await keepAnswers(undefined);
    await setCap(capNanoUsd);
  });
  afterEach(async () => {
    (await runningLenscap()).panel.conversation.clear();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('refuses in the view, lets one question through, and refuses the next one', async () => {
    const { conversation } = (await runningLenscap()).panel;
    await setCap(0);
    await conversation.send('a quick question');
    const refused = conversation.turns.at(-1);
    assert.equal(refused?.trouble?.code, 'budget-exceeded');
    assert.deepEqual(
      refused.trouble.ways?.map(({ way }) => way),
      ['allow-once', 'raise', 'set-budget'],
    );
    assert.equal(conversation.prompt, 'a quick question');

    await conversation.wayOn('allow-once', refused.id);
    const [answered] = conversation.turns;
    assert.equal(answered?.id, refused.id);
    assert.equal(answered.status, 'done', JSON.stringify(answered));
    assert.equal(conversation.turns.length, 1);
    assert.equal(conversation.prompt, '');
    const budget = await today();
    assert.equal(budget.capNanoUsd, 0);
    assert.equal(budget.heldNanoUsd, 0);

    await conversation.send('a quick question');
    assert.equal(conversation.turns.at(-1)?.trouble?.code, 'budget-exceeded');
  });

  it('is raised by one click to what the button says, and answers', async () => {
    const { conversation } = (await runningLenscap()).panel;
    await setCap(0);
    await conversation.send('a quick question');
    const refused = conversation.turns.at(-1);
    assert.ok(refused);
    await conversation.wayOn('raise', refused.id);
    assert.equal(conversation.turn(refused.id)?.status, 'done');
    const label = refused.trouble?.ways?.find(({ way }) => way === 'raise')?.label;
    const { capNanoUsd } = await today();
    assert.ok(capNanoUsd);
    assert.equal(label, `Raise to $${(capNanoUsd / 1e9).toFixed(capNanoUsd < 1e8 ? 4 : 2)}`);
  });

  it('does not keep back an answer that is there already', async () => {
    const { conversation } = (await runningLenscap()).panel;
    await keepAnswers(undefined);
    await setCap(null);
    await conversation.send('a question asked twice');
    assert.equal(conversation.turns.at(-1)?.status, 'done');
    await setCap(0);
    // In the same conversation the first answer would go along: another question.
    await conversation.startNew();
    conversation.draft('a question asked twice');
    await conversation.requote();
    assert.equal(conversation.refusal(null), undefined);
    await conversation.send('a question asked twice');
    assert.equal(conversation.turns.at(-1)?.status, 'done', JSON.stringify(conversation.turns.at(-1)));
    assert.equal(conversation.turns.length, 2);
  });

  it('is said beforehand while a question is composed', async () => {
    const { daemon, panel } = await runningLenscap();
    await setCap(0);
    panel.conversation.draft('a quick question');
    await panel.conversation.requote();
    assert.ok(panel.conversation.refusal(null), 'The question seems to fit');
    // A cap that is set anywhere is learnt of, and the price asked for anew.
    const isFitting = new Promise<void>((resolve) => {
      const listening = daemon.onDidChangeSpend(async () => {
        await panel.conversation.requote();
        if (panel.conversation.refusal(null)) return;
        listening.dispose();
        resolve();
      });
    });
    await setCap(null);
    await isFitting;
    panel.conversation.draft('');
    await panel.conversation.requote();
  });

  it('offers the same in the one message for an answer in an editor', async () => {
    const lenscap = await runningLenscap();
    await setCap(0);
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
    await vscode.window.showTextDocument(document);
    const written = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument(() => {
        if (!document.getText().includes('red')) return;
        listening.dispose();
        resolve();
      });
    });
    const place = { document, position: new vscode.Position(0, 0) };
    await lenscap.writeAt(place, [{ name: 'image.png', bytes: tinyPng }], []);
    assert.equal(document.getText(), '');
    // “Allow Once” is the first button. The message may take a moment to be there to be answered.
    let isWritten = false;
    void written.then(() => {
      isWritten = true;
    });
    while (!isWritten) {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      await Promise.race([written, new Promise((resolve) => setTimeout(resolve, 200))]);
    }
    assert.match(document.getText(), /^This is a picture of one colour\.\nIt is red\.$/);
    assert.equal((await today()).capNanoUsd, 0);
  });
});

describe('a model without a price', () => {
  afterEach(async () => {
    for (const name of ['text', 'custom']) {
      await custom().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    const { conversation } = (await runningLenscap()).panel;
    conversation.draft('');
    await conversation.requote();
  });

  it('is refused with the way to add one, and asked once the settings have it', async () => {
    const { conversation } = (await runningLenscap()).panel;
    await custom().update('text', 'my-own-model', vscode.ConfigurationTarget.Global);
    await conversation.send('a quick question');
    const refused = conversation.turns.at(-1);
    assert.deepEqual(
      refused?.trouble?.ways?.map(({ way }) => way),
      ['add-model-price'],
      JSON.stringify(refused?.trouble),
    );
    const prices = [{ input: 0.5, output: 1.5 }];
    const entry = { name: 'my-own-model', abilities: ['text'], prices };
    await custom().update('custom', [entry], vscode.ConfigurationTarget.Global);
    conversation.clear();
    await conversation.send('a quick question');
    assert.equal(conversation.turns.at(-1)?.choice?.model, 'my-own-model');
    assert.equal(conversation.turns.at(-1)?.status, 'done');
  });
});
