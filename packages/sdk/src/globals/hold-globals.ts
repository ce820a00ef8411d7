import type { Context, TracerProvider } from "@opentelemetry/api";

import { announceCopy } from "./copies.js";
import type { Logger } from "../lib/logger.js";
import { processState } from "../core/process-state.js";
import type { Runtime } from "../core/runtime.js";
import { findOtherApi, incompatibleApiVersion } from "./api-version.js";
import { createClock } from "../core/clock.js";
import { offerContextManager, withdrawContextManager } from "./global-context.js";
import { offerGlobalProvider, withdrawGlobalProvider } from "./global-provider.js";
import { createIdGenerator } from "../core/ids.js";

/** What every tracer of the process shares; made when the first one is. */
export function obtainRuntime(): Runtime {
  if (processState.runtime !== undefined) return processState.runtime;
  const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");
  processState.runtime = {
    storage: new AsyncLocalStorage<Context>(),
    clock: createClock(),
    ids: createIdGenerator(),
    collected: new FinalizationRegistry((release: () => void) => release()),
  };
  return processState.runtime;
}

/**
 * Takes OpenTelemetry's globals where nobody has: the context manager, and the router as tracer provider. What the host
 * registered stays. Call the result once to let go; the last one to do so leaves the globals as they were.
 */
export function holdGlobals(runtime: Runtime, router: TracerProvider, logger: Logger): () => void {
  if (processState.installations++ === 0) installGlobals(runtime, router, logger);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    if (--processState.installations === 0) uninstallGlobals();
  };
}

function installGlobals(runtime: Runtime, router: TracerProvider, logger: Logger): void {
  processState.withdrawCopy = announceCopy(logger);
  const versions = findOtherApi();
  if (versions !== undefined) {
    logger.warn(
      `Expected one version of @opentelemetry/api, got ${versions.host} in the program and ${versions.own} in honeyhive. ` +
        "Traced functions are recorded; spans of libraries only where their instrumentation is in `instrumentors`, or a " +
        "HoneyHiveSpanProcessor in your provider. `npm ls @opentelemetry/api` shows the copies.",
    );
    // What is registered through one version shuts the other's registrations out: the program's must not fail.
    return;
  }
  const otherVersion = incompatibleApiVersion();
  if (otherVersion !== undefined) {
    logger.warn(
      `OpenTelemetry was registered through another copy of @opentelemetry/api (${otherVersion}) that this one cannot ` +
        "use. Sessions are kept all the same; spans of libraries that use that copy stay with its owner. " +
        "`npm ls @opentelemetry/api` shows the copies.",
    );
  }
  offerContextManager(runtime.storage);
  offerGlobalProvider(router);
}

function uninstallGlobals(): void {
  processState.withdrawCopy?.();
  processState.withdrawCopy = undefined;
  withdrawGlobalProvider();
  withdrawContextManager();
}
