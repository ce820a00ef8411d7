import type { ServerOptions } from "@honeyhive/server";

import { CliError, exitCodes } from "./cli-error.js";
import type { CliIo } from "./cli-io.js";
import { announceLocalServer, findLocalServer, type LocalServer } from "./local-server.js";
import type { StartFlags } from "./start-flags.js";

interface RunFlags extends StartFlags {
  readonly store?: string;
  readonly portFallback?: boolean;
}

/** Runs the server until the user or the system asks it to stop, or prints how it would run. */
export async function runServer(
  { json, config, printConfig, ...given }: RunFlags,
  io: CliIo,
  check: (options: ServerOptions) => void = () => {},
): Promise<void> {
  // Loaded here, so that other commands do not pay for it.
  const { ConfigurationError, describeConfiguration, readConfiguration, startServer } =
    await import("@honeyhive/server");
  // A port that was asked for is taken or refused; only the default one may be another.
  const flags = given.port === undefined ? given : { ...given, portFallback: false };
  try {
    const configuration = readConfiguration({ flags, env: io.env, file: config });
    for (const warning of configuration.warnings) io.stderr(`${warning}\n`);
    if (printConfig === true) {
      io.stdout(`${JSON.stringify(describeConfiguration(configuration), null, 2)}\n`);
      return;
    }
    check(configuration.options);
    const stopped = io.untilInterrupted();
    await using server = await startServer(configuration.options);
    const { url, apiKey, project } = server;
    await using _ = await announceLocalServer(configuration.options, server);
    if (json === true) io.stdout(`${JSON.stringify({ url, apiKey, project })}\n`);
    else io.stdout(welcome({ url, apiKey }, await findLocalServer({}, io)));
    await stopped;
    io.stderr("Stopping; storing what was received.\n");
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new CliError(error.message, exitCodes.usage);
  }
}

function welcome({ url, apiKey }: LocalServer, found: LocalServer | undefined): string {
  const inThisFolder = ["  `npx honeyhive` in this folder needs neither.", ""];
  return [
    "",
    `  HoneyHive is running at ${url}`,
    "",
    "  Send traces from your program with",
    `    HH_API_URL=${url}`,
    `    HH_API_KEY=${apiKey}`,
    "",
    // With `--data-dir` it may be kept elsewhere than where commands look.
    ...(found?.apiKey === apiKey ? inThisFolder : []),
    "  Stop with Ctrl-C.",
    "",
    "",
  ].join("\n");
}
