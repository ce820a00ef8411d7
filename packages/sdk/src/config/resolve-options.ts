import { isUuid } from "@honeyhive/contract";

import { callerName } from "./caller-name.js";
import { describeEnvironment } from "./describe-environment.js";
import { describeProgram } from "./describe-program.js";
import { detectProfile } from "./detect-profile.js";
import { readOptions } from "./read-options.js";
import type { Environment } from "./environment.js";
import { resolveSettings } from "./settings.js";
import { describeValue } from "../lib/errors.js";
import { maxTimerMs } from "../lib/max-timer.js";
import type { FlatOptions, TracerOptions } from "./options.js";
import type { ResolvedOptions } from "./resolved-options.js";
import { checkFilters } from "../foreign/span-filter.js";
import type { SpanEndpoint } from "../pipeline/span-endpoint.js";
import type { SpoolSettings } from "../pipeline/spool/open-spool.js";
import type { CaptureLimits } from "../core/tracer-core.js";

export const defaultServerUrl = "https://api.dp1.us.honeyhive.ai";
const defaultSpoolDirectory = ".honeyhive/spool";

/**
 * Merges options, environment, profile and defaults; nothing else reads the environment. Never throws: what is wrong
 * becomes a warning and its default.
 */
export function resolveOptions(
  given: TracerOptions = {},
  environment: Environment = process.env,
): ResolvedOptions {
  const warnings: string[] = [];
  const options = withSafeTimes(readOptions(given, environment, warnings));
  // Keys and URLs read from files end with a line break.
  const apiKey = options.apiKey?.trim();
  const serverUrl = (options.serverUrl ?? defaultServerUrl).trim();
  const testMode = options.testMode ?? false;
  const profile = options.profile ?? detectProfile(environment);
  const resilienceLevel = options.resilienceLevel ?? "balanced";
  warnAboutValues(options, warnings);
  const { project, sessionId, inputs, metadata, userProperties } = options;
  const { runId, datasetId, datapointId, fetch, redact, waitUntil, onError } = options;
  return {
    project,
    sessionId,
    inputs,
    metadata,
    userProperties,
    runId,
    datasetId,
    datapointId,
    fetch,
    redact,
    waitUntil,
    onError,
    apiKey: apiKey ?? "",
    serverUrl: serverUrl.replace(/\/+$/, ""),
    source: options.source ?? "dev",
    sessionName: options.sessionName ?? programName(),
    skipBackendSessionCreation: options.skipBackendSessionCreation ?? false,
    sessionAutoCreate: options.sessionAutoCreate ?? false,
    instrumentors: options.instrumentors ?? [],
    instrumentModules: options.instrumentModules ?? {},
    spanNameFilters:
      checkFilters(options.spanNameFilters) === undefined ? (options.spanNameFilters ?? {}) : {},
    keepNoise: options.keepNoise ?? false,
    disableHttpTracing: options.disableHttpTracing ?? true,
    settings: resolveSettings(options, profile, resilienceLevel),
    spool: resolveSpool(options),
    spanEndpoint: resolveSpanEndpoint(options, warnings),
    experiment: describeExperiment(options),
    limits: captureLimits(options),
    sampleRate: options.sampleRate ?? 1,
    resilienceLevel,
    profile,
    resource: describeEnvironment(options, environment),
    detectGit: options.detectGit ?? true,
    testMode,
    exitHooks: options.exitHooks ?? true,
    verbose: options.verbose ?? false,
    disabledReason: disabledReason({ options, apiKey, serverUrl, testMode }),
    isDisabledOnPurpose: options.disableTracing === true,
    program: describeProgram(environment),
    warnings,
  };
}

/** A timer that is asked to wait longer than it can would not wait at all. */
function withSafeTimes(options: FlatOptions): FlatOptions {
  const bound = (timeMs: number | undefined): number | undefined =>
    timeMs === undefined ? undefined : Math.min(timeMs, maxTimerMs);
  return {
    ...options,
    flushIntervalMs: bound(options.flushIntervalMs),
    exportTimeoutMs: bound(options.exportTimeoutMs),
    flushTimeoutMs: bound(options.flushTimeoutMs),
  };
}

function resolveSpanEndpoint(
  { otlpEndpoint, otlpHeaders = {}, otlpProtocol: protocol = "http/protobuf" }: FlatOptions,
  warnings: string[],
): SpanEndpoint {
  const headers = Object.entries(otlpHeaders).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const isUsable = otlpEndpoint === undefined || isHttpUrl(otlpEndpoint);
  if (!isUsable) {
    warnings.push(
      `Expected \`otlpEndpoint\` to be an http(s) URL, got ${describeValue(otlpEndpoint)}. It is ignored.`,
    );
  }
  return {
    url: isUsable ? otlpEndpoint : undefined,
    headers: Object.fromEntries(headers),
    protocol,
  };
}

/** In the names that the server's metadata has for it. */
function describeExperiment(options: FlatOptions): Readonly<Record<string, unknown>> {
  const given = {
    experiment_id: options.experimentId,
    experiment_name: options.experimentName,
    experiment_variant: options.experimentVariant,
    experiment_group: options.experimentGroup,
    experiment_metadata: options.experimentMetadata,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function resolveSpool({ spool, ...bounds }: FlatOptions): SpoolSettings | undefined {
  if (spool === undefined || spool === false) return undefined;
  return {
    directory: spool === true ? defaultSpoolDirectory : spool,
    maxBytes: bounds.spoolMaxBytes ?? 268_435_456,
    maxAgeMs: bounds.spoolMaxAgeMs ?? 86_400_000,
  };
}

function captureLimits(options: FlatOptions): CaptureLimits {
  return {
    maxValueLength: options.maxValueLength ?? 1_048_576,
    maxAttributes: options.maxAttributes ?? 1024,
    maxEvents: options.maxEvents ?? 1024,
    maxLinks: options.maxLinks ?? 128,
  };
}

function warnAboutValues(options: FlatOptions, warnings: string[]): void {
  if (options.sessionId !== undefined && !isUuid(options.sessionId)) {
    warnings.push(
      `Expected \`sessionId\` to be a UUID, got ${describeValue(options.sessionId)}. ` +
        "A new id is used; the given one is kept in the session's `metadata.original_session_id`.",
    );
  }
  const wrongFilter = checkFilters(options.spanNameFilters);
  if (wrongFilter !== undefined) {
    warnings.push(
      "Expected `spanNameFilters` to be { include?, exclude? } with lists of names, { exact } or { prefix }, " +
        `got ${wrongFilter}. It is ignored.`,
    );
  }
}

interface Readiness {
  readonly options: FlatOptions;
  readonly apiKey: string | undefined;
  readonly serverUrl: string;
  readonly testMode: boolean;
}

function disabledReason({ options, apiKey, serverUrl, testMode }: Readiness): string | undefined {
  if (options.disableTracing === true) {
    return "Tracing is switched off by `disableTracing` or HH_DISABLE_TRACING.";
  }
  if (testMode) return undefined;
  if (apiKey === undefined) {
    return "Expected an API key, got none. Pass `apiKey` or set HH_API_KEY.";
  }
  if (!/^[\x20-\x7e]+$/.test(apiKey)) {
    return "Expected an API key of printable ASCII characters, got one with others. Copy it again, without what surrounds it.";
  }
  if (!isHttpUrl(serverUrl)) {
    return `Expected \`serverUrl\` to be an http(s) URL, got ${describeValue(serverUrl)}. Pass \`serverUrl\` or set HH_API_URL.`;
  }
  return undefined;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The calling file's name, or the running script's. */
function programName(): string {
  const script = process.argv[1];
  if (script === undefined) return "session";
  const path = process.getBuiltinModule("node:path");
  return callerName() ?? path.basename(script, path.extname(script));
}
