import type { EventFilter } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { compileFilters } from "./compile-filter.js";
import { sourceOf } from "./event-source.js";
import { experimentSettings, isOfExperiment } from "./of-experiment.js";
import type { EventPlace } from "./search-events.js";

export interface UnscoredQuestion {
  /** Name of the metric that is missing. */
  readonly metric: string;
  /** Names of those that it is made of: only events that have them all. */
  readonly parts: readonly string[];
  readonly filters: readonly EventFilter[];
  /** Only events that say what would have been right. */
  readonly needsGroundTruth: boolean;
  /** 0 to 100, of events that are of no experiment. The same events for every metric. */
  readonly samplingPercentage: number;
  /** Events that were stored, or changed, in this time last: for filters of sessions, those of which anything was. */
  readonly received: { readonly fromMs: number; readonly untilMs: number };
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
/** A score that was taken back is null. */
const hasPart = (index: number): string =>
  `JSONType(events.metrics, {${partName(index)}:String}) != 'Null'`;
const partName = (index: number): string => `part_${index}`;
const isTried = "events.source IN ('evaluation', 'playground')";
/** In ten-thousandths. */
const isSampled = "cityHash64(events.event_id) % 10000 < {sampled:UInt32}";

const isReceived = "received_at > fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')";
const isSettled = "max(toUnixTimestamp64Milli(received_at)) <= {until_ms:Int64}";
const isOfQuietSession = `events.session_id IN (
      SELECT session_id FROM events WHERE project_id = {project_id:String} AND ${isReceived}
      GROUP BY session_id HAVING ${isSettled}
    )`;

/** Whether the filters are of sessions: those are judged when nothing of them comes any more. */
export function areOfSessions(filters: readonly EventFilter[]): boolean {
  return sourceOf(filters) !== sourceOf([]);
}

/** Events as they are now that a metric is for and that do not have it, those first that were stored first. */
export function findUnscoredEvents(
  projectId: string,
  question: UnscoredQuestion,
): Query<UnscoredEvent> {
  const { metric, received, samplingPercentage, startedAfterMs, limit } = question;
  const isOfSessions = areOfSessions(question.filters);
  const filters = compileFilters(question.filters);
  const fits = [
    "events.is_deleted = 0",
    `NOT ${hasScore}`,
    ...question.parts.map((_, index) => hasPart(index)),
    ...(question.needsGroundTruth ? ["JSONHas(events.feedback, 'ground_truth')"] : []),
    ...filters.map(({ sql }) => sql),
  ].join(" AND ");
  return {
    sql: `SELECT event_id, session_id, hour, start_micros, received_ms, count() OVER () AS waiting FROM (
        SELECT event_id, session_id, toString(toStartOfHour(start_time)) AS hour,
          argMax(toUnixTimestamp64Micro(start_time), age) AS start_micros,
          max(toUnixTimestamp64Milli(received_at)) AS received_ms
        FROM (
          SELECT event_id, session_id, start_time, received_at, (version, received_at) AS age, (${fits}) AS fits
          FROM ${sourceOf(question.filters)}
          WHERE events.project_id = {project_id:String}
            AND ${isOfSessions ? isOfQuietSession : `events.${isReceived}`}
            AND events.start_time > fromUnixTimestamp64Milli({started_after_ms:Int64}, 'UTC')
            AND ${samplingPercentage >= 100 ? "true" : `(${isTried} OR ${isSampled} OR ${isOfExperiment})`}
          SETTINGS ${experimentSettings}
        ) GROUP BY event_id, session_id, hour HAVING argMax(fits, age) AND ${isSettled}
      ) ORDER BY received_ms, event_id LIMIT {limit:UInt32}`,
    params: {
      ...Object.fromEntries(filters.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
      metric,
      ...Object.fromEntries(question.parts.map((name, index) => [partName(index), name])),
      sampled: Math.round(samplingPercentage * 100),
      from_ms: received.fromMs,
      until_ms: received.untilMs,
      started_after_ms: startedAfterMs,
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
