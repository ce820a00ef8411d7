import { isPlainObject } from "../../lib/is-plain-object.js";
import { asList, asRecord } from "../../model-clients/read.js";
import { toMessage } from "./describe-model.js";

/** Deep enough for the states of graphs. */
const maxDepth = 3;
/** Longer lists are no messages: vectors, tables. */
const maxItems = 1000;

/** What goes into a run and comes out of it, with messages and prompts as what they say, not as LangChain keeps them. */
export function toPlainValue(value: unknown): unknown {
  try {
    return toPlain(value, 0);
  } catch {
    // A getter that throws: it is recorded as whatever else programs hand on.
    return value;
  }
}

function toPlain(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > maxDepth) return value;
  if (Array.isArray(value)) {
    return value.length > maxItems ? value : value.map((item) => toPlain(item, depth + 1));
  }
  const given = asRecord(value);
  if (isLangChainObject(given)) {
    if (typeof given["toChatMessages"] === "function") return toPrompt(given);
    return isMessage(given) ? toMessage(value) : value;
  }
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, toPlain(item, depth + 1)]);
  return Object.fromEntries(entries) as unknown;
}

function isLangChainObject({
  lc_namespace: namespace,
}: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(namespace);
}

function isMessage(given: Readonly<Record<string, unknown>>): boolean {
  return "content" in given && typeof (given["getType"] ?? given["_getType"]) === "function";
}

/** Prompts of text hold it by itself. */
function toPrompt(prompt: Readonly<Record<string, unknown>>): unknown {
  const { messages, value } = prompt;
  return Array.isArray(messages) ? { messages: asList(messages).map(toMessage) } : value;
}
