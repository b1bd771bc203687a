// Questions about the layouts of desks.ts, instruments.ts, screens.ts and sights.ts, written without a look at
// the rules, which then sent 47 of these 58 the right way: that is how rules bear what they have not seen.
import type { Layout } from '../../scene.ts';
import type { QuestionItem, Size } from '../question.ts';
import { agenda, cardBoard, mailProgram, paperViewer, teamChat } from './desks.ts';
import {
  databaseClient,
  notebookFailure,
  pulling,
  requestClient,
  reviewPage,
  sparkLogs,
} from './instruments.ts';
import {
  brokenSite,
  budgetSheet,
  denseLog,
  diskDialog,
  emulator,
  manualPage,
  matrixPage,
  packagePage,
} from './screens.ts';
import {
  bands,
  candles,
  coveredArticle,
  decisions,
  fallingBlocks,
  networkPlan,
  notebookPlot,
  shoeShop,
  wireframe,
} from './sights.ts';

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

export const FRESH_ITEMS: readonly QuestionItem[] = [
  text('mail', mailProgram, 'when can nobody write to the order service?', ['Between 22:00 and 23:30 UTC']),
  text('mail', mailProgram, 'was muss ich vor dem Wochenende setzen', ['WRITES_PAUSED=1']),
  text('chat', teamChat, 'how did they fix it', ['isoCountry()', '3.18.2']),
  text('chat', teamChat, '', ['the country as two letters now'], 'window'),
  text('calendar', agenda, 'when is the retro', ['16:00']),
  text('calendar', agenda, 'what does my Tuesday look like', ['Incident review INC-2231', '15:30']),
  text('board of cards', cardBoard, 'which ticket waits for somebody else and why', [
    'PAY-860',
    'sandbox certificate expired',
  ]),
  text('board of cards', cardBoard, 'write a stand-up summary of this', [
    'Retry webhooks with a longer pause',
  ]),
  text('paper', paperViewer, 'why did they choose ten seconds?', ['twice a month']),
  text('paper', paperViewer, '', ['clocks drift by no more than'], 'window'),
  text('query result', databaseClient, 'why is this query slow', ['ix_orders_placed is invalid']),
  text('query result', databaseClient, 'how much is the order that is on hold', ['2405.00']),
  text('review', reviewPage, 'is the reviewer right?', ['deadlocks on the first expired entry']),
  text('review', reviewPage, '', ['s.drop(key)'], 'window'),
  text('terminal error', pulling, 'why does the pull fail', [
    'certificate has expired',
    '2019-03-08 04:11:52',
  ]),
  text('terminal error', pulling, '', ['certificate has expired']),
  text('log', sparkLogs, 'what is wrong with search', ['14,204 documents behind']),
  text('HTTP client', requestClient, 'what do I have to send instead?', ['If-Match with the newest ETag']),
  text('HTTP client', requestClient, '', ['The cart has changed since it was read'], 'window'),
  text('notebook', notebookFailure, 'fix this', ["KeyError: 'vat_rate'", "'vat', 'currency'"]),
  text('notebook', notebookFailure, '', ["KeyError: 'vat_rate'"]),
  text('stack trace', emulator, 'why does my app crash', [
    'No enum constant example.shop.Size.XXL',
    'Cart.kt:57',
  ]),
  text('stack trace', emulator, '', ['Cart.kt:57'], 'window'),
  text('error page', brokenSite, '', ['no answer from checkout-v2']),
  text('error page', brokenSite, 'has the customer paid?', ['card was not charged']),
  text('spreadsheet', budgetSheet, 'where does the #VALUE come from', ['=SUM(Trips!C2:C40)+"n/a"']),
  text('documentation', packagePage, 'what changed in the new major version', [
    'acquireWithin(ms)',
    'LeaseTimeout',
  ]),
  text('documentation', packagePage, '', ['no longer waits'], 'window'),
  text('dialog', diskDialog, 'what does this mean', ['mds_stores', '69888']),
  text('dialog', diskDialog, '', ['could not be unmounted']),
  text('log', denseLog, 'why did the leader change?', ['fsync took 4.81s']),
  text('CI page', matrixPage, 'on which systems does it break', [
    'macOS 15',
    '_SecTrustCopyCertificateChain',
  ]),
  text('documentation', manualPage, 'why are my segments not deleted', ['ignored until version 3.3']),
  text('documentation', manualPage, 'Wie oft wird aufgeräumt?', [
    'sweep_every',
    'How often the sweeper runs',
  ]),
  picture('network plan', networkPlan, ''),
  picture('network plan', networkPlan, 'what fails if core-b dies', 'window'),
  picture('flows', bands, 'where do people from ads go?'),
  picture('flows', bands, ''),
  picture('price chart', candles, 'is this a good time to sell'),
  picture('price chart', candles, '', 'window'),
  picture('game', fallingBlocks, 'where should the piece go'),
  picture('game', fallingBlocks, ''),
  picture('mock-up', wireframe, 'build this with tailwind'),
  picture('mock-up', wireframe, ''),
  picture('products', shoeShop, 'which of the shoes is blue?'),
  picture('products', shoeShop, ''),
  picture('layout bug', coveredArticle, 'what went wrong on this page'),
  picture('layout bug', coveredArticle, ''),
  picture('scatter plot', notebookPlot, 'does the line fit?'),
  picture('scatter plot', notebookPlot, ''),
  picture('flow chart', decisions, 'when is an order cancelled'),
  picture('flow chart', decisions, ''),
  picture('look of a text page', cardBoard, 'do the label colours go together'),
  picture('look of a text page', sparkLogs, 'whose sparkline is rising'),
  picture('look of a text page', budgetSheet, 'which cells are red?'),
  picture('look of a text page', emulator, 'are the icons in the tab bar too close to each other'),
  picture('look of a text page', manualPage, 'does the warning box stand out enough'),
  picture('look of a text page', denseLog, 'is the font too small here?'),
];
