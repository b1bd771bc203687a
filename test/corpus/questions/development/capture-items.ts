// Questions about what developers capture from all over the desktop, written without a look at the rules.
import { picture, text } from '../item-makers.ts';
import type { QuestionItem } from '../question.ts';
import { busyMonitor, gitPanels, historyGraph, peerConflict, podList } from './consoles.ts';
import { boxPlots, coverageReport, statsStudio, stickyNotes, vanMap } from './figures.ts';
import { darkForm, germanPhone } from './flaws.ts';
import { certificatePage, checksBox, debugPage, elementsPanel, supportTable } from './inspections.ts';
import { byteView, expressionTester, floatingNote, frenchInvoice, phoneChat, weekHours } from './readings.ts';
import { chartGrid, cloudInstance, queueList, taskRun, traceView } from './services.ts';
import { designTool, gameEngine, photoEditor, visualDiff } from './studios.ts';
import { crashReport, installerWizard, permissionSheet, stopScreen, toasts } from './system-windows.ts';

export const CAPTURE_ITEMS: readonly QuestionItem[] = [
  text('terminal program', podList, 'why is checkout not ready', ['CrashLoopBackOff'], 'windowRetina'),
  text('terminal program', podList, '', ['CrashLoopBackOff', 'ImagePullBackOff'], 'wide'),
  text(
    'terminal error',
    peerConflict,
    'which react can i use then',
    ['^17.0.0 || ~18.2', 'grid-of-days@6.4.1'],
    'part',
  ),
  text(
    'commit graph',
    historyGraph,
    'who threw out the old checkout page',
    ['Remove the flag newCheckout', '58f3bb0'],
    'partRetina',
  ),
  picture('commit graph', historyGraph, 'where does the wasm branch start from', 'part'),
  text('terminal program', gitPanels, 'push geht nicht, was tun?', [
    '[rejected] main -> main',
    'Updates were rejected',
  ]),
  picture('terminal program', busyMonitor, 'was there a spike', 'part'),
  text(
    'browser tools',
    elementsPanel,
    "why doesn't the badge move down",
    ['display: inline', 'margin-top: 24px'],
    'laptop',
  ),
  picture('browser tools', elementsPanel, 'does the badge fit the rest of the page?', 'windowRetina'),
  text('error page', certificatePage, '', ['NET::ERR_CERT_DATE_INVALID', '14 Nov 2026']),
  text(
    'review',
    checksBox,
    'what is missing before I can merge this',
    ['AGPL-3.0-only found in pdf-stamp@2.1.0', 'CN-2025-*'],
    'tall',
  ),
  text('documentation', supportTable, 'why is my anchor not found', [
    'contain: layout',
    'begin with two dashes',
  ]),
  picture('documentation', supportTable, 'can I use that in the orange browser', 'wide'),
  text('error page', debugPage, 'fix?', [
    "Cannot resolve keyword 'shift_start'",
    'nurse=swap.to, shift_start__lt',
  ]),
  text(
    'dialog',
    installerWizard,
    'it will not let me click next',
    ['Visual C++ 2015-2022 Redistributable', 'Port 8443 is used by httpd.exe'],
    'wide',
  ),
  text('dialog', crashReport, 'what crashed', ['TokenTable::lookup', 'EXC_BAD_ACCESS'], 'laptop'),
  text('notifications', toasts, 'is my backup ok', ['was ejected at 62 %']),
  text('dialog', permissionSheet, '¿es seguro darle permiso?', [
    '/home/jo/Downloads/relayd-setup.sh',
    'UDP 41641',
  ]),
  text('error page', stopScreen, '', ['DRIVER_IRQL_NOT_LESS_OR_EQUAL', 'tapvpn6.sys'], 'wide'),
  picture('design tool', designTool, 'build the left screen in SwiftUI', 'laptop'),
  picture('design tool', designTool, '', 'large'),
  picture('game engine', gameEngine, 'something about the shadows looks wrong', 'window'),
  picture('photo', photoEditor, 'how do I get rid of the halo around the moon', 'laptop'),
  picture('visual test', visualDiff, 'what changed on this page?', 'wide'),
  text(
    'cloud console',
    cloudInstance,
    'warum komme ich nicht ins Internet von der Kiste',
    ['no route to igw-6d0c', 'deny (rule 200)'],
    'laptop',
  ),
  text('cloud console', cloudInstance, '', ['Instance reachability check failed', '1/2 checks passed']),
  text(
    'trace',
    traceView,
    'what error did the ledger db return',
    ['could not serialize access', '40001'],
    'wide',
  ),
  picture('trace', traceView, 'where does all the time go', 'laptop'),
  text('queues', queueList, 'mails are not going out', ['118,204', 'no consumers', '16:37:02']),
  picture('dashboard of charts', chartGrid, '', 'window'),
  picture('task graph', taskRun, 'what is it waiting for'),
  text(
    'paper',
    frenchInvoice,
    'how much do we have to pay and until when',
    ['1 062,48', '3 décembre 2026'],
    'laptop',
  ),
  text('paper', frenchInvoice, "c'est quoi la ligne astreinte ?", ['ticket INC-3390', '616,00'], 'window'),
  text('bytes', byteView, 'is this integer pcm?', ['WAVE_FORMAT_IEEE_FLOAT'], 'part'),
  text('chat', phoneChat, '', ['lock timeout auf kunden_archiv', 'pg_cancel_backend(18841)'], 'phone'),
  text('chat', phoneChat, 'translate pls', ['VACUUM ab jetzt nur', 'seit 22:10'], 'phone'),
  text('whole editor', floatingNote, 'what does it want from me', [
    'Need check nil',
    'return client.id, opts.quiet',
  ]),
  text('whole editor', floatingNote, '', ['Need check nil', 'returns 2 values, 1 is annotated']),
  text('regular expression', expressionTester, 'why doesnt W54 match', ['5[0-3]', 'one of 0 to 3'], 'wide'),
  text('table', weekHours, 'why can it not be handed in', ['45 Minuten Pause vorgeschrieben', '10:12']),
  text('notebook', statsStudio, 'predict() fails', ['factor soil has new levels peat'], 'laptop'),
  picture('scatter plot', statsStudio, 'which soil does better when it rains more', 'window'),
  picture('box plot', boxPlots, 'is rc2 slower than 5.3 or is that noise'),
  picture('coverage', coverageReport, 'quelles lignes ne sont pas testées ?', 'part'),
  picture('whiteboard', stickyNotes, 'sum up the group with the dashed line', 'laptop'),
  picture('map', vanMap, 'which van is closest to the depot', 'windowRetina'),
  picture('colour and contrast', darkForm, 'das kann man ja kaum lesen, woran liegt das?', 'wide'),
  picture('layout bug', germanPhone, 'what would you fix first', 'phone'),
];
