import type { Query } from "../store/store.js";
import type { Condition } from "./compile-filter.js";
import { isOfRunFinal, type RunScope } from "./of-run.js";

export interface StoredEventFields {
  readonly eventName: string;
  readonly eventType: string;
  /** Dotted: `inputs.question`. */
  readonly fields: readonly string[];
  readonly datasetIds: readonly string[];
}

const maxGroups = 1000;
const keysOf = (bucket: string): string =>
  `arrayMap(key -> concat('${bucket}.', key), JSONExtractKeys(${bucket}))`;
const fieldBuckets = ["inputs", "outputs", "config", "metadata", "metrics", "feedback"];

/** The fields that events of a run have, or those that name any, by the events' names and types. */
export function findEventFields(
  projectId: string,
  run: RunScope | undefined,
  conditions: readonly Condition[],
): Query<StoredEventFields> {
  const ofRun = run === undefined ? { sql: "run_id != ''", params: {} } : isOfRunFinal(run);
  const all = [ofRun, ...conditions];
  return {
    sql: `SELECT event_name, event_type, groupUniqArray(dataset_id) AS dataset_ids,
        arraySort(groupUniqArrayArray(arrayConcat(${fieldBuckets.map(keysOf).join(", ")}))) AS fields
      FROM events FINAL
      WHERE project_id = {project_id:String} AND ${all.map(({ sql }) => sql).join(" AND ")}
      GROUP BY event_name, event_type ORDER BY event_type, event_name LIMIT ${maxGroups}`,
    params: {
      ...Object.fromEntries(all.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
    },
    parse: (row) => ({
      eventName: String(row["event_name"]),
      eventType: String(row["event_type"]),
      fields: textsOf(row["fields"]),
      datasetIds: textsOf(row["dataset_ids"]).filter((id) => id !== ""),
    }),
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
