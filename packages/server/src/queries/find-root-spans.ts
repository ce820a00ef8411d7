import type { RootSpans } from "@honeyhive/contract";

import { parseBucket } from "../store/event-row.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

const rootsOfSessions = `project_id = {project_id:String} AND session_id IN {session_ids:Array(String)}
      AND parent_id = session_id AND event_id != session_id`;
const columns = "session_id, event_id, event_name, inputs, outputs, start_time, end_time";

/** Of each session that has spans, what went into the first root span and what came out of the one that ended last. */
export function findRootSpans(projectId: string, sessionIds: readonly string[]): Query<RootSpans> {
  return {
    sql: `SELECT session_id, argMin((event_name, inputs), (start_time, event_id)) AS first_span,
        argMax(outputs, (end_time, event_id)) AS last_outputs
      FROM (${latestRows(columns, rootsOfSessions)})
      GROUP BY session_id`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => {
      const [name, inputs] = row["first_span"] as readonly [string, string];
      return {
        session_id: String(row["session_id"]),
        event_name: name,
        inputs: parseBucket(inputs),
        outputs: parseBucket(row["last_outputs"]),
      };
    },
  };
}
