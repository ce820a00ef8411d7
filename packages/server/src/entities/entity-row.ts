import type { JsonObject } from "@honeyhive/contract";

import { parseJsonObject } from "../lib/json.js";
import type { Row } from "../store/collect-rows.js";

/** What is replaced as a whole when it changes: a project, a run, a dataset and the like. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What `parseEntity` needs to be selected. */
export const entityColumns = `id, name, body, toUnixTimestamp64Micro(created_at) AS created_micros, version`;

export function parseEntity(row: Row): Entity {
  return {
    id: String(row["id"]),
    name: String(row["name"]),
    body: parseJsonObject(String(row["body"])) ?? {},
    createdAtMs: Number(row["created_micros"]) / 1000,
    updatedAtMs: Number(row["version"]) / 1000,
  };
}
