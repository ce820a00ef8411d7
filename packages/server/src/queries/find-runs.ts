import {
  runIdLists,
  type DateRange,
  type ListRunsQuery,
  type RunIdList,
} from "@honeyhive/contract";

import { entityColumns, parseEntity, type Entity } from "../entities/entity-row.js";
import type { Row } from "../store/collect-rows.js";
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

/** As it is stored, or with the numbers of ids in place of the ids. */
export interface FoundRun {
  readonly entity: Entity;
  readonly idCounts?: Readonly<Record<RunIdList, number>>;
}

/** One page of a project's runs. */
export function findRuns(
  projectId: string,
  query: RunsQuery & { readonly page: number; readonly limit: number },
): Query<FoundRun> {
  const isLight = query.detail === "counts";
  const direction = query.sort_order === "asc" ? "ASC" : "DESC";
  const order = `ORDER BY place ${direction}, id ${direction}`;
  const page = `SELECT ${entityColumns}, ${sortColumns[query.sort_by ?? "created_at"]} AS place
      FROM entities FINAL WHERE ${allRuns} AND ${matching}
      ${order} LIMIT {limit:UInt32} OFFSET {offset:UInt64}`;
  return {
    sql: isLight ? `${withoutIds(page)} ${order}` : page,
    params: {
      ...toParams(projectId, query),
      limit: query.limit,
      offset: (query.page - 1) * query.limit,
    },
    parse: isLight ? parseLightRun : (row) => ({ entity: parseEntity(row) }),
  };
}

const listNames = runIdLists.map((name) => `'${name}'`).join(", ");
/** Text that JavaScript reads and the engine does not (half of a surrogate pair) says nothing of its fields. */
const lightBody = `if(empty(fields), body, concat('{', arrayStringConcat(arrayMap(
    field -> concat(toJSONString(field.1), ':', field.2),
    arrayFilter(field -> field.1 NOT IN (${listNames}), fields)
  ), ','), '}'))`;
const listLengths = runIdLists
  .map((name) => `JSONLength(arrayFirst(field -> field.1 = '${name}', fields).2) AS ${name}`)
  .join(", ");

function withoutIds(page: string): string {
  return `WITH JSONExtractKeysAndValuesRaw(body) AS fields
    SELECT id, name, ${lightBody} AS light_body, created_micros, version, ${listLengths} FROM (${page})`;
}

function parseLightRun(row: Row): FoundRun {
  const entity = parseEntity({ ...row, body: row["light_body"] });
  const count = (name: RunIdList): number => {
    const ids = entity.body[name];
    return Array.isArray(ids) ? ids.length : Number(row[name]);
  };
  return {
    entity,
    idCounts: {
      event_ids: count("event_ids"),
      session_ids: count("session_ids"),
      datapoint_ids: count("datapoint_ids"),
    },
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
