import {
  fillTemplate,
  valueAt,
  type JsonObject,
  type MetricContent,
  type RunMetricResponse,
} from "@honeyhive/contract";
import { z } from "zod";

import {
  completeChat,
  ModelError,
  type ModelEndpoint,
  type ModelProblem,
} from "../models/complete-chat.js";
import { asksForBrackets, readVerdict } from "./read-verdict.js";
import { toMetricResult } from "./to-metric-result.js";

/** Nothing is wrong with the event: asked later, the same may succeed. */
export class ModelUnavailableError extends Error {
  override readonly name = "ModelUnavailableError";
}

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
      { role: "user", content: fillTemplate(metric.criteria, (name) => valueAt(event, name)) },
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
  const answer = await completeChat(endpoint, body, { signal }).catch((error: unknown) => {
    throw error instanceof ModelError && !isOfThisEvent(error.problem)
      ? new ModelUnavailableError(error.message, { cause: error })
      : error;
  });
  const content = answerSchema.safeParse(answer).data?.choices[0]?.message.content;
  if (content === undefined) throw new Error("The model's API answered without a message.");
  return content;
}

/** Too long, or refused for what is in it: others may be taken. */
function isOfThisEvent(problem: ModelProblem): boolean {
  if (problem.kind === "refused") return [400, 413, 422].includes(problem.status);
  return problem.kind === "unreadable";
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
