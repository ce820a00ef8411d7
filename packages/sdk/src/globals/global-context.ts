import type { AsyncLocalStorage } from "node:async_hooks";

import {
  context as otelContext,
  ROOT_CONTEXT,
  type Context,
  type ContextManager,
} from "@opentelemetry/api";

import { processState } from "../core/process-state.js";
import { createContextManager } from "./context-manager.js";

/**
 * Registers OpenTelemetry's context over `storage`, where nobody has one that works. A host that registers its own later
 * gets the place: the API would refuse it without a word, and Sentry's scopes would then be shared by all requests.
 */
export function offerContextManager(storage: AsyncLocalStorage<Context>): void {
  if (isContextWorking()) return;
  otelContext.setGlobalContextManager(createContextManager(storage));
  processState.ownsContextManager = isContextOver(storage);
  if (processState.ownsContextManager) otelContext.setGlobalContextManager = makeWay;
}

export function withdrawContextManager(): void {
  if (!processState.ownsContextManager) return;
  // Where somebody has wrapped the method since, theirs stays, and ours passes on what it is given.
  if (otelContext.setGlobalContextManager === makeWay) {
    Reflect.deleteProperty(otelContext, "setGlobalContextManager");
  }
  otelContext.disable();
  processState.ownsContextManager = false;
}

/** In the place of the API's method, while the context manager is ours. */
function makeWay(manager: ContextManager): boolean {
  withdrawContextManager();
  // Its class has the method that ours has covered.
  const api = Reflect.getPrototypeOf(otelContext) as typeof otelContext;
  return api.setGlobalContextManager.call(otelContext, manager);
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
