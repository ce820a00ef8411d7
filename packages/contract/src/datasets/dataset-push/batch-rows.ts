import type { AddDatapointsRequest, DatapointInput, DatapointRows } from "../dataset.js";
import { rowToDatapoint, type DatasetRow } from "../dataset-row.js";
import { isObject } from "./cell-text.js";

/** Rows that one request adds to a dataset. */
export interface RowBatch<Row> {
  readonly rows: readonly Row[];
  readonly request: AddDatapointsRequest;
}

export interface BatchedRows<Row> {
  readonly batches: readonly RowBatch<Row>[];
  /** Each needs requests of its own: a column of a table is an input, ground truth or metadata, not two of them. */
  readonly alone: readonly Row[];
}

const maxRows = 200;
/** Of JSON: servers limit the size of a request. */
const maxLength = 500_000;

/** Puts rows together: as many as one request takes, and of servers that take no whole datapoints, that one mapping fits. */
export function batchRows<Row extends { readonly row: DatasetRow }>(
  rows: readonly Row[],
  { areWhole }: { readonly areWhole: boolean },
): BatchedRows<Row> {
  return areWhole ? { batches: wholeBatches(rows), alone: [] } : tableBatches(rows);
}

function wholeBatches<Row extends { readonly row: DatasetRow }>(
  rows: readonly Row[],
): readonly RowBatch<Row>[] {
  const batches: { readonly rows: Row[]; readonly datapoints: DatapointInput[] }[] = [];
  let length = 0;
  for (const row of rows) {
    const datapoint = rowToDatapoint(row.row);
    const ownLength = JSON.stringify(datapoint).length;
    const last = batches.at(-1);
    length += ownLength;
    if (last === undefined || last.rows.length === maxRows || length > maxLength) {
      batches.push({ rows: [row], datapoints: [datapoint] });
      length = ownLength;
    } else {
      last.rows.push(row);
      last.datapoints.push(datapoint);
    }
  }
  return batches.map(({ rows: own, datapoints }) => ({ rows: own, request: { datapoints } }));
}

function tableBatches<Row extends { readonly row: DatasetRow }>(
  rows: readonly Row[],
): BatchedRows<Row> {
  const alone: Row[] = [];
  const closed: OpenBatch<Row>[] = [];
  // A mapping without ground truth leaves rows without one, any other gives each row an object.
  const open = new Map<boolean, OpenBatch<Row>>();
  for (const row of rows) {
    const table = toTable(row.row);
    if (table === undefined) {
      alone.push(row);
      continue;
    }
    const hasTruth = table.kinds.has("ground_truth");
    let batch = open.get(hasTruth);
    if (batch === undefined || !batch.fits(table)) {
      if (batch !== undefined) closed.push(batch);
      batch = new OpenBatch<Row>();
      open.set(hasTruth, batch);
    }
    batch.add(row, table);
  }
  return { batches: [...closed, ...open.values()].map((batch) => batch.close()), alone };
}

type Kind = "inputs" | "ground_truth" | "metadata";

interface TableRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly columns: ReadonlyMap<string, Kind>;
  readonly kinds: ReadonlySet<Kind>;
}

/** Undefined for a row that is no row of a table. */
function toTable(row: DatasetRow): TableRow | undefined {
  const { inputs, ground_truth: truth, metadata = {} }: DatapointInput = rowToDatapoint(row);
  // A row whose ground truth is empty is not one without.
  if (isObject(truth) && Object.keys(truth).length === 0) return undefined;
  const entries = [
    ...entriesOf("inputs", inputs),
    ...entriesOf("ground_truth", truth),
    ...entriesOf("metadata", metadata),
  ];
  const columns = new Map(entries.map(([name, kind]) => [name, kind]));
  if (columns.size < entries.length) return undefined;
  const values = Object.fromEntries(entries.map(([name, , value]) => [name, value]));
  return { values, columns, kinds: new Set(columns.values()) };
}

function entriesOf(kind: Kind, values: unknown): (readonly [string, Kind, unknown])[] {
  if (!isObject(values)) return [];
  return Object.entries(values).map(([name, value]) => [name, kind, value] as const);
}

class OpenBatch<Row> {
  private readonly rows: Row[] = [];
  private readonly data: TableRow["values"][] = [];
  private readonly columns = new Map<string, Kind>();
  private length = 0;

  fits({ values, columns }: TableRow): boolean {
    return (
      this.rows.length < maxRows &&
      this.length + JSON.stringify(values).length <= maxLength &&
      [...columns].every(([name, kind]) => (this.columns.get(name) ?? kind) === kind)
    );
  }

  add(row: Row, { values, columns }: TableRow): void {
    this.rows.push(row);
    this.data.push(values);
    this.length += JSON.stringify(values).length;
    for (const [name, kind] of columns) this.columns.set(name, kind);
  }

  close(): RowBatch<Row> & { readonly request: DatapointRows } {
    const namesOf = (wanted: Kind): string[] =>
      [...this.columns].flatMap(([name, kind]) => (kind === wanted ? [name] : []));
    const mapping = {
      inputs: namesOf("inputs"),
      ground_truth: namesOf("ground_truth"),
      history: [],
    };
    return {
      rows: this.rows,
      request: { data: this.data, mapping },
    };
  }
}
