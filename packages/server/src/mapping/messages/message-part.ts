import { isJsonObject } from "../../lib/json.js";
import { firstText } from "./first-text.js";
import { toMedia } from "./media.js";

/** One piece of a message's content, whatever the emitter called it. */
export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | { readonly kind: "tool-call"; readonly call: ToolCall }
  | { readonly kind: "nothing" }
  | { readonly kind: "tool-result"; readonly id: string | undefined; readonly result: unknown }
  /** Images, files and the like, in the form that chat APIs take. */
  | { readonly kind: "other"; readonly part: unknown };

export interface ToolCall {
  readonly id?: string;
  readonly type: "function";
  /** `arguments` is JSON text, as models write it. */
  readonly function: { readonly name: string; readonly arguments: string };
}

export function readPart(part: unknown): MessagePart {
  if (typeof part === "string") return { kind: "text", text: part };
  if (!isJsonObject(part)) return { kind: "other", part };
  if (isJsonObject(part["message_content"])) return readPart(part["message_content"]);
  const type = String(part["type"] ?? "").replaceAll("-", "_");
  const call = part["toolUse"] ?? part["functionCall"] ?? part["function_call"];
  if (isJsonObject(call)) return toolCall(call);
  const result = part["toolResult"] ?? part["functionResponse"] ?? part["function_response"];
  if (isJsonObject(result)) return toolResult(result);
  if (["tool_call", "tool_use", "function"].includes(type)) return toolCall(part);
  if (["tool_call_response", "tool_result"].includes(type)) return toolResult(part);
  const text = part["content"] ?? part["text"] ?? part["thinking"];
  if ((type === "reasoning" || type === "thinking") && typeof text === "string") {
    return { kind: "reasoning", text };
  }
  const isText = ["", "text", "input_text", "output_text"].includes(type);
  if (isText && typeof text === "string") return { kind: "text", text };
  return { kind: "other", part: toMedia(part, type) };
}

export function readToolCall(value: unknown): ToolCall | undefined {
  if (!isJsonObject(value)) return undefined;
  const call = isJsonObject(value["tool_call"]) ? value["tool_call"] : value;
  const inner = isJsonObject(call["function"]) ? call["function"] : call;
  const id = firstText(call, ["id", "toolCallId", "toolUseId", "call_id"]);
  const name = firstText(inner, ["name", "toolName"]) ?? "";
  const given = inner["arguments"] ?? inner["args"] ?? inner["input"];
  // Some emitters leave a place for a call among the parts and tell about it elsewhere.
  if (id === undefined && name === "" && given === undefined) return undefined;
  return {
    ...(id === undefined ? {} : { id }),
    type: "function",
    function: { name, arguments: toText(given ?? "") },
  };
}

/** Text stays as it is; everything else becomes JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function toolCall(part: Readonly<Record<string, unknown>>): MessagePart {
  const call = readToolCall(part);
  return call === undefined ? { kind: "nothing" } : { kind: "tool-call", call };
}

function toolResult(part: Readonly<Record<string, unknown>>): MessagePart {
  return {
    kind: "tool-result",
    id: firstText(part, ["id", "toolCallId", "tool_use_id", "toolUseId", "tool_call_id"]),
    result: unwrap(part["response"] ?? part["result"] ?? part["output"] ?? part["content"] ?? null),
  };
}

/** The AI SDK says what kind of value a result is, beside it. */
function unwrap(result: unknown): unknown {
  if (!isJsonObject(result) || Object.keys(result).length !== 2) return result;
  const { type, value } = result;
  return (type === "json" || type === "text") && value !== undefined ? value : result;
}
