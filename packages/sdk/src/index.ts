export { HoneyHive, type HoneyHiveOptions } from "./client/honeyhive.js";
export type { Diagnostics } from "./tracer/diagnostics.js";
export { enrichScope, enrichSession, enrichSpan } from "./enrich/enrich.js";
export type { EnrichScope } from "./enrich/enrich-scope.js";
export type { Enrichment, EnrichOptions, Lazy } from "./enrich/enrichment.js";
export { HoneyHiveError, type HoneyHiveErrorCode } from "./lib/errors.js";
export { compareRuns, type ComparableRun } from "./evals/runs/compare-runs.js";
export type { ComparedMetric, RunsComparison } from "./evals/types/runs-comparison.js";
export { defineEvaluation, type EvaluationDefinition } from "./evals/define-evaluation.js";
export { evaluator } from "./evals/scoring/evaluator.js";
export type {
  Aggregation,
  Checker,
  EvaluatorSettings,
  ValueOf,
} from "./evals/scoring/evaluator-settings.js";
export { classification } from "./evals/evaluators/classification.js";
export { contains, type ContainsOptions } from "./evals/evaluators/contains.js";
export { cost, type CostOptions } from "./evals/evaluators/cost.js";
export {
  embeddingSimilarity,
  type EmbeddingSimilarityOptions,
} from "./evals/evaluators/embedding-similarity.js";
export { exactMatch, type ExactMatchOptions } from "./evals/evaluators/exact-match.js";
export { fromAutoevals, type AutoevalsOptions } from "./evals/evaluators/from-autoevals.js";
export { jsonSchema, type JsonSchemaOptions } from "./evals/evaluators/json-schema.js";
export { latency, type LatencyOptions } from "./evals/evaluators/latency.js";
export { levenshtein } from "./evals/evaluators/levenshtein.js";
export { llmJudge, type Complete, type LlmJudgeOptions } from "./evals/evaluators/llm-judge.js";
export {
  numericTolerance,
  type NumericToleranceOptions,
} from "./evals/evaluators/numeric-tolerance.js";
export { pairwise, type PairwiseOptions } from "./evals/evaluators/pairwise.js";
export { regex } from "./evals/evaluators/regex.js";
export { tokenOverlap, type TokenOverlapOptions } from "./evals/evaluators/token-overlap.js";
export { toolCalls, type ToolCall, type ToolCallsOptions } from "./evals/evaluators/tool-calls.js";
export type { Gate, GateResult } from "./evals/types/gate.js";
export type { OlderEvaluationResult, OlderResultData } from "./evals/older-result.js";
export { evaluate, listLocalRuns, loadDataset, readLocalRun } from "./evals/lazy.js";
export type { ListLocalRunsOptions, LocalRun, LocalRunsOptions } from "./evals/runs/local-runs.js";
export { fromInputs } from "./evals/legacy-options.js";
export { cachedFetch } from "./evals/cache/cached-fetch.js";
export type { CacheableRequest } from "./evals/types/model-cache.js";
export type { CacheSummary } from "./evals/types/model-cache.js";
export type { CacheMode, CacheOptions } from "./evals/types/model-cache.js";
export type { ModelCall, ModelUsage, Prices, RunUsage } from "./evals/types/model-usage.js";
export { createReporter, type ReporterOptions } from "./evals/report/create-reporter.js";
export {
  githubReport,
  type GithubReport,
  type GithubReportOptions,
} from "./evals/report/github/github-report.js";
export type { EvaluationFailure } from "./evals/report/runs-to-report.js";
export { renderComparison } from "./evals/report/render-comparison.js";
export { renderResult, type RenderOptions } from "./evals/report/render.js";
export type {
  CaseStart,
  Reporter,
  ReporterName,
  ReporterSetting,
  RunStart,
} from "./evals/types/reporter.js";
export type { TerminalOutput } from "./evals/report/terminal-reporter.js";
export { isGoodResult } from "./evals/runs/is-good-result.js";
export type { AppliedSelection, CaseSelection } from "./evals/types/case-selection.js";
export type { GitState, RunEnvironment } from "./evals/types/run-environment.js";
export type { EvaluateProgress } from "./evals/types/reporter.js";
export type { CaseTracing, EvaluateOptions } from "./evals/types/evaluate-options.js";
export type { CasesSummary, EvaluationResult } from "./evals/types/evaluation-result.js";
export type { MetricSummary } from "./evals/types/metric-summary.js";
export type { MetadataSlice } from "./evals/types/metadata-slice.js";
export type { CaseResult } from "./evals/types/case-result.js";
export type { RunEvaluator, RunEvaluatorObject, RunScore } from "./evals/types/run-evaluator.js";
export type {
  Evaluator,
  EvaluatorContext,
  EvaluatorFunction,
  EvaluatorObject,
  Score,
  ScoreGroup,
  ScoreValue,
} from "./evals/types/evaluator.js";
export type { TracedEvent } from "./evals/types/traced-event.js";
export type { AnyObject } from "./lib/any-object.js";
export type { AnyDatapoint, Datapoint, DatapointInput, Dataset } from "./evals/types/datapoint.js";
export type { Instrumentor } from "./core/instrumentor.js";
export type { TracerConfig } from "./config/config-view.js";
export type { FlatOptions, OptionGroups, TracerOptions } from "./config/options.js";
export type { ResilienceLevel } from "./config/resilience-level.js";
export type { ProfileName } from "./config/profile-name.js";
export {
  getGlobalProvider,
  setGlobalProvider,
  type ProviderKind,
  type ProviderStrategy,
} from "./globals/global-provider.js";
export type { FlushResult } from "./pipeline/pipeline.js";
export { bindEmitterScope, bindScope } from "./scope/bind-scope.js";
export type { CreateEventOptions } from "./operations/create-event.js";
export type { OpenSpan, OpenSpanOptions } from "./operations/open-span.js";
export type { Carrier } from "./propagation/carrier.js";
export { HoneyHiveLangChainTracer, type LangChainTracerOptions } from "./integrations/langchain.js";
export { readBaggage, withBaggage } from "./propagation/propagate.js";
export { clearRegistry } from "./tracer/registry.js";
export { getDefaultTracer, setDefaultTracer } from "./tracer/default-tracer.js";
export type { Redact, RedactablePayload } from "./redact/redact.js";
export { runWithSession } from "./scope/session-scope.js";
export { gracefulShutdownAll } from "./tracer/shut-down-all.js";
export type { SpanNameFilters, SpanNamePattern } from "./foreign/span-filter.js";
export {
  HoneyHiveSpanProcessor,
  type HoneyHiveSpanProcessorOptions,
} from "./foreign/span-processor.js";
export {
  trace,
  traceChain,
  traceFunction,
  traceModel,
  traceTool,
  type TraceDecorator,
} from "./wrap/trace.js";
export { traceClass, type TraceClassOptions } from "./wrap/trace-class.js";
export { HoneyHiveTracer, type LogModelOptions, type WithSessionOptions } from "./tracer/tracer.js";
export type { TraceFunctionOptions } from "./wrap/trace-options.js";
