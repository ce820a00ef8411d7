import type { ServerOptions } from "@honeyhive/server";
import { InvalidArgumentError } from "commander";

import type { CliIo } from "./main.js";

/** Runs the server until the user or the system asks it to stop. */
export async function runServer(
  options: ServerOptions,
  { json }: { readonly json?: boolean | undefined },
  io: CliIo,
): Promise<void> {
  // Loaded here, so that other commands do not pay for it.
  const { startServer } = await import("@honeyhive/server");
  const stopped = io.untilInterrupted();
  await using server = await startServer(options);
  const { url, apiKey, project } = server;
  if (json === true) io.stdout(`${JSON.stringify({ url, apiKey, project })}\n`);
  else io.stdout(welcome(url, apiKey));
  await stopped;
  io.stderr("Stopping; storing what was received.\n");
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a port from 0 to 65535, got \`${text}\`.`);
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
