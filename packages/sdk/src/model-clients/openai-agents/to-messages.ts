import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";

/** What an agent's model was asked: a text, or items and messages in the SDK's form or that of any model's API. */
export function toMessages(given: unknown): readonly AnyRecord[] {
  if (typeof given === "string") return [{ role: "user", content: given }];
  const messages: AnyRecord[] = [];
  for (const item of asList(given)) addItem(messages, asRecord(item));
  return messages;
}

/** What a model answered, as one message: the SDK's items, or the parts of the AI SDK. */
export function toAnswer(output: unknown): AnyRecord {
  const messages: AnyRecord[] = [];
  for (const item of asList(output)) addItem(messages, asRecord(item));
  const calls = messages.flatMap((message) => asList(message["tool_calls"]));
  const join = (key: string): string => messages.map((message) => asText(message[key])).join("");
  return compact({
    role: "assistant",
    content: join("content"),
    reasoning: join("reasoning") || undefined,
    tool_calls: calls.length > 0 ? calls : undefined,
  });
}

function addItem(messages: AnyRecord[], item: AnyRecord): void {
  const { type, name, output } = item;
  const id = item["callId"] ?? item["call_id"] ?? item["toolCallId"];
  if (type === "function_call" || type === "tool-call") {
    addCall(messages, toCall(id, name ?? item["toolName"], item["arguments"] ?? item["input"]));
  } else if (type === "function_call_result" || type === "function_call_output") {
    messages.push(compact({ role: "tool", tool_call_id: id, name, content: toText(output) }));
  } else if (type === "text") {
    messages.push({ role: "assistant", content: item["text"] });
  } else if (type === "reasoning") {
    const reasoning = item["text"] ?? textOf(item["content"]);
    // Most of what models think is told to nobody.
    if (asText(reasoning) !== "") messages.push({ role: "assistant", content: "", reasoning });
  } else if (type === "message" || type === undefined) {
    // What the API gave beside the message is its own.
    const { type: _type, id: _id, status: _status, providerData: _data, ...message } = item;
    messages.push({ ...message, content: textOf(item["content"]) });
  } else {
    const { providerData: _data, ...rest } = item;
    messages.push({ role: "assistant", content: [rest] });
  }
}

/** A model's calls of one turn are items beside each other. */
function addCall(messages: AnyRecord[], call: AnyRecord): void {
  const last = messages.at(-1);
  const isTurn = last?.["role"] === "assistant" && typeof last["content"] === "string";
  if (!isTurn) messages.push({ role: "assistant", content: "", tool_calls: [call] });
  else last["tool_calls"] = [...asList(last["tool_calls"]), call];
}

function toCall(id: unknown, name: unknown, given: unknown): AnyRecord {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return { id, type: "function", function: { name, arguments: text } };
}

/** Parts that are nothing but text are one text. */
function textOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const parts = content.map(asRecord);
  const isText = parts.every(({ text, refusal }) => typeof (text ?? refusal) === "string");
  return isText ? parts.map(({ text, refusal }) => asText(text ?? refusal)).join("") : content;
}

function toText(output: unknown): unknown {
  const text = textOf(asRecord(output)["type"] === undefined ? output : [output]);
  return typeof text === "string" ? text : JSON.stringify(text);
}
