import type { MetricContent } from "@honeyhive/contract";

import { sourceOf } from "../queries/event-source.js";
import { findQuietSessions } from "../queries/find-quiet-sessions.js";
import { findUnscoredEvents, type UnscoredEvent } from "../queries/find-unscored-events.js";
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
const sessionsAtOnce = 1000;

/** The next events that a metric is to be run on. */
export async function findDue(
  store: Store,
  projectId: string,
  metric: MetricContent,
  { since_ms, done_ms, nowMs, ...times }: Look,
): Promise<Due> {
  const filters = metric.filters.filterArray;
  const fromMs = Math.max(since_ms, done_ms - overlapMs);
  const untilMs = settledMs(metric, times, nowMs);
  const question = {
    metric: metric.name,
    filters,
    needsGroundTruth: metric.needs_ground_truth,
    samplingPercentage: metric.sampling_percentage,
    received: { fromMs, untilMs },
    startedAfterMs: nowMs - maxAgeMs,
    limit: eventsAtOnce,
  };
  if (!isOfSessions(metric)) {
    const events = await store.select(findUnscoredEvents(projectId, question));
    return toDue(events, events.at(-1)?.receivedMs ?? untilMs, untilMs);
  }
  const looked = { fromMs, untilMs, limit: sessionsAtOnce };
  const quiet = await store.select(findQuietSessions(projectId, looked));
  if (quiet.length === 0) return { events: [], waiting: 0, reachedMs: untilMs };
  const sessionIds = quiet.map(({ sessionId }) => sessionId);
  const events = await store.select(findUnscoredEvents(projectId, { ...question, sessionIds }));
  const quietSinceMs = quiet.at(-1)?.quietSinceMs ?? untilMs;
  // Of the sessions that were looked at, some may be left.
  return toDue(events, done_ms, quiet.length < sessionsAtOnce ? untilMs : quietSinceMs);
}

/** What was stored before is as it is to be judged. */
export function settledMs(metric: MetricContent, times: OnlineTimes, nowMs: number): number {
  return nowMs - (isOfSessions(metric) ? times.sessionQuietMs : times.settleMs);
}

function isOfSessions({ filters }: MetricContent): boolean {
  return sourceOf(filters.filterArray) !== "events";
}

function toDue(events: readonly UnscoredEvent[], leftMs: number, allMs: number): Due {
  const waiting = events[0]?.waiting ?? 0;
  return { events, waiting, reachedMs: waiting > events.length ? leftMs : allMs };
}
