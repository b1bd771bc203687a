// What the dashboard's page and the extension say to each other. Each side parses what it gets.
import * as z from 'zod';
import { Report } from '../../../protocol/report.ts';

/** What can be chosen by one name; all end today, but for last month. */
export const PresetRange = z.enum(['7-days', '30-days', 'this-month', 'last-month', '12-months']);
export type PresetRange = z.infer<typeof PresetRange>;

/** The days the dashboard is about. A preset is kept by its name: tomorrow it means other days. */
export const Range = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('preset'), preset: PresetRange }),
  z.object({ kind: z.literal('custom'), from: z.iso.date(), to: z.iso.date() }),
]);
export type Range = z.infer<typeof Range>;

/** All the page keeps while it is hidden, and over a reload of the window. */
export const Selection = z.object({
  range: Range,
  /** null: all workspaces. Empty: questions asked without one. */
  workspace: z.string().nullable(),
});
export type Selection = z.infer<typeof Selection>;

export const DEFAULT_SELECTION: Selection = {
  range: { kind: 'preset', preset: '30-days' },
  workspace: null,
};

export const ExportFormat = z.enum(['csv', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** dashboard → extension */
export const FromDashboard = z.discriminatedUnion('type', [
  /** The page was (re)loaded, something else was chosen, or what failed is to be tried again. */
  z.object({ type: z.literal('show'), selection: Selection }),
  z.object({ type: z.literal('export'), format: ExportFormat }),
  z.object({ type: z.literal('copy'), text: z.string() }),
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('setBudget') }),
  /** The user knows that spending may be missing from a restored ledger. */
  z.object({ type: z.literal('acceptLedger') }),
  z.object({ type: z.literal('restartDaemon') }),
]);
export type FromDashboard = z.infer<typeof FromDashboard>;

/** extension → dashboard */
export const ToDashboard = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('report'),
    report: Report,
    /** What can be chosen: every workspace with questions in the range. */
    workspaces: z.array(z.string()),
    /** Sentences worth knowing today. */
    notes: z.array(z.string()),
  }),
  /** What went wrong, in two sentences, and what can be done about it here. */
  z.object({
    type: z.literal('trouble'),
    message: z.string(),
    hint: z.string(),
    remedy: z.enum(['retry', 'restart', 'none']),
  }),
  /** Something was done that the page does not show by itself. */
  z.object({ type: z.literal('done'), sentence: z.string() }),
]);
export type ToDashboard = z.infer<typeof ToDashboard>;
