import { extname } from "node:path";

import { datapointToRow, type Datapoint, type DatasetRow } from "@honeyhive/contract";

import { askServer, type ServerFlags } from "../ask-server.js";
import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { formatPlural } from "../output/format.js";
import { openOutput } from "../output/open-output.js";
import { fetchAllDatapoints, findDataset } from "./find-dataset.js";
import { toTable } from "./to-table.js";

export interface PullFlags extends ServerFlags {
  readonly out?: string;
}

/** Writes a dataset so that `push` finds its rows again: each has the id that the server gave it. */
export async function pullDataset(nameOrId: string, flags: PullFlags, io: CliIo): Promise<void> {
  const write = writerFor(flags.out);
  const rows = await askServer(flags, io, async (call) => {
    const dataset = await findDataset(call, nameOrId);
    if (dataset !== undefined) return (await fetchAllDatapoints(call, dataset)).map(toRow);
    throw new CliError(
      `Expected the name or id of a dataset, got the unknown "${nameOrId}". See: honeyhive datasets list`,
    );
  });
  if (flags.out === undefined) {
    return io.stdout(flags.json === true ? `${JSON.stringify(rows)}\n` : write(rows));
  }
  await using output = await openOutput(flags.out, io);
  await output.write(write(rows));
  await output.keep();
  if (flags.json === true) {
    io.stdout(`${JSON.stringify({ file: flags.out, rows: rows.length })}\n`);
  } else io.stderr(`${formatPlural(rows.length, "row")} written to ${flags.out}\n`);
}

function toRow(datapoint: Datapoint): DatasetRow {
  const { rowId: _, ...row } = datapointToRow(datapoint);
  return { id: datapoint.id, ...row };
}

function writerFor(file: string | undefined): (rows: readonly DatasetRow[]) => string {
  const extension = file === undefined ? ".jsonl" : extname(file).toLowerCase();
  switch (extension) {
    case ".jsonl":
    case ".ndjson":
      return (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    case ".json":
      return (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
    case ".csv":
      return (rows) => toTable(rows, ",");
    case ".tsv":
      return (rows) => toTable(rows, "\t");
    default:
      throw new CliError(
        `Expected --out to end in .jsonl, .ndjson, .json, .csv or .tsv, got "${file}". ` +
          "Without --out the rows are printed as JSON lines.",
        exitCodes.usage,
      );
  }
}
