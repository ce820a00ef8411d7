import { basename, extname } from "node:path";

import { isUuid } from "@honeyhive/contract";

import { describeValue } from "./errors.js";
import { maxTimerMs } from "./max-timer.js";
import { nearestName } from "./nearest-name.js";
import type { ResolvedOptions, TracerOptions } from "./options.js";

export const defaultServerUrl = "https://api.dp1.us.honeyhive.ai";

/** What the SDK reads from the environment; this file is the only one that does. */
export type Environment = Readonly<Record<string, string | undefined>>;

const optionKinds: Readonly<Record<keyof TracerOptions, OptionKind>> = {
  apiKey: "string",
  serverUrl: "string",
  project: "string",
  source: "string",
  sessionName: "string",
  sessionId: "string",
  inputs: "object",
  metadata: "object",
  userProperties: "object",
  runId: "string",
  datasetId: "string",
  datapointId: "string",
  instrumentors: "array",
  maxValueLength: "positive number",
  flushIntervalMs: "positive number",
  disableTracing: "boolean",
  verbose: "boolean",
};

type OptionKind = "string" | "object" | "array" | "positive number" | "boolean";

/** Merges options, environment and defaults. Never throws: what is wrong becomes a warning and its default. */
export function resolveOptions(
  given: TracerOptions = {},
  environment: Environment = process.env,
): ResolvedOptions {
  const warnings: string[] = [];
  const options = keepValid(given, warnings);
  // Keys and URLs read from files end with a line break.
  // A key that was given and is empty is a mistake, not a wish for the environment's: that may be another tenant's.
  const isKeyGiven = typeof given?.apiKey === "string";
  const apiKey = (isKeyGiven ? options.apiKey : nonEmpty(environment["HH_API_KEY"]))?.trim();
  const serverUrl = (
    options.serverUrl ??
    nonEmpty(environment["HH_API_URL"]) ??
    defaultServerUrl
  ).trim();
  const isUrl = isHttpUrl(serverUrl);
  if (options.sessionId !== undefined && !isUuid(options.sessionId)) {
    warnings.push(
      `Expected \`sessionId\` to be a UUID, got ${describeValue(options.sessionId)}. ` +
        "A new id is used; the given one is kept in the session's `metadata.original_session_id`.",
    );
  }
  return {
    apiKey: apiKey ?? "",
    serverUrl: serverUrl.replace(/\/+$/, ""),
    project: options.project ?? nonEmpty(environment["HH_PROJECT"]),
    source: options.source ?? nonEmpty(environment["HH_SOURCE"]) ?? "dev",
    sessionName: options.sessionName ?? nonEmpty(environment["HH_SESSION_NAME"]) ?? scriptName(),
    sessionId: options.sessionId,
    inputs: options.inputs,
    metadata: options.metadata,
    userProperties: options.userProperties,
    runId: options.runId,
    datasetId: options.datasetId,
    datapointId: options.datapointId,
    instrumentors: options.instrumentors ?? [],
    maxValueLength: options.maxValueLength ?? 1_048_576,
    flushIntervalMs: Math.min(
      options.flushIntervalMs ?? flushInterval(environment) ?? 500,
      maxTimerMs,
    ),
    verbose: options.verbose ?? isTrue(environment["HH_VERBOSE"]),
    disabledReason: disabledReason({ options, environment, apiKey, serverUrl, isUrl }),
    warnings,
  };
}

interface Readiness {
  readonly options: TracerOptions;
  readonly environment: Environment;
  readonly apiKey: string | undefined;
  readonly serverUrl: string;
  readonly isUrl: boolean;
}

function disabledReason(readiness: Readiness): string | undefined {
  const { options, environment, apiKey, serverUrl, isUrl } = readiness;
  if (options.disableTracing ?? isTrue(environment["HH_DISABLE_TRACING"])) {
    return "Tracing is switched off by `disableTracing` or HH_DISABLE_TRACING.";
  }
  if (apiKey === undefined) {
    return "Expected an API key, got none. Pass `apiKey` or set HH_API_KEY.";
  }
  if (!/^[\x20-\x7e]+$/.test(apiKey)) {
    return "Expected an API key of printable ASCII characters, got one with others. Copy it again, without what surrounds it.";
  }
  if (!isUrl) {
    return `Expected \`serverUrl\` to be an http(s) URL, got ${describeValue(serverUrl)}. Pass \`serverUrl\` or set HH_API_URL.`;
  }
  return undefined;
}

function keepValid(given: unknown, warnings: string[]): TracerOptions {
  if (typeof given !== "object" || given === null) {
    warnings.push(`Expected the options to be an object, got ${describeValue(given)}.`);
    return {};
  }
  const entries = Object.entries(given).filter(([name, value]) => {
    if (value === undefined) return false;
    if (!Object.hasOwn(optionKinds, name)) {
      const nearest = nearestName(name, Object.keys(optionKinds));
      warnings.push(
        `Unknown option \`${name}\` is ignored.` +
          (nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`),
      );
      return false;
    }
    const kind = optionKinds[name as keyof TracerOptions];
    if (isOfKind(value, kind)) return true;
    const got = name === "apiKey" ? `a value of type ${typeof value}` : describeValue(value);
    warnings.push(
      `Expected \`${name}\` to be ${article(kind)} ${kind}, got ${got}. It is ignored.`,
    );
    return false;
  });
  return Object.fromEntries(entries);
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  switch (kind) {
    case "string":
      return typeof value === "string" && value.trim() !== "";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value);
    case "positive number":
      return typeof value === "number" && value > 0;
    case "boolean":
      return typeof value === "boolean";
    default:
      return kind satisfies never;
  }
}

function article(kind: OptionKind): string {
  return kind === "object" || kind === "array" ? "an" : "a";
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isTrue(text: string | undefined): boolean {
  return /^(1|true|yes|on)$/i.test(text ?? "");
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}

function flushInterval(environment: Environment): number | undefined {
  const seconds = Number(nonEmpty(environment["HH_FLUSH_INTERVAL"]));
  return seconds > 0 ? seconds * 1000 : undefined;
}

function scriptName(): string {
  const script = process.argv[1];
  return script === undefined ? "session" : basename(script, extname(script));
}
