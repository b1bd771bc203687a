// Questions about what developers capture from all over the desktop, written without a look at the rules.
import { picture, text } from '../item-makers.ts';
import type { QuestionItem } from '../question.ts';
import { busyMonitor, gitPanels, historyGraph, peerConflict, podList } from './consoles.ts';
import { certificatePage, checksBox, debugPage, elementsPanel, supportTable } from './inspections.ts';
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
];
