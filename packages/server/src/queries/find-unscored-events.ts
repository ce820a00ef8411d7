import type { EventFilter } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { compileFilters } from "./compile-filter.js";
import { sourceOf } from "./event-source.js";
import type { EventPlace } from "./search-events.js";

export interface UnscoredQuestion {
  /** Name of the metric that is missing. */
  readonly metric: string;
  readonly filters: readonly EventFilter[];
  /** Only events that say what would have been right. */
  readonly needsGroundTruth: boolean;
  /** 0 to 100, of events that are of no experiment. The same events for every metric. */
  readonly samplingPercentage: number;
  /** Events that were stored, or changed, in this time. */
  readonly received: { readonly fromMs: number; readonly untilMs: number };
  /** Events of these sessions alone, whenever they were stored. */
  readonly sessionIds?: readonly string[];
  readonly startedAfterMs: number;
  readonly limit: number;
}

export interface UnscoredEvent extends EventPlace {
  /** When it was stored or changed last. */
  readonly receivedMs: number;
  /** How many there are, of which this is one. */
  readonly waiting: number;
}

const hasScore =
  "(JSONHas(events.metrics, {metric:String}) OR JSONHas(events.metadata, 'score_states', {metric:String}))";
const isOfExperiment = "(events.run_id != '' OR events.source IN ('evaluation', 'playground'))";
/** In ten-thousandths. */
const isSampled = "cityHash64(events.event_id) % 10000 < {sampled:UInt32}";

/** Events as they are now that a metric is for and that do not have it, those first that were stored first. */
export function findUnscoredEvents(
  projectId: string,
  question: UnscoredQuestion,
): Query<UnscoredEvent> {
  const { metric, received, sessionIds, samplingPercentage, startedAfterMs, limit } = question;
  const filters = compileFilters(question.filters);
  const fits = [
    "events.is_deleted = 0",
    `NOT ${hasScore}`,
    ...(question.needsGroundTruth ? ["JSONHas(events.feedback, 'ground_truth')"] : []),
    ...filters.map(({ sql }) => sql),
  ].join(" AND ");
  const isAmong =
    sessionIds === undefined
      ? "events.received_at > fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')"
      : "events.session_id IN {session_ids:Array(String)}";
  const isInTime =
    sessionIds === undefined ? "received_ms <= {until_ms:Int64}" : "{until_ms:Int64} > 0";
  return {
    sql: `SELECT event_id, session_id, hour, start_micros, received_ms, count() OVER () AS waiting FROM (
        SELECT event_id, session_id, toString(toStartOfHour(start_time)) AS hour,
          argMax(toUnixTimestamp64Micro(start_time), age) AS start_micros,
          max(toUnixTimestamp64Milli(received_at)) AS received_ms, argMax(fits, age) AS is_wanted
        FROM (
          SELECT event_id, session_id, start_time, received_at, (version, received_at) AS age, (${fits}) AS fits
          FROM ${sourceOf(question.filters)}
          WHERE events.project_id = {project_id:String} AND ${isAmong}
            AND events.start_time > fromUnixTimestamp64Milli({started_after_ms:Int64}, 'UTC')
            AND (${isOfExperiment} OR ${isSampled})
        ) GROUP BY event_id, session_id, hour
      ) WHERE is_wanted AND ${isInTime} ORDER BY received_ms, event_id LIMIT {limit:UInt32}`,
    params: {
      ...Object.fromEntries(filters.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
      metric,
      sampled: Math.round(samplingPercentage * 100),
      from_ms: received.fromMs,
      until_ms: received.untilMs,
      started_after_ms: startedAfterMs,
      session_ids: sessionIds ?? [],
      limit,
    },
    parse: (row) => ({
      eventId: String(row["event_id"]),
      sessionId: String(row["session_id"]),
      hour: String(row["hour"]),
      startMicros: Number(row["start_micros"]),
      receivedMs: Number(row["received_ms"]),
      waiting: Number(row["waiting"]),
    }),
  };
}
