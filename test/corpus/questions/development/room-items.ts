// Questions about the layouts of rooms.ts, written after the rules had been mended for those of fresh-items.ts.
import { picture, text } from '../item-makers.ts';
import type { QuestionItem } from '../question.ts';
import { alerts, areas, forum, mergeEditor, player, preferences, translations } from './rooms.ts';

export const ROOM_ITEMS: readonly QuestionItem[] = [
  text('translations', translations, 'what is wrong with the German', ['placeholder {amount} is missing']),
  text('translations', translations, '', ['Ihr Warenkorb ist leer']),
  text('alerts', alerts, 'what should I look at first?', ['Replication lag on db-4']),
  text('alerts', alerts, '', ['full in 6 hours'], 'window'),
  text('forum', forum, 'explain the accepted answer', ['yield from']),
  text('forum', forum, '', ['closed before anybody reads']),
  text('form', preferences, 'why does it not sync', ['1.2 GB over your quota']),
  text('form', preferences, '', ['Sync is paused'], 'window'),
  text('merge', mergeEditor, 'which side should I take?', ['ttlMinutes: 30']),
  text('merge', mergeEditor, '', ['1 conflict remaining']),
  picture('video', player, 'what happens here'),
  picture('video', player, ''),
  picture('tree map', areas, 'what takes up the most space?'),
  picture('tree map', areas, ''),
  picture('look of a text page', preferences, 'which switches are on'),
  picture('look of a text page', alerts, 'are the badges readable'),
];
