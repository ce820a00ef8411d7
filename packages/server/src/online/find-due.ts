import type { MetricContent } from "@honeyhive/contract";

import {
  areOfSessions,
  findUnscoredEvents,
  type UnscoredEvent,
} from "../queries/find-unscored-events.js";
import type { Store } from "../store/store.js";
import type { OnlineProgress } from "./progress-log.js";

export interface OnlineTimes {
  /** Changes of an event that follow it within this time are seen by its metrics. */
  readonly settleMs: number;
  /** A session is over when nothing of it has come for so long. */
  readonly sessionQuietMs: number;
}

export interface Due {
  readonly events: readonly UnscoredEvent[];
  /** How many events wait for the metric, these included. */
  readonly waiting: number;
  /** When these events have their scores, there is nothing left to do before this time. */
  readonly reachedMs: number;
}

type Look = OnlineTimes & Pick<OnlineProgress, "since_ms" | "done_ms"> & { readonly nowMs: number };

/** Rows are seen some time after the moment that they carry: looks go back over it. */
const overlapMs = 60_000;
/** Older ones are history that is brought in, and would cost what nobody meant to spend. */
const maxAgeMs = 24 * 60 * 60 * 1000;
const eventsAtOnce = 50;

/**
 * The next events that a metric is to be run on.
 *
 * @param parts names of the metrics that it is made of
 */
export async function findDue(
  store: Store,
  projectId: string,
  metric: MetricContent,
  parts: readonly string[],
  { since_ms, done_ms, nowMs, ...times }: Look,
): Promise<Due> {
  const filters = metric.filters.filterArray;
  const untilMs = settledMs(metric, times, nowMs);
  const question = {
    metric: metric.name,
    parts,
    filters,
    needsGroundTruth: metric.needs_ground_truth,
    samplingPercentage: metric.sampling_percentage,
    received: { fromMs: Math.max(since_ms, done_ms - overlapMs), untilMs },
    startedAfterMs: nowMs - maxAgeMs,
    limit: eventsAtOnce,
  };
  const events = await store.select(findUnscoredEvents(projectId, question));
  const waiting = events[0]?.waiting ?? 0;
  if (waiting <= events.length) return { events, waiting, reachedMs: untilMs };
  // A session's own row says nothing of when the last of its spans came.
  const reachedMs = areOfSessions(filters) ? done_ms : (events.at(-1)?.receivedMs ?? done_ms);
  return { events, waiting, reachedMs };
}

/** What was stored before is as it is to be judged. */
export function settledMs(
  { filters }: Pick<MetricContent, "filters">,
  { settleMs, sessionQuietMs }: OnlineTimes,
  nowMs: number,
): number {
  return nowMs - (areOfSessions(filters.filterArray) ? sessionQuietMs : settleMs);
}
