import { eventTypes } from "@honeyhive/contract";
import { Option, type Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { formatPlural } from "../output/format.js";
import { openOutput } from "../output/open-output.js";
import { withEventFlags } from "./event-flags.js";
import { readEvents } from "./read-events.js";
import { toExportRequest, type EventQuery } from "./to-export-request.js";

const help = `
One event a line, the latest first, as the API gives them. Sessions are events of the type "session".

Examples:
  $ honeyhive export --out events.jsonl                     every event of the project
  $ honeyhive export --type model --since 7d --where "config.model is gpt-5-mini" | jq .outputs
  $ honeyhive export --run latest --out run.jsonl           the events of an evaluation
`;

interface ExportFlags extends ServerFlags, EventQuery {
  readonly out?: string;
}

/** `honeyhive export`. */
export function addExportCommand(program: Command, io: CliIo): void {
  const command = program.command("export").description("Write events as JSON lines.");
  withServerFlags(
    withEventFlags(
      command
        .addOption(new Option("--type <type>", "only events of this type").choices(eventTypes))
        .option("--run <run>", "only those of a run: its id, name, latest or branch:<branch>")
        .option("--out <file>", "instead of the terminal; put in place when all is written"),
    ),
  )
    .addHelpText("after", help)
    .action((flags: ExportFlags) => exportEvents(flags, io));
}

async function exportEvents(flags: ExportFlags, io: CliIo): Promise<void> {
  const { out } = flags;
  let count = 0;
  await using output = await openOutput(out, io);
  await askServer(flags, io, async (call) => {
    const request = await toExportRequest(call, flags);
    for await (const events of readEvents(call, request)) {
      count += events.length;
      await output.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    }
  });
  await output.keep();
  if (out === undefined) return;
  if (flags.json === true) io.stdout(`${JSON.stringify({ file: out, events: count })}\n`);
  else io.stderr(`${formatPlural(count, "event")} written to ${out}\n`);
}
