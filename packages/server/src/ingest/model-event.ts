import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";

/** Fields of a model event that the documented route keeps among the inputs. */
const keptAsInputs = [
  "messages",
  "provider",
  "usage",
  "cost",
  "hyperparameters",
  "template",
  "template_inputs",
  "tools",
  "tool_choice",
  "response_format",
  "duration",
  "error",
];

/**
 * The event that an older client's model event is. Besides where the documented route puts them, its parts go
 * where those of every other model event are.
 */
export function fromModelEvent(given: JsonObject): JsonObject {
  const { model, model_name, model_version, response, messages, usage, provider, cost } = given;
  const modelName = model_name ?? model;
  const moved = new Set([...keptAsInputs, "model", "model_name", "model_version", "response"]);
  const rest = Object.entries(given).filter(([key]) => !moved.has(key));
  return {
    ...Object.fromEntries(rest),
    event_type: "model",
    event_name: given["event_name"] ?? modelName,
    inputs: {
      ...objectOf(given["inputs"]),
      ...pick(given, keptAsInputs),
      ...named({ chat_history: messages }),
    },
    outputs: { ...objectOf(given["outputs"]), ...named({ response }) },
    config: {
      ...objectOf(given["config"]),
      ...objectOf(given["hyperparameters"]),
      ...named({ model: modelName, model_version, provider, template: given["template"] }),
    },
    metadata: { ...objectOf(given["metadata"]), ...tokensOf(objectOf(usage)), ...named({ cost }) },
    ...pick(given, ["duration", "error"]),
  };
}

function tokensOf(usage: JsonObject): JsonObject {
  return pick(usage, ["prompt_tokens", "completion_tokens", "total_tokens"]);
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return named(Object.fromEntries(keys.map((key) => [key, object[key]])));
}

function named(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
