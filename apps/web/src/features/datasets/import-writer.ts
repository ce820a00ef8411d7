import {
  ApiError,
  batchRows,
  changeDatapoint,
  planPush,
  rowToDatapoint,
  type Client,
  type DatasetRow,
  type PlannedRow,
} from "@honeyhive/contract";

import { fetchDataset } from "./queries.js";

export interface ImportTarget {
  readonly datasetId: string;
  readonly rows: readonly DatasetRow[];
  readonly isText: boolean;
  /** Whether the server takes datapoints as they are, as it has last said. */
  readonly takesWhole: () => boolean;
}

export interface ImportRun {
  /** Nothing is asked for once it aborts; what is on its way is waited for. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** What became of the rows, each counted once. */
export interface ImportResult {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Refused by the server. */
  readonly failed: number;
  /** Not asked for, or without an answer. */
  readonly left: number;
  /** Why rows failed or are left, each reason once. */
  readonly reasons: readonly string[];
}

const requestsAtOnce = 10;

/**
 * Brings rows into a dataset as `honeyhive datasets push` does, but that the rows that are there keep their order and new
 * ones come last. Running it again goes on: what was stored is found in the dataset, though its answer was lost.
 */
export class ImportWriter {
  private readonly call: Client;
  private readonly target: ImportTarget;
  /** What the rows were before the first of them was written. */
  private first: ReadonlyMap<DatasetRow, PlannedRow["kind"]> | undefined;
  private readonly ids = new Map<DatasetRow, string>();
  private done = new Set<DatasetRow>();
  private refused = new Set<DatasetRow>();
  private reasons = new Set<string>();
  private isStopped = false;

  constructor(call: Client, target: ImportTarget) {
    this.call = call;
    this.target = target;
  }

  /** @throws what reading the dataset throws; nothing has been written then. */
  async run(run: ImportRun): Promise<ImportResult> {
    this.refused = new Set();
    this.reasons = new Set();
    this.isStopped = false;
    const planned = await this.plan();
    run.onProgress(this.done.size);
    await this.change(planned, run);
    await this.add(planned, run);
    if (!this.isStopped && !run.signal.aborted) await this.putInOrder();
    return this.result();
  }

  private async plan(): Promise<ReadonlyMap<PlannedRow, DatasetRow>> {
    const { datasetId, rows, isText } = this.target;
    const content = await fetchDataset(this.call, datasetId);
    if (content === null) {
      throw new Error(`Expected dataset ${datasetId} to be there, but somebody has deleted it.`);
    }
    const plan = planPush({ rows, datapoints: content.datapoints, isText });
    const planned = new Map<PlannedRow, DatasetRow>();
    this.done = new Set();
    for (const [index, row] of rows.entries()) {
      const one = plan.rows[index];
      if (one === undefined) continue;
      planned.set(one, row);
      if (one.kind !== "unchanged") continue;
      this.done.add(row);
      this.ids.set(row, one.id);
    }
    this.first ??= new Map([...planned].map(([{ kind }, row]) => [row, kind]));
    return planned;
  }

  private async change(
    planned: ReadonlyMap<PlannedRow, DatasetRow>,
    run: ImportRun,
  ): Promise<void> {
    const changed = [...planned].flatMap(([one, row]) =>
      one.kind === "changed" ? [{ row, one }] : [],
    );
    await this.inGroups(changed, run, ({ row, one }) =>
      this.attempt([row], async () => {
        await this.call("updateDatapoint", {
          params: { datapoint_id: one.datapoint.id },
          body: changeDatapoint(one.datapoint, one.row),
        });
        return [one.datapoint.id];
      }),
    );
  }

  private async add(planned: ReadonlyMap<PlannedRow, DatasetRow>, run: ImportRun): Promise<void> {
    const params = { dataset_id: this.target.datasetId };
    const added = [...planned].flatMap(([{ kind }, row]) => (kind === "added" ? [{ row }] : []));
    const { batches, alone } = batchRows(added, { areWhole: this.target.takesWhole() });
    for (const { rows, request } of batches) {
      if (this.isStopped || run.signal.aborted) return;
      await this.attempt(
        rows.map(({ row }) => row),
        async () => (await this.call("addDatapoints", { params, body: request })).datapoint_ids,
      );
      run.onProgress(this.done.size + this.refused.size);
    }
    await this.inGroups(alone, run, ({ row }) =>
      this.attempt([row], async () => {
        const body = { ...rowToDatapoint(row), linked_datasets: [this.target.datasetId] };
        return (await this.call("createDatapoint", { body })).result.insertedIds;
      }),
    );
  }

  private async inGroups<Item>(
    items: readonly Item[],
    run: ImportRun,
    write: (item: Item) => Promise<void>,
  ): Promise<void> {
    for (let start = 0; start < items.length; start += requestsAtOnce) {
      if (this.isStopped || run.signal.aborted) return;
      await Promise.all(items.slice(start, start + requestsAtOnce).map(write));
      run.onProgress(this.done.size + this.refused.size);
    }
  }

  /** Rows that the server refuses do not keep the others from being written. */
  private async attempt(
    rows: readonly DatasetRow[],
    write: () => Promise<readonly string[]>,
  ): Promise<void> {
    try {
      const ids = await write();
      for (const [index, row] of rows.entries()) {
        this.done.add(row);
        const id = ids[index];
        if (id !== undefined) this.ids.set(row, id);
      }
    } catch (error) {
      this.reasons.add(error instanceof Error ? error.message : String(error));
      if (isAboutRows(error)) for (const row of rows) this.refused.add(row);
      else this.isStopped = true;
    }
  }

  /** Of servers that take no whole ones, rows with and without ground truth were added by turns. Only the places of the new rows change hands. */
  private async putInOrder(): Promise<void> {
    const { datasetId, rows } = this.target;
    const added = rows.filter((row) => this.first?.get(row) === "added" && this.done.has(row));
    const wanted = added.flatMap((row) => this.ids.get(row) ?? []);
    try {
      const { datasets } = await this.call("listDatasets", { query: { dataset_id: datasetId } });
      const listed = datasets[0]?.datapoints ?? [];
      const present = new Set(listed);
      const own = new Set(wanted);
      const ordered = wanted.filter((id) => present.has(id)).values();
      const datapoints = listed.map((id) => (own.has(id) ? (ordered.next().value ?? id) : id));
      if (datapoints.every((id, index) => id === listed[index])) return;
      await this.call("updateDataset", { params: { dataset_id: datasetId }, body: { datapoints } });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.reasons.add(`The new rows are stored in another order than the file has: ${said}`);
    }
  }

  private result(): ImportResult {
    const { first, done, refused, target } = this;
    const count = (kind: PlannedRow["kind"]): number =>
      target.rows.filter((row) => done.has(row) && first?.get(row) === kind).length;
    return {
      added: count("added"),
      changed: count("changed"),
      unchanged: count("unchanged"),
      failed: refused.size,
      left: target.rows.length - done.size - refused.size,
      reasons: [...this.reasons],
    };
  }
}

const refusals: ReadonlySet<number> = new Set([400, 413, 422]);

/** Otherwise the next rows would meet with the same. */
function isAboutRows(error: unknown): boolean {
  return error instanceof ApiError && refusals.has(error.status);
}
