import type { DatasetRow } from "@honeyhive/contract";

export interface ImportColumn {
  readonly part: "id" | "inputs" | "ground truth" | "metadata";
  readonly name: string;
  readonly value: (row: DatasetRow) => unknown;
  /** How many rows have it. */
  readonly count: number;
}

/** What rows are made of, in the order in which it first comes: ids, inputs, ground truth, metadata. */
export function importColumns(rows: readonly DatasetRow[]): readonly ImportColumn[] {
  const inputs = new Map<string, number>();
  const truths = new Map<string, number>();
  const metadata = new Map<string, number>();
  let ids = 0;
  let wholes = 0;
  for (const { id, inputs: values, groundTruth, metadata: told = {} } of rows) {
    if (id !== undefined) ids++;
    countKeys(inputs, values);
    countKeys(metadata, told);
    if (isObject(groundTruth)) countKeys(truths, groundTruth);
    else if (groundTruth !== undefined) wholes++;
  }
  const columns: ImportColumn[] = [
    { part: "id", name: "id", value: ({ id }) => id, count: ids },
    ...[...inputs].map(([name, count]): ImportColumn => ({
      part: "inputs",
      name,
      value: ({ inputs: values }) => values[name],
      count,
    })),
    {
      part: "ground truth",
      name: "ground_truth",
      value: ({ groundTruth }) => (isObject(groundTruth) ? undefined : groundTruth),
      count: wholes,
    },
    ...[...truths].map(([name, count]): ImportColumn => ({
      part: "ground truth",
      name: `ground_truth.${name}`,
      value: ({ groundTruth }) => (isObject(groundTruth) ? groundTruth[name] : undefined),
      count,
    })),
    ...[...metadata].map(([name, count]): ImportColumn => ({
      part: "metadata",
      name: `metadata.${name}`,
      value: ({ metadata: told }) => told?.[name],
      count,
    })),
  ];
  return columns.filter(({ count }) => count > 0);
}

function countKeys(counts: Map<string, number>, values: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(values)) counts.set(key, (counts.get(key) ?? 0) + 1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
