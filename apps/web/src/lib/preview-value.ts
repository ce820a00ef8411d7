import { asObject, asText } from "./read-json.js";

const limit = 300;

/**
 * One line that says what a value is: text as it stands, a conversation by its last message, another object by its
 * keys and values, the rest as JSON.
 */
export function previewValue(value: unknown): string {
  const line = (lastMessage(value) ?? toText(value)).replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `{ answer: "42" }` is `42`, `{ answer: "42", sure: true }` is `answer: 42 · sure: true`. */
function toText(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return scalarText(value);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return scalarText(only[1]);
  return entries.map(([key, item]) => `${key}: ${scalarText(item)}`).join(" · ");
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
