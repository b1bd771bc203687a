// The held-out half of the routing corpus: it only measures. Nobody who tunes the routing looks at it.
import type { QuestionHalf } from '../question.ts';
import { buildItems } from './builds.ts';
import { chartItems } from './charts.ts';
import { codeItems } from './code.ts';
import { configurationItems } from './configurations.ts';
import { databaseItems } from './databases.ts';
import { diagramItems } from './diagrams.ts';
import { documentItems } from './documents.ts';
import { formItems } from './forms.ts';
import { imageryItems } from './imagery.ts';
import { interfaceItems } from './interfaces.ts';
import { layoutBugItems } from './layout-bugs.ts';
import { logItems } from './logs.ts';
import { HOLDOUT_LOOKS } from './looks.ts';
import { messageItems } from './messages.ts';
import { reviewItems } from './reviews.ts';
import { secondItems } from './second/second.ts';
import { spreadsheetItems } from './spreadsheets.ts';
import { stackTraceItems } from './stack-traces.ts';
import { terminalItems } from './terminals.ts';
import { trackerItems } from './trackers.ts';

export const HOLDOUT_QUESTIONS: QuestionHalf = {
  name: 'holdout',
  seed: 70_211,
  looks: HOLDOUT_LOOKS,
  items: [
    ...terminalItems,
    ...stackTraceItems,
    ...logItems,
    ...codeItems,
    ...configurationItems,
    ...databaseItems,
    ...spreadsheetItems,
    ...documentItems,
    ...messageItems,
    ...reviewItems,
    ...buildItems,
    ...formItems,
    ...trackerItems,
    ...chartItems,
    ...diagramItems,
    ...layoutBugItems,
    ...interfaceItems,
    ...imageryItems,
    // What is new comes last: an item's look is drawn by its place.
    ...secondItems,
  ],
};
