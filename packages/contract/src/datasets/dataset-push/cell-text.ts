import type { DatasetRow } from "../dataset-row.js";

/** A value as a cell of a table. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** How a table holds ground truths: a column for each key of them, or one for the whole. */
export type TruthColumns = "each-key" | "whole";

/** A row as tables know it: every value is text, and empty cells are none. */
export function toTextRow(
  { id, inputs, groundTruth, metadata }: DatasetRow,
  columns: TruthColumns = "each-key",
): DatasetRow {
  const isSplit = isObject(groundTruth) && columns === "each-key";
  const text = isSplit ? textValues(groundTruth) : cellText(groundTruth);
  const isEmpty = isObject(text) ? Object.keys(text).length === 0 : text === "";
  return {
    id,
    inputs: textValues(inputs),
    groundTruth: isEmpty ? undefined : text,
    metadata: metadata === undefined ? undefined : textValues(metadata),
  };
}

/** Cells that say what the known row says keep its values: `5` stays a number, and an empty cell nothing. */
export function keepTypes(row: DatasetRow, known: DatasetRow): DatasetRow {
  return {
    ...row,
    inputs: keepAll(row.inputs, known.inputs),
    groundTruth: keepTruth(row, known),
    metadata: row.metadata === undefined ? undefined : keepAll(row.metadata, known.metadata ?? {}),
  };
}

function keepTruth(row: DatasetRow, known: DatasetRow): unknown {
  const [truth, before] = [row.groundTruth, known.groundTruth];
  const isEmpty = (one: DatasetRow): boolean => toTextRow(one).groundTruth === undefined;
  if (isEmpty(row)) return isEmpty(known) ? before : undefined;
  return isObject(truth) && isObject(before) ? keepAll(truth, before) : keep(truth, before);
}

function keep(value: unknown, before: unknown): unknown {
  return before !== undefined && cellText(before) === cellText(value) ? before : value;
}

type Values = Readonly<Record<string, unknown>>;

function keepAll(values: Values, before: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key, one]) => one !== "" || Object.hasOwn(before, key))
      .map(([key, one]) => [key, keep(one, before[key])]),
  );
}

export function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textValues(values: Values): Record<string, string> {
  const cells = Object.entries(values).map(([key, value]) => [key, cellText(value)] as const);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== ""));
}
