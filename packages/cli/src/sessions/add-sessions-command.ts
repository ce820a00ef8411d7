import type { Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { withEventFlags } from "../events/event-flags.js";
import { printAnswer } from "../output/print-answer.js";
import { parseLimit } from "../parse-limit.js";
import { describeSessions } from "./describe-sessions.js";
import { describeTrace } from "./describe-trace.js";
import { findSession } from "./find-session.js";
import { findSessions, type SessionQuery } from "./find-sessions.js";

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

type ListFlags = ServerFlags & SessionQuery;

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
  const found = await askServer(flags, io, (call) => findSessions(call, flags));
  const { sessions, hasMore } = found;
  printAnswer(flags, io, sessions, () => describeSessions(sessions, io.tableWidth));
  if (sessions.length === 0) io.stderr("No such sessions.\n");
  else if (hasMore) {
    io.stderr("There are more: --limit shows more of them, `honeyhive export` all.\n");
  }
}
