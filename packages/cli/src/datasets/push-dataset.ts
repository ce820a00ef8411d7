import { basename, extname } from "node:path";

import {
  batchRows,
  capability,
  changeDatapoint,
  planPush,
  rowToDatapoint,
  type AddDatapointsRequest,
  type Client,
  type Dataset,
  type PlannedRow,
  type PushPlan,
} from "@honeyhive/contract";

import { askServer, type ServerFlags } from "../ask-server.js";
import { CliError } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { formatCount } from "../output/format.js";
import { printLines } from "../output/print-lines.js";
import { fetchAllDatapoints, findDataset } from "./find-dataset.js";
import { readRows } from "./read-rows.js";

export interface PushFlags extends ServerFlags {
  readonly name?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
}

interface PushSummary {
  /** Null when the dataset would be made. */
  readonly id: string | null;
  readonly name: string;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Datapoints that the file does not have. */
  readonly extra: number;
  readonly pruned: number;
}

/** Brings a dataset to what a file holds. What is done already stays done when something fails: push again. */
export async function pushDataset(file: string, flags: PushFlags, io: CliIo): Promise<void> {
  const rows = await readRows(file);
  const extension = extname(file);
  const isText = /^\.[ct]sv$/i.test(extension);
  const summary = await askServer(flags, io, async (call, can) => {
    const nameOrId = flags.name ?? basename(file, extension);
    const known = await findDataset(call, nameOrId);
    const datapoints = known === undefined ? [] : await fetchAllDatapoints(call, known);
    const plan = planPush({ rows, datapoints, isText });
    if (flags.dryRun === true)
      return summarise(plan, flags, { id: known?.id ?? null, name: known?.name ?? nameOrId });
    const dataset = known ?? (await createDataset(call, nameOrId));
    const areWhole = can(capability.wholeDatapoints);
    await carryOut(call, { plan, dataset, isPruning: flags.prune === true, areWhole });
    return summarise(plan, flags, dataset);
  });
  if (flags.json === true) return io.stdout(`${JSON.stringify(summary)}\n`);
  printLines(io, [describe(summary, flags)]);
  return io.stderr(nextSteps(summary, flags));
}

async function createDataset(call: Client, name: string): Promise<Pick<Dataset, "id" | "name">> {
  const { result } = await call("createDataset", { body: { name } });
  return { id: result.insertedId, name };
}

const requestsAtOnce = 10;
/** After so many new datapoints the dataset learns of them: a push that is cut off leaves no more of them outside. */
const linkEvery = 200;

interface Push {
  readonly plan: PushPlan;
  readonly dataset: Pick<Dataset, "id" | "name">;
  readonly isPruning: boolean;
  /** The server takes datapoints as they are. */
  readonly areWhole: boolean;
}

async function carryOut(call: Client, { plan, dataset, isPruning, areWhole }: Push): Promise<void> {
  const ids = new Map<PlannedRow, string>();
  for (const planned of plan.rows) {
    if (planned.kind === "unchanged") ids.set(planned, planned.id);
  }
  for (const group of groupsOf(plan.rows.filter((planned) => planned.kind === "changed"))) {
    await Promise.all(group.map((planned) => change(call, planned)));
    for (const planned of group) ids.set(planned, planned.datapoint.id);
  }
  const { batches, alone } = batchRows(
    plan.rows.filter((planned) => planned.kind === "added"),
    { areWhole },
  );
  for (const { rows, request } of batches) {
    const made = await addBatch(call, dataset, { request, rowCount: rows.length });
    for (const [index, planned] of rows.entries()) ids.set(planned, made[index] ?? "");
  }
  let unlinked: string[] = [];
  for (const group of groupsOf(alone)) {
    const made = await Promise.all(group.map((planned) => create(call, planned)));
    for (const [index, planned] of group.entries()) ids.set(planned, made[index] ?? "");
    unlinked.push(...made);
    if (unlinked.length < linkEvery) continue;
    const added = unlinked;
    await rearrange(call, dataset, (listed) => [...listed, ...added]);
    unlinked = [];
  }
  const wanted = plan.rows.map((planned) => ids.get(planned) ?? "");
  const moved = new Set([...wanted, ...(isPruning ? plan.extra : [])]);
  await rearrange(call, dataset, (listed) => [...wanted, ...listed.filter((id) => !moved.has(id))]);
}

/** Asks anew what the dataset holds: what others have added since it was read stays. */
async function rearrange(
  call: Client,
  { id: dataset_id }: Pick<Dataset, "id">,
  arrange: (listed: readonly string[]) => readonly string[],
): Promise<void> {
  const { datasets } = await call("listDatasets", { query: { dataset_id } });
  const listed = datasets.find(({ id }) => id === dataset_id)?.datapoints ?? [];
  const datapoints = arrange(listed);
  const isSame =
    datapoints.length === listed.length && datapoints.every((id, index) => id === listed[index]);
  if (!isSame) await call("updateDataset", { params: { dataset_id }, body: { datapoints } });
}

/** @returns the datapoints' ids, in the order of the rows */
async function addBatch(
  call: Client,
  { id: dataset_id }: Pick<Dataset, "id">,
  { request, rowCount }: { readonly request: AddDatapointsRequest; readonly rowCount: number },
): Promise<readonly string[]> {
  const { datapoint_ids: made } = await call("addDatapoints", {
    params: { dataset_id },
    body: request,
  });
  if (made.length === rowCount) return made;
  throw new CliError(
    `Expected the server to add ${rowCount} rows to the dataset ${dataset_id}, but it says that it added ` +
      `${made.length}. Look at what it has: honeyhive datasets pull ${dataset_id}`,
  );
}

/** For as many requests as are made at once. */
function groupsOf<Item>(items: readonly Item[]): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / requestsAtOnce) }, (_, n) => n);
  return starts.map((n) => items.slice(n * requestsAtOnce, (n + 1) * requestsAtOnce));
}

/** @returns the datapoint's id */
async function create(call: Client, { row }: Planned<"added">): Promise<string> {
  const { result } = await call("createDatapoint", { body: rowToDatapoint(row) });
  return result.insertedId ?? result.insertedIds[0] ?? "";
}

async function change(call: Client, { datapoint, row }: Planned<"changed">): Promise<void> {
  await call("updateDatapoint", {
    params: { datapoint_id: datapoint.id },
    body: changeDatapoint(datapoint, row),
  });
}

type Planned<Kind> = Extract<PlannedRow, { readonly kind: Kind }>;

function summarise(
  { rows, extra }: PushPlan,
  flags: PushFlags,
  { id, name }: { readonly id: string | null; readonly name: string },
): PushSummary {
  const count = (kind: PlannedRow["kind"]): number =>
    rows.filter((row) => row.kind === kind).length;
  return {
    id,
    name,
    added: count("added"),
    changed: count("changed"),
    unchanged: count("unchanged"),
    extra: extra.length,
    pruned: flags.prune === true ? extra.length : 0,
  };
}

function describe(summary: PushSummary, { dryRun, prune }: PushFlags): string {
  const isPlan = dryRun === true;
  const { id, name, added, changed, unchanged, pruned } = summary;
  const parts = [
    `${formatCount(added)} ${isPlan ? "to add" : "added"}`,
    `${formatCount(changed)} ${isPlan ? "to change" : "changed"}`,
    `${formatCount(unchanged)} unchanged`,
    ...(prune === true ? [`${formatCount(pruned)} ${isPlan ? "to take out" : "taken out"}`] : []),
  ];
  const dataset = id === null ? `${name}, a new dataset` : name;
  return `${dataset}: ${parts.join(", ")}${isPlan ? " (dry run: nothing was done)" : ""}`;
}

/** What to do now. */
function nextSteps({ id, extra }: PushSummary, { dryRun, prune }: PushFlags): string {
  const rest = `${formatCount(extra)} more on the server than in the file. Take them out with --prune.\n`;
  const use =
    dryRun === true
      ? "Do it: the same without --dry-run\n"
      : `Evaluate it with evaluate({ datasetId: "${id}", … }); get it with honeyhive datasets pull ${id}\n`;
  return `${extra > 0 && prune !== true ? rest : ""}${use}`;
}
