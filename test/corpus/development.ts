import {
  chat,
  code,
  curl,
  env,
  harmlessCode,
  harmlessShell,
  login,
  logs,
  privateKey,
  settings,
  shell,
} from './development-layouts.ts';
import type { Layout, Shot } from './scene.ts';
import { THEMES } from './themes.ts';

type Plan = readonly [layout: Layout, theme: keyof typeof THEMES, mono: string, px: number, scale: 1 | 2];

const PLAN: readonly Plan[] = [
  [env, 'dark', 'DejaVu Sans Mono', 14, 1],
  [env, 'light', 'JetBrains Mono', 13, 1],
  [env, 'dracula', 'Fira Code', 12, 1],
  [env, 'dark', 'Hack', 13, 2],
  [code, 'dark', 'DejaVu Sans Mono', 13, 1],
  [code, 'light', 'Liberation Mono', 14, 1],
  [code, 'solarized', 'JetBrains Mono', 13, 2],
  [code, 'dark', 'Fira Code', 12, 1],
  [shell, 'terminal', 'DejaVu Sans Mono', 13, 1],
  [shell, 'light', 'Hack', 12, 1],
  [shell, 'terminal', 'Noto Mono', 14, 2],
  [curl, 'terminal', 'DejaVu Sans Mono', 14, 1],
  [curl, 'light', 'DejaVu Sans Mono', 12, 1],
  [curl, 'dracula', 'JetBrains Mono', 13, 2],
  [privateKey, 'terminal', 'DejaVu Sans Mono', 13, 1],
  [privateKey, 'light', 'Liberation Mono', 13, 2],
  [settings, 'light', 'DejaVu Sans Mono', 14, 1],
  [settings, 'dark', 'JetBrains Mono', 14, 1],
  [chat, 'dark', 'Hack', 14, 1],
  [chat, 'light', 'Fira Code', 13, 2],
  [logs, 'terminal', 'DejaVu Sans Mono', 12, 1],
  [logs, 'solarized', 'Hack', 13, 1],
  [login, 'light', 'DejaVu Sans Mono', 14, 1],
  [login, 'dark', 'DejaVu Sans Mono', 14, 2],
  [harmlessCode, 'dark', 'DejaVu Sans Mono', 13, 1],
  [harmlessShell, 'terminal', 'Hack', 13, 1],
  [harmlessCode, 'light', 'JetBrains Mono', 13, 2],
  [harmlessShell, 'light', 'DejaVu Sans Mono', 12, 1],
];

/** The half that rules may be developed against. */
export const DEVELOPMENT: readonly Shot[] = PLAN.map(([layout, theme, mono, px, scale]) => ({
  layout,
  theme: THEMES[theme],
  mono,
  ui: layout === chat ? 'DejaVu Sans' : 'Liberation Sans',
  px,
  scale,
  ...(scale === 1 ? { width: 1920, height: 1080 } : { width: 1280, height: 720 }),
}));
