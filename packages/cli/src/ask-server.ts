import { globalAgent } from "node:http";

import {
  ApiError,
  createClient,
  hearCapabilities,
  ignoredProxyAdvice,
  type Capability,
  type Client,
} from "@honeyhive/contract";
import type { Command } from "commander";

import { CliError, exitCodes } from "./cli-error.js";
import type { CliIo } from "./cli-io.js";
import { findLocalServer } from "./local-server.js";

export interface ServerFlags {
  readonly url?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
}

/** The flags of every command that asks a server and prints what it says. */
export function withServerFlags(command: Command): Command {
  return withTargetFlags(command).option("--json", "print JSON");
}

/** Which server. */
export function withTargetFlags(command: Command): Command {
  return command
    .option(
      "--url <url>",
      "server (default HH_API_URL, the one that runs in this folder, or http://127.0.0.1:4747)",
    )
    .option("--api-key <key>", "default HH_API_KEY, or that of the server in this folder");
}

interface Target {
  readonly serverUrl: string;
  readonly apiKey: string | undefined;
}

/** What is named counts, in flags or the environment; only where nothing is, the server that runs in this folder. */
export async function findServer(flags: ServerFlags, io: CliIo): Promise<Target> {
  const local = await findLocalServer(flags, io);
  const url = local?.url ?? flags.url ?? (io.env["HH_API_URL"] || "http://127.0.0.1:4747");
  const apiKey = local?.apiKey ?? flags.apiKey ?? (io.env["HH_API_KEY"] || undefined);
  return { serverUrl: url.replace(/\/+$/, ""), apiKey };
}

/** Asks the server that flags and environment name. What goes wrong ends in the command that helps. */
export async function askServer<Result>(
  flags: ServerFlags,
  io: CliIo,
  question: (call: Client, can: (name: Capability) => boolean) => Promise<Result>,
): Promise<Result> {
  const { serverUrl, apiKey } = await findServer(flags, io);
  assertUsable({ serverUrl, apiKey });
  const heard = hearCapabilities(fetch);
  const options = { serverUrl, apiKey, fetch: heard.fetch, triesOlderPaths: true };
  try {
    return await question(createClient(options), heard.can);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (error instanceof ApiError) throw new CliError(inCommands(error.message));
    // What was asked for cannot be asked.
    if (!isUnreached(error)) throw error;
    const advice = ignoredProxyAdvice(new URL(serverUrl), io.env, globalAgent);
    throw new CliError(
      `Expected a HoneyHive server at ${serverUrl}, but it could not be reached${reasonOf(error)}. ` +
        `Start one with \`honeyhive dev\`, or name another with --url. ${advice}`.trimEnd(),
    );
  }
}

/** Refuses what `fetch` takes for a failure of the network, and a key that no header can hold. */
export function assertUsable({ serverUrl, apiKey }: Target, hasFlags = true): void {
  const [urlFlag, keyFlag] = hasFlags ? ["--url or ", "--api-key or "] : ["", ""];
  if (!/^https?:\/\//i.test(serverUrl) || !URL.canParse(serverUrl)) {
    throw new CliError(
      `Expected the address of a server such as http://127.0.0.1:4747, got \`${serverUrl}\`. Correct ${urlFlag}HH_API_URL.`,
      exitCodes.usage,
    );
  }
  if (apiKey === undefined || /^[!-~]+$/.test(apiKey.trim())) return;
  throw new CliError(
    "Expected an API key of letters, digits and signs of ASCII without spaces, got something else. " +
      `Correct ${keyFlag}HH_API_KEY.`,
    exitCodes.usage,
  );
}

/** `fetch` tells of the network by a TypeError whose cause says more; connections that end later, by the cause itself. */
function isUnreached(error: unknown): error is Error {
  return error instanceof Error && (error.cause instanceof Error || "code" in error);
}

/** Node tells of several attempts, one for each address of a name, by an error without a message. */
function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : cause.name;
  return `: ${cause.message === "" ? code : cause.message}`;
}

const commands = [
  [/\bGET \/v1\/runs\b/g, "`honeyhive runs list`"],
  [/\bGET \/v1\/keys\b/g, "`honeyhive keys list`"],
  [/\bGET \/v1\/datasets\b/g, "`honeyhive datasets list`"],
  [
    /\bGET \/v1\/projects\b/g,
    '`curl -H "Authorization: Bearer $HH_API_KEY" "$HH_API_URL/v1/projects"`',
  ],
] as const;

/** Servers name the requests that help: here these are commands. */
function inCommands(message: string): string {
  return commands.reduce((text, [request, command]) => text.replace(request, command), message);
}
