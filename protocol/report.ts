import * as z from 'zod';
import type { Message } from './message.ts';
import { NanoUsd } from './nano-usd.ts';
import { Route } from './route.ts';
import { Certainty, SpendRow, SpendSummary } from './spend.ts';
import { Saved } from './usage.ts';

const Count = z.object({ requests: z.int(), costNanoUsd: NanoUsd });

/** Milliseconds below which this share of requests stayed; null where nothing was measured. */
const Percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

/** What the dashboard and `lenscap spend` show. Days are local calendar dates, ISO. */
export const Report = z.object({
  /** First and last day, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** null: all workspaces. */
  workspace: z.string().nullable(),
  total: Count,
  /** Only days and models with rows, oldest first. */
  days: z.array(Count.extend({ day: z.iso.date(), model: z.string() })),
  /** Dearest first; workspaces beyond the first twenty are summed up under an empty name with `isRest`. */
  workspaces: z.array(Count.extend({ workspace: z.string(), isRest: z.boolean() })),
  routes: z.array(Count.extend({ route: Route, saved: Saved })),
  certainties: z.array(Count.extend({ certainty: Certainty })),
  /** Of requests to providers, by route. */
  latencies: z.array(
    z.object({ route: Route, requests: z.int(), firstDeltaMs: Percentiles, totalMs: Percentiles }),
  ),
  /** The ten most expensive rows. */
  dearest: z.array(SpendRow),
  /** The running month, whatever the range: spent so far, and what it comes to if it goes on like this. */
  month: z.object({
    spentNanoUsd: NanoUsd,
    capNanoUsd: NanoUsd.nullable(),
    /** By the mean of the 14 whole days before today; null until there are rows on three of them. */
    forecastNanoUsd: NanoUsd.nullable(),
    /** Local date on which the forecast passes the cap; null if it does not this month. */
    runsOutOn: z.iso.date().nullable(),
  }),
  summary: SpendSummary,
});
export type Report = z.infer<typeof Report>;

/** Local calendar days, first and last included. Default: the last 30 days, all workspaces. */
const Range = z
  .object({
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    workspace: z.string().optional(),
  })
  .prefault({});

/** client → daemon: sums for a range of days. */
export const report = {
  method: 'lenscap/report',
  params: Range,
  result: Report,
} satisfies Message;

/** client → daemon: every row that a report of the same range sums up, newest first. */
export const reportRows = {
  method: 'lenscap/reportRows',
  params: Range,
  result: z.object({ rows: z.array(SpendRow) }),
} satisfies Message;
