import { InvalidArgumentError, type Command } from "commander";

import type { CliIo } from "./main.js";

interface DevOptions {
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** `honeyhive dev`: the server on this machine, until Ctrl-C. */
export function addDevCommand(program: Command, io: CliIo): void {
  program
    .command("dev")
    .description("Start the local server and UI.")
    .option("-p, --port <port>", "port to listen on (default 4747, or a free one)", parsePort)
    .option("--host <host>", "address to listen on (default 127.0.0.1)")
    .option("--data-dir <directory>", "where everything is kept (default .honeyhive)")
    .option("--json", "print where the server is as one line of JSON")
    .action((options: DevOptions) => dev(options, io));
}

async function dev({ json, ...options }: DevOptions, io: CliIo): Promise<void> {
  // Loaded here, so that other commands do not pay for it.
  const { startServer } = await import("@honeyhive/server");
  const stopped = io.untilInterrupted();
  // A port that was asked for is taken or refused; only the default one may be another.
  const portFallback = options.port === undefined;
  await using server = await startServer({ ...options, portFallback });
  const { url, apiKey, project } = server;
  if (json === true) io.stdout(`${JSON.stringify({ url, apiKey, project })}\n`);
  else io.stdout(welcome(url, apiKey));
  await stopped;
  io.stderr("Stopping; storing what was received.\n");
}

function welcome(url: string, apiKey: string): string {
  return [
    "",
    `  HoneyHive is running at ${url}`,
    "",
    "  Send traces from your program with",
    `    HH_API_URL=${url}`,
    `    HH_API_KEY=${apiKey}`,
    "",
    "  Stop with Ctrl-C.",
    "",
    "",
  ].join("\n");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a port from 0 to 65535, got \`${text}\`.`);
}
