import type { ServerOptions } from "@honeyhive/server";

import type { CliIo } from "./cli-io.js";
import { announceLocalServer, findLocalServer } from "./local-server.js";
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
  const { describeConfiguration, readConfiguration, startServer } =
    await import("@honeyhive/server");
  // A port that was asked for is taken or refused; only the default one may be another.
  const flags = given.port === undefined ? given : { ...given, portFallback: false };
  const configuration = readConfiguration({ flags, env: io.env, file: config });
  for (const warning of configuration.warnings) io.stderr(`${warning}\n`);
  if (printConfig === true) {
    io.stdout(`${JSON.stringify(describeConfiguration(configuration), null, 2)}\n`);
    return;
  }
  check(configuration.options);
  const stopped = io.untilInterrupted();
  const starting = startServer(configuration.options);
  if (await isFirst(stopped, starting)) {
    // It may wait for others for minutes. Whoever stays alive until then, as tests do, has no server left.
    void starting.then((late) => late.close()).catch(() => undefined);
    io.stderr("Stopping before the server has started.\n");
    return;
  }
  await using server = await starting;
  const { url, apiKey, project } = server;
  await using _ = await announceLocalServer(configuration.options, server);
  if (json === true) io.stdout(`${JSON.stringify({ url, apiKey, project })}\n`);
  else {
    const found = await findLocalServer({}, io);
    io.stdout(
      welcome(url, {
        // What is printed becomes the log of a container: a key that was given is known to who gave it.
        key: configuration.options.apiKey === undefined ? apiKey : givenKey,
        isFound: found?.apiKey === apiKey,
      }),
    );
  }
  await stopped;
  io.stderr("Stopping; storing what was received.\n");
}

/** Whether the one has come before the other has come or failed. */
function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  const isOther = other.then(
    () => false,
    () => false,
  );
  return Promise.race([one.then(() => true), isOther]);
}

const givenKey = "… (the one that HONEYHIVE_API_KEY or the file gives)";

interface Greeting {
  readonly key: string;
  /** Whether commands here find the server: with `--data-dir` it may be kept elsewhere than where they look. */
  readonly isFound: boolean;
}

function welcome(url: string, { key, isFound }: Greeting): string {
  const inThisFolder = ["  `npx honeyhive` in this folder needs neither.", ""];
  return [
    "",
    `  HoneyHive is running at ${url}`,
    "",
    "  Send traces from your program with",
    `    HH_API_URL=${url}`,
    `    HH_API_KEY=${key}`,
    "",
    ...(isFound ? inThisFolder : []),
    "  Stop with Ctrl-C.",
    "",
    "",
  ].join("\n");
}
