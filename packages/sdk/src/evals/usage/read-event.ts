import { bucketAttribute, eventAttribute } from "@honeyhive/contract";
import { SpanStatusCode, type Attributes, type AttributeValue } from "@opentelemetry/api";

import type { SpanData } from "../../encode/span-data.js";
import { isPlainObject } from "../../lib/is-plain-object.js";
import type { TracedEvent } from "../types/traced-event.js";

type Values = Readonly<Record<string, unknown>>;

/** By what they say of their kind: OpenTelemetry, OpenInference, OpenLLMetry, the AI SDK. */
const kinds = [
  "gen_ai.operation.name",
  "openinference.span.kind",
  "traceloop.span.kind",
  "ai.operationId",
];
const modelKinds = /^(chat|text_completion|generate_content|llm|ai\..*\.do(generate|stream))$/i;
const toolKinds = /^(execute_tool|tool|retriever|ai\.toolcall)$/i;

/** Where those keep the name of a tool, what it was called with, and what it gave. */
const tool = {
  name: ["gen_ai.tool.name", "ai.toolCall.name", "tool.name", "traceloop.entity.name"],
  inputs: [
    "gen_ai.tool.call.arguments",
    "ai.toolCall.args",
    "input.value",
    "traceloop.entity.input",
  ],
  outputs: [
    "gen_ai.tool.call.result",
    "ai.toolCall.result",
    "output.value",
    "traceloop.entity.output",
  ],
} as const;

/** What a span tells evaluators. */
export function readEvent(span: SpanData): TracedEvent {
  const { attributes, status } = span;
  const type = typeOf(attributes);
  const own = type === "tool" ? first(attributes, tool.name) : undefined;
  const isFailed = status.code === SpanStatusCode.ERROR;
  return {
    name: text(attributes[eventAttribute.name]) ?? text(own) ?? span.name,
    type,
    inputs: bucketOf(attributes, "inputs") ?? entries(first(attributes, tool.inputs), "arguments"),
    outputs: bucketOf(attributes, "outputs") ?? entries(first(attributes, tool.outputs), "result"),
    error:
      text(attributes[eventAttribute.error]) ?? (isFailed ? (status.message ?? "") : undefined),
    durationMs: span.endMs - span.startMs,
  };
}

function typeOf(attributes: Attributes): TracedEvent["type"] {
  const type = attributes[eventAttribute.type];
  if (type === "model" || type === "tool" || type === "chain") return type;
  const kind = text(first(attributes, kinds)) ?? "";
  if (modelKinds.test(kind)) return "model";
  return toolKinds.test(kind) ? "tool" : "chain";
}

/** Undefined where the span has nothing there. */
function bucketOf(attributes: Attributes, bucket: "inputs" | "outputs"): Values | undefined {
  const prefix = bucketAttribute(bucket, "");
  const found: [string, unknown][] = [];
  for (const name in attributes) {
    if (name.startsWith(prefix)) found.push([name.slice(prefix.length), parsed(attributes[name])]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function entries(value: AttributeValue | undefined, name: string): Values {
  const read = parsed(value);
  if (read === undefined) return {};
  return isPlainObject(read) ? { ...read } : { [name]: read };
}

/** Objects and lists travel as JSON. */
function parsed(value: AttributeValue | undefined): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // Then it is text.
    return value;
  }
}

function first(attributes: Attributes, names: readonly string[]): AttributeValue | undefined {
  const name = names.find((one) => attributes[one] !== undefined);
  return name === undefined ? undefined : attributes[name];
}

function text(value: AttributeValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
