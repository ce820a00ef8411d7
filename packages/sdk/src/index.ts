export { enrichSession, enrichSpan } from "./enrich.js";
export type { Enrichment, EnrichOptions, Lazy } from "./enrichment.js";
export { HoneyHiveError, type HoneyHiveErrorCode } from "./errors.js";
export { compareRuns, type ComparedMetric, type RunsComparison } from "./evals/compare-runs.js";
export { evaluate } from "./evals/evaluate.js";
export { fromInputs } from "./evals/legacy-options.js";
export { renderComparison, renderResult } from "./evals/render.js";
export type {
  CaseResult,
  Datapoint,
  DatapointInput,
  Dataset,
  EvaluateOptions,
  EvaluateProgress,
  EvaluationResult,
  Evaluator,
  EvaluatorFunction,
  MetricSummary,
  Score,
} from "./evals/types.js";
export type { Instrumentor } from "./instrumentors.js";
export type { TracerConfig } from "./config/config-view.js";
export type {
  FlatOptions,
  OptionGroups,
  ProfileName,
  ResilienceLevel,
  TracerOptions,
} from "./options.js";
export {
  getGlobalProvider,
  setGlobalProvider,
  type ProviderKind,
  type ProviderStrategy,
} from "./otel/global-provider.js";
export type { FlushResult } from "./pipeline/pipeline.js";
export { bindEmitterScope, bindScope } from "./bind-scope.js";
export type { CreateEventOptions } from "./operations/create-event.js";
export type { OpenSpan, OpenSpanOptions } from "./operations/open-span.js";
export type { Carrier } from "./propagation/carrier.js";
export { readBaggage, withBaggage } from "./propagation/propagate.js";
export { clearRegistry, getDefaultTracer, setDefaultTracer } from "./registry.js";
export type { Redact, RedactablePayload } from "./redact.js";
export { runWithSession } from "./session-scope.js";
export { gracefulShutdownAll } from "./shut-down-all.js";
export type { SpanNameFilters, SpanNamePattern } from "./span-filter.js";
export { HoneyHiveSpanProcessor } from "./span-processor.js";
export {
  trace,
  traceChain,
  traceFunction,
  traceModel,
  traceTool,
  type TraceDecorator,
} from "./trace.js";
export { traceClass, type TraceClassOptions } from "./trace-class.js";
export {
  HoneyHiveTracer,
  type Diagnostics,
  type LogModelOptions,
  type WithSessionOptions,
} from "./tracer.js";
export type { TraceFunctionOptions } from "./wrap-function.js";
