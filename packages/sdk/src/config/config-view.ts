import type { FlatOptions, OptionGroups } from "./options.js";
import type { ResolvedOptions } from "./resolved-options.js";
import { listOptions } from "./read-options.js";

/**
 * What a tracer works with, by name and in the groups of the options: `config.sessionId` and `config.session.sessionId`.
 * What is not there is undefined. The key can be read but is neither listed nor printed.
 */
export interface TracerConfig extends FlatOptions {
  readonly session: NonNullable<OptionGroups["session"]>;
  readonly evaluation: NonNullable<OptionGroups["evaluation"]>;
  readonly otlp: NonNullable<OptionGroups["otlp"]>;
  readonly http: NonNullable<OptionGroups["http"]>;
  readonly limits: NonNullable<OptionGroups["limits"]>;
  readonly [name: string]: unknown;
}

export function createConfigView(options: ResolvedOptions, sessionId: string): TracerConfig {
  const values: Readonly<Record<string, unknown>> = { ...flatten(options), sessionId };
  const groups: Record<string, Record<string, unknown>> = {
    session: {},
    evaluation: {},
    otlp: {},
    http: {},
    limits: {},
  };
  for (const [name, { group }] of listOptions()) {
    const owner = group === undefined ? undefined : groups[group];
    if (owner !== undefined) owner[name] = values[name];
  }
  for (const group of Object.values(groups)) Object.freeze(group);
  const view = { ...values, ...groups };
  Object.defineProperty(view, "apiKey", { value: options.apiKey, enumerable: false });
  // Built from the same table as the type.
  return Object.freeze(view) as TracerConfig;
}

/** The options' own names for what they were resolved to. */
function flatten(options: ResolvedOptions): Readonly<Record<string, unknown>> {
  const { settings, limits } = options;
  const resolved: Record<string, unknown> = {
    ...options,
    ...limits,
    flushIntervalMs: settings.limits.delayMs,
    batchSize: settings.limits.maxBatchCount,
    maxQueueSize: settings.limits.maxQueueCount,
    exportTimeoutMs: settings.limits.timeoutMs,
    maxSpanBytes: settings.limits.maxSpanBytes,
    flushTimeoutMs: settings.flushTimeoutMs,
    maxConnections: settings.maxSockets,
    maxRetries: settings.retry.maxAttempts - 1,
    disableBatch: settings.limits.maxBatchCount === 1 && settings.limits.delayMs === 0,
    disableTracing: options.isDisabledOnPurpose,
    otlpEndpoint: options.spanEndpoint.url,
    otlpHeaders: options.spanEndpoint.headers,
    otlpProtocol: options.spanEndpoint.protocol,
    experimentId: options.experiment["experiment_id"],
    experimentName: options.experiment["experiment_name"],
    experimentVariant: options.experiment["experiment_variant"],
    experimentGroup: options.experiment["experiment_group"],
    experimentMetadata: options.experiment["experiment_metadata"],
    spool: options.spool?.directory ?? false,
    spoolMaxBytes: options.spool?.maxBytes,
    spoolMaxAgeMs: options.spool?.maxAgeMs,
    serviceName: options.resource["service.name"],
    serviceVersion: options.resource["service.version"],
    resourceAttributes: options.resource,
  };
  return Object.fromEntries(
    listOptions()
      .filter(([name]) => name !== "apiKey")
      .map(([name]) => [name, resolved[name]]),
  );
}
