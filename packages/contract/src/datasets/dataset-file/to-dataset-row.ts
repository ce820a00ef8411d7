import { reservedMetadataKeys, type DatasetRow } from "../dataset-row.js";
import { DatasetFileError, failAt, type LocatedRow } from "./located-row.js";

/**
 * A row that was read, as servers keep it.
 *
 * @throws {DatasetFileError} naming its place
 */
export function toDatasetRow({ row, place }: LocatedRow): DatasetRow {
  if (!isObject(row) || !isObject(row["inputs"])) {
    return failAt(
      place,
      `to be { inputs: {…}, groundTruth? }, got ${describeRow(row, describeValue)}.`,
    );
  }
  const id = row["id"] ?? row["datapoint_id"] ?? undefined;
  if (id !== undefined && (typeof id !== "string" || id === "")) {
    throw new DatasetFileError(
      `Expected \`id\` of ${place} to be a text that is not empty, got ${describeValue(id)}. Omit it, or quote it.`,
    );
  }
  // As evaluate() reads it: null is a value, such as of a field that is not to be found.
  const groundTruth = ["groundTruth", "ground_truth", "ground_truths"]
    .map((name) => row[name])
    .find((value) => value !== undefined);
  const metadata = readMetadata(row);
  if (metadata === "wrong") return failAt(place, describeMetadata(row["metadata"], describeValue));
  const reserved = reservedMetadataKeys.find((key) => Object.hasOwn(metadata ?? {}, key));
  if (reserved !== undefined) {
    return failAt(
      place,
      `to have \`metadata\` without \`${reserved}\`, which datasets use themselves, got ${describeValue(metadata)}. Rename it.`,
    );
  }
  return {
    id,
    inputs: row["inputs"],
    ...(groundTruth === undefined ? {} : { groundTruth }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** What a row says of itself in `metadata`; undefined where that is nothing, and "wrong" where it is no object. */
export function readMetadata(
  row: Readonly<Record<string, unknown>>,
): DatasetRow["metadata"] | "wrong" {
  const metadata = row["metadata"] ?? undefined;
  return metadata === undefined || isObject(metadata) ? metadata : "wrong";
}

/** What is there in the place of a row: for a message. */
export function describeRow(row: unknown, describeValue: (value: unknown) => string): string {
  if (!isObject(row)) return describeValue(row);
  const { inputs } = row;
  if (inputs !== undefined) return `\`inputs\` being ${describeValue(inputs)}`;
  const names = Object.keys(row).slice(0, 5);
  const named = names.length === 0 ? "nothing" : names.map((name) => `\`${name}\``).join(", ");
  return `an object with ${named}. Put what the function gets into \`inputs\``;
}

/** What is wrong with metadata that is no object: for a message. */
export function describeMetadata(
  metadata: unknown,
  describeOne: (value: unknown) => string,
): string {
  return (
    `to have an object as \`metadata\`, such as { "lang": "de" }, got ${describeOne(metadata)}. ` +
    "Put it into one under a name, or omit it."
  );
}

function describeValue(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
