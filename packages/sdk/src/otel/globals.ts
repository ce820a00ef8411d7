import { AsyncLocalStorage } from "node:async_hooks";

import {
  context as otelContext,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  trace as otelTrace,
  type Context,
} from "@opentelemetry/api";

import { globalRouter } from "../global-router.js";
import { processState, type Runtime } from "../process-state.js";
import { createClock } from "./clock.js";
import { createContextManager } from "./context-manager.js";
import { createIdGenerator } from "./ids.js";

/** What every tracer of the process shares; made when the first one is. */
export function obtainRuntime(): Runtime {
  processState.runtime ??= {
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
export function holdGlobals(runtime: Runtime): () => void {
  if (processState.installations++ === 0) installGlobals(runtime);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    if (--processState.installations === 0) uninstallGlobals();
  };
}

function installGlobals(runtime: Runtime): void {
  if (!isContextWorking()) {
    otelContext.setGlobalContextManager(createContextManager(runtime.storage));
    processState.ownsContextManager = isContextOver(runtime.storage);
  }
  if (!isProviderRegistered()) {
    processState.ownsProvider = otelTrace.setGlobalTracerProvider(globalRouter);
  }
}

function uninstallGlobals(): void {
  if (processState.ownsProvider && delegate() === globalRouter) otelTrace.disable();
  if (processState.ownsContextManager) otelContext.disable();
  processState.ownsProvider = false;
  processState.ownsContextManager = false;
}

const probeKey = Symbol("honeyhive.probe");

/** Whether somebody's context manager carries values. Without one the API calls through and forgets. */
function isContextWorking(): boolean {
  const probe = ROOT_CONTEXT.setValue(probeKey, true);
  return otelContext.with(probe, () => otelContext.active().getValue(probeKey) === true);
}

function isContextOver(storage: AsyncLocalStorage<Context>): boolean {
  const probe = ROOT_CONTEXT.setValue(probeKey, true);
  return storage.run(probe, () => otelContext.active() === probe);
}

/** The API's proxy hands out one no-op provider for as long as nobody has registered. */
function isProviderRegistered(): boolean {
  return delegate() !== new ProxyTracerProvider().getDelegate();
}

function delegate(): unknown {
  const provider = otelTrace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
}
