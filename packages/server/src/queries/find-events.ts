import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import { isStartedSql } from "../store/row-version.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

/** What changes are folded into. */
export interface BaseEvent {
  readonly event: Event;
  /** A session that was written as its client started it. */
  readonly isStarted: boolean;
  /** Of what a client posted it as; empty where nobody did. */
  readonly postDigest: string;
}

export function findEvents(projectId: string, eventIds: readonly string[]): Query<Event> {
  return {
    sql: latestRows(eventColumns, whereNamed),
    params: { project_id: projectId, event_ids: eventIds },
    parse: parseEventRow,
  };
}

/** The same, to be changed. */
export function findBases(projectId: string, eventIds: readonly string[]): Query<BaseEvent> {
  return {
    sql: latestRows(`${eventColumns}, ${isStartedSql} AS is_started, post_digest`, whereNamed),
    params: { project_id: projectId, event_ids: eventIds },
    parse: (row) => ({
      event: parseEventRow(row),
      isStarted: row["is_started"] === 1,
      postDigest: String(row["post_digest"]),
    }),
    isForWrite: true,
  };
}

const whereNamed = "project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}";
