import { reviewKey } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

export interface ReviewedEventsRequest {
  readonly eventIds: readonly string[];
  /** Names of the metrics whose values people give. */
  readonly questions: readonly string[];
}

const latest = latestRows(
  "session_id, event_id, start_time, feedback, metrics",
  "project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}",
);

/**
 * Which of the events people have reviewed. What users of an application said of them is why they are reviewed, and no
 * review. Keys that are null were taken back.
 */
export function findReviewedEvents(
  projectId: string,
  { eventIds, questions }: ReviewedEventsRequest,
): Query<string> {
  return {
    sql: `SELECT event_id FROM (${latest}) WHERE
      arrayExists(
        pair -> has({said:Array(String)}, pair.1) AND pair.2 != 'null', JSONExtractKeysAndValuesRaw(feedback)
      ) OR arrayExists(
        pair -> has({questions:Array(String)}, pair.1) AND pair.2 != 'null', JSONExtractKeysAndValuesRaw(metrics)
      )`,
    params: {
      project_id: projectId,
      event_ids: eventIds,
      said: Object.values(reviewKey),
      questions,
    },
    parse: (row) => String(row["event_id"]),
  };
}
