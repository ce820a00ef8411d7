import { HoneyHiveError } from "../../lib/errors.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import type { TracedEvent } from "../types/traced-event.js";
import { areEqual } from "./are-equal.js";
import { checkChoice } from "./check-choice.js";
import { select, type RowWith, type Selection } from "./select.js";

export interface ToolCall {
  readonly name: string;
  readonly arguments?: unknown;
}

export interface ToolCallsOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  /** `in-order` (default): the same calls in the same order. `any-order`: the same calls. `subset`: at least the expected ones. */
  readonly match?: "in-order" | "any-order" | "subset" | undefined;
  /** False compares names alone. Default true: expected calls that name arguments ask for those. */
  readonly compareArguments?: boolean | undefined;
  /**
   * True takes the tools that were traced while the function ran, such as by `traceTool`, in the order in which they
   * began, in place of what the outputs list. Default false.
   */
  readonly traced?: boolean | undefined;
}

/**
 * Whether the expected tools were called. `actual` and `expected` give lists of `{ name, arguments }`, of names, or of
 * calls as OpenAI, Anthropic, Gemini and the AI SDK write them, among text and other parts; by default outputs and ground
 * truth are such lists, have one as `toolCalls` or `tool_calls`, or are a message or a whole answer of these. Outputs that
 * are nothing, or a message without calls, called nothing.
 */
export function toolCalls<Output = unknown, GroundTruth = unknown>(
  options: ToolCallsOptions<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  const { match = "in-order", compareArguments = true, traced = false } = options;
  checkChoice("toolCalls", "match", match, ["in-order", "any-order", "subset"]);
  checkTraced(options);
  const isSame = (actual: ToolCall, expected: ToolCall): boolean =>
    actual.name === expected.name &&
    (!compareArguments ||
      expected.arguments === undefined ||
      areEqual(actual.arguments ?? {}, expected.arguments) ||
      (traced && areEqual(onlyValue(actual.arguments), expected.arguments)));
  return {
    name: options.name ?? "tool_calls",
    evaluate: (outputs, _inputs, groundTruth, context) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      const wanted = toCalls(expected);
      const made = traced ? toolsOf(context.events()) : isNothing(actual) ? [] : toCalls(actual);
      if (wanted === undefined) return { score: null, explanation: "no tool calls are expected" };
      if (made === undefined)
        throw new TypeError(
          "Expected the outputs to list tool calls as { name, arguments }. Pass `actual` to take them out.",
        );
      const isCountRight = match === "subset" || made.length === wanted.length;
      const isRight =
        match === "in-order"
          ? isCountRight &&
            wanted.every((call, index) => made[index] !== undefined && isSame(made[index], call))
          : isCountRight && coversAll(made, wanted, isSame);
      const names = (calls: readonly ToolCall[]): string =>
        calls.map(({ name }) => name).join(", ");
      return {
        score: isRight,
        explanation: `called [${names(made)}], expected [${names(wanted)}]`,
      };
    },
  };
}

function checkTraced({ traced, actual }: Pick<ToolCallsOptions<never>, "traced" | "actual">): void {
  if (traced !== true || actual === undefined) return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    "Expected either `traced` or `actual` of toolCalls(), got both. `actual` takes calls out of the outputs.",
  );
}

function toolsOf(events: readonly TracedEvent[]): readonly ToolCall[] {
  return events
    .filter(({ type }) => type === "tool")
    .map(({ name, inputs }) => ({ name, arguments: inputs }));
}

/** Functions that take their arguments as one object are traced with that by the name of their parameter. */
function onlyValue(inputs: unknown): unknown {
  const values = isObject(inputs) ? Object.values(inputs) : [];
  return values.length === 1 ? values[0] : undefined;
}

function isNothing(actual: unknown): boolean {
  return actual === undefined || actual === null;
}

/** A call that asks for more is matched first: a vaguer one must not take what only the exact one could have. */
function coversAll(
  made: readonly ToolCall[],
  wanted: readonly ToolCall[],
  isSame: (actual: ToolCall, expected: ToolCall) => boolean,
): boolean {
  const left = [...made];
  const strictFirst = wanted.toSorted(
    (a, b) => Number(a.arguments === undefined) - Number(b.arguments === undefined),
  );
  return strictFirst.every((call) => {
    const index = left.findIndex((candidate) => isSame(candidate, call));
    if (index === -1) return false;
    left.splice(index, 1);
    return true;
  });
}

function toCalls(value: unknown): readonly ToolCall[] | undefined {
  const list = isObject(value) ? listOf(value) : value;
  if (!Array.isArray(list)) return undefined;
  const calls = list.filter((part) => !isOtherPart(part)).map(toCall);
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

/** Where an answer has its calls. OpenAI's messages without any have no `tool_calls`. */
function listOf(value: Readonly<Record<string, unknown>>): unknown {
  const calls = value["toolCalls"] ?? value["tool_calls"];
  if (calls !== undefined && calls !== null) return calls;
  const inner = messageOf(value);
  if (inner !== undefined) return Array.isArray(inner) || !isObject(inner) ? inner : listOf(inner);
  const isMessage = value["role"] === "assistant";
  if (isMessage && Array.isArray(value["content"])) return value["content"];
  return isMessage || "toolCalls" in value || "tool_calls" in value ? [] : undefined;
}

/** What of a whole answer has the calls: of OpenAI's chat and responses, and of Gemini. */
function messageOf({
  choices,
  object,
  output,
  candidates,
}: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(choices) && isObject(choices[0])) return choices[0]["message"];
  if (object === "response" && Array.isArray(output)) return output;
  if (!Array.isArray(candidates) || !isObject(candidates[0])) return undefined;
  const { content } = candidates[0];
  return isObject(content) ? (content["parts"] ?? []) : [];
}

/** Answers list text, thoughts and results beside calls. */
function isOtherPart(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (typeof value["type"] !== "string") return "text" in value && !("name" in value);
  const isCall = ["name", "toolName", "function"].some((key) => key in value);
  return !isCall || /result|output/.test(value["type"]);
}

/** A call of ours, a name, or as OpenAI (`function`), Gemini, Anthropic (`input`) and the AI SDK (`toolName`) write it. */
function toCall(value: unknown): ToolCall | undefined {
  if (typeof value === "string") return { name: value };
  if (!isObject(value)) return undefined;
  const inner = value["function"] ?? value["functionCall"];
  if (isObject(inner)) return toCall(inner);
  const name = value["name"] ?? value["toolName"];
  if (typeof name !== "string") return undefined;
  const given = value["arguments"] ?? value["input"] ?? value["args"];
  return { name, arguments: typeof given === "string" ? parsed(given) : given };
}

/** OpenAI's models write arguments as JSON text; where there are none, some servers write nothing. */
function parsed(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    // Then it is text.
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
