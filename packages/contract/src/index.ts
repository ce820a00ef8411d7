export {
  bucketAttribute,
  buckets,
  caseMetadataKeys,
  evaluationKey,
  eventAttribute,
  identityAttribute,
  otlpTracesPath,
  traceloopAssociationPrefix,
  type Bucket,
} from "./events/attributes.js";
export {
  capabilitiesHeader,
  capability,
  hearCapabilities,
  type Capability,
} from "./client/capabilities.js";
export { cutPair } from "./text/cut-pair.js";
export {
  comparableUsage,
  durationOfCase,
  labelOfUsage,
  usageNames,
  usageOfCase,
  type CaseUsage,
  type MeasuredCase,
  type UsageName,
} from "./runs/case-usage.js";
export { usageTotals, type UsageTotal } from "./results/usage-totals.js";
export { aggregateValues, toLabel, toNumericScore } from "./statistics/aggregate.js";
export { aggregateByCase, type CaseValue } from "./statistics/aggregate-by-case.js";
export { meetsThreshold } from "./statistics/meets-threshold.js";
export {
  ApiError,
  createClient,
  type Client,
  type ClientFetch,
  type ClientResponse,
  type ClientOptions,
  type OperationInput,
  type OperationOutput,
} from "./client/client.js";
export {
  compareCases,
  compareCasesInSteps,
  type CasesComparison,
  type CaseMetric,
  type CaseMetricComparison,
  type ComparableCase,
} from "./statistics/compare-cases.js";
export type { LabelComparison } from "./statistics/compare-labels.js";
export { lowerIsBetterKey, readLowerIsBetter } from "./statistics/lower-is-better.js";
export { correctVerdicts } from "./statistics/correct-verdicts.js";
export { describeEvidence, describeLabels, type Evidence } from "./statistics/describe-evidence.js";
export { describeVerdicts } from "./statistics/describe-verdicts.js";
export { splitByVerdict } from "./statistics/split-by-verdict.js";
export { metricsOfCase } from "./statistics/metrics-of-case.js";
export { toMetricComparison } from "./statistics/to-metric-comparison.js";
export {
  reviewKey,
  type AnnotationQueue,
  type AnnotationQueueInput,
  type AnnotationQueueUpdate,
} from "./annotation-queue.js";
export {
  chartAggregations,
  chartBuckets,
  type Chart,
  type ChartAggregation,
  type ChartBucket,
  type ChartData,
  type ChartInput,
  type ChartPoint,
  type ChartUpdate,
} from "./events/chart.js";
export type {
  Interval,
  MetricComparison,
  MetricLabels,
  RunComparison,
  Verdict,
} from "./runs/comparison.js";
export {
  type AnswerMessage,
  type AnswerToolCall,
  configurationEnvironments,
  configurationTypes,
  type Configuration,
  type ConfigurationInput,
  type ConfigurationUpdate,
  type RunConfigurationRequest,
  type RunConfigurationResponse,
  type UpdatedConfiguration,
} from "./configuration.js";
export {
  datasetTypes,
  type AddDatapointsRequest,
  type Datapoint,
  type DatapointBatch,
  type DatapointInput,
  type DatapointMapping,
  type DatapointRows,
  type Dataset,
  type DatasetInput,
  type InsertedDatapoints,
  type ListDatasetsResponse,
  type DatasetType,
  type OlderDatasetFields,
  type WholeDatapoints,
} from "./datasets/dataset.js";
export {
  changeDatapoint,
  datapointToRow,
  reservedMetadataKeys,
  rowToDatapoint,
  type DatasetRow,
} from "./datasets/dataset-row.js";
export {
  datasetFileEndings,
  datasetFileFormat,
  readDatasetFile,
  type DatasetFile,
  type DatasetFileFormat,
} from "./datasets/dataset-file/read-dataset-file.js";
export { DatasetFileError, type LocatedRow } from "./datasets/dataset-file/located-row.js";
export {
  isSimple,
  maxSliceLength,
  saidOf,
  sliceCases,
  type MetadataValue,
  type Slice,
} from "./results/slices.js";
export { sliceResults, type ResultSlice, type SliceScore } from "./results/slice-results.js";
export {
  describeMetadata,
  describeRow,
  readMetadata,
  toDatasetRow,
} from "./datasets/dataset-file/to-dataset-row.js";
export { batchRows, type BatchedRows, type RowBatch } from "./datasets/dataset-push/batch-rows.js";
export { cellText } from "./datasets/dataset-push/cell-text.js";
export {
  planPush,
  type PlannedRow,
  type PushPlan,
  type Pushed,
} from "./datasets/dataset-push/plan-push.js";
export { errorCodes, type ErrorBody, type ErrorCode } from "./error.js";
export { eventIdOfSpan, isUuid } from "./events/event-id.js";
export {
  eventTypes,
  type Event,
  type EventInput,
  type EventInputDraft,
  type EventNode,
  type EventType,
  type EventUpdate,
  type JsonObject,
  type SessionInput,
  type SessionRollup,
  type StartedSession,
} from "./events/event.js";
export {
  explainedName,
  explanationName,
  explanationOf,
  isExplanation,
  type ToldScores,
} from "./runs/explanation.js";
export { fetchDatapoints } from "./client/fetch-datapoints.js";
export { listRunsLightly, runIdCount } from "./client/list-runs-lightly.js";
export {
  filterOperators,
  type DateRange,
  type EventFilter,
  type ExportEventsRequest,
  type ExportEventsResponse,
  type FilterOperator,
  type FilterType,
  type ListEventsQuery,
  type SearchEventsRequest,
} from "./events/filter.js";
export { fillTemplate, templateVariables, valueAt } from "./text/fill-template.js";
export { filterText, parseFilter, takesValue } from "./events/filter-text.js";
export { formatDecimal } from "./text/format-decimal.js";
export { formatDuration } from "./text/format-duration.js";
export {
  formatCost,
  formatTokenCount,
  formatUsage,
  formatUsageChange,
} from "./text/format-usage.js";
export {
  metricReturnTypes,
  compositeAggregates,
  metricTypes,
  type Metric,
  type MetricContent,
  type MetricInput,
  type MetricProgress,
  type MetricReturnType,
  type MetricThreshold,
  type MetricType,
  type MetricUpdate,
  type MetricVersion,
  olderMetricTypes,
  onlineStates,
  type OlderMetric,
  type OlderMetricFields,
  type OlderMetricType,
  type OlderMetricUpdate,
  type RunMetricRequest,
  type RunMetricResponse,
} from "./metric.js";
export { priceNames, priceOf, type CallTokens, type ModelPrices } from "./events/model-prices.js";
export { routeGroups, routes, type OperationName, type Operations } from "./operations.js";
export { otlpRoutes } from "./operations/otlp.js";
export {
  idempotencyHeader,
  takesIdempotencyKey,
  type Access,
  type HttpMethod,
  type Route,
} from "./operations/route.js";
export type {
  CreatedEvents,
  EventBatch,
  GetEventResponse,
  LegacyEventBatch,
} from "./operations/events.js";
export type { RejectedChange, SessionChange } from "./operations/sessions.js";
export type { About, Health, LocalProject } from "./operations/system.js";
export { eventTokens, type TokenUsage } from "./events/event-tokens.js";
export { gitLabel } from "./runs/git-label.js";
export { heededProxies, ignoredProxyAdvice } from "./client/proxies.js";
export { cutToWidth, padToWidth, textWidth } from "./text/text-width.js";
export { manyLines, oneLine, withoutColours } from "./text/one-line.js";
export { nearestName } from "./text/nearest-name.js";
export { ownerOf } from "./runs/owner-of.js";
export { caseOutcomes, hasError, type CaseOutcome, type ScoreState } from "./runs/outcome.js";
export {
  passRates,
  passRatesOfTrials,
  type CaseTrials,
  type PassRate,
} from "./statistics/pass-rates.js";
export {
  aggregateFunctions,
  resultDetails,
  runDetails,
  runIdLists,
  runStatuses,
  type AggregateFunction,
  type ComparedEvents,
  type ComparedEventsResponse,
  type CreateRunResponse,
  type DatapointMetric,
  type DatapointResult,
  type EventMetrics,
  type ExperimentRun,
  type ListRunsQuery,
  type ListRunsResponse,
  type MetricDetail,
  type PassingRange,
  type ResultDetail,
  type RunDetail,
  type RunIdList,
  type RunInput,
  type RunOfList,
  type RunResponse,
  type RunResult,
  type RunSchema,
  type UnscoredMetric,
  type UpdateRunResponse,
  type RunStatus,
} from "./runs/run.js";
export {
  runChanges,
  settingsSaid,
  settingText,
  type RunChange,
  type RunSettings,
} from "./runs/run-changes.js";
export type { RootSpans } from "./events/root-spans.js";
export { runGates, type RunGate } from "./results/run-gates.js";
export { runTotals, type RunTotal } from "./results/run-totals.js";
export { toolTypes, type Tool, type ToolInput, type ToolUpdate } from "./tool.js";
export {
  keyScopes,
  projectTypes,
  type ApiKey,
  type ApiKeyInput,
  type AuditEntry,
  type CreatedApiKey,
  type KeyScope,
  type ProjectInput,
  type ProjectItem,
  type ProjectUpdate,
} from "./access.js";
