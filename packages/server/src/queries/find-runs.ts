import type { DateRange, ListRunsQuery } from "@honeyhive/contract";

import { entityColumns, parseEntity, type Entity } from "../entities/entity-row.js";
import type { Query } from "../store/store.js";
import { readMicros } from "./compile-filter.js";

/** Which runs, in which order. */
export type RunsQuery = Omit<ListRunsQuery, "dateRange"> & {
  readonly createdRange?: DateRange | undefined;
};

type SortField = NonNullable<ListRunsQuery["sort_by"]>;

const datasetId = `if(JSONExtractString(body, 'dataset_id') != '', JSONExtractString(body, 'dataset_id'),
  JSONExtractString(body, 'metadata', 'offline_dataset_id'))`;
const status = `if(JSONExtractString(body, 'status') != '', JSONExtractString(body, 'status'), 'pending')`;
const sortColumns: Readonly<Record<SortField, string>> = {
  created_at: "created_at",
  updated_at: "version",
  name: "name",
  status,
};
const allRuns = "project_id = {project_id:String} AND kind = 'run'";
/** An empty parameter filters nothing. */
const matching = `({dataset_id:String} = '' OR ${datasetId} = {dataset_id:String})
  AND ({status:String} = '' OR ${status} = {status:String})
  AND ({name:String} = '' OR positionCaseInsensitiveUTF8(name, {name:String}) > 0)
  AND created_at >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND created_at <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND (empty({run_ids:Array(String)}) OR id IN {run_ids:Array(String)})`;

/** One page of a project's runs. */
export function findRuns(
  projectId: string,
  query: RunsQuery & { readonly page: number; readonly limit: number },
): Query<Entity> {
  const direction = query.sort_order === "asc" ? "ASC" : "DESC";
  return {
    sql: `SELECT ${entityColumns} FROM entities FINAL WHERE ${allRuns} AND ${matching}
      ORDER BY ${sortColumns[query.sort_by ?? "created_at"]} ${direction}, id ${direction}
      LIMIT {limit:UInt32} OFFSET {offset:UInt64}`,
    params: {
      ...toParams(projectId, query),
      limit: query.limit,
      offset: (query.page - 1) * query.limit,
    },
    parse: parseEntity,
  };
}

export interface RunCounts {
  readonly matching: number;
  readonly all: number;
}

export function countRuns(projectId: string, query: RunsQuery): Query<RunCounts> {
  return {
    sql: `SELECT count() AS total, countIf(${matching}) AS found FROM entities FINAL WHERE ${allRuns}`,
    params: toParams(projectId, query),
    parse: (row) => ({ matching: Number(row["found"]), all: Number(row["total"]) }),
  };
}

function toParams(
  projectId: string,
  query: RunsQuery,
): { readonly project_id: string } & Record<string, string | number | readonly string[]> {
  const { $gte, $lte } = query.createdRange ?? {};
  return {
    from: readMicros($gte ?? -Infinity, "dateRange.$gte"),
    to: readMicros($lte ?? Infinity, "dateRange.$lte"),
    project_id: projectId,
    dataset_id: query.dataset_id ?? "",
    status: query.status ?? "",
    name: query.name ?? "",
    run_ids: query.run_ids ?? [],
  };
}
