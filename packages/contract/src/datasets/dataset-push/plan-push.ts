import type { Datapoint } from "../dataset.js";
import { datapointToRow, type DatasetRow } from "../dataset-row.js";
import { keepTypes, toTextRow, type TruthColumns } from "./cell-text.js";

export interface PushPlan {
  /** For each row of the file, in its order: the datapoint that it is, or that it has to be made. */
  readonly rows: readonly PlannedRow[];
  /** Ids of datapoints that no row is. */
  readonly extra: readonly string[];
}

export type PlannedRow =
  | { readonly kind: "unchanged"; readonly id: string }
  | { readonly kind: "changed"; readonly row: DatasetRow; readonly datapoint: Datapoint }
  | { readonly kind: "added"; readonly row: DatasetRow };

export interface Pushed {
  readonly rows: readonly DatasetRow[];
  readonly datapoints: readonly Datapoint[];
  /** True for tables: their cells are text, and are compared as such. */
  readonly isText: boolean;
}

/**
 * Finds each row of a file among the datapoints: by its id, on the server or of its own; else by equal contents; else, for
 * rows without an id, by equal inputs. Each datapoint is one row at most.
 */
export function planPush({ rows, datapoints, isText }: Pushed): PushPlan {
  const hasWhole = rows.some(({ groundTruth }) => typeof groundTruth === "string");
  const form: RowForm = isText ? (hasWhole ? "whole" : "each-key") : "values";
  const known = datapoints.map((datapoint): Known => {
    const { rowId, ...row } = datapointToRow(datapoint);
    return { datapoint, rowId, row, keys: keysOf(row, form) };
  });
  const free = new Set(known);
  const matches = new Map<DatasetRow, Known>();
  const match = (isWanted: (row: DatasetRow) => boolean, index: Index): void => {
    for (const row of rows) {
      if (matches.has(row) || !isWanted(row)) continue;
      const found = index(row).find((one) => free.has(one));
      if (found === undefined) continue;
      matches.set(row, found);
      free.delete(found);
    }
  };
  const hasId = ({ id }: DatasetRow): boolean => id !== undefined;
  match(
    hasId,
    indexBy(
      known,
      (one) => [one.datapoint.id, one.rowId],
      (row) => row.id,
    ),
  );
  const withoutId = known.filter(({ rowId }) => rowId === undefined);
  const contents = (one: Known): string[] => [one.keys.contents];
  match(
    hasId,
    indexBy(withoutId, contents, (row) => keysOf(row, form).contents),
  );
  const isNameless = (row: DatasetRow): boolean => !hasId(row);
  match(
    isNameless,
    indexBy(known, contents, (row) => keysOf(row, form).contents),
  );
  match(
    isNameless,
    indexBy(
      known,
      (one) => [one.keys.inputs],
      (row) => keysOf(row, form).inputs,
    ),
  );
  return {
    rows: rows.map((row) => planRow(row, matches.get(row), form)),
    extra: [...free].map(({ datapoint }) => datapoint.id),
  };
}

/** What rows are compared as: the values of JSON, or the cells of a table. */
type RowForm = "values" | TruthColumns;

interface Known {
  readonly datapoint: Datapoint;
  readonly rowId: string | undefined;
  readonly row: DatasetRow;
  readonly keys: RowKeys;
}

type Index = (row: DatasetRow) => readonly Known[];

function indexBy(
  known: readonly Known[],
  keysOfKnown: (one: Known) => readonly (string | undefined)[],
  keyOfRow: (row: DatasetRow) => string | undefined,
): Index {
  const byKey = new Map<string, Known[]>();
  for (const one of known) {
    for (const key of keysOfKnown(one)) {
      if (key === undefined) continue;
      const others = byKey.get(key);
      if (others === undefined) byKey.set(key, [one]);
      else others.push(one);
    }
  }
  return (row) => byKey.get(keyOfRow(row) ?? "") ?? [];
}

function planRow(row: DatasetRow, known: Known | undefined, form: RowForm): PlannedRow {
  if (known === undefined) return { kind: "added", row };
  const { datapoint, rowId, keys } = known;
  const isSameId = row.id === undefined || row.id === datapoint.id || row.id === rowId;
  const isSame = keys.contents === keysOf(row, form).contents && hasMetadata(known.row, row, form);
  if (isSameId && isSame) {
    return { kind: "unchanged", id: datapoint.id };
  }
  // The id that the server gave is nothing to keep beside it.
  const id = row.id === datapoint.id ? rowId : (row.id ?? rowId);
  const kept = form !== "values" ? keepTypes(row, known.row) : row;
  return { kind: "changed", row: { ...kept, id }, datapoint };
}

/** A row without metadata says nothing of a datapoint's. */
function hasMetadata(known: DatasetRow, row: DatasetRow, form: RowForm): boolean {
  if (row.metadata === undefined) return true;
  const [before, now] = [known, row].map((one) => (form === "values" ? one : toTextRow(one, form)));
  return sortedJson(before?.metadata ?? {}) === sortedJson(now?.metadata);
}

interface RowKeys {
  readonly inputs: string;
  readonly contents: string;
}

function keysOf(row: DatasetRow, form: RowForm): RowKeys {
  const { inputs, groundTruth } = form === "values" ? row : toTextRow(row, form);
  const inputsKey = sortedJson(inputs);
  return { inputs: inputsKey, contents: `${inputsKey} ${sortedJson(groundTruth)}` };
}

/** Equal values give equal texts, whatever the order of their keys. */
function sortedJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(
            Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)),
          )
        : inner,
    ) ?? ""
  );
}
