import type { Datapoint, DatapointInput } from "./dataset.js";
import type { JsonObject } from "../events/event.js";

/** A datapoint as evaluations and files know it. */
export interface DatasetRow {
  /** What the owner of the data calls the row. */
  readonly id?: string | undefined;
  readonly inputs: JsonObject;
  readonly groundTruth?: unknown;
  /** What the owner of the data says of the row: a language, a source, tags. */
  readonly metadata?: JsonObject | undefined;
}

const rowIdKey = "row_id";
const wrappedKey = "ground_truth_is_value";
/** Of a datapoint's metadata: what `rowToDatapoint` says there. */
export const reservedMetadataKeys: readonly string[] = [rowIdKey, wrappedKey];
const historyKey = "chat_history";

/**
 * A row as a datapoint. Datapoints hold ground truth as an object: any other value goes below `ground_truth`, and
 * `metadata` says so. The row's own id goes to `metadata.row_id`: servers give ids of their own.
 */
export function rowToDatapoint({
  id,
  inputs,
  groundTruth,
  metadata: own,
}: DatasetRow): DatapointInput {
  const isWrapped = groundTruth !== undefined && !isObject(groundTruth);
  const metadata = {
    ...own,
    ...(id === undefined ? {} : { [rowIdKey]: id }),
    ...(isWrapped ? { [wrappedKey]: true } : {}),
  };
  return {
    inputs,
    ground_truth: isWrapped ? { ground_truth: groundTruth } : (groundTruth ?? null),
    metadata,
  };
}

/** A datapoint that is to be what a row says. Of metadata it does not name, a row says nothing. */
export function changeDatapoint(
  { metadata }: Pick<Datapoint, "metadata">,
  row: DatasetRow,
): DatapointInput {
  return rowToDatapoint({ ...row, metadata: row.metadata ?? ownMetadata(metadata) });
}

/** What `rowToDatapoint` made, back again. The history of a conversation is the input `chat_history`. */
export function datapointToRow(
  datapoint: Pick<Datapoint, "inputs"> &
    Partial<Pick<Datapoint, "history" | "ground_truth" | "metadata">>,
): Omit<DatasetRow, "id"> & { readonly rowId: string | undefined } {
  const { inputs, history = [], ground_truth: truth, metadata } = datapoint;
  const rowId = metadata?.[rowIdKey];
  const isBare = history.length === 0 || Object.hasOwn(inputs, historyKey);
  const groundTruth = metadata?.[wrappedKey] === true ? truth?.["ground_truth"] : truth;
  const own = ownMetadata(metadata);
  return {
    rowId: typeof rowId === "string" ? rowId : undefined,
    inputs: isBare ? inputs : { ...inputs, [historyKey]: history },
    ...(groundTruth === undefined || (groundTruth === null && truth === null)
      ? {}
      : { groundTruth }),
    ...(own === undefined ? {} : { metadata: own }),
  };
}

/** A datapoint's metadata without what `rowToDatapoint` put there. Undefined where that is all. */
function ownMetadata(metadata: JsonObject | null | undefined): JsonObject | undefined {
  const { [rowIdKey]: _, [wrappedKey]: __, ...own } = metadata ?? {};
  return Object.keys(own).length === 0 ? undefined : own;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
