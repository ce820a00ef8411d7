import { isJsonObject } from "../../lib/json.js";
import { fromJsonStructure, toFinishReason } from "../convert.js";
import { readPart, readToolCall, toText, type MessagePart, type ToolCall } from "./message-part.js";

/** A message as HoneyHive shows it. */
export interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  readonly name?: string;
  readonly reasoning?: string;
  readonly finish_reason?: string;
}

/** A message of any emitter. One that carries tool results becomes a message for each of them. */
export function toChatMessages(value: unknown, defaultRole = "user"): ChatMessage[] {
  if (typeof value === "string") return [{ role: defaultRole, content: value }];
  if (!isJsonObject(value)) return [];
  const message = isJsonObject(value["message"]) ? value["message"] : value;
  const content = message["parts"] ?? message["content"] ?? message["contents"];
  const given = fromJsonStructure(content);
  const parts = (Array.isArray(given) ? given : []).map(readPart);
  const role = roleOf(message, defaultRole);
  const results = parts.flatMap((part) => (part.kind === "tool-result" ? toToolMessage(part) : []));
  const hasOwnContent = results.length === 0 || parts.length > results.length;
  const extras = { ...readExtras(message), ...readExtras(value) };
  if (!hasOwnContent) return results;
  return [
    { role, ...toBody(message, Array.isArray(given) ? parts : toContent(content)), ...extras },
    ...results,
  ];
}

/** Providers name their side of the conversation differently, and some hide a tool's result behind the user. */
function roleOf(message: Readonly<Record<string, unknown>>, defaultRole: string): string {
  const { role, tool_call_id: toolCallId } = message;
  if (typeof role !== "string" || role === "") return defaultRole;
  if (role === "model") return "assistant";
  return role === "user" && typeof toolCallId === "string" ? "tool" : role;
}

/** One part that is not in a list is shown like one that is; text that happens to be JSON stays text. */
function toContent(content: unknown): unknown {
  // OpenLLMetry writes the missing content of a tool call like this.
  return content === "null" ? null : content;
}

function toBody(
  message: Readonly<Record<string, unknown>>,
  content: unknown,
): Pick<ChatMessage, "content" | "tool_calls" | "reasoning"> {
  // Parts were read from an array just before.
  const parts = Array.isArray(content) ? (content as readonly MessagePart[]) : undefined;
  const calls = [
    ...(parts ?? []).flatMap((part) => (part.kind === "tool-call" ? part.call : [])),
    ...listIn(message, "tool_calls").flatMap((call) => readToolCall(call) ?? []),
  ];
  const reasoning = (parts ?? []).flatMap((part) => (part.kind === "reasoning" ? part.text : []));
  return {
    content: parts === undefined ? (content ?? null) : joinParts(parts),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(reasoning.length === 0 ? {} : { reasoning: reasoning.join("\n") }),
  };
}

/** Only text: one text. With images and the like: the array form of chat APIs. */
function joinParts(parts: readonly MessagePart[]): unknown {
  const shown = parts.filter((part) => part.kind === "text" || part.kind === "other");
  if (shown.length === 0) return null;
  if (shown.every((part) => part.kind === "text")) return shown.map(({ text }) => text).join("\n");
  return shown.map((part) =>
    part.kind === "text" ? { type: "text", text: part.text } : part.part,
  );
}

function toToolMessage(part: Extract<MessagePart, { kind: "tool-result" }>): ChatMessage {
  return {
    role: "tool",
    content: toText(part.result),
    ...(part.id === undefined ? {} : { tool_call_id: part.id }),
  };
}

function readExtras(message: Readonly<Record<string, unknown>>): Partial<ChatMessage> {
  const finishReason = toFinishReason(message["finish_reason"]);
  const { name, tool_call_id: toolCallId } = message;
  return {
    ...(typeof toolCallId === "string" ? { tool_call_id: toolCallId } : {}),
    ...(typeof name === "string" ? { name } : {}),
    ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
  };
}

function listIn(object: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const value = fromJsonStructure(object[key]);
  return Array.isArray(value) ? value : [];
}
