import { asObject, asText } from "../form/read-json.js";

const limit = 300;

/**
 * One line that says what a value is: text as it stands, a conversation by its last message, another object by its
 * keys and values, the rest as JSON.
 */
export function previewValue(value: unknown): string {
  const told = unwrap(value);
  const line = (lastMessage(told) ?? toText(told)).replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `{ result: { answer: "42" } }` is `"42"`. A conversation stays one, of however few fields. */
function unwrap(value: unknown): unknown {
  let told = value;
  for (let only = onlyValue(told); only !== undefined; only = onlyValue(told)) {
    if (lastMessage(told) !== undefined) return told;
    told = only.value;
  }
  return told;
}

function onlyValue(value: unknown): { readonly value: unknown } | undefined {
  const values = Object.values(asObject(value) ?? {});
  return values.length === 1 ? { value: values[0] } : undefined;
}

/** `{ answer: "42", sure: true }` is `answer: 42 · sure: true`. */
function toText(value: unknown): string {
  const fields = asObject(value);
  if (fields === undefined) return scalarText(value);
  return Object.entries(fields)
    .map(([key, item]) => `${key}: ${scalarText(item)}`)
    .join(" · ");
}

function scalarText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, limit * 2);
}

/** What was said last in a conversation, also where it has parameters beside it; undefined where the value is none. */
function lastMessage(value: unknown): string | undefined {
  const fields = asObject(value);
  if (fields === undefined) return undefined;
  const messages = fields["chat_history"] ?? fields["messages"];
  if (!Array.isArray(messages)) return "role" in fields ? messageText(fields) : undefined;
  return messages
    .toReversed()
    .map((message: unknown) => messageText(message))
    .find((text) => text !== undefined);
}

function messageText(message: unknown): string | undefined {
  const fields = asObject(message) ?? {};
  const content = fields["content"] ?? fields["parts"];
  if (!Array.isArray(content)) return asText(content);
  const texts = content.flatMap((part: unknown) => {
    const { text, content: said } = asObject(part) ?? {};
    return asText(part) ?? asText(text) ?? asText(said) ?? [];
  });
  return texts.length === 0 ? undefined : texts.join(" ");
}
