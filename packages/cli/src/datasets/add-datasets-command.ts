import type { Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { printLines } from "../output/print-lines.js";
import { describeDatasets } from "./describe-datasets.js";
import { pullDataset, type PullFlags } from "./pull-dataset.js";
import { pushDataset, type PushFlags } from "./push-dataset.js";

const pushHelp = `
Files: .csv, .tsv, .jsonl, .ndjson and .json, as evaluate() reads them. Rows are found again by their \`id\`, or by what
they hold: pushing a file twice changes nothing, a row with the same id, or the same inputs, and other contents is
changed in place, and rows that only the server has stay until --prune.

Examples:
  $ honeyhive datasets push cases.csv                      the dataset "cases", made if it is not there
  $ honeyhive datasets push cases.csv --name support       another name, or the id of a dataset
  $ honeyhive datasets push cases.csv --dry-run            only says what would change
  $ honeyhive datasets push cases.csv --prune              also takes out what the file does not have
`;

const pullHelp = `
Examples:
  $ honeyhive datasets pull support                        as JSON lines on the terminal
  $ honeyhive datasets pull support --out cases.csv        into a .csv, .tsv, .jsonl or .json file
  $ honeyhive datasets pull 6740f2c0a9b1c2d3e4f50607       by id
`;

const listHelp = `
Examples:
  $ honeyhive datasets list
  $ honeyhive datasets list --json | jq -r '.[].id'
`;

/** `honeyhive datasets list`, `push <file>` and `pull <dataset>`. */
export function addDatasetsCommand(program: Command, io: CliIo): void {
  const datasets = program.command("datasets").description("Keep datasets on the server.");
  withServerFlags(datasets.command("list").description("The datasets of the project."))
    .addHelpText("after", listHelp)
    .action((flags: ServerFlags) => listDatasets(flags, io));
  withServerFlags(
    datasets
      .command("push <file>")
      .description("Bring a dataset to what a file holds.")
      .option("--name <dataset>", "name or id of the dataset (default: the file's name)")
      .option("--prune", "take out datapoints that the file does not have")
      .option("--dry-run", "say what would change, and change nothing"),
  )
    .addHelpText("after", pushHelp)
    .action((file: string, flags: PushFlags) => pushDataset(file, flags, io));
  withServerFlags(
    datasets
      .command("pull <dataset>")
      .description("Write a dataset, by name or id, as a file or to the terminal.")
      .option("--out <file>", "a .jsonl, .json, .csv or .tsv file"),
  )
    .addHelpText("after", pullHelp)
    .action((dataset: string, flags: PullFlags) => pullDataset(dataset, flags, io));
}

async function listDatasets(flags: ServerFlags, io: CliIo): Promise<void> {
  const { datasets } = await askServer(flags, io, (call) => call("listDatasets", {}));
  if (flags.json === true) return io.stdout(`${JSON.stringify(datasets)}\n`);
  if (datasets.length === 0) {
    return io.stderr("No datasets. Make one: honeyhive datasets push cases.csv\n");
  }
  return printLines(io, describeDatasets(datasets, io.tableWidth));
}
