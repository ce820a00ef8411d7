import { ProxyTracerProvider, trace as otelTrace } from "@opentelemetry/api";

import { currentProvider } from "./global-provider.js";
import { moduleUrl } from "../lib/module-url.js";

const apiName = "@opentelemetry/api";

/** Versions of OpenTelemetry's API as the program and this package resolve them. */
export interface ApiVersions {
  readonly host: string;
  readonly own: string;
}

/**
 * Both versions, where they differ. Copies of different versions do not share OpenTelemetry's globals: whoever registers
 * first shuts the others out. The script may be a tool's, so what the working directory resolves counts as the program too.
 */
export function findOtherApi(
  script = process.argv[1],
  directory = process.cwd(),
): ApiVersions | undefined {
  const own = apiVersion(moduleUrl());
  if (script === undefined || own === undefined) return undefined;
  const path = process.getBuiltinModule("node:path");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  const known = [script, path.join(directory, "package.json")].flatMap(
    (file) => apiVersion(pathToFileURL(file).href) ?? [],
  );
  const [host] = known;
  return host === undefined || known.includes(own) ? undefined : { host, own };
}

/** What the host registered with another copy of the API that this one cannot use; undefined when all is well. */
export function incompatibleApiVersion(): string | undefined {
  const shared = (globalThis as Readonly<Record<symbol, unknown>>)[
    Symbol.for("opentelemetry.js.api.1")
  ] as { readonly version?: string; readonly trace?: unknown } | undefined;
  const isHidden =
    shared?.trace !== undefined &&
    currentProvider() === new ProxyTracerProvider().getDelegate() &&
    shared.trace !== otelTrace.getTracerProvider();
  return isHidden ? (shared.version ?? "unknown") : undefined;
}

/** Undefined where there is none to be found, as in a bundle. */
function apiVersion(from: string): string | undefined {
  try {
    const path = process.getBuiltinModule("node:path");
    const { createRequire } = process.getBuiltinModule("node:module");
    const entry = createRequire(from).resolve(apiName);
    // The package keeps its own package.json to itself, so it is read past its exports.
    const folder = entry.slice(0, entry.lastIndexOf(path.join(apiName, path.sep)) + apiName.length);
    const manifest = path.join(folder, "package.json");
    const text = process.getBuiltinModule("node:fs").readFileSync(manifest, "utf8");
    const { version } = JSON.parse(text) as {
      readonly version?: unknown;
    };
    return typeof version === "string" ? version : undefined;
  } catch {
    // Not installed as a package there, or not readable: then nothing is known.
    return undefined;
  }
}
