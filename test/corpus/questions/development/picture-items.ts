// Questions that only the picture answers.
import type { QuestionItem } from '../question.ts';
import {
  annotatedChart,
  gauges,
  groupedBars,
  heatMap,
  latencyLines,
  lyingBars,
  memorySaw,
  ring,
  scatter,
  serviceBoard,
} from './charts.ts';
import {
  architecture,
  boardGame,
  cityMap,
  floorPlan,
  landscape,
  platformer,
  stateMachine,
  whiteboard,
} from './drawings.ts';
import { debounce } from './editors.ts';
import {
  badlySet,
  banners,
  brokenGrid,
  colourPicker,
  crookedForm,
  cutOffButtons,
  gallery,
  hiddenMenu,
  iconBar,
  overlappingCards,
  paleButtons,
} from './interfaces.ts';
import { endpointDocs, letter } from './pages.ts';
import { rejectedPush } from './terminals.ts';
import { problems } from './tools.ts';
import { classDiagram, commitGraph, gantt, overlappingText, slippedColumns, week } from './wordy-drawings.ts';

type PictureItem = readonly [
  kind: string,
  layout: QuestionItem['layout'],
  prompt: string,
  size?: QuestionItem['size'],
];

const ITEMS: readonly PictureItem[] = [
  ['bar chart', groupedBars, 'which region grew most?'],
  ['bar chart', groupedBars, ''],
  ['bar chart', lyingBars, 'is vendor.js more than half of it?'],
  ['line chart', latencyLines, 'when did the latency go up and by how much'],
  ['line chart', latencyLines, '', 'window'],
  ['line chart', memorySaw, 'Ist das ein Speicherleck?'],
  ['pie chart', ring, 'what share comes from search, roughly?'],
  ['scatter plot', scatter, 'are there outliers'],
  ['heat map', heatMap, 'at what time of the week do most jobs fail?'],
  ['gauges', gauges, ''],
  ['architecture diagram', architecture, 'what happens if the queue goes down?'],
  ['architecture diagram', architecture, '', 'window'],
  ['state diagram', stateMachine, 'peut-on annuler une commande déjà emballée ?'],
  ['layout bug', overlappingCards, 'why does this look broken'],
  ['layout bug', hiddenMenu, 'the menu opens but I cannot click on the entries'],
  ['layout bug', cutOffButtons, 'Was stimmt hier nicht?'],
  ['layout bug', crookedForm, 'can you spot what is misaligned?'],
  ['layout bug', brokenGrid, 'how do I fix this with CSS grid?'],
  ['colour and contrast', paleButtons, 'is this readable enough for WCAG AA?'],
  ['colour and contrast', banners, 'which of these colours would you change for colour-blind users?'],
  ['colour and contrast', problems, 'what colour theme is this? it looks nice'],
  ['icons', iconBar, 'what does the fourth icon stand for?'],
  ['photo', landscape, ''],
  ['map', cityMap, 'which pin is closest to the river?'],
  ['floor plan', floorPlan, 'how do I get from the kitchen to the server room?'],
  ['whiteboard', whiteboard, 'turn this into a mermaid diagram'],
  ['game', platformer, 'how would I detect that the player stands on a block?'],
  ['game', boardGame, 'who is winning?'],
  ['colour picker', colourPicker, 'is the selected point lighter than the saved colour?'],
  ['gallery', gallery, 'which of the photos fit together best'],
  ['look of a text page', badlySet, 'what could be better about the typography here?'],
  [
    'look of a text page',
    endpointDocs,
    'the spacing of this page feels off, what would you change in the design?',
  ],
  ['look of a text page', debounce, 'which font is this editor using?'],
  ['look of a chart with words', serviceBoard, 'is any of the sparklines going down?'],
  ['look of a chart with words', annotatedChart, 'in which week of figure 1 was it slowest?'],
  ['commit graph', commitGraph, 'where was the totals branch split off?'],
  ['commit graph', commitGraph, '', 'part'],
  ['class diagram', classDiagram, 'does Order know about Cart?'],
  ['class diagram', classDiagram, ''],
  ['plan', gantt, 'what can still be delayed without moving the launch?'],
  ['plan', gantt, ''],
  ['calendar', week, 'bin ich am Donnerstagnachmittag frei?'],
  ['layout bug', overlappingText, 'this came out wrong on the tablet'],
  ['layout bug', overlappingText, '', 'partRetina'],
  ['layout bug', slippedColumns, 'a customer says that the amounts are next to the wrong things'],
  ['look of a text page', rejectedPush, 'can I make my prompt look like this in zsh?'],
  ['look of a text page', letter, 'este texto se ve borroso, ¿por qué?'],
];

export const PICTURE_ITEMS: readonly QuestionItem[] = ITEMS.map(([kind, layout, prompt, size]) => ({
  kind,
  layout,
  prompt,
  needs: 'picture',
  ...(size && { size }),
}));
