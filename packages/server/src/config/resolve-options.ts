import { isLoopbackName } from "../lib/loopback-name.js";
import type { ModelEndpoint } from "../models/complete-chat.js";
import { createLogger } from "../observe/logger.js";
import type { TlsFiles } from "../lib/read-tls.js";
import type { ResolvedServerOptions, ServerOptions } from "../options.js";
import { ConfigurationError } from "../lib/configuration-error.js";
import { checkOption } from "./parse-setting.js";
import { readConfiguration, valueAt } from "./read-configuration.js";
import { defaults, settings, type Setting, type SettingKind } from "./settings.js";

/** The only reader of the server's environment. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): ServerOptions {
  return readConfiguration({ env }).options;
}

const requestsPerSecondElsewhere = 500;
const wrongKeysPerSecondElsewhere = 5;

export function resolveOptions(
  options: ServerOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedServerOptions {
  const fromEnvironment = readEnvironment(env);
  const merged = { ...fromEnvironment, ...options };
  for (const setting of settings) assertUsable(setting, valueAt(options, setting.name));
  const host = merged.host ?? defaults.host;
  const isLoopback = isLoopbackName(host);
  const { logLevel = defaults.logLevel, logFormat = defaults.logFormat } = merged;
  const dataDir = merged.dataDir ?? defaults.dataDir;
  const trustedProxies = merged.trustedProxies ?? defaults.trustedProxies;
  const isLocal = isLoopback && trustedProxies === "";
  return {
    host,
    isLoopback,
    isLocal,
    port: merged.port ?? defaults.port,
    grpcPort: merged.grpcPort,
    portFallback: merged.portFallback ?? defaults.portFallback,
    dataDir,
    store: merged.store ?? dataDir,
    apiKey: merged.apiKey,
    keys: merged.keys ?? {},
    prices: merged.prices ?? {},
    retention: { days: 0, projects: {}, ...merged.retention },
    localAccess: merged.localAccess ?? isLocal,
    storeMemoryBytes: merged.storeMemoryBytes ?? defaults.storeMemoryBytes,
    textIndex: merged.textIndex,
    modelEndpoint: resolveModelEndpoint(merged.modelEndpoint),
    logLevel,
    logFormat,
    logger: merged.logger ?? createLogger({ level: logLevel, format: logFormat }),
    metricsToken: merged.metricsToken ?? defaults.metricsToken,
    tracesEndpoint: merged.tracesEndpoint ?? defaults.tracesEndpoint,
    tracesHeaders: merged.tracesHeaders ?? {},
    shutdownGraceMs: merged.shutdownGraceMs ?? defaults.shutdownGraceMs,
    tls: resolveTls(merged),
    trustedProxies,
    online: { ...defaults.online, ...fromEnvironment.online, ...options.online },
    limits: {
      ...defaults.limits,
      maxRequestsPerSecond: isLoopback ? 0 : requestsPerSecondElsewhere,
      maxWrongKeysPerSecond: isLocal ? 0 : wrongKeysPerSecondElsewhere,
      ...fromEnvironment.limits,
      ...options.limits,
    },
  };
}

/** Of what a program gives, types say the rest. Empty is none. */
function assertUsable(setting: Setting, value: unknown): void {
  if (value === undefined || value === "" || !usable.has(setting.kind)) return;
  checkOption(setting, value);
}

const usable = new Set<SettingKind>(["url", "token", "keys", "headers"]);

function resolveModelEndpoint(
  given: Partial<ModelEndpoint> | undefined,
): ModelEndpoint | undefined {
  if (!given?.baseUrl) return undefined;
  const { apiKey = "", model = defaults.modelEndpoint.model } = given;
  return { baseUrl: given.baseUrl.replace(/\/+$/, ""), apiKey, model };
}

/** Both files, or neither. */
function resolveTls({ tlsCert, tlsKey }: ServerOptions): TlsFiles | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert !== undefined && tlsKey !== undefined) return { certPath: tlsCert, keyPath: tlsKey };
  throw new ConfigurationError(
    `Expected \`tlsCert\` and \`tlsKey\`, got \`${tlsCert === undefined ? "tlsKey" : "tlsCert"}\` alone. Give both, or neither.`,
  );
}
