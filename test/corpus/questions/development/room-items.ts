// Questions about the layouts of rooms.ts, written after the rules had been mended for those of fresh-items.ts.
import type { QuestionItem } from '../question.ts';
import { alerts, areas, forum, mergeEditor, player, preferences, translations } from './rooms.ts';

export const ROOM_ITEMS: readonly QuestionItem[] = [
  {
    kind: 'translations',
    layout: translations,
    prompt: 'what is wrong with the German',
    needs: 'text',
    answer: ['placeholder {amount} is missing'],
  },
  {
    kind: 'translations',
    layout: translations,
    prompt: '',
    needs: 'text',
    answer: ['Ihr Warenkorb ist leer'],
  },
  {
    kind: 'alerts',
    layout: alerts,
    prompt: 'what should I look at first?',
    needs: 'text',
    answer: ['Replication lag on db-4'],
  },
  { kind: 'alerts', layout: alerts, prompt: '', needs: 'text', answer: ['full in 6 hours'], size: 'window' },
  {
    kind: 'forum',
    layout: forum,
    prompt: 'explain the accepted answer',
    needs: 'text',
    answer: ['yield from'],
  },
  { kind: 'forum', layout: forum, prompt: '', needs: 'text', answer: ['closed before anybody reads'] },
  {
    kind: 'form',
    layout: preferences,
    prompt: 'why does it not sync',
    needs: 'text',
    answer: ['1.2 GB over your quota'],
  },
  {
    kind: 'form',
    layout: preferences,
    prompt: '',
    needs: 'text',
    answer: ['Sync is paused'],
    size: 'window',
  },
  {
    kind: 'merge',
    layout: mergeEditor,
    prompt: 'which side should I take?',
    needs: 'text',
    answer: ['ttlMinutes: 30'],
  },
  { kind: 'merge', layout: mergeEditor, prompt: '', needs: 'text', answer: ['1 conflict remaining'] },
  { kind: 'video', layout: player, prompt: 'what happens here', needs: 'picture' },
  { kind: 'video', layout: player, prompt: '', needs: 'picture' },
  { kind: 'tree map', layout: areas, prompt: 'what takes up the most space?', needs: 'picture' },
  { kind: 'tree map', layout: areas, prompt: '', needs: 'picture' },
  { kind: 'look of a text page', layout: preferences, prompt: 'which switches are on', needs: 'picture' },
  { kind: 'look of a text page', layout: alerts, prompt: 'are the badges readable', needs: 'picture' },
];
