import type { JsonObject } from "@honeyhive/contract";

import { asObject, firstText, parseJson } from "../../../lib/form/read-json.js";
import { toMediaPart, type MediaPart } from "./message-media.js";

export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "thinking"; readonly text: string }
  | MediaPart
  | { readonly kind: "tool-call"; readonly name: string; readonly arguments: unknown }
  | { readonly kind: "tool-result"; readonly value: unknown }
  | { readonly kind: "json"; readonly value: unknown };

/** What a message says, in the spellings of OpenAI, Anthropic, the AI SDK and OpenTelemetry. */
export function toMessageParts(message: JsonObject): readonly MessagePart[] {
  const thinking = firstText(message, ["reasoning_content", "reasoning"]);
  const calls = Array.isArray(message["tool_calls"]) ? message["tool_calls"] : [];
  return [
    ...(thinking === undefined ? [] : [{ kind: "thinking", text: thinking } as const]),
    ...contentParts(message["content"] ?? message["parts"], message["role"]),
    ...calls.map((call: unknown) => toToolCall(asObject(call) ?? {})),
  ];
}

function contentParts(content: unknown, role: unknown): readonly MessagePart[] {
  if (content === undefined || content === null || content === "") return [];
  if (Array.isArray(content)) return content.map(toPart);
  const value = role === "tool" || role === "function" ? parseJson(content) : content;
  return [typeof value === "string" ? { kind: "text", text: value } : { kind: "json", value }];
}

function toPart(part: unknown): MessagePart {
  if (typeof part === "string") return { kind: "text", text: part };
  const fields = asObject(part) ?? {};
  switch (fields["type"]) {
    case "text":
    case "input_text":
    case "output_text":
      return { kind: "text", text: firstText(fields, ["text", "content"]) ?? "" };
    case "thinking":
    case "reasoning":
      return { kind: "thinking", text: firstText(fields, ["thinking", "text", "content"]) ?? "" };
    case "tool_use":
    case "tool_call":
    case "tool-call":
      return toToolCall(fields);
    case "tool_result":
    case "tool-result":
    case "tool_call_response":
      return { kind: "tool-result", value: parseJson(firstPresent(fields, resultKeys)) };
    default:
      return toMediaPart(fields) ?? { kind: "json", value: part };
  }
}

const argumentKeys = ["arguments", "input", "args"] as const;
const resultKeys = ["content", "result", "output", "response"] as const;

function toToolCall(call: JsonObject): MessagePart {
  const fields = asObject(call["function"]) ?? call;
  return {
    kind: "tool-call",
    name: firstText(fields, ["name", "toolName"]) ?? "tool",
    arguments: parseJson(firstPresent(fields, argumentKeys)),
  };
}

function firstPresent(object: JsonObject, keys: readonly string[]): unknown {
  return keys.map((key) => object[key]).find((value) => value !== undefined);
}
