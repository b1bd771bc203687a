// Colours and fonts of the held-out half: themes of its own, so that nothing was tuned on them.
import type { Theme } from '../../themes.ts';
import type { Looks } from '../question.ts';

const GRUVBOX: Theme = {
  name: 'gruvbox',
  background: '#282828',
  text: '#ebdbb2',
  raised: '#32302f',
  border: '#504945',
  muted: '#a89984',
  accent: '#458588',
  onAccent: '#fbf1c7',
  keyword: '#fb4934',
  string: '#b8bb26',
  comment: '#928374',
  title: '#8ec07c',
  attribute: '#83a598',
  number: '#d3869b',
};

const MIDNIGHT: Theme = {
  name: 'midnight',
  background: '#0f172a',
  text: '#e2e8f0',
  raised: '#1e293b',
  border: '#334155',
  muted: '#94a3b8',
  accent: '#6366f1',
  onAccent: '#ffffff',
  keyword: '#c084fc',
  string: '#86efac',
  comment: '#64748b',
  title: '#7dd3fc',
  attribute: '#fda4af',
  number: '#fdba74',
};

const PAPER: Theme = {
  name: 'paper',
  background: '#fbfaf7',
  text: '#2b2a27',
  raised: '#f1eee6',
  border: '#d8d3c5',
  muted: '#79746a',
  accent: '#9a3412',
  onAccent: '#fff7ed',
  keyword: '#9a3412',
  string: '#3f6212',
  comment: '#8a8476',
  title: '#1e40af',
  attribute: '#6b21a8',
  number: '#0f766e',
};

const DAYLIGHT: Theme = {
  name: 'daylight',
  background: '#ffffff',
  text: '#111827',
  raised: '#f9fafb',
  border: '#e5e7eb',
  muted: '#6b7280',
  accent: '#4f46e5',
  onAccent: '#ffffff',
  keyword: '#7c3aed',
  string: '#15803d',
  comment: '#6b7280',
  title: '#1d4ed8',
  attribute: '#be185d',
  number: '#b45309',
};

const GRAPHITE: Theme = {
  name: 'graphite',
  background: '#2d2d2d',
  text: '#f0f0f0',
  raised: '#393939',
  border: '#515151',
  muted: '#a0a0a0',
  accent: '#f99157',
  onAccent: '#1c1c1c',
  keyword: '#cc99cc',
  string: '#99cc99',
  comment: '#999999',
  title: '#6699cc',
  attribute: '#ffcc66',
  number: '#f2777a',
};

export const HOLDOUT_LOOKS: Looks = {
  themes: [GRUVBOX, MIDNIGHT, PAPER, DAYLIGHT, GRAPHITE],
  mono: ['JetBrains Mono', 'Liberation Mono', 'Hack'],
  ui: ['Liberation Sans', 'DejaVu Sans', 'DejaVu Sans Condensed', 'Liberation Serif'],
  px: [12, 13, 14, 15],
};
