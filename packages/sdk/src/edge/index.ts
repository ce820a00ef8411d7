// What traces, of the whole entry: evaluations keep journals and read datasets, which needs a disk.
export { HoneyHive, type HoneyHiveOptions } from "../client/honeyhive.js";
export type { Diagnostics } from "../tracer/diagnostics.js";
export { enrichScope, enrichSession, enrichSpan } from "../enrich/enrich.js";
export type { EnrichScope } from "../enrich/enrich-scope.js";
export type { Enrichment, EnrichOptions, Lazy } from "../enrich/enrichment.js";
export { HoneyHiveError, type HoneyHiveErrorCode } from "../lib/errors.js";
export type { Instrumentor } from "../core/instrumentor.js";
export type { TracerConfig } from "../config/config-view.js";
export type { FlatOptions, OptionGroups, TracerOptions } from "../config/options.js";
export type { ResilienceLevel } from "../config/resilience-level.js";
export type { ProfileName } from "../config/profile-name.js";
export {
  getGlobalProvider,
  setGlobalProvider,
  type ProviderKind,
  type ProviderStrategy,
} from "../globals/global-provider.js";
export type { FlushResult } from "../pipeline/pipeline.js";
export { bindEmitterScope, bindScope } from "../scope/bind-scope.js";
export type { CreateEventOptions } from "../operations/create-event.js";
export type { OpenSpan, OpenSpanOptions } from "../operations/open-span.js";
export type { Carrier } from "../propagation/carrier.js";
export {
  HoneyHiveLangChainTracer,
  type LangChainTracerOptions,
} from "../integrations/langchain.js";
export { readBaggage, withBaggage } from "../propagation/propagate.js";
export { clearRegistry } from "../tracer/registry.js";
export { getDefaultTracer, setDefaultTracer } from "../tracer/default-tracer.js";
export type { Redact, RedactablePayload } from "../redact/redact.js";
export { runWithSession } from "../scope/session-scope.js";
export { gracefulShutdownAll } from "../tracer/shut-down-all.js";
export type { SpanNameFilters, SpanNamePattern } from "../foreign/span-filter.js";
export {
  HoneyHiveSpanProcessor,
  type HoneyHiveSpanProcessorOptions,
} from "../foreign/span-processor.js";
export {
  trace,
  traceChain,
  traceFunction,
  traceModel,
  traceTool,
  type TraceDecorator,
} from "../wrap/trace.js";
export { traceClass, type TraceClassOptions } from "../wrap/trace-class.js";
export {
  HoneyHiveTracer,
  type LogModelOptions,
  type WithSessionOptions,
} from "../tracer/tracer.js";
export type { TraceFunctionOptions } from "../wrap/trace-options.js";
