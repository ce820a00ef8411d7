import type { JsonObject, MetricContent, RunMetricResponse } from "@honeyhive/contract";

import { HttpError } from "../lib/http-error.js";
import { askModel, type ModelEndpoint } from "./ask-model.js";
import { runInSandbox } from "./run-in-sandbox.js";
import { toMetricResult } from "./to-metric-result.js";

const limits = { timeLimitMs: 1000, memoryBytes: 32 * 1024 * 1024 };
const maxRunning = 2;
const maxWaiting = 64;

/** Runs evaluators, a few at a time. */
export class EvaluatorRunner {
  readonly #endpoint: ModelEndpoint | undefined;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Without an endpoint, prompts are refused. */
  constructor(endpoint: ModelEndpoint | undefined) {
    this.#endpoint = endpoint;
  }

  /** A failure of the evaluator is a result, too. Rejects with 422 for kinds that this server does not run. */
  async run(metric: MetricContent, event: JsonObject): Promise<RunMetricResponse> {
    switch (metric.type) {
      case "JAVASCRIPT":
        return this.#inTurn(() => runCode(metric, event));
      case "LLM": {
        const endpoint = this.#endpoint;
        if (endpoint === undefined) throw unsupported(metric, noEndpoint);
        return this.#inTurn(() => askModel(endpoint, metric, event));
      }
      case "PYTHON":
        throw unsupported(metric, noPython);
      case "HUMAN":
        throw unsupported(metric, "People say what it is: send it in `metrics` of the event.");
      case "COMPOSITE":
        throw unsupported(metric, "It is made of other metrics: run those.");
      default:
        metric.type satisfies never;
        throw new TypeError(`Unknown type: ${String(metric.type)}`);
    }
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting.length >= maxWaiting) throw tooMany();
    if (this.#running >= maxRunning) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

async function runCode(metric: MetricContent, event: JsonObject): Promise<RunMetricResponse> {
  const answer = await runInSandbox({
    code: metric.criteria,
    event: JSON.stringify(event),
    ...limits,
  });
  if (answer.kind === "returned") return toMetricResult(metric, JSON.parse(answer.json));
  return { success: false, loading: false, result: null, explanation: answer.message };
}

const noEndpoint =
  "Start the server with HONEYHIVE_MODEL_ENDPOINT_BASE_URL and HONEYHIVE_MODEL_ENDPOINT_API_KEY, the address and key of an OpenAI-compatible API.";

const noPython =
  "It is kept and listed, and not run: there is no Python here. Write it as a metric of type JAVASCRIPT, whose `criteria` is a function " +
  "such as `(event) => event.outputs.answer.length`, or run it in your program and send its score in `metrics` of the event.";

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
