import type { AggregateFunction } from "@honeyhive/contract";

import type { AnyObject } from "../../lib/any-object.js";
import type { TracerOptions } from "../../config/options.js";
import type { Instrumentor } from "../../core/instrumentor.js";
import type { InstrumentModules } from "../../model-clients/instrument-modules.js";
import type { HoneyHiveTracer } from "../../tracer/tracer.js";
import type { CaseSelection } from "./case-selection.js";
import type { AnyDatapoint, Datapoint, Dataset, DescribedRow } from "./datapoint.js";
import type { Evaluator } from "./evaluator.js";
import type { Gate } from "./gate.js";
import type { CacheOptions } from "./model-cache.js";
import type { Prices } from "./model-usage.js";
import type { EvaluateProgress, ReporterSetting } from "./reporter.js";
import type { RunEvaluator } from "./run-evaluator.js";
import type { SignalHandling } from "./signal-handling.js";

/** What the run says of its sessions itself is left out. */
export type CaseTracing = Omit<
  TracerOptions,
  | "apiKey"
  | "serverUrl"
  | "project"
  | "disableTracing"
  | "source"
  | "session"
  | "sessionId"
  | "sessionName"
  | "inputs"
  | "evaluation"
  | "runId"
  | "datasetId"
  | "datapointId"
  | "instrumentors"
  | "instrumentModules"
>;

/** How an evaluation speaks with the server. */
export type EvaluationWire = "batched" | "python";

export interface EvaluateOptions<Row extends AnyDatapoint, Output> {
  /** Called once a case, in the case's own session. */
  readonly function: (
    datapoint: Datapoint<DescribedRow<Row>>,
    tracer: HoneyHiveTracer,
  ) => Output | Promise<Output>;
  /** This or `datasetId`. */
  readonly dataset?: Dataset<Row> | undefined;
  /** A dataset that the server holds. Its datapoints are fetched before the first case runs; one that is missing is an error. */
  readonly datasetId?: string | undefined;
  // `Output` is inferred here too: with `NoInfer` a named evaluator would turn it into `unknown`.
  readonly evaluators?: readonly Evaluator<NoInfer<DescribedRow<Row>>, Output>[] | undefined;
  /** Score the run as a whole, after its last case. */
  readonly runEvaluators?:
    | readonly RunEvaluator<NoInfer<DescribedRow<Row>>, NoInfer<Output>>[]
    | undefined;
  /**
   * The run to compare with: the id or name of one on the server, or the latest completed one of the same name and
   * dataset, else name, else dataset: `latest` of all, `branch:<git branch>` of a branch. The first run may name `latest`,
   * too: then nothing is compared. Without a server, one of the journals of this machine; always the path of a journal or
   * of a JSON report.
   */
  readonly baseline?: string | undefined;
  /**
   * What a metric comes to over its cases, each first averaged over its trials: in reports, gates and on the server.
   * Comparisons are always of means. Default `average`.
   */
  readonly aggregate?: AggregateFunction | undefined;
  /** What metrics, and scores of `runEvaluators`, must keep, by name; `gates` of the result says whether they did. */
  readonly gates?: Readonly<Record<string, Gate>> | undefined;
  /** Default: `experiment-` and the start of the run's id. */
  readonly name?: string | undefined;
  /**
   * The run's id, to know it before it ends: of a run that is new, or that was created and has not begun. Default: a
   * random UUID.
   */
  readonly runId?: string | undefined;
  /** Cases at a time. Environment: `HH_MAX_WORKERS`. Default 10. */
  readonly concurrency?: number | undefined;
  /** Longest time for the function of one case. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Evaluators at a time, over all cases. Default: as `concurrency`. */
  readonly judgeConcurrency?: number | undefined;
  /**
   * Attempts after the first one, of functions and evaluators that fail with an error that says it is transient: status
   * 408, 429 or 5xx, `retryable`, or a network failure. Default 2, and 8 where a service refuses with 429.
   */
  readonly retries?: number | undefined;
  /** Longest wait, after the last case, for the server to take what was recorded. Default 60,000. */
  readonly deliveryTimeoutMs?: number | undefined;
  /**
   * `"python"` sends the Python SDK's requests in its order: each session is started before its case runs, its spans leave
   * when the case has ended, what the cases came to is told one by one after the last of them, and the result is read
   * back. For servers that count on that. Slower, and a killed run has told nothing until it is resumed. Default
   * `"batched"`.
   */
  readonly wire?: EvaluationWire | undefined;
  /** How often each case runs, each time in a session of its own. Default 1. */
  readonly trials?: number | undefined;
  /** Once so many cases have errored or timed out, the rest is skipped. Default: no limit. */
  readonly maxErrors?: number | undefined;
  /** Once so many US dollars were reported with `addCost`, or spent by `prices`, the rest is skipped. Default: no limit. */
  readonly maxCost?: number | undefined;
  /**
   * What traced calls of models cost, in US dollars per million tokens by model, or a function that tells the US dollars of
   * a call. Where a span says its cost, that counts. Default: none, and costs are what `addCost` is told.
   */
  readonly prices?: Prices | undefined;
  /** Environment: `HH_API_KEY`. */
  readonly apiKey?: string | undefined;
  /** Environment: `HH_API_URL`. */
  readonly serverUrl?: string | undefined;
  readonly project?: string | undefined;
  /** True evaluates without any server: results, journal and gates are here alone. Default false. */
  readonly disableTracing?: boolean | undefined;
  /** How cases are recorded and sent, such as `{ redact, fetch, limits }`: the options of a tracer that are not the run's own. */
  readonly tracing?: CaseTracing | undefined;
  /** Kept with the run. */
  readonly metadata?: AnyObject | undefined;
  /** OpenTelemetry instrumentations whose spans follow the case in which they start. */
  readonly instrumentors?: readonly Instrumentor[] | undefined;
  /** Client libraries whose calls are recorded, as `HoneyHiveTracer.init()` takes them: `{ openAI: OpenAI }`. */
  readonly instrumentModules?: InstrumentModules | undefined;
  /** Aborting it cancels what has not finished; what has is kept. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Folder of the journals, from which runs are resumed; false keeps none. Default `.honeyhive/journal`. Cases are
   * written as they end, after 256 of them or 250 ms.
   */
  readonly journal?: string | false | undefined;
  /** The id of a run, or the path of its journal: runs only what has not ended there, as the same run. */
  readonly resume?: string | undefined;
  /**
   * With `resume`: also runs again, in their sessions, the cases that errored, timed out or have a score that is an error,
   * such as those of an outage. Their new results take the place of the old. Default false.
   */
  readonly retryErrors?: boolean | undefined;
  /**
   * True listens for Ctrl-C and SIGTERM: what runs is cancelled, the summary of what there is and how to resume are
   * printed, and the process exits with 130. Default `"when-alone"`: signals to which the program listens are the
   * program's. In tests false.
   */
  readonly handleSignals?: SignalHandling | undefined;
  /**
   * True makes errors that no code catches, such as a rejection that nobody awaits or a throw in a timer, errors of the
   * cases in which they began, instead of letting them end the process: for programs that are one. Default false; of
   * `honeyhive eval` true.
   */
  readonly handleUncaught?: boolean | undefined;
  /**
   * Keeps the answers of models and gives them again to the same trial of a case that asks the same. Requests through the
   * global `fetch` are seen; clients made before `evaluate()` need `fetch: cachedFetch()`. Default false.
   */
  readonly cache?: boolean | CacheOptions | undefined;
  readonly onProgress?: ((progress: EvaluateProgress) => void) | undefined;
  /**
   * Who is told of the run: `terminal`, `json`, `junit`, `markdown`, `html`, `github`, or objects of your own. Default:
   * `["terminal"]`, and in tests (vitest, jest, `node --test`, `NODE_ENV=test`) nobody.
   */
  readonly reporters?: readonly ReporterSetting[] | undefined;
  /** Runs only some cases. Environment: `HH_EVAL_CASES`, ids separated by commas or as a JSON array. */
  readonly select?: CaseSelection | undefined;
  /**
   * Keys of the rows' metadata: the result says of each of their values how its cases ended and what the metrics came to.
   * Default: none.
   */
  readonly sliceBy?: string | readonly string[] | undefined;
  /**
   * For reports: the words of the command that runs one case again, with `{id}` where the datapoint's id goes, or
   * `{id:pattern}` in a regular expression. Default: this program with `HH_EVAL_CASES`.
   */
  readonly reproduceCommand?: readonly string[] | undefined;
}
