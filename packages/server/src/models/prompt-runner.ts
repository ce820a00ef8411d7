import type {
  JsonObject,
  RunConfigurationRequest,
  RunConfigurationResponse,
} from "@honeyhive/contract";

import type { PriceTable } from "../cost/price-table.js";
import { HttpError } from "../lib/http-error.js";
import { Turns } from "../lib/turns.js";
import { completeChat, howToGiveEndpoint, type ModelEndpoint } from "./complete-chat.js";
import { explainModelError, noCompletion } from "./explain-model-error.js";
import { readCompletion, type Completion } from "./read-completion.js";
import { toChatRequest } from "./to-chat-request.js";

const maxRunning = 2;
const maxWaiting = 64;

interface PromptRunnerOptions {
  /** Without one, prompts are refused. */
  readonly endpoint: ModelEndpoint | undefined;
  readonly prices: PriceTable;
  readonly timeoutMs?: number | undefined;
}

/** Puts prompts to the model's API for somebody who waits for the answer, a few at a time. */
export class PromptRunner {
  readonly #options: PromptRunnerOptions;
  readonly #turns = new Turns({ running: maxRunning, waiting: maxWaiting });

  constructor(options: PromptRunnerOptions) {
    this.#options = options;
  }

  /** Rejects with an `HttpError` that says what to do where there is no answer. */
  async run(request: RunConfigurationRequest): Promise<RunConfigurationResponse> {
    const { endpoint } = this.#options;
    if (endpoint === undefined) throw noEndpoint();
    const body = toChatRequest(request.parameters, request.inputs ?? {});
    return this.#turns.take(() => this.#ask(endpoint, body, request.provider), tooMany);
  }

  async #ask(
    endpoint: ModelEndpoint,
    body: JsonObject,
    provider: string | undefined,
  ): Promise<RunConfigurationResponse> {
    const { timeoutMs } = this.#options;
    const startMs = performance.now();
    const answer = await completeChat(endpoint, body, { timeoutMs }).catch((error: unknown) => {
      throw explainModelError(error, String(body["model"]));
    });
    const durationMs = performance.now() - startMs;
    const completion = readCompletion(answer);
    if (completion === undefined) throw noCompletion();
    return {
      message: completion.message,
      finish_reason: completion.finishReason,
      model: completion.model,
      prompt_tokens: completion.promptTokens,
      completion_tokens: completion.completionTokens,
      cost_usd: this.#costOf(completion, provider, body["model"]),
      duration_ms: Math.round(durationMs * 1000) / 1000,
    };
  }

  /** Of the model that answered, or else of the one that was asked for: some answer under a deployment's name. */
  #costOf({ model, usage }: Completion, provider: string | undefined, asked: unknown) {
    if (usage === undefined) return null;
    for (const name of [model, asked]) {
      if (typeof name !== "string") continue;
      const call = { provider: provider || undefined, model: name, usage, time: new Date() };
      const cost = this.#options.prices.costOf(call);
      if (cost !== undefined) return cost.dollars;
    }
    return null;
  }
}

function noEndpoint(): HttpError {
  return new HttpError(
    422,
    "MODEL_ENDPOINT_MISSING",
    `Expected a server that knows a model's API, got one without. ${howToGiveEndpoint}`,
  );
}

function tooMany(): HttpError {
  return new HttpError(
    429,
    "OVERLOADED",
    `Expected at most ${maxWaiting} prompts to wait. Send the request again in a second.`,
    { headers: { "retry-after": "1" } },
  );
}
