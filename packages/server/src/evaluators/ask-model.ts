import type { JsonObject, MetricContent, RunMetricResponse } from "@honeyhive/contract";
import { z } from "zod";

import { parseJsonObject } from "../lib/json.js";
import { fillTemplate } from "./fill-template.js";
import { asksForBrackets, readVerdict } from "./read-verdict.js";
import { toMetricResult } from "./to-metric-result.js";

/** An API that speaks OpenAI's chat completions. */
export interface ModelEndpoint {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Where a metric names no model. */
  readonly model: string;
}

/** Nothing is wrong with the event: asked later, the same may succeed. */
export class ModelUnavailableError extends Error {
  override readonly name = "ModelUnavailableError";
}

const timeoutMs = 60_000;
const maxAnswerBytes = 1_000_000;

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * Asks the model to judge an event. What the model makes of it is a result, whatever it says. Rejects with
 * `ModelUnavailableError` when its API cannot be asked now, and with another error when it refuses this event.
 */
export async function askModel(
  endpoint: ModelEndpoint,
  metric: MetricContent,
  event: JsonObject,
  signal?: AbortSignal,
): Promise<RunMetricResponse> {
  const question = {
    model: metric.model_name ?? endpoint.model,
    temperature: 0,
    messages: [
      { role: "system", content: instructionsFor(metric) },
      { role: "user", content: fillTemplate(metric.criteria, event) },
    ],
  };
  const text = await complete(endpoint, question, signal);
  return toMetricResult(metric, readVerdict(metric, text));
}

async function complete(
  endpoint: ModelEndpoint,
  body: object,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { status, text } = await post(endpoint, body, signal).catch((error: unknown) => {
    throw new ModelUnavailableError(reasonOf(error), { cause: error });
  });
  if (status < 200 || status > 299) {
    // The body may repeat what was sent; the status is enough to know what to do.
    const message = `The model's API answered with status ${status}.`;
    throw ofThisEvent.has(status) ? new Error(message) : new ModelUnavailableError(message);
  }
  const answer = answerSchema.safeParse(parseJsonObject(text.slice(0, maxAnswerBytes)));
  const content = answer.data?.choices[0]?.message.content;
  if (content === undefined) throw new Error("The model's API answered without a message.");
  return content;
}

/** Too long, or refused for what is in it: others may be taken. */
const ofThisEvent: ReadonlySet<number> = new Set([400, 413, 422]);

async function post(
  { baseUrl, apiKey }: ModelEndpoint,
  body: object,
  signal: AbortSignal | undefined,
): Promise<{ readonly status: number; readonly text: string }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    // A redirect could take the key elsewhere.
    redirect: "error",
  });
  return { status: response.status, text: await response.text() };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch failed` alone tells nobody what to do.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function instructionsFor(metric: MetricContent): string {
  const { return_type: type, scale, categories } = metric;
  const value = {
    float: scale === null ? "a number" : `a whole number from 1 to ${scale}`,
    boolean: "true or false",
    string: "a short text",
    categorical: `one of ${(categories ?? []).map(({ category }) => JSON.stringify(category)).join(", ")}`,
  }[type];
  return asksForBrackets(metric.criteria)
    ? `You are an evaluator. End your answer with ${value} inside of [[ and ]].`
    : `You are an evaluator. Answer with one JSON object and nothing else: {"result": ${value}, "explanation": "one sentence"}.`;
}
