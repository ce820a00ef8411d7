import { cellText, type DatasetRow } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

/** What readers would take for something else, or cut. */
const reserved =
  /^(\s.*|id|datapoint_id|(ground_truth|ground_truths|groundTruth)(\..*)?|inputs(\..*)?|metadata\..*)$/s;

/**
 * Rows as CSV or TSV, in the columns that evaluate() and `datasets push` read. Values that are no text are written as
 * JSON. A ground truth that is an object in every row that has one gets a column for each key, and so does metadata.
 */
export function toTable(rows: readonly DatasetRow[], delimiter: "," | "\t"): string {
  const inputKeys = keysOf(rows.map(({ inputs }) => inputs));
  const truths = rows.flatMap(({ groundTruth }) =>
    groundTruth === undefined ? [] : [groundTruth],
  );
  const truthKeys = truths.every(isObject) ? keysOf(truths) : undefined;
  const metadataKeys = keysOf(rows.map(({ metadata = {} }) => metadata));
  checkKeys([...inputKeys, ...(truthKeys ?? []), ...metadataKeys]);
  const hasTruth = truths.length > 0;
  const truthColumns = truthKeys?.map((key) => `ground_truth.${key}`) ?? ["ground_truth"];
  const header = [
    "id",
    ...inputKeys.map((key) => (reserved.test(key) ? `inputs.${key}` : key)),
    ...(hasTruth ? truthColumns : []),
    ...metadataKeys.map((key) => `metadata.${key}`),
  ];
  const lines = rows.map(({ id, inputs, groundTruth, metadata = {} }) => {
    const truth = isObject(groundTruth) ? groundTruth : {};
    const truthCells = truthKeys?.map((key) => truth[key]) ?? [groundTruth];
    return [
      id,
      ...inputKeys.map((key) => inputs[key]),
      ...(hasTruth ? truthCells : []),
      ...metadataKeys.map((key) => metadata[key]),
    ];
  });
  const toLine = (cells: readonly unknown[]): string =>
    cells.map((cell) => quote(cellText(cell), delimiter)).join(delimiter);
  return [header, ...lines].map((cells) => `${toLine(cells)}\n`).join("");
}

/** Readers cut the space around names. */
function checkKeys(keys: readonly string[]): void {
  const cut = keys.find((key) => key !== key.trimEnd());
  if (cut === undefined) return;
  throw new CliError(
    `Expected names of inputs, ground truth and metadata without space at their end, which tables do not keep, got ${JSON.stringify(cut)}. ` +
      "Pull it into a .jsonl file.",
  );
}

function keysOf(objects: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))];
}

function quote(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]/.test(cell) && cell === cell.trim();
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
