import type { JsonObject, MetricContent, RunMetricResponse } from "@honeyhive/contract";
import pMap from "p-map";

import { HttpError } from "../lib/http-error.js";
import { Turns } from "../lib/turns.js";
import { howToGiveEndpoint, type ModelEndpoint } from "../models/complete-chat.js";
import { askModel, ModelUnavailableError } from "./ask-model.js";
import { CompiledPython } from "./compiled-python.js";
import { compose, partsOf, whyNotComposed, type Definitions, type Part } from "./composite.js";
import { runInSandbox } from "./run-in-sandbox.js";
import type { SandboxAnswer } from "./sandbox-protocol.js";
import { sandboxes, type Sandbox } from "./sandboxes.js";
import { toFailure, toMetricResult } from "./to-metric-result.js";

const maxRunning = 2;
const maxWaiting = 64;

/** So many events are judged by a model at once when there are many. */
const maxAsked = 4;

/** What came of one event. */
export type EvaluatorAnswer =
  | { readonly kind: "result"; readonly result: RunMetricResponse }
  /** Nothing is known of it: the model's API cannot be asked now. */
  | { readonly kind: "unavailable"; readonly reason: string };

/** Runs evaluators: those that somebody waits for a few at a time, and one on many events. */
export class EvaluatorRunner {
  readonly #endpoint: ModelEndpoint | undefined;
  readonly #python = new CompiledPython();
  readonly #turns = new Turns({ running: maxRunning, waiting: maxWaiting });

  /** Without an endpoint, prompts are refused. */
  constructor(endpoint: ModelEndpoint | undefined) {
    this.#endpoint = endpoint;
  }

  /** A failure of the evaluator is a result, too. Rejects with 422 for kinds that this server does not run. */
  async run(
    metric: MetricContent,
    event: JsonObject,
    definitions: Definitions,
  ): Promise<RunMetricResponse> {
    const advice = this.whyNotRun(metric);
    if (advice !== undefined) throw unsupported(metric, advice);
    const parts = partsOf(metric, definitions);
    const [answer] = await this.#turns.take(
      () => this.runOnAll(metric, [event], { parts }),
      tooMany,
    );
    if (answer?.kind === "result") return answer.result;
    return toFailure(answer?.reason ?? "The evaluator gave no answer.");
  }

  /** Why a metric is not one that this server runs, and what to do; undefined where it is. */
  whyNotRun(metric: MetricContent): string | undefined {
    switch (metric.type) {
      case "JAVASCRIPT":
      case "PYTHON":
        return undefined;
      case "LLM":
        return this.#endpoint === undefined ? howToGiveEndpoint : undefined;
      case "HUMAN":
        return "People say what it is: send it in `metrics` of the event.";
      case "COMPOSITE":
        return whyNotComposed(metric);
      default:
        metric.type satisfies never;
        throw new TypeError(`Unknown type: ${String(metric.type)}`);
    }
  }

  /**
   * One answer for each event, in their order. `parts`: what a composite is made of. After an abort code rejects, and what
   * models were not asked is unavailable.
   */
  async runOnAll(
    metric: MetricContent,
    events: readonly JsonObject[],
    { parts = [], signal }: { parts?: readonly Part[]; signal?: AbortSignal } = {},
  ): Promise<EvaluatorAnswer[]> {
    if (events.length === 0) return [];
    if (metric.type === "JAVASCRIPT" || metric.type === "PYTHON") {
      const module = metric.type === "PYTHON" ? await this.#python.get() : undefined;
      return runCode(sandboxes[metric.type], { metric, events, module }, signal);
    }
    if (metric.type === "COMPOSITE") return composeAll(metric, events, parts);
    const endpoint = this.#endpoint;
    if (endpoint === undefined) throw unsupported(metric, howToGiveEndpoint);
    return pMap(events, (event) => judge(endpoint, metric, event, signal), {
      concurrency: maxAsked,
    });
  }
}

interface Code {
  readonly metric: MetricContent;
  readonly events: readonly JsonObject[];
  readonly module: object | undefined;
}

async function runCode(
  sandbox: Sandbox,
  { metric, events, module }: Code,
  signal: AbortSignal | undefined,
): Promise<EvaluatorAnswer[]> {
  const texts = events.map((event) => JSON.stringify(event));
  const task = { name: metric.name, code: metric.criteria, events: texts, module };
  const answers = await runInSandbox(sandbox, task, signal);
  return answers.map((answer) => ({ kind: "result", result: readResult(metric, answer) }));
}

function readResult(metric: MetricContent, answer: SandboxAnswer): RunMetricResponse {
  if (answer.kind === "failed") return toFailure(answer.message);
  return toMetricResult(metric, JSON.parse(answer.json));
}

function composeAll(
  metric: MetricContent,
  events: readonly JsonObject[],
  parts: readonly Part[],
): EvaluatorAnswer[] {
  return events.map((event) => ({ kind: "result", result: compose(metric, parts, event) }));
}

async function judge(
  endpoint: ModelEndpoint,
  metric: MetricContent,
  event: JsonObject,
  signal: AbortSignal | undefined,
): Promise<EvaluatorAnswer> {
  try {
    return { kind: "result", result: await askModel(endpoint, metric, event, signal) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof ModelUnavailableError) return { kind: "unavailable", reason };
    return { kind: "result", result: toFailure(reason) };
  }
}

function unsupported({ type }: MetricContent, advice: string): HttpError {
  return new HttpError(
    422,
    "UNSUPPORTED_EVALUATOR",
    `Expected a metric that this server can run, got one of type ${type}. ${advice}`,
    { field: "metric.type" },
  );
}

function tooMany(): HttpError {
  return new HttpError(
    429,
    "OVERLOADED",
    `Expected at most ${maxWaiting} evaluators to wait. Send the request again in a second.`,
    { headers: { "retry-after": "1" } },
  );
}
