import {
  runDetails,
  runStatuses,
  type ExperimentRun,
  type RunInput,
  type UpdateRunResponse,
} from "@honeyhive/contract";
import { runInputSchema } from "@honeyhive/contract/schemas";

import { HttpError } from "../../lib/http-error.js";
import type { RunsQuery } from "../../queries/find-runs.js";
import { listMetricNames } from "../../runs/list-metric-names.js";
import type { Services } from "../../services.js";
import { parseBody, readInteger, readList, readOneOf, parseWrapped } from "../request/parse.js";
import { readDateRange } from "../request/read-search.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";

export const createRun: RouteHandler = async ({ readJson, project, ids }, { runs }) => {
  const input = parseWrapped(runInputSchema, await readJson(), "run");
  const run = await runs.create(project, { ...input, run_id: input.run_id || ids?.uuid() });
  return { evaluation: run, run_id: run.run_id };
};

export const updateRun: RouteHandler = async ({ readJson, params, project }, { runs }) => {
  const input = parseBody(runInputSchema, await readJson());
  const runId = params["run_id"] ?? "";
  const run = await runs.update(project, runId, input);
  if (run === undefined) throw unknownRun(runId, project.name);
  return { evaluation: run, ...warnOf(run, input) };
};

/** A run may come before its dataset, or be about one that is elsewhere. */
function warnOf(
  { dataset_id: id, dataset_name: name, project }: ExperimentRun,
  input: RunInput,
): Pick<UpdateRunResponse, "warning"> {
  if (!input.dataset_id || id === null || typeof name === "string") return {};
  const warning =
    `Expected \`dataset_id\` to be that of a dataset of project \`${project}\`, got the unknown id \`${id}\`, ` +
    "which is kept. Ids of datasets that are not on this server begin with `EXT-`.";
  return { warning };
}

export const getRun: RouteHandler = async (request, services) => ({
  evaluation: await requireRun(request, services, "run_id"),
});

export const listRuns: RouteHandler = async ({ query, project }, services) => {
  const page = await services.runs.list(project, readListQuery(query, services.clock() / 1000));
  const runIds = page.evaluations.map(({ run_id }) => run_id);
  return { ...page, metrics: await listMetricNames(services, project.id, runIds) };
};

/** The run itself; the sessions that it is made of stay. */
export const deleteRun: RouteHandler = async ({ params, project }, { runs }) => {
  const runId = params["run_id"] ?? "";
  if (!(await runs.delete(project, runId))) throw unknownRun(runId, project.name);
  return { id: runId, deleted: true };
};

/** The run that a path parameter names. */
export async function requireRun(
  { params, project }: RouteRequest,
  { runs }: Services,
  parameter: string,
): Promise<ExperimentRun> {
  const runId = params[parameter] ?? "";
  const run = await runs.find(project, runId);
  if (run === undefined) throw unknownRun(runId, project.name);
  return run;
}

/** Those that `new_run_id` and `old_run_id` name. */
export async function requireBothRuns(
  { params, project }: RouteRequest,
  { runs }: Services,
): Promise<[newRun: ExperimentRun, oldRun: ExperimentRun]> {
  const { new_run_id: newId = "", old_run_id: oldId = "" } = params;
  const found = await runs.findMany(project, [newId, oldId]);
  const require = (runId: string): ExperimentRun => {
    const run = found.find(({ run_id }) => run_id === runId);
    if (run === undefined) throw unknownRun(runId, project.name);
    return run;
  };
  return [require(newId), require(oldId)];
}

function unknownRun(runId: string, projectName: string): HttpError {
  return new HttpError(
    404,
    "RUN_NOT_FOUND",
    `Expected a run of project \`${projectName}\`, got the unknown id \`${runId}\`. ` +
      "List the runs with GET /v1/runs, and check that the API key is that of the run's project.",
  );
}

function readListQuery(query: URLSearchParams, nowMs: number): RunsQuery {
  return {
    createdRange: readDateRange(query, nowMs),
    dataset_id: query.get("dataset_id") || undefined,
    name: query.get("name") || undefined,
    run_ids: readList(query, "run_ids"),
    status: readOneOf(query, "status", runStatuses),
    sort_by: readOneOf(query, "sort_by", ["created_at", "updated_at", "name", "status"]),
    sort_order: readOneOf(query, "sort_order", ["asc", "desc"]),
    detail: readOneOf(query, "detail", runDetails),
    page: readInteger(query, "page", { default: 1, min: 1, max: 1_000_000 }),
    limit: readInteger(query, "limit", { default: 20, min: 1, max: 100 }),
  };
}
