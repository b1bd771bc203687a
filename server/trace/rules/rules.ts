import type { FrameRule } from '../rule.ts';
import { javascript } from './javascript.ts';
import { jvm } from './jvm.ts';
import { native } from './native.ts';
import { python } from './python.ts';
import { scripts } from './scripts.ts';

/** What one says is a place, the next are not asked about: from the most particular to the most general. */
export const rules: readonly FrameRule[] = [...jvm, ...javascript, ...python, ...native, ...scripts];
