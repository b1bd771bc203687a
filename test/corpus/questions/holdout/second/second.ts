// The second part of the held-out half: written later, by somebody who had not read how the routing decides.
import type { QuestionItem } from '../../question.ts';
import { artworkItems } from './artwork.ts';
import { browserToolItems } from './browser-tools.ts';
import { consoleItems } from './consoles.ts';
import { editorItems } from './editors.ts';
import { flawedPageItems } from './flawed-pages.ts';
import { interruptionItems } from './interruptions.ts';
import { logViewItems } from './log-views.ts';
import { pipelineItems } from './pipelines.ts';
import { plotItems } from './plots.ts';
import { readingItems } from './reading.ts';
import { schemeItems } from './schemes.ts';
import { shellItems } from './shells.ts';
import { switchboardItems } from './switchboards.ts';
import { tableItems } from './tables.ts';
import { teamworkItems } from './teamwork.ts';

export const secondItems: readonly QuestionItem[] = [
  ...editorItems,
  ...shellItems,
  ...pipelineItems,
  ...consoleItems,
  ...logViewItems,
  ...browserToolItems,
  ...teamworkItems,
  ...readingItems,
  ...tableItems,
  ...interruptionItems,
  ...switchboardItems,
  ...plotItems,
  ...schemeItems,
  ...flawedPageItems,
  ...artworkItems,
];
