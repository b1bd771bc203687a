import type { Layout, Shot } from '../scene.ts';
import { THEMES } from '../themes.ts';
import { browserStorage, cloudConsole, jsonViewer, networkHeaders, requestBuilder } from './browser.ts';
import { dataEditor, lockFile, markdownPreview, minified, notebook, numbers, prose } from './documents.ts';
import { databaseGrid, dialog, invoice, mail, mobileChat, spreadsheet } from './office.ts';
import { compose, continuousIntegration, gitDiff, kubernetesSecret, splitTerminal } from './operations.ts';

type Screen = readonly [width: number, height: number, scale: number];

const FULL_HD: Screen = [1920, 1080, 1];
const LAPTOP: Screen = [1366, 768, 1];
const SCALED: Screen = [1536, 864, 1.25];
const LARGE: Screen = [1280, 720, 1.5];
const DENSE: Screen = [1280, 720, 2];
const PHONE: Screen = [390, 700, 2];
const SMALL_PHONE: Screen = [360, 720, 1.5];

type Plan = readonly [
  layout: Layout,
  theme: keyof typeof THEMES,
  mono: string,
  ui: string,
  px: number,
  screen: Screen,
];

const PLAN: readonly Plan[] = [
  [networkHeaders, 'light', 'DejaVu Sans Mono', 'Liberation Sans', 12, FULL_HD],
  [networkHeaders, 'dark', 'DejaVu Sans Mono', 'DejaVu Sans', 12, DENSE],
  [browserStorage, 'dark', 'Hack', 'Liberation Sans', 13, FULL_HD],
  [browserStorage, 'light', 'Hack', 'DejaVu Sans', 12, SCALED],
  [jsonViewer, 'light', 'Liberation Mono', 'Liberation Sans', 13, LAPTOP],
  [jsonViewer, 'dark', 'Noto Mono', 'Liberation Sans', 14, LARGE],
  [cloudConsole, 'github', 'Hack', 'Liberation Sans', 15, FULL_HD],
  [cloudConsole, 'nord', 'Hack', 'DejaVu Sans', 13, LARGE],
  [requestBuilder, 'dark', 'JetBrains Mono', 'Liberation Sans', 13, FULL_HD],
  [requestBuilder, 'github', 'Fira Code', 'DejaVu Sans', 13, DENSE],
  [kubernetesSecret, 'nord', 'Noto Sans Mono', 'Liberation Sans', 14, FULL_HD],
  [kubernetesSecret, 'contrastLight', 'JetBrains Mono', 'Liberation Sans', 13, DENSE],
  [compose, 'contrast', 'DejaVu Sans Mono', 'Liberation Sans', 15, FULL_HD],
  [compose, 'solarized', 'Fira Code', 'Liberation Sans', 12, SCALED],
  [continuousIntegration, 'dark', 'Liberation Mono', 'Liberation Sans', 13, FULL_HD],
  [continuousIntegration, 'github', 'JetBrains Mono', 'Liberation Sans', 12, LARGE],
  [splitTerminal, 'ubuntu', 'DejaVu Sans Mono', 'Liberation Sans', 14, FULL_HD],
  [splitTerminal, 'dracula', 'Hack', 'Liberation Sans', 13, SCALED],
  [gitDiff, 'github', 'Liberation Mono', 'Liberation Sans', 12, FULL_HD],
  [gitDiff, 'dark', 'Fira Code', 'DejaVu Sans', 14, LARGE],
  [mail, 'light', 'Hack', 'Liberation Sans', 14, LAPTOP],
  [mail, 'dark', 'Hack', 'DejaVu Sans', 13, DENSE],
  [spreadsheet, 'light', 'Hack', 'Liberation Sans', 13, FULL_HD],
  [spreadsheet, 'dark', 'Hack', 'DejaVu Sans', 12, SCALED],
  [databaseGrid, 'light', 'DejaVu Sans Mono', 'Liberation Sans', 12, FULL_HD],
  [databaseGrid, 'nord', 'DejaVu Sans Mono', 'DejaVu Sans', 11, DENSE],
  [invoice, 'light', 'Hack', 'Liberation Serif', 16, [1280, 1000, 1]],
  [invoice, 'light', 'Hack', 'Liberation Serif', 14, [1000, 860, 1.5]],
  [mobileChat, 'light', 'Hack', 'DejaVu Sans', 15, PHONE],
  [mobileChat, 'dark', 'Hack', 'Liberation Sans', 16, SMALL_PHONE],
  [dialog, 'light', 'Hack', 'Liberation Sans', 12, [900, 520, 1]],
  [dialog, 'contrast', 'Hack', 'DejaVu Sans', 13, [900, 560, 1.25]],
  [notebook, 'light', 'DejaVu Sans Mono', 'Liberation Sans', 13, FULL_HD],
  [notebook, 'dark', 'Noto Mono', 'Liberation Sans', 13, DENSE],
  [markdownPreview, 'github', 'Liberation Mono', 'DejaVu Sans', 14, LAPTOP],
  [markdownPreview, 'dark', 'JetBrains Mono', 'Liberation Sans', 16, SCALED],
  [dataEditor, 'dracula', 'DejaVu Sans Mono', 'Liberation Sans', 14, FULL_HD],
  [dataEditor, 'light', 'Fira Code', 'Liberation Sans', 13, LARGE],
  [lockFile, 'dark', 'JetBrains Mono', 'Liberation Sans', 13, FULL_HD],
  [lockFile, 'light', 'DejaVu Sans Mono', 'Liberation Sans', 14, LARGE],
  [prose, 'light', 'Hack', 'Liberation Serif', 16, LAPTOP],
  [prose, 'dark', 'Hack', 'DejaVu Sans', 14, DENSE],
  [numbers, 'github', 'Hack', 'Liberation Sans', 13, FULL_HD],
  [minified, 'dark', 'Liberation Mono', 'Liberation Sans', 12, LAPTOP],
  [minified, 'light', 'DejaVu Sans Mono', 'Liberation Sans', 13, SCALED],
];

/**
 * The half that no rule is written against or tuned on: whoever works on rules does not look in here, and
 * learns of it only how much was found.
 */
export const HOLDOUT: readonly Shot[] = PLAN.map(([layout, theme, mono, ui, px, [width, height, scale]]) => ({
  layout,
  theme: THEMES[theme],
  mono,
  ui,
  px,
  scale,
  width,
  height,
}));
