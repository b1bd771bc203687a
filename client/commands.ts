import type { Lenscap } from './lenscap.ts';

/** What a command does. VS Code passes what it was invoked on: for the Explorer, a file and the selection. */
export type Command = (lenscap: Lenscap, ...args: readonly unknown[]) => unknown;

/** Every command of the manifest. A spec keeps the two lists equal. */
export const commands: Readonly<Record<string, Command>> = {
  'lenscap.explainScreenshot': (lenscap, file, selection) => lenscap.explainScreenshot(file, selection),
  'lenscap.pasteAndExplain': (lenscap) => lenscap.panel.pasteAndExplain(),
  'lenscap.explainIntoEditor': (lenscap) => lenscap.explainIntoEditor(),
  'lenscap.pasteAsCode': (lenscap) => lenscap.pasteAs('code'),
  'lenscap.pasteAsAltText': (lenscap) => lenscap.pasteAs('alt-text'),
  'lenscap.pasteAsIssue': (lenscap) => lenscap.pasteAs('issue'),
  'lenscap.compareScreenshots': (lenscap, file, selection) => lenscap.compareScreenshots(file, selection),
  'lenscap.recordVoiceNote': (lenscap) => lenscap.panel.voice.press(),
  'lenscap.dictate': (lenscap) => lenscap.dictation.dictate(),
  'lenscap.transcribeAudioFile': (lenscap, file, selection) => lenscap.transcribeAudioFile(file, selection),
  'lenscap.chooseMicrophone': (lenscap) => lenscap.chooseMicrophone(),
  'lenscap.stop': (lenscap) => lenscap.stop(),
  'lenscap.newConversation': (lenscap) => lenscap.panel.startNewConversation(),
  'lenscap.acceptChange': (lenscap, uri) => lenscap.panel.changes.accept(uri),
  'lenscap.discardChange': (lenscap, uri) => lenscap.panel.changes.discard(uri),
  'lenscap.openSentJson': (lenscap, id) => lenscap.panel.whatWasSent.openJson(id),
  'lenscap.clearAnswers': (lenscap) => lenscap.panel.conversation.clear(),
  'lenscap.openWalkthrough': (lenscap) => lenscap.openWalkthrough(),
  'lenscap.trySample': (lenscap) => lenscap.trySample(),
  'lenscap.setApiKey': (lenscap) => lenscap.setApiKey(),
  'lenscap.useLocalServer': (lenscap) => lenscap.useLocalServer(),
  'lenscap.goOnWithout': (lenscap) => lenscap.progress.tell('lenscap.goesWithout', true),
  'lenscap.checkSetup': (lenscap) => lenscap.setup.show(),
  'lenscap.copySetup': (lenscap) => lenscap.setup.copy(),
  'lenscap.setBudget': (lenscap, budget) => lenscap.setBudget(budget),
  'lenscap.showSpend': (lenscap) => lenscap.showSpend(),
  'lenscap.openDashboard': (lenscap) => lenscap.dashboard.open(),
  'lenscap.addModelPrice': (lenscap, name) => lenscap.addModelPrice(name),
  'lenscap.acceptLedger': (lenscap) => lenscap.acceptLedger(),
  'lenscap.stripMetadata': (lenscap, link) => lenscap.imageLinks.stripAndTell(link),
  'lenscap.explainImageLink': (lenscap, link) => lenscap.imageLinks.explain(link),
  'lenscap.writeAltText': (lenscap, link) => lenscap.imageLinks.writeAltText(link),
  'lenscap.openLog': (lenscap) => lenscap.log.show(),
  'lenscap.restartDaemon': (lenscap) => lenscap.daemon.restart(),
};
