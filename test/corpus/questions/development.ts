// What the routing is developed against. The other half, which it is not, is in holdout/.
import { THEMES } from '../themes.ts';
import { CAPTURE_ITEMS } from './development/capture-items.ts';
import { FRESH_ITEMS } from './development/fresh-items.ts';
import { PICTURE_ITEMS } from './development/picture-items.ts';
import { ROOM_ITEMS } from './development/room-items.ts';
import { TEXT_ITEMS } from './development/text-items.ts';
import { WINDOW_ITEMS } from './development/window-items.ts';
import type { QuestionHalf } from './question.ts';

export const DEVELOPMENT_QUESTIONS: QuestionHalf = {
  name: 'development',
  seed: 11,
  looks: {
    themes: [THEMES.dark, THEMES.light, THEMES.dracula, THEMES.solarized, THEMES.terminal, THEMES.contrast],
    mono: ['DejaVu Sans Mono', 'JetBrains Mono', 'Hack'],
    ui: ['Liberation Sans', 'DejaVu Sans'],
    px: [12, 13, 14, 16],
  },
  items: [...TEXT_ITEMS, ...PICTURE_ITEMS, ...WINDOW_ITEMS, ...FRESH_ITEMS, ...ROOM_ITEMS, ...CAPTURE_ITEMS],
};
