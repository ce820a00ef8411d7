import { failAt, type LocatedRow } from "./located-row.js";
import { parseCsv, type CsvOptions } from "./parse-csv.js";

/**
 * Rows of a CSV or TSV text whose first line names the columns. `id` (or `datapoint_id`) is the id; `ground_truth`,
 * `ground_truths`, `groundTruth`, or several columns `ground_truth.<key>`, are the ground truth; columns
 * `metadata.<key>` are metadata, their empty cells none; every other column, with or without `inputs.` before its name,
 * is an input. Cells are text: nothing is guessed to be a number.
 */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<LocatedRow> {
  let columns: readonly Column[] | undefined;
  for await (const { fields, line } of parseCsv(chunks, options)) {
    const place = `line ${line} of ${options.fileName}`;
    if (columns === undefined) {
      checkDelimiter(fields, options.delimiter, place);
      columns = toColumns(fields, place);
      continue;
    }
    if (fields.length !== columns.length) {
      failAt(
        place,
        `to have ${columns.length} ${columns.length === 1 ? "field" : "fields"}, as its first line has, got ${fields.length}.`,
      );
    }
    yield { row: toRow(columns, fields), place };
  }
}

/** Spreadsheets of half the world write semicolons into a .csv. */
function checkDelimiter(names: readonly string[], delimiter: string, place: string): void {
  const [only = "", ...others] = names;
  const other = [";", "\t", ","].find((one) => one !== delimiter && only.includes(one));
  if (others.length > 0 || other === undefined) return;
  const [wanted, came] = [delimiter, other].map((one) => JSON.stringify(one));
  failAt(place, `to separate columns by ${wanted}, got one column, whose name holds ${came}.`);
}

interface Column {
  readonly part: "id" | "inputs" | "groundTruth" | "metadata";
  /** Undefined: the column is the whole of its part. */
  readonly key: string | undefined;
}

const groundTruthNames = ["ground_truth", "ground_truths", "groundTruth"];

function toColumns(names: readonly string[], place: string): Column[] {
  const columns = names.map((name) => toColumn(name.trim()));
  const seen = new Set<string>();
  for (const [index, { part, key }] of columns.entries()) {
    const name = names[index] ?? "";
    if (name.trim() === "")
      failAt(place, `to name every column, got an empty name at column ${index + 1}.`);
    const identity = JSON.stringify([part, key]);
    if (seen.has(identity)) failAt(place, `to name each column once, got "${name}" twice.`);
    seen.add(identity);
  }
  const wholes = columns.filter(({ part }) => part === "groundTruth");
  if (wholes.length > 1 && wholes.some(({ key }) => key === undefined)) {
    failAt(place, "to have either `ground_truth` or columns `ground_truth.<key>`, got both.");
  }
  const whole = names.find((name) => name.trim() === "inputs");
  if (whole !== undefined && names.some((name) => name.trim().startsWith("inputs."))) {
    failAt(
      place,
      "to have either a column `inputs` or columns `inputs.<key>`, got both. " +
        "Drop the one that says again what the others say, or call it `inputs.inputs` to keep it as an input of that name.",
    );
  }
  if (!columns.some(({ part }) => part === "inputs")) {
    failAt(place, "to name at least one column of inputs, got none.");
  }
  return columns;
}

function toColumn(name: string): Column {
  if (name === "id" || name === "datapoint_id") return { part: "id", key: undefined };
  if (groundTruthNames.includes(name)) return { part: "groundTruth", key: undefined };
  const owner = groundTruthNames.find((candidate) => name.startsWith(`${candidate}.`));
  if (owner !== undefined) return { part: "groundTruth", key: name.slice(owner.length + 1) };
  if (name.startsWith("metadata.")) return { part: "metadata", key: name.slice(9) };
  return { part: "inputs", key: name.startsWith("inputs.") ? name.slice(7) : name };
}

function toRow(columns: readonly Column[], fields: readonly string[]): unknown {
  const inputs: [string, string][] = [];
  const truths: [string, string][] = [];
  const metadata: [string, string][] = [];
  let id: string | undefined;
  let groundTruth: unknown;
  for (const [index, { part, key }] of columns.entries()) {
    const cell = fields[index] ?? "";
    if (part === "id") id = cell === "" ? undefined : cell;
    else if (part === "inputs") inputs.push([key ?? "", cell]);
    else if (part === "metadata") {
      if (cell !== "") metadata.push([key ?? "", cell]);
    } else if (key === undefined) groundTruth = cell;
    else truths.push([key, cell]);
  }
  const hasMetadata = columns.some(({ part }) => part === "metadata");
  if (truths.length > 0) groundTruth = Object.fromEntries(truths);
  return {
    ...(id === undefined ? {} : { id }),
    inputs: Object.fromEntries(inputs),
    ...(groundTruth === undefined ? {} : { groundTruth }),
    ...(hasMetadata ? { metadata: Object.fromEntries(metadata) } : {}),
  };
}
