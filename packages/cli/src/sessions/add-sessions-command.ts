import type { EventFilter } from "@honeyhive/contract";
import type { Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { toDateRange, withEventFlags, type EventFlags } from "../events/event-flags.js";
import { printAnswer } from "../output/print-answer.js";
import { parseLimit } from "../parse-limit.js";
import { describeSessions } from "./describe-sessions.js";
import { describeTrace } from "./describe-trace.js";
import { findSession } from "./find-session.js";

const listHelp = `
Examples:
  $ honeyhive sessions list                        the latest sessions
  $ honeyhive sessions list --errors --since 24h
  $ honeyhive sessions list --where "metadata.customer is acme" --where "duration greater than 5000"
  $ honeyhive sessions list --json | jq -r '.[].session_id'
`;

const showHelp = `
Examples:
  $ honeyhive sessions show latest                 the latest session's events as a tree
  $ honeyhive sessions show checkout --full        the latest of that name, with what went in and came out
  $ honeyhive sessions show 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --json
`;

interface ListFlags extends ServerFlags, EventFlags {
  readonly name?: string;
  readonly errors?: boolean;
  readonly limit: number;
}

interface ShowFlags extends ServerFlags {
  readonly full?: boolean;
}

/** `honeyhive sessions list` and `show <session>`. */
export function addSessionsCommand(program: Command, io: CliIo): void {
  const sessions = program.command("sessions").description("Look at traces.");
  withServerFlags(withEventFlags(sessions.command("list").description("The latest sessions.")))
    .option("--name <text>", "only sessions whose name contains this")
    .option("--errors", "only sessions with an error")
    .option("--limit <count>", "how many", parseLimit, 20)
    .addHelpText("after", listHelp)
    .action((flags: ListFlags) => listSessions(flags, io));
  withServerFlags(sessions.command("show <session>").description("A session's events as a tree."))
    .option("--full", "also inputs, outputs and metrics")
    .addHelpText("after", showHelp)
    .action(async (reference: string, flags: ShowFlags) => {
      const root = await askServer(flags, io, async (call) =>
        call("getSession", { params: { session_id: await findSession(call, reference) } }),
      );
      printAnswer(flags, io, root, () => describeTrace(root, { isFull: flags.full === true }));
    });
}

async function listSessions(flags: ListFlags, io: CliIo): Promise<void> {
  const { limit } = flags;
  const body = {
    filters: toFilters(flags),
    dateRange: toDateRange(flags),
    limit,
    totalUpTo: limit,
  };
  const found = await askServer(flags, io, (call) => call("exportEvents", { body }));
  const { events, totalEvents, moreThanTotal } = found;
  printAnswer(flags, io, events, () => describeSessions(events, io.tableWidth));
  if (events.length === 0) io.stderr("No such sessions.\n");
  else if (moreThanTotal === true || totalEvents > events.length) {
    io.stderr("There are more: --limit shows more of them, `honeyhive export` all.\n");
  }
}

function toFilters({ name, errors, where = [] }: ListFlags): EventFilter[] {
  return [
    { field: "event_type", operator: "is", value: "session" },
    ...(name === undefined
      ? []
      : [{ field: "event_name", operator: "contains", value: name } as const]),
    ...(errors === true ? [{ field: "error", operator: "exists" } as const] : []),
    ...where,
  ];
}
