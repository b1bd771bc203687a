// Questions about whole windows, and about drawings with many words.
import type { Layout } from '../../scene.ts';
import type { QuestionItem, Size } from '../question.ts';
import { auditTable, logBoard, pipelinePage, processes, requests } from './boards.ts';
import { answersPage, errorOverlay, guide, issuePage, mailbox, switches } from './web-pages.ts';
import {
  brokenPrices,
  entities,
  flameGraph,
  mindMap,
  monitored,
  rankedBars,
  sequence,
  slippedForm,
} from './wordy-charts.ts';
import { apiClient, conflict, notebook, workbench } from './workbenches.ts';

function text(
  kind: string,
  layout: Layout,
  prompt: string,
  answer: readonly string[],
  size?: Size,
): QuestionItem {
  return { kind, layout, prompt, needs: 'text', answer, ...(size && { size }) };
}

function picture(kind: string, layout: Layout, prompt: string, size?: Size): QuestionItem {
  return { kind, layout, prompt, needs: 'picture', ...(size && { size }) };
}

export const WINDOW_ITEMS: readonly QuestionItem[] = [
  text('whole editor', workbench, '', ['expected 118.79 to be 118.8'], 'window'),
  text('whole editor', workbench, 'why does the test fail', ['net * taxRate / 100'], 'windowRetina'),
  text('whole editor', conflict, 'which side should I keep?', ['settings.retries ?? 5', 'MAX_RETRIES || 3']),
  text('whole editor', conflict, '', ['settings.retries ?? 5']),
  text('API client', apiClient, 'why was it rejected', ['insufficient_funds']),
  text('API client', apiClient, '', ['402 Payment Required', 'Your card was declined'], 'window'),
  text('notebook', notebook, 'how do I get this merge to work?', [
    'Merge keys are not unique in right dataset',
  ]),
  text('notebook', notebook, 'which country spends most per order', ['88.04']),
  text('documentation', guide, 'what happens when all of them are taken?', ['PoolExhaustedError'], 'window'),
  text('documentation', guide, '', ["acquireTimeout: '5s'"]),
  text('ticket', issuePage, 'is there a workaround', ['usePolling: true', '400 ms'], 'window'),
  text('ticket', issuePage, '', ['reported as a delete']),
  text('documentation', answersPage, 'give me the short version', ['-exec gzip {} +']),
  text('documentation', answersPage, '', ['The shell splits the output at white space'], 'windowRetina'),
  text(
    'mail',
    mailbox,
    'do we have to do anything before the maintenance?',
    ['Clients older than 4.2'],
    'window',
  ),
  text('stack trace', errorOverlay, '', ["reading 'thumbnails'", 'ProductCard.tsx (23:31)']),
  text('stack trace', errorOverlay, 'how do I fix this error', ['images.thumbnails[0]'], 'window'),
  text('form', switches, 'what does the second setting do?', ['New commits take back the approvals']),
  text('log', logBoard, 'why is the stock endpoint failing', ['pool exhausted: 50 of 50', 'ECONNREFUSED']),
  text('log', logBoard, '', ['cache is down'], 'window'),
  text('requests', requests, 'which request fails, and after what time?', ['shipping-rates', '30.01 s']),
  text('CI page', pipelinePage, '', ['relation "address" already exists']),
  text(
    'CI page',
    pipelinePage,
    'what went wrong in the build?',
    ['Applying 0032_split_address.sql'],
    'window',
  ),
  text('processes', processes, 'which command eats all the memory', ['indexer.js', '41.8']),
  text('processes', processes, '', ['indexer.js'], 'part'),
  text('terminal error', auditTable, 'which package do I have to upgrade?', ['image-size', '>=1.2.1']),
  text('terminal error', auditTable, '', ['Denial of service by a crafted picture']),
  picture('bar chart', rankedBars, ''),
  picture('bar chart', rankedBars, 'which countries are the worst?', 'window'),
  picture('flame graph', flameGraph, 'what should I make faster first'),
  picture('flame graph', flameGraph, ''),
  picture('entity diagram', entities, ''),
  picture('entity diagram', entities, 'can a refund be found from a customer?', 'window'),
  picture('sequence diagram', sequence, ''),
  picture('sequence diagram', sequence, 'who talks to the carrier?', 'windowRetina'),
  picture('mind map', mindMap, ''),
  picture('mind map', mindMap, 'what belongs to what here'),
  picture('layout bug', slippedForm, 'something is off with the messages of this form'),
  picture('layout bug', slippedForm, ''),
  picture('layout bug', brokenPrices, 'why did this come out wrong'),
  picture('layout bug', brokenPrices, '', 'window'),
  picture('line chart', monitored, 'which of them got slower, and when?'),
  picture('line chart', monitored, '', 'window'),
  picture('look of a text page', workbench, 'which icon theme is this'),
  picture('look of a text page', switches, 'are the toggles too close to the text?'),
  picture('look of a chart with words', requests, 'which requests run at the same time in the waterfall'),
  picture('look of a chart with words', logBoard, 'was there a spike at the end of the histogram'),
];
