export { enrichSession, enrichSpan, type Enrichment } from "./enrich.js";
export { HoneyHiveError, type HoneyHiveErrorCode } from "./errors.js";
export { compareRuns, type ComparedMetric, type RunsComparison } from "./evals/compare-runs.js";
export { evaluate } from "./evals/evaluate.js";
export { renderComparison, renderResult } from "./evals/render.js";
export type {
  CaseResult,
  Datapoint,
  DatapointInput,
  EvaluateOptions,
  EvaluateProgress,
  EvaluationResult,
  Evaluator,
  EvaluatorFunction,
  MetricSummary,
  Score,
} from "./evals/types.js";
export type { Instrumentor } from "./instrumentors.js";
export type { TracerOptions } from "./options.js";
export type { FlushResult } from "./pipeline/pipeline.js";
export { clearRegistry, getDefaultTracer, setDefaultTracer } from "./registry.js";
export { HoneyHiveSpanProcessor } from "./span-processor.js";
export { trace, traceChain, traceFunction, traceModel, traceTool } from "./trace.js";
export { HoneyHiveTracer, type Diagnostics, type WithSessionOptions } from "./tracer.js";
export type { TraceFunctionOptions } from "./wrap-function.js";
