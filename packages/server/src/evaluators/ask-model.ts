import type { JsonObject, MetricContent, RunMetricResponse } from "@honeyhive/contract";
import { z } from "zod";

import { parseJsonObject } from "../lib/json.js";
import { toMetricResult } from "./to-metric-result.js";
import { fillTemplate } from "./fill-template.js";

/** An API that speaks OpenAI's chat completions. */
export interface ModelEndpoint {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Where a metric names no model. */
  readonly model: string;
}

const timeoutMs = 60_000;
const maxAnswerBytes = 1_000_000;

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** Asks the model to judge an event. What the model or its API gets wrong is a result, too. */
export async function askModel(
  endpoint: ModelEndpoint,
  metric: MetricContent,
  event: JsonObject,
): Promise<RunMetricResponse> {
  try {
    const text = await complete(endpoint, {
      model: metric.model_name ?? endpoint.model,
      temperature: 0,
      messages: [
        { role: "system", content: instructionsFor(metric) },
        { role: "user", content: fillTemplate(metric.criteria, event) },
      ],
    });
    return toMetricResult(metric, parseJsonObject(withoutFence(text)) ?? text.trim());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { success: false, loading: false, result: null, explanation: reason };
  }
}

async function complete({ baseUrl, apiKey }: ModelEndpoint, body: object): Promise<string> {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
    // A redirect could take the key elsewhere.
    redirect: "error",
  });
  const text = await response.text();
  // The body may repeat what was sent; the status is enough to know what to do.
  if (!response.ok) throw new Error(`The model's API answered with status ${response.status}.`);
  const answer = answerSchema.safeParse(parseJsonObject(text.slice(0, maxAnswerBytes)));
  const content = answer.data?.choices[0]?.message.content;
  if (content === undefined) throw new Error("The model's API answered without a message.");
  return content;
}

function instructionsFor({ return_type: type, scale, categories }: MetricContent): string {
  const values = {
    float: scale === null ? "a number" : `a whole number from 1 to ${scale}`,
    boolean: "true or false",
    string: "a short text",
    categorical: `one of ${(categories ?? []).map(({ category }) => JSON.stringify(category)).join(", ")}`,
  }[type];
  return `You are an evaluator. Answer with one JSON object and nothing else: {"result": ${values}, "explanation": "one sentence"}.`;
}

function withoutFence(text: string): string {
  return /\{[\s\S]*\}/.exec(text)?.[0] ?? text;
}
