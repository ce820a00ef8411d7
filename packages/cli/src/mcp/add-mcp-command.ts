import { finished } from "node:stream/promises";

import type { Command } from "commander";

import { askServer, withTargetFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { askRuns, withJournalFlags, type RunsFlags } from "../runs/ask-runs.js";

const help = `
Tools: list_runs, show_run, list_cases, compare_runs, list_sessions, show_session, find_events, list_datasets,
show_dataset. They only read. An agent starts the command itself; most take a file such as

  { "mcpServers": { "honeyhive": { "command": "npx", "args": ["honeyhive", "mcp"] } } }

Examples:
  $ honeyhive mcp                                  the server that runs in this folder, or that of HH_API_URL
  $ honeyhive mcp --url https://honeyhive.example.com --api-key "$HH_API_KEY"
`;

/** `honeyhive mcp`, until whoever started it ends it. */
export function addMcpCommand(program: Command, io: CliIo): void {
  const command = program
    .command("mcp")
    .description("Let coding agents look at runs and traces (Model Context Protocol, over stdio).");
  withJournalFlags(withTargetFlags(command))
    .addHelpText("after", help)
    .action((flags: RunsFlags) => serveMcp(flags, io));
}

async function serveMcp(flags: RunsFlags, io: CliIo): Promise<void> {
  // Loaded here, so that other commands do not pay for it.
  const { serveStdio } = await import("@modelcontextprotocol/server/stdio");
  const { createMcpServer } = await import("./create-mcp-server.js");
  const handle = serveStdio(
    () =>
      createMcpServer({
        runs: (question) => askRuns(flags, io, question),
        server: (question) => askServer(flags, io, question),
      }),
    { onerror: ({ message }) => io.stderr(`${message}\n`) },
  );
  // A connection that breaks is an end as good as any.
  const hasEnded = finished(process.stdin, { writable: false }).catch(() => undefined);
  await Promise.race([hasEnded, io.untilInterrupted()]);
  await handle.close();
}
