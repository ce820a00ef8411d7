import {
  listRunsLightly,
  type Client,
  type ResultDetail,
  type RunComparison,
  type RunDetail,
  type RunOfList,
  type RunResult,
} from "@honeyhive/contract";

import { CliError } from "../cli-error.js";
import { findRun } from "./find-run.js";

export interface RunsQuery {
  readonly name: string | undefined;
  readonly limit: number;
  /** Whether with the ids of what the runs are made of. */
  readonly detail: RunDetail;
}

/** A run in a list: of this machine's, what there is left to do. */
export interface ListedRun extends RunOfList {
  readonly resumable?: "cases" | "spans" | null;
}

/** Where runs are looked up: on a server, or in the journals of this folder. All answers are the API's. */
export interface RunsSource {
  /** The latest first. */
  list(query: RunsQuery): Promise<readonly ListedRun[]>;
  /** By id, name, `latest` or `branch:<git branch>`. */
  result(reference: string, detail: ResultDetail): Promise<RunResult>;
  compare(newReference: string, oldReference: string): Promise<RunComparison>;
}

export function runsOfServer(call: Client): RunsSource {
  return {
    async list({ name, limit, detail }) {
      const query = { name, limit, sort_by: "created_at", sort_order: "desc" } as const;
      const { evaluations } = await (detail === "counts"
        ? listRunsLightly(call, { query })
        : call("listRuns", { query }));
      return evaluations;
    },
    async result(reference, detail) {
      const params = { run_id: await findRun(call, reference) };
      return call("getRunResult", { params, query: { detail } });
    },
    async compare(newReference, oldReference) {
      const new_run_id = await findRun(call, newReference);
      const old_run_id = await findRun(call, oldReference);
      checkTwo([newReference, new_run_id], [oldReference, old_run_id]);
      return call("compareRuns", { params: { new_run_id, old_run_id } });
    },
  };
}

type Found = readonly [reference: string, id: string];

export function checkTwo([newReference, newId]: Found, [oldReference, oldId]: Found): void {
  if (newId !== oldId) return;
  throw new CliError(
    `Expected two runs to compare, got "${newReference}" and "${oldReference}", which are both ${newId}. ` +
      "`honeyhive runs list` shows ids.",
  );
}
