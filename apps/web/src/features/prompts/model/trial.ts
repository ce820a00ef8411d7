import {
  fillTemplate,
  formatCost,
  formatDuration,
  formatTokenCount,
  templateVariables,
  valueAt,
  type JsonObject,
  type RunConfigurationResponse,
} from "@honeyhive/contract";

import { readForm } from "../../../lib/form/read-form.js";

/** Undefined where there is nothing to try: no messages. */
export function trialVariables(parameters: JsonObject): readonly string[] | undefined {
  const template = parameters["template"] ?? parameters["messages"];
  const isEmpty = template === undefined || (Array.isArray(template) && template.length === 0);
  return isEmpty ? undefined : templateVariables(template);
}

/** Name of a variable's field: names of their own would take the place of what a form has. */
export function variableField(variable: string): string {
  return `variable ${variable}`;
}

export function readInputs(form: FormData, variables: readonly string[]): JsonObject {
  return Object.fromEntries(variables.map((name) => [name, readForm(form, variableField(name))]));
}

/** What a datapoint's inputs have for each variable, as the server would write it; nothing where they have none. */
export function textsFor(
  variables: readonly string[],
  inputs: JsonObject,
): ReadonlyMap<string, string> {
  return new Map(
    variables.map((name) => [name, fillTemplate(`{{${name}}}`, () => valueAt(inputs, name))]),
  );
}

/** `gpt-5-mini · tokens: 312 in, 20 out · $0.0012 · 1.25 s`. */
export function describeAnswer(answer: RunConfigurationResponse): string {
  const { model, prompt_tokens: input, completion_tokens: output, cost_usd: cost } = answer;
  const tokens = [
    ...(input === null ? [] : [`${formatTokenCount(input)} in`]),
    ...(output === null ? [] : [`${formatTokenCount(output)} out`]),
  ].join(", ");
  return [
    ...(model === null ? [] : [model]),
    tokens === "" ? "tokens unknown" : `tokens: ${tokens}`,
    cost === null ? "price unknown" : formatCost(cost),
    formatDuration(answer.duration_ms),
  ].join(" · ");
}

/** Why an answer is not whole; undefined where it is. */
export function whyCutOff(reason: string | null): string | undefined {
  switch (reason) {
    case null:
    case "stop":
    case "tool_calls":
    case "function_call":
      return undefined;
    case "length":
      return "Cut off: it reached its limit of tokens.";
    case "content_filter":
      return "Cut off by the provider's filter.";
    default:
      return `It ended with ${reason}.`;
  }
}
