import { ProxyTracerProvider, trace as otelTrace, type TracerProvider } from "@opentelemetry/api";

import { processState } from "../core/process-state.js";

/**
 * What answers `trace.getTracerProvider()`:
 * - `none`: nobody has registered one
 * - `noop`: one is registered that records nothing
 * - `honeyhive`: the router of this package
 * - `sdk`: OpenTelemetry's SDK, or one with its methods
 * - `custom`: any other (Sentry's, Datadog's bridge)
 */
export type ProviderKind = "none" | "noop" | "honeyhive" | "sdk" | "custom";

/**
 * Puts `router` behind OpenTelemetry's own proxy when nothing that works is there. It is not *registered*: an
 * application that registers its provider later is not refused, and then has the globals to itself.
 *
 * @returns whether the router is the global provider now
 */
export function offerGlobalProvider(router: TracerProvider): boolean {
  const proxy = otelTrace.getTracerProvider();
  const kind = detectProvider();
  if (proxy instanceof ProxyTracerProvider && (kind === "none" || kind === "noop")) {
    processState.globalDelegate = router;
    proxy.setDelegate(router);
  }
  return ownsProvider();
}

/** Leaves the proxy as it was made: without a delegate, so that tracers handed out meanwhile find the next one. */
export function withdrawGlobalProvider(): void {
  const proxy = otelTrace.getTracerProvider();
  if (proxy instanceof ProxyTracerProvider && ownsProvider()) {
    // The API's type has no way to say "none", which is what a new proxy has.
    proxy.setDelegate(undefined as unknown as TracerProvider);
  }
  processState.globalDelegate = undefined;
}

/** Whether OpenTelemetry's global tracer provider is our router, at this moment. */
export function ownsProvider(): boolean {
  return (
    processState.globalDelegate !== undefined && currentProvider() === processState.globalDelegate
  );
}

/** The provider behind the proxy, or the global one itself. */
export function currentProvider(): TracerProvider {
  const provider = otelTrace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
}

export function detectProvider(): ProviderKind {
  const provider = currentProvider();
  if (ownsProvider()) return "honeyhive";
  // The API gives one and the same no-op provider to every proxy that has no delegate.
  if (provider === new ProxyTracerProvider().getDelegate()) return "none";
  const methods = provider as unknown as Readonly<Record<string, unknown>>;
  if (typeof methods["forceFlush"] === "function" && typeof methods["shutdown"] === "function") {
    return "sdk";
  }
  return isNoop(provider) ? "noop" : "custom";
}

/** Only asked of providers that do not say what they are: a no-op one gives spans without ids. */
function isNoop(provider: TracerProvider): boolean {
  const tracer = provider.getTracer("honeyhive.probe");
  const { traceId } = tracer.startSpan("honeyhive.probe", { root: true }).spanContext();
  return /^0+$/.test(traceId);
}

/**
 * How spans of code that uses the global provider reach the tracers:
 * - `main`: the router is the global provider
 * - `join`: the application owns it and has a `HoneyHiveSpanProcessor` among its processors
 * - `independent`: the application owns it; its spans stay its own
 */
export type ProviderStrategy = "main" | "join" | "independent";

export function currentStrategy(): ProviderStrategy {
  if (ownsProvider()) return "main";
  return processState.processors > 0 ? "join" : "independent";
}

/** OpenTelemetry's global tracer provider: the application's, or the router. */
export function getGlobalProvider(): TracerProvider {
  return currentProvider();
}

/**
 * Registers a provider as OpenTelemetry's global one, in place of the router where that stood in. Tracers then join it or
 * stay independent. @returns false when the application has registered another one already
 */
export function setGlobalProvider(provider: TracerProvider): boolean {
  return otelTrace.setGlobalTracerProvider(provider);
}
