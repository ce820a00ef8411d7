import { globalRouter } from "../otel/global-router.js";
import type { Instrumentor } from "../core/instrumentor.js";
import type { Logger } from "../lib/logger.js";
import { processState } from "../core/process-state.js";
import { describeError } from "../lib/describe-error.js";
import { moduleUrl } from "../lib/module-url.js";

interface HttpPackage {
  readonly name: string;
  /** The class that it exports. */
  readonly className: string;
}

const packages: readonly HttpPackage[] = [
  { name: "@opentelemetry/instrumentation-http", className: "HttpInstrumentation" },
  { name: "@opentelemetry/instrumentation-undici", className: "UndiciInstrumentation" },
];

export interface HttpInstrumentation {
  /** Resolves when HTTP is traced, or could not be. Never rejects. */
  readonly ready: Promise<void>;
  /** The last tracer to let go ends the tracing. Idempotent. */
  readonly release: () => void;
}

/**
 * Traces HTTP through OpenTelemetry's own instrumentations of `node:http` and of `fetch`, as far as they are installed,
 * once for all tracers. Our own requests are made with tracing suppressed.
 */
export function holdHttpInstrumentation(
  logger: Logger,
  load: (name: string) => Promise<unknown> = loadPackage,
): HttpInstrumentation {
  const shared = (processState.http ??= { users: 0, instrumentations: loadAll(load) });
  shared.users++;
  let isHeld = true;
  return {
    ready: shared.instrumentations.then(
      (found) => {
        if (found.length === 0) sayThatNoneIsInstalled(logger);
      },
      (error: unknown) => logger.warn(`HTTP cannot be traced: ${describeError(error).message}.`),
    ),
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      if (--shared.users > 0) return;
      processState.http = undefined;
      const disable = (found: readonly Instrumentor[]): void => {
        for (const each of found) each.disable?.();
      };
      // What failed to load is not there to be disabled.
      shared.instrumentations.then(disable, () => undefined);
    },
  };
}

function sayThatNoneIsInstalled(logger: Logger): void {
  logger.warn(
    `Expected ${packages.map(({ name }) => name).join(" or ")} for \`disableHttpTracing: false\`, got neither. ` +
      "Install them, or leave HTTP tracing off.",
  );
}

async function loadAll(load: (name: string) => Promise<unknown>): Promise<Instrumentor[]> {
  const loaded = await Promise.all(packages.map((each) => createInstrumentation(each, load)));
  const found = loaded.filter((each) => each !== undefined);
  // They are enabled from the beginning.
  for (const instrumentation of found) instrumentation.setTracerProvider(globalRouter);
  if (found.length > 0) patchLoadedModules();
  return found;
}

/** They patch `node:http` when it is next required; who has imported it already sees that too. */
function patchLoadedModules(): void {
  const { createRequire, syncBuiltinESMExports } = process.getBuiltinModule("node:module");
  const require = createRequire(moduleUrl());
  require("http");
  require("https");
  syncBuiltinESMExports();
}

/** Undefined when the package is not installed. */
async function createInstrumentation(
  { name, className }: HttpPackage,
  load: (name: string) => Promise<unknown>,
): Promise<Instrumentor | undefined> {
  let loaded: unknown;
  try {
    loaded = await load(name);
  } catch {
    // Optional: it is not installed, or not for this version of Node.
    return undefined;
  }
  // What these packages have exported under this name from their beginning.
  const Instrumentation = (loaded as Readonly<Record<string, new () => Instrumentor>>)[className];
  return Instrumentation === undefined ? undefined : new Instrumentation();
}

/** The name is not literal, so that bundlers leave what is optional alone. */
function loadPackage(name: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}
