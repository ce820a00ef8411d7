import { asList, asRecord, asText, compact, type AnyRecord } from "../../model-clients/read.js";

/** The AI SDK's messages in the form of HoneyHive's chat history. */
export function toChatHistory(instructions: unknown, messages: unknown): readonly AnyRecord[] {
  const given =
    typeof messages === "string" ? [{ role: "user", content: messages }] : asList(messages);
  return [...systemMessages(instructions), ...given.flatMap(toMessages)];
}

/** The parts of an answer as one message. */
export function toAssistantMessage(content: unknown): AnyRecord {
  const parts = asList(content).map(asRecord);
  const calls = parts.filter(({ type }) => type === "tool-call").map(toToolCall);
  const reasoning = textOf(parts, "reasoning");
  return compact({
    role: "assistant",
    content: textOf(parts, "text"),
    reasoning: reasoning === "" ? undefined : reasoning,
    tool_calls: calls.length > 0 ? calls : undefined,
  });
}

function systemMessages(instructions: unknown): readonly AnyRecord[] {
  if (typeof instructions === "string") return [{ role: "system", content: instructions }];
  if (Array.isArray(instructions)) return instructions.flatMap(systemMessages);
  const { content } = asRecord(instructions);
  return content === undefined ? [] : [{ role: "system", content }];
}

function toMessages(message: unknown): readonly AnyRecord[] {
  const { role, content } = asRecord(message);
  if (!Array.isArray(content)) return [{ role, content }];
  const parts = content.map(asRecord);
  if (role === "assistant") return [toAssistantMessage(parts)];
  if (role === "tool") return parts.map(toToolMessage);
  const isTextOnly = parts.every(({ type }) => type === "text");
  return [{ role, content: isTextOnly ? textOf(parts, "text") : parts }];
}

function toToolCall({ toolCallId, toolName, input }: AnyRecord): AnyRecord {
  const given = typeof input === "string" ? input : JSON.stringify(input);
  return { id: toolCallId, type: "function", function: { name: toolName, arguments: given } };
}

function toToolMessage({ toolCallId, toolName, output }: AnyRecord): AnyRecord {
  const value = asRecord(output)["value"] ?? output;
  const content = typeof value === "string" ? value : JSON.stringify(value);
  return { role: "tool", tool_call_id: toolCallId, name: toolName, content };
}

function textOf(parts: readonly AnyRecord[], type: string): string {
  return parts
    .filter((part) => part["type"] === type)
    .map(({ text }) => asText(text))
    .join("");
}
